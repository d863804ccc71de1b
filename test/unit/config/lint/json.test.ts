import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../../simulations/config/lint/json';

const pairs = (text: string) => parseJson(text).map(({ key, value }) => [key, value]);

describe('a JSON object', () => {
  test('values keep their words, and nested keys are joined with dots', () => {
    const text =
      '{ "acks": "all", "retries": 3, "enable": { "idempotence": true }, "id": null, "list": ["a", 1, false] }';
    expect(pairs(text)).toEqual([
      ['acks', 'all'],
      ['retries', '3'],
      ['enable.idempotence', true],
      ['id', null],
      ['list', ['a', '1', false]],
    ]);
  });

  test('a long keeps all its digits', () => {
    expect(pairs('{"retention.ms": 9223372036854775807}')).toEqual([['retention.ms', '9223372036854775807']]);
  });

  test('escapes', () => {
    expect(pairs('{"a\\u0041\\n": "\\"\\\\\\/\\t"}')).toEqual([['aA\n', '"\\/\t']]);
    expect(pairs('{}')).toEqual([]);
  });

  test('places of keys and values', () => {
    const [, second] = parseJson('{\n  "acks": "all",\n  "retries": 3\n}');
    expect(second.keySpan).toEqual({ from: { line: 3, column: 3 }, to: { line: 3, column: 12 } });
    expect(second.valueSpan).toEqual({ from: { line: 3, column: 14 }, to: { line: 3, column: 15 } });
  });

  test.each([
    ['', 1, 1, 'expected a JSON object, which starts with {'],
    ['[]', 1, 1, 'expected a JSON object, which starts with {'],
    ['{"a":1', 1, 7, 'expected , or } after the value of "a"'],
    ['{"a":1,}', 1, 8, 'expected a key in double quotes'],
    ["{'a':1}", 1, 2, 'expected a key in double quotes'],
    ['{"a" 1}', 1, 6, 'expected : after the key "a"'],
    ['{\n"a": all}', 2, 6, 'expected a text in double quotes, a number, true, false, null or a list'],
    ['{"a": 01}', 1, 7, 'expected a text in double quotes, a number, true, false, null or a list'],
    ['{"a": "x', 1, 7, 'the text that starts here has no closing quote'],
    ['{"a": "x\ny"}', 1, 9, 'a line break or control character in a text: write \\n, or close the quote before it'],
    ['{"a": "\\x"}', 1, 8, 'expected \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits'],
    ['{"a": [{}]}', 1, 8, 'a list cannot hold objects: no Kafka setting takes them'],
    ['{"a": [1 2]}', 1, 10, 'expected , or ] in the list'],
    ['{} x', 1, 4, 'expected the end of the file after the closing }'],
  ])('%j is refused at %i:%i', (text, line, column, message) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ place: { line, column }, message }));
  });

  test('a thousand braces are refused, not followed', () => {
    expect(() => parseJson('{"a":'.repeat(100_000))).toThrow('objects are nested more than 32 deep');
    expect(() => parseJson(`{"a":${'['.repeat(100_000)}`)).toThrow('lists are nested more than 32 deep');
  });
});
