import { describe, expect, test } from 'vitest';
import { logDamage, outcomeOf } from './outcome';

const withoutElr = { features: { 'eligible.leader.replicas.version': 0 } };
const all = ['broker-1', 'broker-2', 'broker-3'];

test('K-SCN-14, K-REP-33: an unclean election loses what was acknowledged and uses its offsets again', () => {
  const fault = {
    seconds: 130,
    stop: '110s',
    rate: 10,
    brokers: withoutElr,
    actions: [
      { at: '10s', do: 'stop', target: 'broker-2' },
      { at: '10s', do: 'stop', target: 'broker-3' },
      { at: '60s', do: 'powerOff', target: 'broker-1' },
      { at: '70s', do: 'restart', target: 'broker-2' },
    ],
  };
  const lost = outcomeOf({ ...fault, topic: { 'min.insync.replicas': 1, 'unclean.leader.election.enable': true } });
  expect(lost.partitions['orders-0']!.leader).toBe(2);
  expect(lost.counts['lost-write']).toBeGreaterThan(400);
  expect(lost.counts['inconsistent-offsets']).toBeGreaterThan(0);
  const mended = outcomeOf({ ...fault, topic: { 'min.insync.replicas': 1 } });
  expect(mended.partitions['orders-0']!.leader).toBeNull();
});

test('K-SCN-15, K-REP-34: two of three brokers die, min ISR 2: no writes, nothing lost, writes resume', () => {
  const fault = {
    seconds: 90,
    stop: '80s',
    topic: { 'min.insync.replicas': 2 },
    actions: [
      { at: '10s', do: 'kill', target: 'broker-2' },
      { at: '20s', do: 'kill', target: 'broker-3' },
    ],
  };
  const stuck = outcomeOf({ ...fault, seconds: 45, stop: '40s' });
  expect(stuck.partitions['orders-0']).toMatchObject({ leader: 1, isr: [1], elr: [3] });
  expect(logDamage(stuck)).toEqual({});
  const resumed = outcomeOf({
    ...fault,
    actions: [...fault.actions, { at: '50s', do: 'restart', target: 'broker-2' }],
  });
  expect(resumed.partitions['orders-0']).toMatchObject({ leader: 1, isr: [1, 2], elr: [] });
  expect(resumed.producers['checkout']!.acked).toBe(resumed.producers['checkout']!.sent);
  expect(logDamage(resumed)).toEqual({});
});

test('K-SCN-16, K-REP-25: a follower dies: one long wait, no error', () => {
  const outcome = outcomeOf({
    seconds: 40,
    topic: { 'min.insync.replicas': 2 },
    actions: [{ at: '10s', do: 'kill', target: 'broker-3' }],
  });
  expect(outcome.producers['checkout']).toMatchObject({ failed: 0, acked: outcome.producers['checkout']!.sent });
  expect(outcome.partitions['orders-0']).toMatchObject({ leader: 1, leaderEpoch: 0, isr: [1, 2] });
  const gaps = gapsOf(outcome.delivered['invoice']!.map(({ at }) => at));
  expect(Math.max(...gaps)).toBeGreaterThan(6900);
  expect(Math.max(...gaps)).toBeLessThan(10200);
});

test('K-SCN-17, K-IDEM-14: the leader dies: every acknowledged record once and in order', () => {
  const outcome = outcomeOf({
    seconds: 50,
    stop: '40s',
    topic: { 'min.insync.replicas': 2 },
    actions: [
      { at: '10s', do: 'kill', target: 'broker-1' },
      { at: '30s', do: 'restart', target: 'broker-1' },
    ],
  });
  expect(logDamage(outcome)).toEqual({});
  const { sent, acked } = outcome.producers['checkout']!;
  expect(acked).toBe(sent);
  expect(outcome.logs['orders-0']).toHaveLength(sent);
  expect(outcome.partitions['orders-0']).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [1, 2, 3] });
});

describe('K-SCN-42, K-REP-38, K-REP-26: a leader cut off from everybody but its clients', () => {
  const fault = {
    seconds: 90,
    stop: '60s',
    topic: { 'min.insync.replicas': 1 },
    actions: [
      { at: '10s', do: 'isolate', target: 'broker-1', from: ['broker-2', 'broker-3', 'controller-1'], for: '40s' },
    ],
  };

  test('acks=1: acknowledged by a leader that is none, and truncated', () => {
    const outcome = outcomeOf({ ...fault, producer: { acks: '1' } });
    expect(outcome.counts['lost-write']).toBeGreaterThan(0);
    expect(outcome.partitions['orders-0']).toMatchObject({ leader: 2, isr: [1, 2, 3] });
  });

  test('acks=all: fine', () => {
    const outcome = outcomeOf({ ...fault, topic: { 'min.insync.replicas': 2 } });
    expect(logDamage(outcome)).toEqual({});
    expect(outcome.producers['checkout']).toMatchObject({ failed: 0, acked: outcome.producers['checkout']!.sent });
  });
});

