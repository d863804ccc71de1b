import { describe, expect, test } from 'vitest';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const NOT_ENOUGH = 'NOT_ENOUGH_REPLICAS';
const refusing = (nth: number, error = NOT_ENOUGH, more: Part = {}): Part => ({
  do: 'refuse',
  message: 'Produce',
  actor: 'p',
  nth,
  error,
  ...more,
});
const losing = (nth: number): Part => ({ do: 'loseAnswer', message: 'Produce', actor: 'p', nth });
const run = (producer: Part, actions: Part[], parts: Part = {}): ClusterRun =>
  new ClusterRun({ producers: { p: producer }, actions, ...parts }).until();
const once = { 'linger.ms': 0 };
const noIdempotence = { 'enable.idempotence': false };

describe('retries', () => {
  test('K-PROD-20, K-PROD-21: a retriable error sends the batch again after the backoff of the first retry', () => {
    const it = run(scripted([[100, 'a']], once), [refusing(1)]);
    const [first, second] = it.rows('sendAttempt');
    const retry = it.rows('sendRetry')[0];
    expect([first.b, second.b, it.values()]).toEqual([1, 2, ['a']]);
    expect(second.at - retry.at).toBeGreaterThanOrEqual(80);
    expect(second.at - retry.at).toBeLessThanOrEqual(120);
  });

  test('K-PROD-21, K-CLI-2: the wait doubles with every attempt', () => {
    const it = run(
      scripted([[100, 'a']], once),
      [1, 2, 3, 4].map((nth) => refusing(nth)),
    );
    const retries = it.rows('sendRetry');
    const waits = it
      .rows('sendAttempt')
      .slice(1)
      .map(({ at }, i) => at - retries[i].at);
    [100, 200, 400, 800].forEach((base, i) => {
      expect(waits[i]).toBeGreaterThanOrEqual(base * 0.8);
      expect(waits[i]).toBeLessThanOrEqual(base * 1.2);
    });
  });

  test('K-PROD-20: retries=0 turns the first error into a failed callback', () => {
    const it = run(scripted([[100, 'a']], { ...once, ...noIdempotence, retries: 0 }), [refusing(1)]);
    expect(it.result().producers.p.errors).toEqual({ NotEnoughReplicasException: 1 });
  });

  test('K-PROD-20: retries=2 allows two more attempts', () => {
    const config = { ...once, ...noIdempotence, retries: 2 };
    const it = run(
      scripted([[100, 'a']], config),
      [1, 2, 3].map((nth) => refusing(nth)),
    );
    expect(it.rows('sendAttempt')).toHaveLength(3);
    expect(it.result().producers.p.failed).toBe(1);
  });

  test('K-PROD-26: an error that is not retriable fails at once, and nothing of the batch is stored', () => {
    const it = run(scripted([[100, 'a']], once), [refusing(1, 'INVALID_RECORD')]);
    expect(it.rows('sendAttempt')).toHaveLength(1);
    expect([it.rows('sendFail').length, it.values()]).toEqual([1, []]);
  });

  test('K-PROD-21: the backoff is skipped when the leader changed since the attempt', () => {
    const config = { ...once, 'retry.backoff.ms': 3000, 'retry.backoff.max.ms': 3000, 'metadata.max.age.ms': 1000 };
    const brokers = { count: 3, config: { 'broker.heartbeat.interval.ms': 100 } };
    const actions = [refusing(1), { do: 'stop', target: 'broker-1', at: 2600 }];
    const it = run(scripted([[2500, 'a']], config), actions, { brokers });
    // Not 3 s after the refusal, but with the metadata that names the new leader.
    const again = it.rows('sendAttempt')[1].at;
    expect(again).toBeGreaterThan(3000);
    expect(again).toBeLessThan(3100);
    expect(it.values()).toEqual(['a']);
  });
});

