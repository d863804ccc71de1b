import { describe, expect, test } from 'vitest';
import { countOf, judgeText } from './judge-text';

const leader = 'leader orders-0 broker-1 e=0 isr=broker-1 initial';
const once = `${leader} · send r0 p=orders-0 · append broker-1 orders-0 @0 r0 e=0`;

describe('C-AN duplicate-append', () => {
  const twice = `${once} · retry r0 NETWORK_EXCEPTION n=1 · append broker-1 orders-0 @1 r0 e=0`;
  test.each([
    ['present', `${twice} · ack r0 @1`, 1],
    ['absent', `${once} · ack r0 @0`, 0],
    [
      'near miss: the first copy was truncated before the second was stored',
      `${leader} · hw broker-1 orders-0 0
       send r0 p=orders-0 · append broker-1 orders-0 @0 r0 e=0 · truncate broker-1 orders-0 0
       append broker-1 orders-0 @0 r0 e=1 · hw broker-1 orders-0 1 · ack r0 @0`,
      0,
    ],
    [
      'near miss: the second copy is above the high watermark',
      `${leader} · hw broker-1 orders-0 0
       send r0 p=orders-0 · append broker-1 orders-0 @0 r0 e=0 · append broker-1 orders-0 @1 r0 e=0 · hw broker-1 orders-0 1`,
      0,
    ],
    ['unknown: an outcome that nobody knows does not unsay two copies', `${twice} · unknown r0 REQUEST_TIMED_OUT`, 1],
  ])('%s', (_, text, expected) => {
    expect(countOf('duplicate-append', text)).toBe(expected);
  });

  test('tells what the producer heard before it sent again', () => {
    const [anomaly] = judgeText(`${twice} · ack r0 @1`).anomalies;
    expect(anomaly.why.map(({ say }) => say)).toEqual([
      'producer-1 hears NETWORK_EXCEPTION and sends again',
      'broker-1 leads orders-0 and appends offset 1',
      'the high watermark of orders-0 is 2',
      '1 record stored twice in orders-0',
    ]);
  });

  test('is withdrawn when an unclean election takes one copy out of the log', () => {
    const text = `leader orders-0 broker-1 e=0 isr=broker-1,broker-2 initial · send r0 p=orders-0
      append broker-1 orders-0 @0 r0 e=0 · append broker-2 orders-0 @0 r0 e=0 role=follower
      append broker-1 orders-0 @1 r0 e=0 · hw broker-1 orders-0 2 · ack r0 @1
      leader orders-0 broker-2 e=1 isr=broker-2 unclean · send r1 p=orders-0 · append broker-2 orders-0 @1 r1 e=1 · hw broker-2 orders-0 2`;
    const verdict = judgeText(text);
    expect(verdict.counts['duplicate-append']).toBeUndefined();
    expect([...verdict.strip.duplicated.count]).toEqual([1, 0]);
  });
});

describe('C-AN duplicate-intent', () => {
  test.each([
    ['present', `${once} · unknown r0 · send r1 p=orders-0 i=0 · append broker-1 orders-0 @1 r1 · ack r1 @1`, 1],
    ['absent', `${once} · ack r0 @0 · send r1 p=orders-0 · append broker-1 orders-0 @1 r1 · ack r1 @1`, 0],
    [
      'near miss: only the second send was stored',
      `${leader} · send r0 p=orders-0 · fail r0 DELIVERY_TIMEOUT
       send r1 p=orders-0 i=0 · append broker-1 orders-0 @0 r1 · ack r1 @0`,
      0,
    ],
    [
      'unknown: both outcomes unknown, both stored',
      `${once} · unknown r0 · send r1 p=orders-0 i=0
       append broker-1 orders-0 @1 r1 · unknown r1`,
      1,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('duplicate-intent', text)).toBe(expected);
  });
});

describe('C-AN ghost-write', () => {
  test.each([
    ['present', `${once} · fail r0 OUT_OF_ORDER_SEQUENCE_NUMBER`, 1],
    [
      'present: the copy is committed after the producer was told',
      `${leader} · hw broker-1 orders-0 0 · send r0 p=orders-0
       append broker-1 orders-0 @0 r0 · fail r0 RECORD_TOO_LARGE · hw broker-1 orders-0 1`,
      1,
    ],
    ['absent', `${leader} · send r0 p=orders-0 · fail r0 RECORD_TOO_LARGE · append broker-1 orders-0 @0 r1`, 0],
    [
      'near miss: an earlier attempt was answered by nobody (C-OUT-2)',
      `${once.replace('append', 'retry r0 REQUEST_TIMED_OUT · append')} · fail r0 RECORD_TOO_LARGE`,
      0,
    ],
    ['unknown', `${once} · unknown r0 REQUEST_TIMED_OUT`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('ghost-write', text)).toBe(expected);
  });
});
