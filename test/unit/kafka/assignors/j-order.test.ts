import { expect, test } from 'vitest';
import { hashOrder, jOrder } from '../../../../simulations/kafka/assignors';

test('K-SIM-5: buckets ascend, and within a bucket the order is that of joining', () => {
  expect(jOrder(['b', 'a', 'c'])).toEqual(['a', 'b', 'c']);
  expect(jOrder(['BB', 'Aa'])).toEqual(['BB', 'Aa']);
  expect(jOrder(['Aa', 'BB'])).toEqual(['Aa', 'BB']);
});

test('K-SIM-5: the table doubles beyond three quarters', () => {
  const twelve = Array.from({ length: 12 }, (_, i) => i * 16);
  expect(hashOrder(twelve, (key) => key)).toEqual(twelve);
  const thirteen = [...twelve, 1];
  const ordered = hashOrder(thirteen, (key) => key);
  expect(ordered).toEqual([...twelve.filter((key) => key % 32 === 0), 1, ...twelve.filter((key) => key % 32 === 16)]);
  expect(hashOrder([16, 0], (key) => key)).toEqual([16, 0]);
  expect(hashOrder([16, 0], (key) => key, 13)).toEqual([0, 16]);
});