describe('order', () => {
  const overtaken = [refusing(2, NOT_ENOUGH, { answered: 'when the next request is in flight' })];
  // The first record makes the broker remember the producer.
  const sends = [[50, 'first'], ...series(2, 100, 5, { partition: 0 })] as const;

  test('K-PROD-24: without idempotence and two in flight a retried batch comes second', () => {
    const it = run(scripted(sends, { ...once, ...noIdempotence }), overtaken);
    expect(it.values()).toEqual(['first', '1', '0']);
  });

  test('K-PROD-24, K-IDEM-5: with idempotence the order holds', () => {
    expect(run(scripted(sends, once), overtaken).values()).toEqual(['first', '0', '1']);
  });

  test('K-PROD-24: with one in flight the order holds without idempotence', () => {
    const config = { ...once, ...noIdempotence, 'max.in.flight.requests.per.connection': 1 };
    const it = run(scripted(sends, config), [refusing(2)]);
    expect(it.values()).toEqual(['first', '0', '1']);
  });

  test('K-PROD-24: a batch that is still queued does not pass one that backs off', () => {
    const it = run(scripted(series(2, 100, 50, { partition: 0 }), { ...once, ...noIdempotence }), [refusing(1)]);
    expect(it.values()).toEqual(['0', '1']);
  });

  test('K-PROD-24: never more unanswered requests to a broker than max.in.flight', () => {
    const config = { ...once, ...noIdempotence, 'max.in.flight.requests.per.connection': 3 };
    const it = run(scripted(series(60, 100, 2), config), [], { network: { delay: '20ms', jitter: '5ms' } });
    const marks = [
      ...it.rows('sendAttempt').map(({ at }) => ({ at, step: 1 })),
      ...it.rows('sendOk').map(({ at }) => ({ at, step: -1 })),
    ].toSorted((a, b) => a.at - b.at || a.step - b.step);
    let inFlight = 0;
    let most = 0;
    for (const { step } of marks) most = Math.max(most, (inFlight += step));
    expect(most).toBe(3);
  });
});

describe('outcomes that leave it open', () => {
  test('K-PROD-25: without idempotence a lost answer makes a second copy', () => {
    const config = { ...once, ...noIdempotence, 'request.timeout.ms': 500, 'delivery.timeout.ms': 5000 };
    const it = run(scripted([[100, 'a']], config), [losing(1)]);
    expect(it.values()).toEqual(['a', 'a']);
  });

  test('K-IDEM-4: with idempotence the second copy is recognised and answered with the first offset', () => {
    const config = { ...once, 'request.timeout.ms': 500, 'delivery.timeout.ms': 5000 };
    const it = run(scripted([[100, 'a']], config), [losing(1)]);
    expect(it.values()).toEqual(['a']);
    expect(it.rows('sendOk')[0].b).toBe(0);
  });

  test('K-CLI-1, K-PROD-26: a request that times out leaves open what became of its records', () => {
    const config = { ...once, ...noIdempotence, retries: 0, 'request.timeout.ms': 500, 'delivery.timeout.ms': 5000 };
    const it = run(scripted([[100, 'a']], config), [losing(1)]);
    expect(it.rows('sendInfo').map(({ at }) => at)).toEqual([600]);
    expect(it.result().producers.p.errors).toEqual({ TimeoutException: 1 });
    expect(it.values()).toEqual(['a']);
  });

  test('K-CLI-1: a broken socket fails what is in flight with NetworkException', () => {
    const config = { ...once, ...noIdempotence, retries: 0 };
    const kill = { do: 'kill', target: 'broker-1', after: { event: 'send.attempt', actor: 'p' } };
    const it = run(scripted([[100, 'a']], config), [kill]);
    expect(it.result().producers.p.errors).toEqual({ NetworkException: 1 });
    expect(it.rows('sendInfo')).toHaveLength(1);
  });

  test('K-PROD-26: a later error that wrote nothing does not undo the doubt of an earlier attempt', () => {
    const config = { ...once, ...noIdempotence, retries: 1, 'request.timeout.ms': 500, 'delivery.timeout.ms': 5000 };
    const it = run(scripted([[100, 'a']], config), [losing(1), refusing(2, 'INVALID_RECORD')]);
    expect([it.rows('sendFail').length, it.rows('sendInfo').length, it.values()]).toEqual([0, 1, ['a']]);
  });
});

