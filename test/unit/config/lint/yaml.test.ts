import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../../simulations/config/lint/yaml';

const pairs = (text: string) => parseYaml(text).map(({ key, value }) => [key, value]);

describe('YAML', () => {
  test('flat and nested maps, comments, quotes', () => {
    const text = `---
# a producer
acks: all            # every replica
linger.ms: 5
enable:
  idempotence: true
  metrics:
    push: "false"
"client.id": 'it''s #1'
empty:
nothing: ~
url: http://host:9092
`;
    expect(pairs(text)).toEqual([
      ['acks', 'all'],
      ['linger.ms', '5'],
      ['enable.idempotence', 'true'],
      ['enable.metrics.push', 'false'],
      ['client.id', "it's #1"],
      ['empty', null],
      ['nothing', null],
      ['url', 'http://host:9092'],
    ]);
  });

  test('lists in brackets and with dashes, indented or not', () => {
    expect(pairs('a: [x, "y, z", 3]\nb:\n  - p\n  - q # two\nc:\n- r\nd: []')).toEqual([
      ['a', ['x', 'y, z', '3']],
      ['b', ['p', 'q']],
      ['c', ['r']],
      ['d', []],
    ]);
  });

  test('places of keys and values', () => {
    const [first, second] = parseYaml('acks: all\nlinger:\n  ms:   "5" # soon\n');
    expect([first.keySpan.from, first.valueSpan.from, first.valueSpan.to]).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 7 },
      { line: 1, column: 10 },
    ]);
    expect([second.keySpan.from, second.valueSpan]).toEqual([
      { line: 3, column: 3 },
      { from: { line: 3, column: 9 }, to: { line: 3, column: 12 } },
    ]);
  });

  test.each([
    ['\tacks: all', 1, 1, 'a tab indents this line: YAML takes spaces only'],
    ['acks', 1, 1, 'expected "key: value", with a space behind the colon'],
    ['acks:all', 1, 1, 'expected "key: value", with a space behind the colon'],
    ['- acks', 1, 1, 'a list stands where a key is expected'],
    ['a: 1\n  b: 2', 2, 3, 'this line is indented more than the key above it'],
    ['  a: 1\nb: 2', 2, 1, 'this line is indented less than the first key'],
    ['a: "x', 1, 4, 'the quoted text that starts here does not end on its line: close the quote'],
    ['a: "x" y', 1, 7, 'expected the end of the line after the quoted text'],
    ['a: |\n  x', 1, 4, 'texts over several lines are not read here: write the value on one line'],
    ['a: {b: 1}', 1, 4, 'maps in braces are not read here: write one key a line, indented'],
    ['a: &x 1', 1, 4, 'anchors and aliases are not read here: write the value out'],
    ['a: !!int 1', 1, 4, 'tags are not read here: write the plain value'],
    ['a: x: y', 1, 4, 'a second colon in this line: put the value in quotes'],
    ['a: [1, 2', 1, 9, 'expected , or ] in the list'],
    ['a: [1] 2', 1, 7, 'expected the end of the line after ]'],
    ['a: 1\n---\nb: 2', 3, 1, 'a second document starts here: keep one configuration in a file'],
    ['a: "\\q"', 1, 4, 'a backslash in double quotes stands before a letter that YAML gives no meaning: double it'],
  ])('%j is refused at %i:%i', (text, line, column, message) => {
    expect(() => parseYaml(text)).toThrow(expect.objectContaining({ place: { line, column }, message }));
  });
});
