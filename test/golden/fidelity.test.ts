import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fidelityPage } from '../fidelity/page.ts';

const path = join(import.meta.dirname, '../../docs/fidelity.md');

test('docs/fidelity.md says what the tests cite', () => {
  const page = fidelityPage();
  if (process.env.TIDEMARK_GOLDEN === 'write') writeFileSync(path, page);
  expect(readFileSync(path, 'utf8')).toBe(page);
});
