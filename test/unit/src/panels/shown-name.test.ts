import { expect, test } from 'vitest';
import { shownName } from '../../../../src/panels/events/shown-name';

test.each([
  ['checkout.properties', 'checkout.properties'],
  ['invoice\u202Enosj.exe', 'invoicenosj.exe'],
  ['a\u0000b\u0007c\u001B[31m.json', 'abc[31m.json'],
  ['../../etc/passwd', '../../etc/passwd'],
  ['<b>bold</b>.csv', '<b>bold</b>.csv'],
  ['\u200B\uFEFF', 'a file without a name'],
])('%j is shown as %j', (name, shown) => {
  expect(shownName(name)).toBe(shown);
});

test('a name of ten thousand characters keeps its beginning and its extension', () => {
  const shown = shownName(`begin-${'x'.repeat(10_000)}.ndjson`);
  expect(shown).toMatch(/^begin-x+…x+\.ndjson$/);
  expect(shown.length).toBeLessThan(120);
});
