import { describe, expect, test } from 'vitest';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const twoPartitions = {
  orders: {
    partitions: 2,
    assignment: [
      [1, 2, 3],
      [1, 2, 3],
    ],
  },
};

/** Batches by their first attempts: when, and how many records. */
function batches(it: ClusterRun): { at: number; count: number; size: number; partition: number }[] {
  const { batches: table } = it.run.trace.facts;
  return it
    .rows('sendAttempt', (row) => row.b === 1)
    .map(({ at, a, subject }) => ({ at, count: table.count[a], size: table.sizeBytes[a], partition: subject }));
}

const oneProducer = (producer: Part, parts: Part = {}): ClusterRun =>
  new ClusterRun({ producers: { p: producer }, ...parts }).until();

describe('size', () => {
  test('K-PROD-5: bytes of a batch of format v2, header, varints and timestamp deltas included', () => {
    const sends = [
      [100, 'x', { key: 'k', timestamp: 1_700_000_000_000 }],
      [101, 'y', { timestamp: 1_700_000_000_063 }],
      [102, 'z', { timestamp: 1_700_000_000_064 }],
      [103, 'w', { timestamp: 1_699_999_999_936 }],
    ] as const;
    const [batch] = batches(oneProducer(scripted(sends, { 'linger.ms': 50 })));
    // Record: length + attributes + timestamp delta + offset delta + key length + key + value length + value + headers.
    const records = [
      1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1,
      1 + 1 + 1 + 1 + 1 + 1 + 1 + 1,
      1 + 1 + 2 + 1 + 1 + 1 + 1 + 1,
      1 + 1 + 1 + 1 + 1 + 1 + 1 + 1,
    ];
    // -64 still fits one byte as a zig-zag varint, +64 does not.
    expect([batch.count, batch.size]).toEqual([4, 61 + records.reduce((a, b) => a + b)]);
  });

  test('K-PROD-5: deltas count from the first record of the batch, not from the newest', () => {
    const at = (delta: number): Part => ({ timestamp: 1_700_000_000_000 + delta });
    const sends = [
      [100, 'a', at(0)],
      [100, 'b', at(1000)],
      [100, 'c', at(1001)],
    ] as const;
    const [batch] = batches(oneProducer(scripted(sends, { 'linger.ms': 50 })));
    // 1000 and 1001 take two bytes each, 1 would take one.
    expect(batch.size).toBe(61 + 8 + 9 + 9);
  });

  test('K-PROD-5: a record that does not fit closes the batch and opens the next one', () => {
    const it = oneProducer(
      scripted(series(3, 100, 0, { valueSize: 50, partition: 0 }), { 'batch.size': 180, 'linger.ms': 500 }),
    );
    expect(batches(it).map(({ count }) => count)).toEqual([2, 1]);
  });

  test('K-PROD-5: only the last batch of a partition takes records', () => {
    const sends: [number, string, Part][] = [
      [100, '0', { valueSize: 60, partition: 0 }],
      [100, '1', { valueSize: 90, partition: 0 }],
      [100, '2', { valueSize: 5, partition: 0 }],
    ];
    // Record 2 would fit the first batch still; it joins the second.
    const it = oneProducer(scripted(sends, { 'batch.size': 180, 'linger.ms': 500 }));
    expect(batches(it).map(({ count }) => count)).toEqual([1, 2]);
  });

  test('K-PROD-5: batch.size 0 makes every record a batch, sent without lingering', () => {
    const it = oneProducer(scripted(series(3, 100, 0, { partition: 0 }), { 'batch.size': 0, 'linger.ms': 500 }));
    expect(batches(it)).toHaveLength(3);
    expect(batches(it)[0].at).toBe(100);
  });

  test.each([
    ['max.request.size', 1000],
    ['buffer.memory', 1000],
  ])('K-PROD-4: a record whose estimate is above %s is refused, one at it is sent', (key, limit) => {
    const valueSize = limit - 61 - 21;
    const config = { [key]: limit, 'batch.size': 16, 'linger.ms': 0 };
    const it = oneProducer(
      scripted(
        [
          [100, 'a', { valueSize }],
          [200, 'b', { valueSize: valueSize + 1 }],
        ],
        config,
      ),
    );
    expect(it.result().producers.p).toMatchObject({ acked: 1, failed: 1, errors: { RecordTooLargeException: 1 } });
  });
});