describe('delivery timeout', () => {
  const config = { ...once, 'request.timeout.ms': 1000, 'delivery.timeout.ms': 2000 };

  test('K-PROD-22: records fail after delivery.timeout.ms in all, however often they were tried', () => {
    const actions = Array.from({ length: 20 }, (_, i) => refusing(i + 1));
    const it = run(scripted([[100, 'a']], config), actions);
    const end = [...it.rows('sendFail'), ...it.rows('sendInfo')][0];
    expect(end.at).toBe(2100);
    expect(it.result().producers.p.errors).toEqual({ TimeoutException: 1 });
  });

  test('K-PROD-22: even while a request is in flight; the broker may still append it', () => {
    const slow = { network: { delay: '1ms', links: [{ between: ['p', 'broker-1'], delay: '900ms' }] } };
    const short = { ...once, 'request.timeout.ms': 1900, 'delivery.timeout.ms': 1900 };
    const it = run(
      scripted(
        [
          [8000, 'a'],
          [8100, 'b'],
          [8200, 'c'],
        ],
        short,
      ),
      [],
      { ...slow, duration: '15s' },
    );
    const ends = it.rows('sendInfo');
    expect(ends.every(({ b }) => b === 1001)).toBe(true);
    expect(it.values()).toEqual(['a', 'b', 'c']);
    expect(it.rows('sendOk').length + ends.length).toBe(3);
  });

  test('K-PROD-22: a batch that was never sent fails as certainly not stored', () => {
    const it = run(scripted([[1000, 'a']], config), [{ do: 'isolate', target: 'p', at: 500 }]);
    // Sent into the cut once, so not certain.
    expect(it.rows('sendInfo')).toHaveLength(1);
    const never = run(scripted([[3000, 'a']], config), [{ do: 'kill', target: 'broker-1', at: 500 }]);
    expect(never.rows('sendFail').map(({ at }) => at)).toEqual([5000]);
    expect(never.rows('sendInfo')).toEqual([]);
  });

  test('K-PROD-23: the end of the head does not reorder what stands behind it', () => {
    const sends = [
      [1000, '0', { partition: 0 }],
      [1500, '1', { partition: 0 }],
      [2000, '2', { partition: 0 }],
    ] as const;
    const actions = [{ do: 'pause', target: 'broker-1', at: 900, for: '2.3s' }];
    const it = run(
      scripted(sends, { ...config, ...noIdempotence, 'max.in.flight.requests.per.connection': 1 }),
      actions,
    );
    const stored = it.values().map(Number);
    expect(stored).toEqual(stored.toSorted((a, b) => a - b));
    expect(stored.at(-1)).toBe(2);
  });

  test('K-PROD-9: an expired batch in flight keeps its memory until its request ends', () => {
    const memory = { 'batch.size': 1000, 'buffer.memory': 1000, 'max.block.ms': 60_000 };
    const sends = series(2, 1000, 10, { valueSize: 900 });
    const settings = { ...once, ...noIdempotence, ...memory, 'request.timeout.ms': 3000, 'delivery.timeout.ms': 3000 };
    const it = run(scripted(sends, settings), [losing(1)]);
    const sentAt = it.run.trace.facts.records.sentAtMicros[1] / 1000;
    expect(sentAt).toBe(4000);
  });
});

describe('pause', () => {
  test('K-REP-43: a paused producer sends nothing, and goes on with what was due', () => {
    const it = run(scripted(series(20, 100, 100), once), [{ do: 'pause', target: 'p', at: 450, for: '1s' }]);
    const sent = [...it.run.trace.facts.records.sentAtMicros.subarray(0, 20)].map((micros) => micros / 1000);
    expect(sent.filter((at) => at > 450 && at < 1450)).toEqual([]);
    expect(sent.filter((at) => at === 1450)).toHaveLength(10);
    expect(it.values()).toHaveLength(20);
  });
});
