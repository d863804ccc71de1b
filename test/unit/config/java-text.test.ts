import { expect, test } from 'vitest';
import {
  javaTrim,
  parseJavaDouble,
  parseJavaInteger,
  printJavaDouble,
  splitAtCommas,
} from '../../../simulations/config/java-text';

test('K-CFG-7: integers are decimal, with an optional sign and leading zeros, and fit their type', () => {
  expect(parseJavaInteger('+007', 'int')).toBe(7n);
  expect(parseJavaInteger('-2147483648', 'int')).toBe(-2147483648n);
  expect(parseJavaInteger('2147483648', 'int')).toBeNull();
  expect(parseJavaInteger('9223372036854775807', 'long')).toBe(9223372036854775807n);
  expect(parseJavaInteger('9223372036854775808', 'long')).toBeNull();
  expect(parseJavaInteger('32768', 'short')).toBeNull();
  expect(parseJavaInteger('٤٢', 'int')).toBe(42n);
  expect(parseJavaInteger('0'.repeat(100_000), 'int')).toBe(0n);
  for (const wrong of ['', '+', '--1', '1_000', '1e3', '0x10', '5s', '1.0', ' 1', '𝟙']) {
    expect([wrong, parseJavaInteger(wrong, 'long')]).toEqual([wrong, null]);
  }
});

test('K-CFG-7: doubles are read and printed as Java does', () => {
  expect(parseJavaDouble('.5')).toBe(0.5);
  expect(parseJavaDouble('5.')).toBe(5);
  expect(parseJavaDouble('1e-3d')).toBe(0.001);
  expect(parseJavaDouble('0x1p-1')).toBe(0.5);
  expect(parseJavaDouble('NaN')).toBeNaN();
  expect(parseJavaDouble('-Infinity')).toBe(-Infinity);
  for (const wrong of ['', '.', 'inf', '0,5', '1e', '0x1'])
    expect([wrong, parseJavaDouble(wrong)]).toEqual([wrong, null]);
  expect([1, 0.001, 1e7, 12345678.9, -0.0001, 0, -0, 9999999.5].map(printJavaDouble)).toEqual([
    '1.0',
    '0.001',
    '1.0E7',
    '1.23456789E7',
    '-1.0E-4',
    '0.0',
    '-0.0',
    '9999999.5',
  ]);
});

test('K-CFG-7: trimming takes everything up to the space from both ends, and no other blank', () => {
  expect(javaTrim('\u0000 \t a b \r\n')).toBe('a b');
  expect(javaTrim('\u00a05')).toBe('\u00a05');
});

test('K-CFG-7: lists part at commas, blanks around them aside', () => {
  expect(splitAtCommas('a , b\t,,c')).toEqual(['a', 'b', '', 'c']);
});