describe('when a batch is sendable', () => {
  test('K-PROD-6: after linger.ms, counted from its first record', () => {
    const it = oneProducer(
      scripted(
        [
          [100, 'a'],
          [120, 'b'],
          [131, 'c'],
        ],
        { 'linger.ms': 30 },
      ),
    );
    expect(batches(it)).toMatchObject([
      { at: 130, count: 2 },
      { at: 161, count: 1 },
    ]);
  });

  test('K-PROD-6: once its bytes reach batch.size, without waiting', () => {
    const it = oneProducer(scripted([[100, 'a', { valueSize: 110 }]], { 'batch.size': 180, 'linger.ms': 500 }));
    expect(batches(it)).toMatchObject([{ at: 100, count: 1, size: 180 }]);
  });

  test('K-PROD-6: once a second batch stands behind it', () => {
    const it = oneProducer(
      scripted(series(2, 100, 7, { valueSize: 90, partition: 0 }), { 'batch.size': 180, 'linger.ms': 500 }),
    );
    expect(batches(it)[0]).toMatchObject({ at: 107, count: 1 });
  });

  test('K-PROD-6, K-PROD-10: at flush() and close()', () => {
    const script = (op: string): Part => ({
      topic: 'orders',
      config: { 'linger.ms': 5000 },
      workload: {
        script: [
          { at: 100, op: 'send', value: 'a' },
          { at: 140, op },
        ],
      },
    });
    for (const op of ['flush', 'close'])
      expect(batches(oneProducer(script(op)))).toMatchObject([{ at: 140, count: 1 }]);
  });

  test('K-PROD-10: flush() holds the application until every batch has its result', () => {
    const script = [
      { at: 100, op: 'send', value: 'a' },
      { at: 110, op: 'flush' },
      { at: 111, op: 'send', value: 'b' },
    ];
    const it = oneProducer({ topic: 'orders', config: { 'linger.ms': 50 }, workload: { script } });
    const acked = it.rows('sendOk')[0].at;
    expect(it.run.trace.facts.records.sentAtMicros[1] / 1000).toBe(acked);
    // The flush is over: record b lingers again.
    expect(batches(it)[1].at).toBe(acked + 50);
  });

  test('K-PROD-10: a process that ends without close() loses what it had not sent', () => {
    const script = [
      { at: 100, op: 'send', value: 'a' },
      { at: 110, op: 'crash' },
    ];
    const it = oneProducer({ topic: 'orders', config: { 'linger.ms': 500 }, workload: { script } });
    expect(it.values()).toEqual([]);
    expect(it.rows('sendOk')).toEqual([]);
  });

  test('K-PROD-7: one sendable partition takes the others of its broker along, before their linger is over', () => {
    const sends = [
      [100, 'a', { partition: 0 }],
      [125, 'b', { partition: 1 }],
    ] as const;
    const it = oneProducer(scripted(sends, { 'linger.ms': 30 }), { topics: twoPartitions });
    expect(batches(it)).toMatchObject([
      { at: 130, partition: 0 },
      { at: 130, partition: 1 },
    ]);
  });

  test('K-PROD-7: but not those of another broker', () => {
    const sends = [
      [100, 'a', { partition: 0 }],
      [125, 'b', { partition: 1 }],
    ] as const;
    const topics = {
      orders: {
        partitions: 2,
        assignment: [
          [1, 2],
          [2, 1],
        ],
      },
    };
    const it = oneProducer(scripted(sends, { 'linger.ms': 30 }), { topics });
    // Two milliseconds more to connect to broker 2.
    expect(batches(it)).toMatchObject([{ at: 130 }, { at: 157 }]);
  });

  test('K-PROD-7: back-pressure fills batches beyond what linger alone would', () => {
    const config = { 'linger.ms': 0, 'max.in.flight.requests.per.connection': 1 };
    const it = oneProducer(scripted(series(40, 100, 1), config), { network: { delay: '10ms', jitter: 0 } });
    expect(batches(it)[0].count).toBe(1);
    expect(Math.max(...batches(it).map(({ count }) => count))).toBeGreaterThan(10);
  });
});

