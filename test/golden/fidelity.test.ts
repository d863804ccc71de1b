import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fidelityPage, idsIn } from './fidelity';

const page = join(import.meta.dirname, '..', '..', 'docs', 'fidelity.md');

test('docs/fidelity.md is what the citations make it', () => {
  if (process.env['TIDEMARK_GOLDEN'] === 'write') writeFileSync(page, fidelityPage());
  expect(existsSync(page), 'npm run golden writes it').toBe(true);
  expect(readFileSync(page, 'utf8')).toBe(fidelityPage());
});

test.each([
  ['K-REP-2, -4 to -6: followers', ['K-REP-2', 'K-REP-4', 'K-REP-5', 'K-REP-6']],
  ['K-IDEM-8 to K-IDEM-10', ['K-IDEM-8', 'K-IDEM-9', 'K-IDEM-10']],
  ['K-REP-35a, K-CON-20', ['K-REP-35a', 'K-CON-20']],
  ['C-AN lost-write', []],
])('%s cites %j', (text, ids) => {
  expect(idsIn(text)).toEqual(ids);
});
