import { describe, expect, test } from 'vitest';
import { logDamage, outcomeOf } from './outcome';

const three = { count: 3 };

describe('K-CTL-4, K-CTL-7: three controllers', () => {
  test('the active one dies: leaders stay, changes wait, sessions begin anew', () => {
    const outcome = outcomeOf({
      seconds: 50,
      stop: '40s',
      controllers: three,
      topic: { 'min.insync.replicas': 2 },
      actions: [
        { at: '10s', do: 'kill', target: 'controller' },
        { at: '10500ms', do: 'kill', target: 'broker-3' },
      ],
    });
    expect(outcome.partitions['orders-0']).toMatchObject({ leader: 1, leaderEpoch: 0, isr: [1, 2] });
    expect(outcome.producers['checkout']).toMatchObject({ failed: 0, acked: outcome.producers['checkout']!.sent });
    const gap = Math.max(...gapsOf(outcome.delivered['invoice']!.map(({ at }) => at)));
    // A full session at the controller that took over, two to three seconds after its election began.
    expect(gap).toBeGreaterThan(9000);
    expect(gap).toBeLessThan(14500);
  });

  test('K-REP-26: without a majority nothing changes, and the data plane goes on', () => {
    const outcome = outcomeOf({
      seconds: 60,
      stop: '50s',
      controllers: three,
      actions: [
        { at: '10s', do: 'kill', target: 'controller-1' },
        { at: '10s', do: 'kill', target: 'controller-2' },
        { at: '25s', do: 'stop', target: 'invoice-0' },
      ],
    });
    expect(outcome.partitions['orders-0']).toMatchObject({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    expect(outcome.producers['checkout']).toMatchObject({ failed: 0, acked: outcome.producers['checkout']!.sent });
  });

  test('with a majority back, what waited happens', () => {
    const outcome = outcomeOf({
      seconds: 80,
      stop: '60s',
      controllers: three,
      topic: { 'min.insync.replicas': 2 },
      actions: [
        { at: '10s', do: 'kill', target: 'controller-1' },
        { at: '10s', do: 'kill', target: 'controller-2' },
        { at: '12s', do: 'kill', target: 'broker-1' },
        { at: '30s', do: 'restart', target: 'controller-2' },
      ],
    });
    expect(outcome.partitions['orders-0']).toMatchObject({ leader: 2, leaderEpoch: 1 });
    expect(logDamage(outcome)).toEqual({});
  });
});

test('K-CTL-1, K-CTL-6: a change takes the linger of the quorum and reaches each broker by its own fetch', () => {
  const { elected, started } = timesOfElection();
  expect(started - elected).toBeGreaterThanOrEqual(25);
  expect(started - elected).toBeLessThan(35);
});

/** When the controller wrote the election that a clean stop brings, and when the new leader applied it, in ms. */
function timesOfElection(): { elected: number; started: number } {
  const outcome = outcomeOf({ seconds: 20, actions: [{ at: '10s', do: 'stop', target: 'broker-1' }] });
  const entries = outcome.logs['orders-0']!;
  const first = entries.find(({ leaderEpoch }) => leaderEpoch === 1)!;
  expect(first.offset).toBeGreaterThan(0);
  return { elected: outcome.timeOf('leader.elected', 2), started: outcome.timeOf('leader.started', 2) };
}

test.each([
  ['of the topic', { topic: { 'min.insync.replicas': 3 } }, true],
  ['of the brokers', { brokers: { config: { 'min.insync.replicas': 3 } } }, true],
  [
    'of the topic before that of the brokers',
    { topic: { 'min.insync.replicas': 1 }, brokers: { config: { 'min.insync.replicas': 3 } } },
    false,
  ],
])('K-CTL-8: the minimum %s counts', (_, change, isRefused) => {
  const outcome = outcomeOf({
    seconds: 40,
    ...change,
    producer: { retries: 0, 'enable.idempotence': false },
    actions: [{ at: '5s', do: 'kill', target: 'broker-3' }],
  });
  const errors = Object.keys(outcome.producers['checkout']!.errors);
  // What the dead follower had not fetched waits for a high watermark that does not rise below the minimum (K-REP-34).
  expect(errors.toSorted()).toEqual(isRefused ? ['NotEnoughReplicasException', 'TimeoutException'] : []);
});

test('K-REA-11: preferred leaders are looked for by the clock, from the start of the controller on', () => {
  const outcome = outcomeOf({
    seconds: 60,
    brokers: { config: { 'leader.imbalance.check.interval.seconds': 20, 'auto.leader.rebalance.enable': false } },
    actions: [
      { at: '5s', do: 'stop', target: 'broker-1' },
      { at: '8s', do: 'restart', target: 'broker-1' },
    ],
  });
  expect(outcome.partitions['orders-0']).toMatchObject({ leader: 2, isr: [1, 2, 3] });
});

test('K-REP-51: after an unclean end a log keeps what its disk has, and the rest comes from the leader', () => {
  const outcome = outcomeOf({
    seconds: 60,
    stop: '40s',
    topic: { 'min.insync.replicas': 2 },
    actions: [
      { at: '10s', do: 'powerOff', target: 'broker-3' },
      { at: '25s', do: 'restart', target: 'broker-3' },
    ],
  });
  const { replicas, isr, logEndOffset } = outcome.partitions['orders-0']!;
  expect(isr).toEqual([1, 2, 3]);
  expect(replicas['3']!.logEndOffset).toBe(logEndOffset);
  expect(logDamage(outcome)).toEqual({});
});

test('K-REP-11: while a follower joins, acks=all waits for it too, and nothing acknowledged is missing on it', () => {
  const outcome = outcomeOf({
    seconds: 60,
    stop: '50s',
    rate: 200,
    topic: { 'min.insync.replicas': 2 },
    actions: [
      { at: '5s', do: 'kill', target: 'broker-2' },
      { at: '20s', do: 'restart', target: 'broker-2' },
      { at: '30s', do: 'kill', target: 'broker-1' },
    ],
  });
  expect(outcome.partitions['orders-0']!.leader).toBe(2);
  expect(logDamage(outcome)).toEqual({});
  expect(outcome.producers['checkout']!.acked).toBe(outcome.producers['checkout']!.sent);
});

/** Times between one and the next, in ms. */
function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((at, index) => at - times[index]!);
}