describe('requests', () => {
  const topics = {
    orders: {
      partitions: 3,
      assignment: [
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
      ],
    },
  };

  test('K-PROD-8: at most one batch of a partition in a request', () => {
    const config = { 'batch.size': 180, 'linger.ms': 500, 'max.in.flight.requests.per.connection': 1 };
    const it = oneProducer(scripted(series(6, 100, 0, { valueSize: 90, partition: 0 }), config), { topics });
    const times = it.rows('sendAttempt').map(({ at }) => at);
    expect(new Set(times).size).toBe(times.length);
  });

  test('K-PROD-8: a request stops short of max.request.size, unless its first batch is above it', () => {
    const sends = [0, 1, 2].map((partition) => [100, String(partition), { partition, valueSize: 400 }] as const);
    const config = { 'linger.ms': 20, 'max.request.size': 1000, 'max.in.flight.requests.per.connection': 1 };
    const it = oneProducer(scripted(sends, config), { topics });
    const times = it.rows('sendAttempt').map(({ at }) => at);
    expect(times.map((at) => at - times[0])).toEqual([0, 0, expect.any(Number)]);
    expect(times[2]).toBeGreaterThan(times[0]);
  });

  test('K-PROD-8: the walk over partitions goes on where it stopped', () => {
    const config = { 'batch.size': 0, 'max.request.size': 600, 'max.in.flight.requests.per.connection': 1 };
    const sends = Array.from({ length: 9 }, (_, i) => [100, String(i), { partition: i % 3, valueSize: 400 }] as const);
    const it = oneProducer(scripted(sends, config), { topics });
    expect(it.rows('sendAttempt').map(({ subject }) => subject)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });
});

describe('memory', () => {
  const slow = { network: { delay: '100ms', jitter: 0 } };

  test('K-PROD-9: every open batch takes batch.size at least; send() waits for memory and goes on in order', () => {
    const config = { 'batch.size': 1000, 'buffer.memory': 2000, 'linger.ms': 0 };
    const it = oneProducer(scripted(series(4, 1000, 0, { valueSize: 900, partition: 0 }), config), slow);
    const sent = [...it.run.trace.facts.records.sentAtMicros.subarray(0, 4)].map((micros) => micros / 1000);
    expect(sent.slice(0, 2)).toEqual([1000, 1000]);
    expect(sent[2]).toBe(it.rows('sendOk')[0].at);
    expect(it.values()).toEqual(['0', '1', '2', '3']);
  });

  test('K-PROD-2, K-PROD-9: after max.block.ms send() fails with BufferExhaustedException', () => {
    const config = { 'batch.size': 1000, 'buffer.memory': 1000, 'linger.ms': 0, 'max.block.ms': 150 };
    const it = oneProducer(scripted(series(2, 1000, 0, { valueSize: 900 }), config), slow);
    expect(it.result().producers.p).toMatchObject({ acked: 1, errors: { BufferExhaustedException: 1 } });
    expect(it.rows('sendFail')[0].at).toBe(1150);
  });

  test('K-PROD-6: a send() that waits for memory makes lingering batches sendable', () => {
    const config = { 'batch.size': 1000, 'buffer.memory': 1000, 'linger.ms': 5000 };
    const it = oneProducer(
      scripted(
        [
          [1000, 'a', { partition: 0 }],
          [1010, 'b', { partition: 1 }],
        ],
        config,
      ),
      {
        topics: twoPartitions,
      },
    );
    expect(batches(it)[0].at).toBe(1010);
  });

  test('K-PROD-2: without metadata send() fails with TimeoutException after max.block.ms, and does not throw', () => {
    const actions = [{ do: 'isolate', target: 'p', at: 0 }];
    const it = oneProducer(scripted([[100, 'a']], { 'max.block.ms': 700 }), { actions });
    expect(it.rows('sendFail')[0].at).toBe(800);
    expect(it.result().producers.p.errors).toEqual({ TimeoutException: 1 });
  });
});
