import { expect, test } from 'vitest';
import { logDamage, outcomeOf } from './outcome';

const notIdempotent = { 'enable.idempotence': false };

test('K-SCN-1, K-REP-61: acks=1 and the loss of the leader: acknowledged records are gone', () => {
  const fault = {
    seconds: 40,
    topic: { 'min.insync.replicas': 1 },
    network: {
      links: [
        { between: ['broker-1', 'broker-2'] as [string, string], delay: '20ms' },
        { between: ['broker-1', 'broker-3'] as [string, string], delay: '20ms' },
      ],
    },
    actions: [
      { at: '10s', do: 'powerOff', target: 'broker-1' },
      { at: '25s', do: 'restart', target: 'broker-1' },
    ],
  };
  const lost = outcomeOf({ ...fault, producer: { acks: '1', ...notIdempotent } });
  expect(lost.counts['lost-write']).toBeGreaterThan(0);
  expect(lost.partitions['orders-0']).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [1, 2, 3] });

  // A machine without power resets nothing: requests to it end after request.timeout.ms (K-REP-42).
  const longer = { ...fault, seconds: 80, stop: '30s' };
  const mended = outcomeOf({ ...longer, producer: { acks: 'all' }, topic: { 'min.insync.replicas': 2 } });
  expect(logDamage(mended)).toEqual({});
  expect(mended.producers['checkout']!.acked).toBe(mended.producers['checkout']!.sent);
});

test('K-SCN-2, K-PROD-30, K-REP-60: acks=0 during a change of leader: lost, and nobody is told', () => {
  const quiet = outcomeOf({
    seconds: 30,
    producer: { acks: '0', ...notIdempotent },
    actions: [{ at: '10s', do: 'stop', target: 'broker-1' }],
  });
  const { sent, acked, failed } = quiet.producers['checkout']!;
  expect([acked, failed]).toEqual([sent, 0]);
  expect(quiet.logs['orders-0']!.length).toBeLessThan(sent);
});

test('K-SCN-3, K-REP-62, K-REP-35a: a leader alone in the ISR loses power, comes back first and rules', () => {
  const fault = {
    seconds: 120,
    stop: '90s',
    brokers: { features: { 'eligible.leader.replicas.version': 0 } },
    actions: [
      { at: '10s', do: 'isolate', target: 'broker-1', from: ['broker-2', 'broker-3'] },
      { at: '70s', do: 'powerOff', target: 'broker-1' },
      { at: '75s', do: 'restart', target: 'broker-1' },
    ],
  };
  const lost = outcomeOf({ ...fault, topic: { 'min.insync.replicas': 1 } });
  expect(lost.partitions['orders-0']!.leader).toBe(1);
  expect(lost.counts['lost-write']).toBeGreaterThan(300);
});

test('K-SCN-4, K-PROD-32, K-REP-10: min.insync.replicas as large as the replication factor: writes stand still', () => {
  const fault = { seconds: 60, stop: '50s', actions: [{ at: '10s', do: 'kill', target: 'broker-3' }] };
  const stuck = outcomeOf({ ...fault, topic: { 'min.insync.replicas': 3 } });
  expect(logDamage(stuck)).toEqual({});
  expect(stuck.producers['checkout']!.acked).toBeLessThan(450);
  const mended = outcomeOf({ ...fault, topic: { 'min.insync.replicas': 2 } });
  expect(mended.producers['checkout']!.acked).toBe(mended.producers['checkout']!.sent);
});

test.each([
  ['K-SCN-5, K-PROD-25: retries without idempotence', { acks: 'all', ...notIdempotent }, true],
  ['K-SCN-7, K-CFG-2: acks=1 alone switches idempotence off', { acks: '1' }, true],
  ['K-IDEM-4 case a: the default recognises the second append', {}, false],
])('%s: a lost answer', (_, producer, repeats) => {
  const outcome = outcomeOf({
    seconds: 60,
    stop: '50s',
    producer,
    actions: [{ do: 'loseAnswer', message: 'Produce', actor: 'checkout', nth: 200 }],
  });
  expect((outcome.counts['duplicate-append'] ?? 0) > 0).toBe(repeats);
  expect(outcome.producers['checkout']!.acked).toBe(outcome.producers['checkout']!.sent);
  const values = outcome.logs['orders-0']!.length;
  expect(values > outcome.producers['checkout']!.sent).toBe(repeats);
});

test.each([
  ['answered when the next request is in flight', { ...notIdempotent }, 'when the next request is in flight', true],
  ['answered at once', { ...notIdempotent }, 'at once', false],
  ['with idempotence', {}, 'when the next request is in flight', false],
  ['one request in flight', { ...notIdempotent, 'max.in.flight.requests.per.connection': 1 }, 'at once', false],
])('K-SCN-6, K-PROD-24: a refused request, %s', (_, producer, answered, reorders) => {
  const outcome = outcomeOf({
    seconds: 15,
    producer: { 'linger.ms': 0, ...producer },
    actions: [
      { do: 'refuse', message: 'Produce', actor: 'checkout', nth: 100, error: 'NOT_ENOUGH_REPLICAS', answered },
    ],
  });
  expect((outcome.counts['log-order-violation'] ?? 0) > 0).toBe(reorders);
  expect(outcome.producers['checkout']!.failed).toBe(0);
});

