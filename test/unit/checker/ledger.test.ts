import { describe, expect, test } from 'vitest';
import { countOf, judgeText } from './judge-text';

const log = `leader orders-0 broker-1 e=0 isr=broker-1 initial · send r0 p=orders-0 key=a · append broker-1 orders-0 @0 r0
  send r1 p=orders-0 key=a · append broker-1 orders-0 @1 r1`;
const acked = `${log} · ack r0 @0 · ack r1 @1`;

describe('C-AN lost-effect', () => {
  test.each([
    ['present', `${acked} · effect db i0`, 1],
    ['absent', `${acked} · effect db i0 · effect db i1`, 0],
    ['near miss: it certainly failed', `${log} · ack r0 @0 · fail r1 RECORD_TOO_LARGE · effect db i0`, 0],
    ['unknown', `${log} · ack r0 @0 · unknown r1 · effect db i0`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('lost-effect', text, { audited: true })).toBe(expected);
  });

  test('6.1: before the drain is over it is pending, and shown', () => {
    const verdict = judgeText(`${acked} · effect db i0`);
    expect(verdict.counts['lost-effect']).toBeUndefined();
    expect(verdict.pending['lost-effect']).toBe(1);
    expect(verdict.ledger).toEqual([{ sink: 'db', owed: 2, applied: 1, missing: 1, repeated: 0, ghosts: 0 }]);
  });
});

describe('C-AN duplicate-effect', () => {
  test.each([
    ['present', `${acked} · effect db i0 · effect db i0`, 1],
    ['absent', `${acked} · effect db i0 · effect db i1`, 0],
    ['near miss: the sink ignored the repeat', `${acked} · effect db i0 · effect-ignored db i0`, 0],
    ['near miss: two sinks', `${acked} · effect db i0 · effect mail i0`, 0],
    [
      'unknown: two applications count whatever the producer knows',
      `${log} · unknown r0 · effect db i0 · effect db i0`,
      1,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('duplicate-effect', text)).toBe(expected);
  });
});

describe('C-AN ghost-effect', () => {
  const sent = 'append broker-1 orders-0 @0 r9 · send r0 p=orders-0';
  test.each([
    ['present', `${sent} · fail r0 RECORD_TOO_LARGE · effect db i0`, 1],
    ['absent', `${sent} · ack r0 @1 · effect db i0`, 0],
    [
      'near miss: another send of the same intent was acknowledged',
      `${sent} · fail r0 RECORD_TOO_LARGE · send r1 p=orders-0 i=0 · ack r1 @1 · effect db i0`,
      0,
    ],
    ['unknown', `${sent} · unknown r0 REQUEST_TIMED_OUT · effect db i0`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('ghost-effect', text)).toBe(expected);
  });
});

describe('C-AN key-order-violation', () => {
  test.each([
    ['present', `${acked} · effect db i1 · effect db i0`, 1],
    ['absent', `${acked} · effect db i0 · effect db i1`, 0],
    ['near miss: a repeat is not a first application', `${acked} · effect db i0 · effect db i1 · effect db i0`, 0],
    [
      'near miss: another key',
      `${acked.replace('r1 p=orders-0 key=a', 'r1 p=orders-0 key=b')} · effect db i1 · effect db i0`,
      0,
    ],
    [
      'near miss: another producer',
      `${log.replace('r1 p=orders-0 key=a', 'r1 p=orders-0 key=a by=other')} · effect db i1 · effect db i0`,
      0,
    ],
    ['unknown', `${log} · unknown r0 · unknown r1 · effect db i1 · effect db i0`, 1],
  ])('%s', (_, text, expected) => {
    expect(countOf('key-order-violation', text)).toBe(expected);
  });
});

describe('C-AN external-nonmonotonic', () => {
  const upsert = (text: string, kind: 'upsert' | 'append' = 'upsert') =>
    countOf('external-nonmonotonic', text, {
      change: (scenario) => {
        for (const group of Object.values(scenario.groups)) group.sink = { kind, idempotent: false };
      },
    });
  test.each([
    [
      'present: a replay writes the old value over the new one',
      `${acked} · effect db i0 · effect db i1 · effect db i0`,
      1,
    ],
    ['present: by version', `${acked} · effect db i0 v=5 · effect db i1 v=4`, 1],
    ['absent', `${acked} · effect db i0 · effect db i1`, 0],
    ['near miss: the sink ignored it', `${acked} · effect db i0 · effect db i1 · effect-ignored db i0`, 0],
    ['unknown', `${log} · unknown r0 · effect db i1 · effect db i0`, 1],
  ])('%s', (_, text, expected) => {
    expect(upsert(text)).toBe(expected);
  });

  test('near miss: a sink that only appends keeps both', () => {
    expect(upsert(`${acked} · effect db i0 · effect db i1 · effect db i0`, 'append')).toBe(0);
  });
});
