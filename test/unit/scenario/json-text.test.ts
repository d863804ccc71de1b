import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../../simulations/scenario/json-text';

test('what JSON.parse reads, this reads alike', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(3), (text, indent) => {
      const value: unknown = JSON.parse(text);
      const reading = readJson(JSON.stringify(value, null, indent));
      expect(reading.ok && reading.value).toEqual(value);
    }),
  );
});

test('what JSON.parse refuses, this refuses at a place inside of the text', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 3 }), (text, at, noise) => {
      const broken = text.slice(0, at % (text.length + 1)) + noise + text.slice((at % (text.length + 1)) + 1);
      let isJson = true;
      try {
        JSON.parse(broken);
      } catch {
        isJson = false;
      }
      const reading = readJson(broken);
      if (!isJson) expect(reading.ok).toBe(false);
      if (!reading.ok) {
        expect(reading.place.line).toBeGreaterThanOrEqual(1);
        expect(reading.place.column).toBeLessThanOrEqual(broken.length + 1);
      }
    }),
  );
});

test.each([
  ['{"a": 1,\n "b": }', 2, 7, 'expected a value, got "}"', undefined],
  ['{"a": 1,\n}', 1, 8, 'a comma before "}"', 'take it away'],
  ['[1, 2,]', 1, 6, 'a comma before "]"', 'take it away'],
  ["{'a': 1}", 1, 2, 'expected a key in double quotes, got "\'"', undefined],
  ["['a']", 1, 2, 'expected a value, got "\'"', 'JSON has double quotes'],
  ['{"a": 1 // one\n}', 1, 9, 'comments are no part of JSON', 'take it away'],
  ['{"a": 1, "a": 2}', 1, 10, '"a" stands here twice', 'leave one out'],
  ['{"a": 1', 1, 8, 'expected "," or "}", got the end of the text', undefined],
  ['{"a": "x\ny"}', 1, 9, 'a line break or control character inside of a text', 'write \\n for a line break'],
  ['["\\x"]', 1, 2, 'a text with a broken escape', 'write \\\\ for a backslash'],
  ['[01]', 1, 2, 'no number of JSON', undefined],
  ['[1e999]', 1, 2, 'a number beyond what can be computed with', undefined],
  ['[1] 2', 1, 5, 'unexpected "2" after the end', undefined],
  ['', 1, 1, 'the text ends where a value is expected', undefined],
  ['['.repeat(500), 1, 102, 'nested more than 100 deep', undefined],
])('%j is no JSON', (text, line, column, message, mend) => {
  expect(readJson(text)).toEqual({ ok: false, message, place: { line, column }, ...(mend ? { mend } : {}) });
});

test('places of values, and of the nearest value where there is none', () => {
  const reading = readJson('{\n  "actions": [\n    { "at": 1 },\n    { "at": 2 }\n  ]\n}');
  if (!reading.ok) throw new Error(reading.message);
  expect(reading.placeOf(['actions', 1, 'at'])).toEqual({ line: 4, column: 7 });
  expect(reading.placeOf(['actions', 1, 'target'])).toEqual({ line: 4, column: 5 });
  expect(reading.placeOf([])).toEqual({ line: 1, column: 1 });
});