const slowBroker = {
  seconds: 60,
  stop: '30s',
  brokers: { config: { 'broker.session.timeout.ms': 60000 } },
  producer: { 'delivery.timeout.ms': 10000, 'request.timeout.ms': 9000, 'linger.ms': 5 },
  actions: [{ at: '10s', do: 'pause', target: 'broker-1', for: '11s' }],
};

test('K-SCN-9, K-PROD-22, K-PROD-26: a callback with an error, and the record in the log', () => {
  const outcome = outcomeOf(slowBroker);
  const { sent, acked, failed, errors } = outcome.producers['checkout']!;
  expect(errors).toEqual({ TimeoutException: failed });
  expect(failed).toBeGreaterThan(0);
  expect(acked + failed).toBe(sent);
  expect(outcome.logs['orders-0']!.length).toBeGreaterThan(acked);
});

test('K-SCN-10, K-IDEM-11: an application that sends again repeats what idempotence cannot see', () => {
  const outcome = outcomeOf({
    ...slowBroker,
    producers: {
      checkout: {
        topic: 'orders',
        config: slowBroker.producer,
        resend: { times: 1 },
        workload: { rate: 100, keys: { count: 10 }, stop: '30s' },
      },
    },
  });
  expect(outcome.counts['duplicate-intent']).toBeGreaterThan(0);
  expect(outcome.counts['duplicate-append']).toBeUndefined();
});

test('K-SCN-11, K-PROD-10: a process that dies before linger.ms is over takes its records with it', () => {
  const outcome = outcomeOf({
    seconds: 20,
    producer: { 'linger.ms': 1000 },
    actions: [{ at: 10500, do: 'kill', target: 'checkout' }],
  });
  const { sent, acked } = outcome.producers['checkout']!;
  expect(sent - acked).toBeGreaterThan(0);
  expect(outcome.logs['orders-0']!).toHaveLength(acked);
  expect(logDamage(outcome)).toEqual({});
});

test('K-SCN-12, K-PROD-2, K-PROD-9: without memory send() blocks, then drops', () => {
  const outcome = outcomeOf({
    seconds: 40,
    producers: {
      checkout: {
        topic: 'orders',
        config: { 'buffer.memory': 1048576, 'max.block.ms': 2000 },
        workload: { rate: 100, keys: { count: 10 }, stop: '30s', valueSize: 10000 },
      },
    },
    actions: ['broker-1', 'broker-2', 'broker-3'].map((target) => ({ at: '10s', do: 'isolate', target, for: '5s' })),
  });
  const { sent, acked, failed, errors } = outcome.producers['checkout']!;
  expect(failed).toBeGreaterThan(0);
  expect(Object.keys(errors)).toEqual(['BufferExhaustedException']);
  expect(acked + failed).toBe(sent);
});

test('K-SCN-13, K-PROD-33: a record above max.message.bytes fails alone', () => {
  const small = { key: 'a', value: '1', op: 'send' as const };
  const outcome = outcomeOf({
    seconds: 5,
    producers: {
      checkout: {
        topic: 'orders',
        config: { 'max.request.size': 5242880 },
        workload: {
          script: [
            { at: 1000, ...small },
            { at: 1001, ...small, valueSize: 2097152 },
            { at: 1002, ...small },
            { at: 2000, ...small },
          ],
        },
      },
    },
  });
  expect(outcome.producers['checkout']).toMatchObject({ acked: 3, failed: 1, errors: { RecordTooLargeException: 1 } });
});

test.each([
  ['two hours ahead: refused', 7_200_000, { acked: 0, failed: 1, errors: { InvalidTimestampException: 1 } }],
  ['half an hour ahead: taken', 1_800_000, { acked: 1, failed: 0, errors: {} }],
])('K-SCN-18, K-LOG-21: a clock %s', (_, aheadMs, expected) => {
  const send = { at: 1000, op: 'send' as const, key: 'a', value: '1', timestamp: 1_700_000_001_000 + aheadMs };
  const producers = { checkout: { topic: 'orders', workload: { script: [send] } } };
  expect(outcomeOf({ seconds: 5, producers }).producers['checkout']).toMatchObject(expected);
});

test.each([
  ['five times a second', { 'linger.ms': 500 }, 500],
  ['with the default', {}, 5],
])('K-SCN-47, K-PROD-6: linger.ms %s is what a lone record waits', (_, producer, lingerMs) => {
  const outcome = outcomeOf({ seconds: 12, rate: 1, stop: '10s', producer });
  const waits = outcome.delivered['invoice']!.map(
    ({ at, offset }) => at - (outcome.logs['orders-0']![offset]!.timestamp - 1_700_000_000_000),
  );
  expect(Math.min(...waits.slice(4))).toBeGreaterThanOrEqual(lingerMs);
  expect(Math.max(...waits.slice(4))).toBeLessThan(lingerMs + 30);
});

test('K-SCN-48, K-PART-3, K-PART-4: a burst of records without keys stays in one partition', () => {
  const script = Array.from({ length: 100 }, () => ({ at: 1000, op: 'send' as const, value: '1', valueSize: 100 }));
  const outcome = outcomeOf({
    seconds: 5,
    topics: { orders: { partitions: 6, replicationFactor: 3 } },
    producers: { checkout: { topic: 'orders', workload: { script } } },
  });
  const used = Object.values(outcome.logs).filter((log) => log.length > 0);
  expect(used.map((log) => log.length)).toEqual([100]);
});
