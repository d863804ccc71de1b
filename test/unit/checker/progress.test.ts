import { describe, expect, test } from 'vitest';
import type { NormalisedScenario } from '../../../simulations/scenario/index';
import { countOf } from './judge-text';

const leader =
  'leader orders-0 broker-1 e=0 isr=broker-1,broker-2 initial · append broker-1 orders-0 @0 r9 · append broker-2 orders-0 @0 r9 role=follower';
const asked = { change: (scenario: NormalisedScenario) => void (scenario.guarantees = { recoverWithin: 5000 }) };

describe('C-AN unavailable', () => {
  const attempt = `${leader} · send r0 p=orders-0 · attempt r0 broker=broker-1 p=orders-0`;
  test.each([
    ['present', `${attempt} · +6s ack r0 @1`, asked, 1],
    ['present: it never came back', `${attempt} · +6s phase calm`, asked, 1],
    ['absent', `${attempt} · +4s ack r0 @1`, asked, 0],
    [
      'near miss: nobody was sending',
      `${leader} · +60s send r0 p=orders-0 · attempt r0 broker=broker-1 p=orders-0 · ack r0 @1`,
      asked,
      0,
    ],
    [
      'near miss: no broker that may lead runs',
      `${attempt} · crash broker-1 · crash broker-2 · +60s phase calm`,
      asked,
      0,
    ],
    [
      'near miss: not asked for, and an action goes on',
      `action a1 isolate broker-1 · ${attempt} · +90s ack r0 @1`,
      {},
      0,
    ],
    ['unknown: an unknown end is no success', `${attempt} · +3s unknown r0 · +3s phase calm`, asked, 1],
  ])('%s', (_, text, more, expected) => {
    expect(countOf('unavailable', text, more)).toBe(expected);
  });
});

describe('C-AN rebalance-storm', () => {
  const out = (member: string) => `+20s left g ${member} pollTimeout`;
  test.each([
    ['present', `${leader} · ${out('c1')} · ${out('c2')} · ${out('c1')}`, 1],
    ['absent', `${leader} · ${out('c1')} · ${out('c2')}`, 0],
    [
      'near miss: the members were struck down',
      `${leader} · crash c1 · crash c2 · ${out('c1')} · ${out('c2')} · ${out('c1')}`,
      0,
    ],
    [
      'near miss: spread over hours',
      `${leader} · ${out('c1')} · +300s ${out('c2').slice(5)} · +300s ${out('c1').slice(5)}`,
      0,
    ],
    ['unknown: members that leave by themselves', `${leader} · left g c1 left · left g c2 left · left g c1 left`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('rebalance-storm', text)).toBe(expected);
  });
});

describe('C-AN poison-loop', () => {
  const polled = `${leader} · poll c1 g orders-0 0:r9`;
  const begin = 'begin c1 r9';
  test.each([
    ['present', `${polled} · ${Array.from({ length: 5 }, () => begin).join(' · ')}`, 1],
    ['absent', `${polled} · ${begin} · done c1 r9`, 0],
    ['near miss: four times', `${polled} · ${Array.from({ length: 4 }, () => begin).join(' · ')}`, 0],
    [
      'unknown: it ends at last, each time',
      `${polled} · ${Array.from({ length: 6 }, () => `${begin} · done c1 r9`).join(' · ')}`,
      0,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('poison-loop', text)).toBe(expected);
  });
});

describe('C-AN stuck-consumer', () => {
  const drain = `${leader} · assign c1 g orders-0 · position c1 g orders-0 0 assigned · phase drain`;
  const long = '+700s phase audit';
  test.each([
    ['present', `${drain} · ${long}`, true, 1],
    ['absent', `${drain} · poll c1 g orders-0 0:r9 · ${long}`, true, 0],
    ['near miss: nobody owns it', `${leader} · phase drain · ${long}`, true, 0],
    ['near miss: its owner is dead', `${drain} · crash c1 · ${long}`, true, 0],
    ['unknown: no drain, no blame', drain.replace(' · phase drain', ` · ${long}`), false, 0],
  ])('%s', (_, text, audited, expected) => {
    expect(countOf('stuck-consumer', text, { audited })).toBe(expected);
  });
});

describe('C-AN unbounded-lag', () => {
  /** A record a second; the group reads only while `isRead` says so. */
  const run = (isRead: (second: number) => boolean) =>
    [
      'leader orders-0 broker-1 e=0 isr=broker-1 initial · assign c1 g orders-0 · position c1 g orders-0 0 assigned',
      ...Array.from({ length: 90 }, (_, second) => {
        const append = `+1s send r${second} p=orders-0 · append broker-1 orders-0 @${second} r${second}`;
        return isRead(second) ? `${append} · poll c1 g orders-0 ${second}:r${second}` : append;
      }),
    ].join('\n');
  const asks = (maxLag: number) => ({
    change: (scenario: NormalisedScenario) => void (scenario.guarantees = { maxLag }),
  });
  test.each([
    ['present', run((second) => second < 10), asks(10_000), 1],
    ['absent', run(() => true), asks(10_000), 0],
    ['near miss: within the bound', run((second) => second < 88), asks(10_000), 0],
    ['unknown: nobody asked', run((second) => second < 10), {}, 0],
  ])('%s', (_, text, more, expected) => {
    expect(countOf('unbounded-lag', text, more)).toBe(expected);
  });
});
