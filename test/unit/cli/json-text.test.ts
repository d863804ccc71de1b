import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonError, parseJson } from '../../../simulations/cli/json-text';

function errorOf(text: string): { line: number; column: number; message: string } | null {
  try {
    parseJson(text);
    return null;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { line: error.line, column: error.column, message: error.message };
  }
}

describe('JSON', () => {
  test.each([
    ['', 1, 1, 'expected a value, found the end'],
    ['{"a":1,}', 1, 8, 'expected a name in double quotes, found "}"'],
    ['[1\n 2]', 2, 2, 'expected "," or "]", found "2"'],
    ['{"a":1\n,"a":2}', 2, 2, '"a" is given twice'],
    ['{"a" 1}', 1, 6, 'expected ":", found "1"'],
    ['"a\nb"', 1, 3, 'a control character must be escaped, found "\\n"'],
    ['"\\x"', 1, 2, 'no such escape'],
    ['"\\u12g4"', 1, 2, 'expected \\u and four hexadecimal digits'],
    ['"a', 1, 3, "expected '\"', found the end"],
    ['1 2', 1, 3, 'expected nothing more, found "2"'],
    ['01', 1, 2, 'expected nothing more, found "1"'],
    ['[1e999]', 1, 2, '1e999 is too large a number'],
    ['nul', 1, 1, 'expected a value, found "n"'],
    ['[🙂]', 1, 2, 'expected a value, found "🙂"'],
    ['['.repeat(100_000), 1, 201, 'nested more than 200 deep'],
  ])('%j is refused with its place', (text, line, column, message) => {
    expect(errorOf(text)).toEqual({ line, column, message });
  });

  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('refuses what JSON.parse refuses', () => {
    const letters = fc.constantFrom(...'{}[]",:0123456789.eE+-\\untrfalse \n\t'.split(''));
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 12 }), (text) => {
        expect(errorOf(text) === null).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('maps keep the order of names, also of those that look like numbers', () => {
    const read = parseJson('{"b":1,"2":{"z":0},"1":3}', 'map');
    expect([...(read as Map<string, unknown>).keys()]).toEqual(['b', '2', '1']);
  });

  test('names that objects have of themselves are names like others', () => {
    expect(Object.entries(parseJson('{"__proto__":1}')!)).toEqual([['__proto__', 1]]);
  });
});

/** Apart from what Tidemark refuses on top: names given twice and numbers beyond range. */
function isJson(text: string): boolean {
  let kept = 0;
  let endless = false;
  try {
    JSON.parse(text, function (this: unknown, _name: string, value: unknown) {
      if (value === Infinity || value === -Infinity) endless = true;
      if (!Array.isArray(this)) kept += 1;
      return value;
    });
  } catch {
    return false;
  }
  // Outside of strings a colon belongs to a name; the root counts as kept once more.
  const written = text.replaceAll(/"(?:\\.|[^"\\])*"/g, '').split(':').length;
  return !endless && written === kept;
}
