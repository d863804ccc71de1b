import { describe, expect, test } from 'vitest';
import { countOf, judgeText } from './judge-text';

const three = 'leader orders-0 broker-1 e=0 isr=broker-1,broker-2,broker-3 initial';
/** Offset 0 is everywhere, offset 1 only on the leader; both acknowledged under acks=1. */
const written = `${three}
  send r0 p=orders-0 acks=1 · append broker-1 orders-0 @0 r0 e=0
  append broker-2 orders-0 @0 r0 e=0 role=follower · append broker-3 orders-0 @0 r0 e=0 role=follower
  ack r0 @0 e=0 · send r1 p=orders-0 acks=1 · append broker-1 orders-0 @1 r1 e=0 · ack r1 @1 e=0`;
const killed = `${written} · action f1 kill broker-1 · crash broker-1`;
const fenced = `+9s fence broker-1 · isr orders-0 broker-2,broker-3`;
const elected = `+0ms leader orders-0 broker-2 e=1 isr=broker-2,broker-3`;

describe('C-AN lost-write', () => {
  test.each([
    ['present', `${killed} · ${fenced} · ${elected}`, 1],
    [
      'absent',
      `${written} · append broker-2 orders-0 @1 r1 e=0 role=follower · crash broker-1 · ${fenced} · ${elected}`,
      0,
    ],
    ['near miss: the run ends between the death of the leader and the election (C-PH-6)', killed, 0],
    ['unknown', `${killed.replace('ack r1 @1 e=0', 'unknown r1 NETWORK_EXCEPTION')} · ${fenced} · ${elected}`, 0],
    ['near miss: acks=0 promises nothing', `${killed.replace('ack r1 @1 e=0', 'ack r1')} · ${fenced} · ${elected}`, 0],
    ['near miss: expired by retention', `${killed} · logstart broker-1 orders-0 2 · ${fenced} · ${elected}`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('lost-write', text)).toBe(expected);
  });

  test('is counted at the election, with the ack, the kill and the election in its chain', () => {
    const verdict = judgeText(`${killed} · ${fenced} · ${elected} · append broker-2 orders-0 @1 r2 e=1
      start broker-1 · truncate broker-1 orders-0 1 epochMismatch`);
    const [anomaly] = verdict.anomalies;
    expect(anomaly).toMatchObject({
      kind: 'lost-write',
      partition: 'orders-0',
      offsets: [1],
      count: 1,
      detail: { sub: 'never-seen' },
    });
    expect(anomaly.at).toBeLessThan(anomaly.decidedAt);
    expect(anomaly.why.map(({ say }) => say)).toEqual([
      'broker-1 leads orders-0 and appends offset 1',
      'producer-1 is told: offset 1 of orders-0 acknowledged',
      'broker-1 is killed',
      'controller-1 fences broker-1: silent for 9.0 s',
      'broker-2 leads orders-0, epoch 1, log ends at 1',
      'orders-0 offset 1 is on no replica that can lead: lost after ack',
      'later broker-2 leads orders-0 and appends offset 1',
      'later broker-1 truncates orders-0 to 1',
    ]);
  });

  test('C-PH-6: an eligible leader replica keeps what it has until it truncates', () => {
    const eligible = `${killed} · +9s fence broker-1
      isr orders-0 broker-2 elr=broker-1 · +0ms leader orders-0 broker-2 e=1 isr=broker-2 · +0ms isr orders-0 broker-2 elr=broker-1`;
    expect(judgeText(eligible).counts).toEqual({});
    expect(judgeText(`${eligible} · truncate broker-1 orders-0 1 epochMismatch`).counts).toEqual({ 'lost-write': 1 });
  });

  test('C-PH-6: a follower in sync keeps it until it has truncated to the new leader', () => {
    const ahead = `${killed.replace('ack r1', 'append broker-3 orders-0 @1 r1 e=0 role=follower · ack r1')} · ${fenced} · ${elected}`;
    expect(judgeText(ahead).counts).toEqual({});
    expect(judgeText(`${ahead} · truncate broker-3 orders-0 1 epochMismatch`).counts).toEqual({ 'lost-write': 1 });
  });

  test('C-PH-6: an ack that comes after the election counts at once (K-REP-38)', () => {
    const deposed = `${written} · ${fenced} · ${elected}
      send r2 p=orders-0 acks=1 · append broker-1 orders-0 @2 r2 e=0 role=leader · ack r2 @2 e=0`;
    expect(judgeText(deposed).counts).toMatchObject({ 'lost-write': 2 });
  });

  test('C-PH-6: an unclean election brings it back, and the finding is withdrawn', () => {
    const back = `${killed} · ${fenced} · ${elected} · crash broker-2 · crash broker-3
      noleader orders-0 e=1 isr=broker-2 · start broker-1 · leader orders-0 broker-1 e=2 isr=broker-1 unclean`;
    const verdict = judgeText(back);
    expect(verdict.counts['lost-write']).toBeUndefined();
    expect(verdict.anomalies.find(({ kind }) => kind === 'lost-write')).toMatchObject({ count: 0 });
    expect([...verdict.strip.lost.count]).toEqual([1, 0]);
  });

  test('C-PH-6: with unclean election allowed and a copy left it is certain only at the end', () => {
    const verdict = judgeText(`${killed} · ${fenced} · ${elected} · +1s phase calm`, {
      settings: { 'topics.orders': { 'unclean.leader.election.enable': true } },
    });
    const [anomaly] = verdict.anomalies;
    expect(anomaly.decidedAt).toBe(verdict.untilMicros / 1000);
    expect(anomaly.countedFrom).toBeLessThan(anomaly.decidedAt);
  });

  test('a record that some group had read is vanished', () => {
    const read = killed.replace('· action f1', '· poll c1 g 0:r0 1:r1 · action f1');
    expect(judgeText(`${read} · ${fenced} · ${elected}`).anomalies[0].detail.sub).toBe('vanished');
  });

  test('no copy is left: an ack without any append', () => {
    expect(countOf('lost-write', `${three} · append broker-1 orders-0 @0 r0 · send r1 p=orders-0 · ack r1 @1`)).toBe(1);
  });
});

describe('C-AN unreachable-write', () => {
  const outOfSync = `${written} · isr orders-0 broker-2,broker-3`;
  test.each([
    ['present', `${outOfSync} · noleader orders-0 e=0 isr=broker-2,broker-3`, 1],
    ['absent', `${written} · noleader orders-0 e=0 isr=broker-1,broker-2`, 0],
    ['near miss: the leader of the latest epoch is out of the in-sync set and holds it', outOfSync, 0],
    ['unknown', `${outOfSync.replace('ack r1 @1 e=0', 'unknown r1')} · noleader orders-0 e=0 isr=broker-2,broker-3`, 0],
    [
      'resolved: a replica that holds it is electable again',
      `${outOfSync} · noleader orders-0 e=0 isr=broker-2 · isr orders-0 broker-1,broker-2`,
      0,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('unreachable-write', text)).toBe(expected);
  });

  test('becomes lost-write when a newer leader lacks it', () => {
    const verdict = judgeText(`${outOfSync} · noleader orders-0 e=0 isr=broker-2,broker-3 · ${elected}`);
    expect(verdict.counts).toEqual({ 'lost-write': 1 });
  });
});
