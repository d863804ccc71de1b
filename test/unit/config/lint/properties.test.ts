import { describe, expect, test } from 'vitest';
import { parseProperties, printProperties } from '../../../../simulations/config/lint/properties';

const pairs = (text: string) => parseProperties(text).map(({ key, value }) => [key, value]);

describe('.properties', () => {
  test('comments, blank lines, and =, : or a blank between key and value', () => {
    const text = '# one\n! two\n\n  \t\nacks=all\nretries : 3\nlinger.ms 5\nclient.id\t=\tx y \nempty=\nalone\n';
    expect(pairs(text)).toEqual([
      ['acks', 'all'],
      ['retries', '3'],
      ['linger.ms', '5'],
      ['client.id', 'x y '],
      ['empty', ''],
      ['alone', ''],
    ]);
  });

  test('escapes, and lines that go on after a backslash', () => {
    expect(pairs('a\\ b=1\nc\\=d:\\u0041\\tB\\q\ne=1,\\\n   2,\\\r\n\t3\n')).toEqual([
      ['a b', '1'],
      ['c=d', 'A\tBq'],
      ['e', '1,2,3'],
    ]);
    expect(pairs('path=C:\\\\kafka\\\\logs')).toEqual([['path', 'C:\\kafka\\logs']]);
  });

  test('a # behind a value belongs to it, and two backslashes end a line', () => {
    expect(pairs('acks=all # safe\na=1\\\\\nb=2')).toEqual([
      ['acks', 'all # safe'],
      ['a', '1\\'],
      ['b', '2'],
    ]);
  });

  test.each([
    ['\n', 'Unix'],
    ['\r\n', 'Windows'],
    ['\r', 'old Macintosh'],
  ])('places count lines that end with %j', (end) => {
    const text = ['# comment', '  acks = all', 'b=1\\', '  2', 'c=3'].join(end);
    const places = parseProperties(text).map(({ keySpan, valueSpan }) => [
      `${keySpan.from.line}:${keySpan.from.column}-${keySpan.to.line}:${keySpan.to.column}`,
      `${valueSpan.from.line}:${valueSpan.from.column}-${valueSpan.to.line}:${valueSpan.to.column}`,
    ]);
    expect(places).toEqual([
      ['2:3-2:7', '2:10-2:13'],
      ['3:1-3:2', '3:3-4:4'],
      ['5:1-5:2', '5:3-5:4'],
    ]);
  });

  test('a byte order mark at the start is none of the first key', () => {
    expect(pairs('\ufeffacks=all')).toEqual([['acks', 'all']]);
  });

  test('a broken \\u is refused with its place and the mend', () => {
    expect(() => parseProperties('a=1\nb=x\\u00g1')).toThrow(
      expect.objectContaining({
        place: { line: 2, column: 4 },
        message: '\\u needs four hexadecimal digits, such as \\u00e9; write \\\\ for a backslash',
      }),
    );
  });

  test('printing keeps everything that reading would change', () => {
    const values = { ' a:b=c#': ' leading', '!x': '#y', 'k\\': '\\\n\r\t\f', '': 'é', z: 'trailing ' };
    expect(Object.fromEntries(pairs(printProperties(values)))).toEqual(values);
  });
});
