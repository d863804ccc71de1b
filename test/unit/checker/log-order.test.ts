import { describe, expect, test } from 'vitest';
import { countOf, judgeText } from './judge-text';

const leader = 'leader orders-0 broker-1 e=0 isr=broker-1 initial';
const sends = `${leader} · send r0 p=orders-0 · send r1 p=orders-0 · send r2 p=orders-0`;
const stored = (...records: string[]) =>
  records.map((record, at) => `append broker-1 orders-0 @${at} ${record}`).join(' · ');

describe('C-AN log-order-violation', () => {
  test.each([
    ['present', `${sends} · ${stored('r1', 'r0', 'r2')}`, 1],
    ['present: everything that overtook an earlier send counts (8.3)', `${sends} · ${stored('r1', 'r2', 'r0')}`, 2],
    ['absent', `${sends} · ${stored('r0', 'r1', 'r2')}`, 0],
    [
      'near miss: a repeat of an early record is a duplicate, not a disorder',
      `${sends} · ${stored('r0', 'r1', 'r0')}`,
      0,
    ],
    [
      'near miss: two producers',
      `${leader} · send r0 p=orders-0 by=a · send r1 p=orders-0 by=b · ${stored('r1', 'r0')}`,
      0,
    ],
    [
      'near miss: two lives of one producer',
      `${leader} · send r0 p=orders-0 by=a · send r1 p=orders-0 by=a~2 · ${stored('r1', 'r0')}`,
      0,
    ],
    ['near miss: the earlier one was never stored', `${sends} · ${stored('r1', 'r2')}`, 0],
    [
      'unknown: the outcome does not change the order in the log',
      `${sends} · ${stored('r1', 'r0')} · unknown r0 · ack r1 @0`,
      1,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('log-order-violation', text)).toBe(expected);
  });

  test('is one finding a producer and partition, with the first pair', () => {
    const { anomalies } = judgeText(`${sends} · ${stored('r1', 'r2', 'r0')}`);
    expect(anomalies.filter(({ kind }) => kind === 'log-order-violation')).toHaveLength(1);
    expect(anomalies[0].detail.first).toEqual([1, 2]);
  });
});
