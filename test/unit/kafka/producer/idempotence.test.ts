import { describe, expect, test } from 'vitest';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const run = (producer: Part, actions: Part[] = [], parts: Part = {}): ClusterRun =>
  new ClusterRun({ producers: { p: producer }, actions, ...parts }).until();
const now = { 'linger.ms': 0 };
const refusing = (nth: number, error: string): Part => ({ do: 'refuse', message: 'Produce', actor: 'p', nth, error });
const losing = (nth: number): Part => ({ do: 'loseAnswer', message: 'Produce', actor: 'p', nth });

/** (producerEpoch, baseSequence, records) of every batch in the log, in its order. */
function sequences(it: ClusterRun): number[][] {
  const { logBatches } = it.run.trace.facts;
  return Array.from({ length: logBatches.length }, (_, node) => [
    logBatches.producerEpoch[node],
    logBatches.baseSequence[node],
    logBatches.endOffset[node] - logBatches.baseOffset[node],
  ]);
}
/** (producerId, producerEpoch) of every identity that the producer took. */
const identities = (it: ClusterRun): number[][] => it.rows('producerIdAssigned').map(({ a, b }) => [a, b]);

describe('identity', () => {
  test('K-IDEM-1: a new id with epoch 0, and another one after a restart', () => {
    const actions = [{ do: 'kill', target: 'p', at: 1000, for: '1s' }];
    expect(identities(run(scripted(series(5, 100, 700), now), actions))).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  test('K-IDEM-1: without idempotence there is none', () => {
    const it = run(scripted([[100, 'a']], { ...now, 'enable.idempotence': false }));
    expect([identities(it), sequences(it)]).toEqual([[], [[-1, -1, 1]]]);
  });

  test('K-IDEM-1: a producer that finds no broker at first gets its id once it does', () => {
    const actions = ['broker-1', 'broker-2', 'broker-3'].map((target) => ({ do: 'pause', target, at: 0, for: '4s' }));
    const it = run(scripted([[100, 'a']], now), [...actions, { do: 'isolate', target: 'p', at: 0, for: '2s' }], {
      duration: '40s',
    });
    expect(identities(it)).toHaveLength(1);
    expect(it.values()).toEqual(['a']);
  });

  test('K-IDEM-2: sequences count records, per partition', () => {
    const topics = {
      orders: {
        partitions: 2,
        assignment: [
          [1, 2, 3],
          [1, 2, 3],
        ],
      },
    };
    const sends = [
      [100, 'a', { partition: 0 }],
      [100, 'b', { partition: 0 }],
      [200, 'c', { partition: 1 }],
      [300, 'd', { partition: 0 }],
    ] as const;
    expect(sequences(run(scripted(sends, { 'linger.ms': 5 }), [], { topics }))).toEqual([
      [0, 0, 2],
      [0, 0, 1],
      [0, 2, 1],
    ]);
  });
});

describe('duplicates', () => {
  test('K-IDEM-4 a: an exact repetition is answered with its offset and not written', () => {
    const config = { ...now, 'request.timeout.ms': 500, 'delivery.timeout.ms': 5000 };
    const it = run(scripted(series(3, 100, 2000), config), [losing(2)]);
    expect(it.values()).toEqual(['0', '1', '2']);
    expect(it.rows('sendOk').map(({ b }) => b)).toEqual([0, 1, 2]);
  });

  test('K-IDEM-3, K-IDEM-6: five batches in flight are all recognised', () => {
    const config = { ...now, 'request.timeout.ms': 500, 'delivery.timeout.ms': 9000 };
    const it = run(scripted([[50, 'first'], ...series(5, 100, 1)], config), [losing(2)]);
    expect(it.values()).toEqual(['first', '0', '1', '2', '3', '4']);
  });

  test('K-IDEM-7: what the application sends again is another record', () => {
    const config = { ...now, 'request.timeout.ms': 500, 'delivery.timeout.ms': 500, retries: 0 };
    const it = run({ ...scripted([[100, 'a']], { ...config, 'enable.idempotence': false }), resend: { times: 1 } }, [
      losing(1),
    ]);
    expect(it.values()).toEqual(['a', 'a']);
  });

  test('K-IDEM-14: the new leader recognises what the old one had acknowledged to nobody', () => {
    const config = { ...now, 'request.timeout.ms': 1000, 'delivery.timeout.ms': 25_000 };
    const actions = [losing(2), { do: 'kill', target: 'broker-1', at: 1050 }];
    const it = run(
      scripted(
        [
          [100, 'a'],
          [1000, 'b'],
          [15_000, 'c'],
        ],
        config,
      ),
      actions,
      { duration: '30s' },
    );
    expect(it.values()).toEqual(['a', 'b', 'c']);
    expect(identities(it)).toEqual([[0, 0]]);
  });

  test('K-IDEM-13: a producer that was idle for producer.id.expiration.ms is forgotten: any sequence is accepted', () => {
    const brokers = {
      count: 3,
      config: { 'producer.id.expiration.ms': 10_000, 'producer.id.expiration.check.interval.ms': 1000 },
    };
    const actions = [losing(1), { do: 'isolate', target: 'p', at: 10_000, for: '35s' }];
    const config = { ...now, 'delivery.timeout.ms': 120_000, 'request.timeout.ms': 30_000 };
    const it = run(scripted([[10_000, 'a']], config), [{ ...actions[0] }, { ...actions[1], at: 10_010 }], {
      brokers,
      duration: '100s',
    });
    // K-SCN-54: the state was dropped before the retry came.
    expect(it.values()).toEqual(['a', 'a']);
    const young = run(scripted([[10_000, 'a']], config), [{ ...actions[0] }, { ...actions[1], at: 10_010 }], {
      duration: '100s',
    });
    expect(young.values()).toEqual(['a']);
  });
});

describe('new epochs', () => {
  test('K-IDEM-10: a failure for good with retries left begins a new epoch, numbered from 0', () => {
    const it = run(scripted(series(3, 100, 100), now), [refusing(2, 'INVALID_RECORD')]);
    expect(identities(it)).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(sequences(it)).toEqual([
      [0, 0, 1],
      [1, 0, 1],
    ]);
  });

  test('K-IDEM-10: other partitions go on with the old numbers until nothing of them is in flight', () => {
    const topics = {
      orders: {
        partitions: 2,
        assignment: [
          [1, 2, 3],
          [2, 3, 1],
        ],
      },
    };
    const sends = [
      [100, 'a0', { partition: 0 }],
      [100, 'b0', { partition: 1 }],
      [200, 'a1', { partition: 0 }],
      [300, 'b1', { partition: 1 }],
      [400, 'a2', { partition: 0 }],
    ] as const;
    const it = run(scripted(sends, now), [refusing(3, 'INVALID_RECORD')], { topics });
    expect(it.values('orders-0')).toEqual(['a0', 'a2']);
    expect(it.values('orders-1')).toEqual(['b0', 'b1']);
    expect(sequences(it).slice(2)).toEqual([
      [1, 0, 1],
      [1, 0, 1],
    ]);
  });

  test('K-IDEM-8, K-IDEM-11: a retried batch that expires leaves its range unresolved; then a new epoch begins', () => {
    const config = { ...now, 'request.timeout.ms': 500, 'delivery.timeout.ms': 1200 };
    const actions = [losing(2), losing(3), losing(4)];
    const it = run(
      {
        ...scripted(
          [
            [100, 'a'],
            [1000, 'b'],
            [5000, 'c'],
          ],
          config,
        ),
        resend: { times: 1 },
      },
      actions,
    );
    // The application sends b again, under the new epoch: a second copy that nobody recognises.
    expect(it.values()).toEqual(['a', 'b', 'b', 'c']);
    expect(identities(it).at(-1)).toEqual([0, 1]);
  });

  test('K-IDEM-8: nothing new of the partition is drained while the range is unresolved and something is in flight', () => {
    const config = { ...now, 'request.timeout.ms': 900, 'delivery.timeout.ms': 1000 };
    const actions = [refusing(2, 'NOT_ENOUGH_REPLICAS'), losing(3)];
    const it = run(
      scripted(
        [
          [50, 'first'],
          [100, '0'],
          [105, '1'],
          [1150, '2'],
        ],
        config,
      ),
      actions,
    );
    const values = it.values();
    expect(values.at(-1)).toBe('2');
    expect(values).toEqual([...new Set(values)]);
  });

  test('K-IDEM-9: out of order while an earlier batch is still to come is a plain retry', () => {
    const waits = { answered: 'when the next request is in flight' };
    const it = run(
      scripted(
        [
          [50, 'first'],
          [100, '0'],
          [105, '1'],
        ],
        now,
      ),
      [{ ...refusing(2, 'NOT_ENOUGH_REPLICAS'), ...waits }],
    );
    expect(it.values()).toEqual(['first', '0', '1']);
    expect(identities(it)).toHaveLength(1);
    expect(it.rows('sendRetry').map(({ b }) => b)).toEqual([19, 45]);
  });

  test('K-IDEM-9: out of order for the very next batch is a gap: a new epoch, and the batch is sent again', () => {
    const it = run(scripted(series(3, 100, 100), now), [refusing(2, 'OUT_OF_ORDER_SEQUENCE_NUMBER')]);
    expect(it.values()).toEqual(['0', '1', '2']);
    expect(identities(it).at(-1)).toEqual([0, 1]);
    expect(sequences(it)).toEqual([
      [0, 0, 1],
      [1, 0, 1],
      [1, 1, 1],
    ]);
  });

  test('K-IDEM-14: an unclean election that loses batches is healed silently by a new epoch', () => {
    const topics = {
      orders: {
        partitions: 1,
        assignment: [[1, 2]],
        config: { 'min.insync.replicas': 1, 'unclean.leader.election.enable': true },
      },
    };
    const actions = [
      { do: 'kill', target: 'broker-2', at: 1000, for: '25s' },
      { do: 'kill', target: 'broker-1', at: 20_000 },
    ];
    const sends = [
      [500, 'both'],
      [15_000, 'one'],
      [15_100, 'two'],
      [45_000, 'after'],
      [46_000, 'later'],
    ] as const;
    const it = run(scripted(sends, now), actions, { topics, duration: '60s' });
    expect(it.values()).toEqual(['both', 'after', 'later']);
    expect(it.result().producers.p).toMatchObject({ acked: 5, failed: 0 });
    expect(identities(it).at(-1)).toEqual([0, 1]);
  });
});
