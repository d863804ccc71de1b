import { describe, expect, test } from 'vitest';
import { countOf } from './judge-text';

const two = `leader orders-0 broker-1 e=0 isr=broker-1,broker-2 initial
  append broker-1 orders-0 @0 r0 e=0 · append broker-2 orders-0 @0 r0 e=0 role=follower · append broker-1 orders-0 @1 r1 e=0`;
const served = `${two} · hw broker-1 orders-0 2`;
const takeover = 'leader orders-0 broker-2 e=1 isr=broker-2 · append broker-2 orders-0 @1 r2 e=1';

describe('C-AN divergent-replicas', () => {
  test.each([
    ['present', `${served} · ${takeover} · hw broker-2 orders-0 2`, {}, 1],
    [
      'absent',
      `${served} · append broker-2 orders-0 @1 r1 e=0 role=follower · leader orders-0 broker-2 e=1 · hw broker-2 orders-0 2`,
      {},
      0,
    ],
    [
      'near miss: above the high watermark replicas may differ (K-REP-30)',
      `${two} · hw broker-1 orders-0 1 · ${takeover} · hw broker-2 orders-0 2`,
      {},
      0,
    ],
    [
      'near miss: the old leader truncated before the offset was committed again',
      `${served} · ${takeover} · truncate broker-1 orders-0 1 · hw broker-2 orders-0 2`,
      {},
      0,
    ],
    [
      'present: two of the in-sync set at the audit',
      `${two} · hw broker-1 orders-0 1 · ${takeover} · isr orders-0 broker-1,broker-2 · phase audit`,
      { audited: true },
      1,
    ],
    [
      'unknown: sends with an unknown end differ all the same',
      `${served} · send r2 · unknown r2 · ${takeover} · hw broker-2 orders-0 2`,
      {},
      1,
    ],
  ])('%s', (_, text, more, expected) => {
    expect(countOf('divergent-replicas', text, more)).toBe(expected);
  });
});

describe('C-AN watermark-regression', () => {
  const next = 'append broker-2 orders-0 @1 r1 e=0 role=follower · leader orders-0 broker-2 e=1';
  test.each([
    ['present', `${served} · ${next} · hw broker-2 orders-0 1 · hw broker-2 orders-0 2`, 1],
    ['absent', `${served} · ${next} · hw broker-2 orders-0 2`, 0],
    [
      'near miss: a deposed leader serves an old one',
      `${served} · ${next} · hw broker-2 orders-0 2 · hw broker-1 orders-0 1 e=0`,
      0,
    ],
    ['unknown', `${two} · unknown r1 · hw broker-1 orders-0 1`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('watermark-regression', text)).toBe(expected);
  });
});
