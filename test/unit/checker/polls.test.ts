import { describe, expect, test } from 'vitest';
import { countOf } from './judge-text';

const log = `leader orders-0 broker-1 e=0 isr=broker-1 initial
  append broker-1 orders-0 @0 r0 · append broker-1 orders-0 @1 r1 · append broker-1 orders-0 @2 r2`;

describe('C-AN poll-skip', () => {
  test.each([
    ['present', `${log} · poll c1 g 0:r0 · poll c1 g 2:r2`, 1],
    ['absent', `${log} · poll c1 g 0:r0 · poll c1 g 1:r1`, 0],
    ['near miss: a new position', `${log} · poll c1 g 0:r0 · position c1 g orders-0 2 seek · poll c1 g 2:r2`, 0],
    [
      'near miss: a new ownership',
      `${log} · poll c1 g 0:r0 · revoke c1 g orders-0 · assign c1 g orders-0 · poll c1 g 2:r2`,
      0,
    ],
    ['near miss: a new life', `${log} · poll c1 g 0:r0 · crash c1 · start c1~2 · poll c1~2 g 2:r2`, 0],
    [
      'near miss: expired during an outage',
      `${log} · poll c1 g 0:r0 · logstart broker-1 orders-0 2 · poll c1 g 2:r2`,
      0,
    ],
    ['near miss: a gap in the offsets', `${log.replace('@2', '@5')} · poll c1 g 0:r0 1:r1 · poll c1 g 5:r2`, 0],
    [
      'unknown: sends with an unknown end are in the log all the same',
      `${log.replace('append', 'send r1 p=orders-0 · unknown r1 · append')} · poll c1 g 0:r0 · poll c1 g 2:r2`,
      1,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('poll-skip', text)).toBe(expected);
  });

  test('int-poll-skip: inside one poll', () => {
    expect(countOf('int-poll-skip', `${log} · poll c1 g 0:r0 2:r2`)).toBe(1);
    expect(countOf('poll-skip', `${log} · poll c1 g 0:r0 2:r2`)).toBe(0);
    expect(countOf('int-poll-skip', `${log} · poll c1 g 0:r0 1:r1 2:r2`)).toBe(0);
    expect(countOf('int-poll-skip', `${log.replace('@2', '@5')} · poll c1 g 0:r0 1:r1 5:r2`)).toBe(0);
  });
});

describe('C-AN nonmonotonic-poll', () => {
  test.each([
    ['present', `${log} · poll c1 g 0:r0 1:r1 · poll c1 g 0:r0`, 1],
    ['absent', `${log} · poll c1 g 0:r0 · poll c1 g 1:r1`, 0],
    ['near miss: a rewind', `${log} · poll c1 g 0:r0 1:r1 · position c1 g orders-0 0 rewind · poll c1 g 0:r0`, 0],
    [
      'near miss: the record read last is no longer in the log',
      `${log} · poll c1 g 0:r0 1:r1 2:r2
       truncate broker-1 orders-0 1 · leader orders-0 broker-1 e=1 isr=broker-1 unclean
       append broker-1 orders-0 @1 r3 e=1 · poll c1 g 1:r3`,
      0,
    ],
    ['unknown', `${log} · poll c1 g 0:r0 1:r1 · poll c2 h 0:r0`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('nonmonotonic-poll', text)).toBe(expected);
  });

  test('int-nonmonotonic-poll: inside one poll', () => {
    expect(countOf('int-nonmonotonic-poll', `${log} · poll c1 g 1:r1 0:r0`)).toBe(1);
    expect(countOf('int-nonmonotonic-poll', `${log} · poll c1 g 0:r0 · poll c1 g 1:r1`)).toBe(0);
    expect(countOf('int-nonmonotonic-poll', `${log} · poll c1 g 1:r1 · poll c1 g 0:r0`)).toBe(0);
    expect(countOf('int-nonmonotonic-poll', `${log} · poll c1 g 1:r1 · poll c2 h 0:r0`)).toBe(0);
  });
});

describe('C-AN duplicate-delivery and duplicate-processing', () => {
  test.each([
    ['present', `${log} · poll c1 g 0:r0 · crash c1 · poll c2 g 0:r0`, 1, 0],
    [
      'present: across incarnations',
      `${log} · poll c1 g 0:r0 · done c1 r0 · crash c1 · start c1~2 · poll c1~2 g 0:r0 · done c1~2 r0`,
      1,
      1,
    ],
    ['absent', `${log} · poll c1 g 0:r0 · done c1 r0 · poll c1 g 1:r1 · done c1 r1`, 0, 0],
    ['near miss: another group', `${log} · poll c1 g 0:r0 · done c1 r0 · poll d1 h 0:r0 · done d1 r0`, 0, 0],
    ['near miss: delivered twice, done once', `${log} · poll c1 g 0:r0 · crash c1 · poll c2 g 0:r0 · done c2 r0`, 1, 0],
    [
      'unknown: begun and never ended is not done',
      `${log} · poll c1 g 0:r0 · begin c1 r0 · crash c1 · poll c2 g 0:r0 · done c2 r0`,
      1,
      0,
    ],
  ])('%s', (_, text, deliveries, processings) => {
    expect(countOf('duplicate-delivery', text)).toBe(deliveries);
    expect(countOf('duplicate-processing', text)).toBe(processings);
  });
});