test('K-SCN-43, K-REP-50, K-REP-42: all machines lose power at once: the unflushed tail is gone, acks=all or not', () => {
  const fault = {
    seconds: 90,
    stop: '20s',
    topic: { 'min.insync.replicas': 2 },
    actions: [
      ...all.map((target) => ({ at: '15s', do: 'powerOff', target })),
      ...all.map((target) => ({ at: '20s', do: 'restart', target })),
    ],
  };
  expect(outcomeOf(fault).counts['lost-write']).toBeGreaterThan(0);
  const flushed = outcomeOf({ ...fault, topic: { 'min.insync.replicas': 2, 'flush.messages': 1 } });
  expect(logDamage(flushed)).toEqual({});
});

test('K-SCN-44, K-REP-41, K-REP-35: all processes killed at once: the page cache survives', () => {
  const outcome = outcomeOf({
    seconds: 90,
    stop: '30s',
    topic: { 'min.insync.replicas': 2 },
    actions: [
      ...all.map((target) => ({ at: '15s', do: 'kill', target })),
      ...all.map((target) => ({ at: '20s', do: 'restart', target })),
    ],
  });
  expect(logDamage(outcome)).toEqual({});
  expect(outcome.partitions['orders-0']!.isr).toEqual([1, 2, 3]);
  expect(outcome.logs['orders-0']!.length).toBeGreaterThanOrEqual(outcome.producers['checkout']!.acked);
});

test('K-SCN-45, K-CTL-2: a process that is back after a second may not register before its session ends', () => {
  const fault = (kind: string) => ({
    seconds: 40,
    topic: { 'min.insync.replicas': 2 },
    brokers: { restartTime: '1s' },
    actions: [
      { at: '10s', do: kind, target: 'broker-1' },
      { at: '10200ms', do: 'restart', target: 'broker-1' },
    ],
  });
  const killed = outcomeOf(fault('kill'));
  const longest = Math.max(...gapsOf(killed.delivered['invoice']!.map(({ at }) => at)));
  expect(longest).toBeGreaterThan(6900);
  expect(longest).toBeLessThan(10500);
  const stopped = outcomeOf(fault('stop'));
  expect(Math.max(...gapsOf(stopped.delivered['invoice']!.map(({ at }) => at)))).toBeLessThan(1500);
  for (const outcome of [killed, stopped]) expect(logDamage(outcome)).toEqual({});
});

test('K-SCN-46, K-REP-36: the preferred leader takes over again, and nothing is lost by it', () => {
  const outcome = outcomeOf({
    seconds: 60,
    stop: '50s',
    topic: { 'min.insync.replicas': 2 },
    brokers: { config: { 'leader.imbalance.check.interval.seconds': 15 } },
    actions: [
      { at: '10s', do: 'stop', target: 'broker-1' },
      { at: '16s', do: 'restart', target: 'broker-1' },
    ],
  });
  expect(outcome.partitions['orders-0']).toMatchObject({ leader: 1, leaderEpoch: 2 });
  expect(logDamage(outcome)).toEqual({});
  expect(outcome.producers['checkout']).toMatchObject({ failed: 0, acked: outcome.producers['checkout']!.sent });
});

test('K-SCN-55, K-REP-9, K-CON-8: a reader beyond the new high watermark waits, and misses nothing', () => {
  const outcome = outcomeOf({
    seconds: 50,
    stop: '40s',
    topic: { 'min.insync.replicas': 2 },
    network: { links: [{ between: ['broker-1', 'broker-2'] as [string, string], delay: '15ms' }] },
    actions: [{ at: '10s', do: 'kill', target: 'broker-1' }],
  });
  const offsets = outcome.delivered['invoice']!.map(({ offset }) => offset);
  expect(offsets).toEqual(outcome.logs['orders-0']!.map(({ offset }) => offset));
});

/** Times between one and the next, in ms. */
function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((at, index) => at - times[index]!);
}
