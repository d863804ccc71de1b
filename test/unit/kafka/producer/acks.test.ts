import { describe, expect, test } from 'vitest';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const run = (producer: Part, actions: Part[] = [], parts: Part = {}): ClusterRun =>
  new ClusterRun({ producers: { p: producer }, actions, ...parts }).until();
const topicWith = (config: Part, assignment = [[1, 2, 3]]): Part => ({ orders: { partitions: 1, assignment, config } });
const now = { 'linger.ms': 0 };
/** Followers that get nothing: their links to the leader take ten seconds. */
const farFollowers = {
  delay: '1ms',
  jitter: 0,
  links: [
    { between: ['broker-1', 'broker-2'], delay: '4s' },
    { between: ['broker-1', 'broker-3'], delay: '4s' },
  ],
};

describe('acks=0', () => {
  const acks0 = { ...now, acks: '0' };

  test('K-PROD-30: done with offset -1 as soon as it is written to the socket', () => {
    const it = run(scripted([[100, 'a']], acks0));
    expect(it.rows('sendOk')).toMatchObject([{ at: 100, b: -1 }]);
    expect(it.values()).toEqual(['a']);
  });

  test('K-PROD-30, K-REP-60: refused by the leader it is lost all the same, the connection is closed, and nothing is retried', () => {
    const refuse = { do: 'refuse', message: 'Produce', actor: 'p', nth: 1, error: 'NOT_ENOUGH_REPLICAS' };
    const it = run(
      scripted(
        [
          [100, 'a'],
          [2000, 'b'],
        ],
        acks0,
      ),
      [refuse],
    );
    expect(it.result().producers.p).toMatchObject({ acked: 2, failed: 0 });
    expect(it.values()).toEqual(['b']);
    expect(it.rows('sendAttempt')).toHaveLength(2);
  });

  test('K-REP-60: after a failover records are lost until the refresh that the first refused one causes', () => {
    const actions = [{ do: 'kill', target: 'broker-1', at: 1000, for: '12s' }];
    const sends = [
      [500, 'before'],
      [25_000, 'first'],
      [26_000, 'second'],
    ] as const;
    const it = run(scripted(sends, acks0), actions, { duration: '30s' });
    expect(it.result().producers.p.acked).toBe(3);
    expect(it.values()).toEqual(['before', 'second']);
  });
});

describe('acks=1', () => {
  test('K-PROD-31: answered once the leader has it, whoever else has it', () => {
    const it = run(scripted([[5000, 'a']], { ...now, acks: '1' }), [], { network: farFollowers });
    expect(it.rows('sendOk')[0].at).toBe(5002);
    expect(it.result().partitions['orders-0'].highWatermark).toBe(0);
  });

  test('K-PROD-31, K-REP-10: below the minimum it is stored and acknowledged, but the high watermark stands', () => {
    const actions = [
      { do: 'kill', target: 'broker-2', at: 0 },
      { do: 'kill', target: 'broker-3', at: 0 },
    ];
    const it = run(scripted([[15_000, 'a']], { ...now, acks: '1' }), actions, { duration: '20s' });
    expect(it.result().partitions['orders-0']).toMatchObject({ isr: [1], logEndOffset: 1, highWatermark: 0 });
    expect(it.result().producers.p.acked).toBe(1);
  });
});

describe('acks=all', () => {
  test('K-PROD-32: answered when every member of the in-sync set has it', () => {
    const links = [{ between: ['broker-1', 'broker-3'], delay: '50ms' }];
    const it = run(scripted([[5000, 'a']], now), [], { network: { delay: '1ms', jitter: 0, links } });
    const [ok] = it.rows('sendOk');
    // To broker 3 and, with its next fetch, back.
    expect(ok.at).toBeGreaterThanOrEqual(5000 + 100);
    expect(ok.at).toBeLessThan(5000 + 220);
  });

  test('K-PROD-34: all means the present in-sync set: of one it is like acks=1', () => {
    const actions = [
      { do: 'kill', target: 'broker-2', at: 0 },
      { do: 'kill', target: 'broker-3', at: 0 },
    ];
    const topics = topicWith({ 'min.insync.replicas': 1 });
    const it = run(scripted([[15_000, 'a']], now), actions, { topics, duration: '20s' });
    expect(it.rows('sendOk')[0].at).toBe(15_002);
  });

  test('K-PROD-32: below the minimum nothing is written', () => {
    const actions = [
      { do: 'kill', target: 'broker-2', at: 0 },
      { do: 'kill', target: 'broker-3', at: 0 },
    ];
    const config = { ...now, 'enable.idempotence': false, retries: 0 };
    const it = run(scripted([[15_000, 'a']], config), actions, { duration: '20s' });
    expect(it.result().producers.p.errors).toEqual({ NotEnoughReplicasException: 1 });
    expect(it.result().partitions['orders-0'].logEndOffset).toBe(0);
  });

  test('K-PROD-32, K-REP-10: the minimum is never more than there are replicas', () => {
    const topics = topicWith({ 'min.insync.replicas': 2 }, [[1]]);
    expect(run(scripted([[100, 'a']], now), [], { topics }).values()).toEqual(['a']);
  });

  test('K-PROD-32: a leader that is deposed while a request waits ends it with NOT_LEADER_OR_FOLLOWER', () => {
    const config = { ...now, 'enable.idempotence': false, retries: 0 };
    const actions = [{ do: 'stop', target: 'broker-1', at: 5100 }];
    const it = run(scripted([[5000, 'a']], config), actions, { network: farFollowers });
    expect(it.result().producers.p.errors).toEqual({ NotLeaderOrFollowerException: 1 });
  });

  test('K-PROD-32a: falling below the minimum while waiting ends in REQUEST_TIMED_OUT, with the record in the log', () => {
    const config = { ...now, 'enable.idempotence': false, retries: 0, 'request.timeout.ms': 12_000 };
    const actions = [
      { do: 'kill', target: 'broker-2', at: 1000 },
      { do: 'kill', target: 'broker-3', at: 1000 },
    ];
    const it = run(scripted([[1100, 'a']], config), actions, { duration: '20s' });
    expect(it.result().producers.p.errors).toEqual({ TimeoutException: 1 });
    expect(it.result().partitions['orders-0'].logEndOffset).toBe(1);
  });

  test('K-REP-25: a dead follower stalls writes until the controller fences it', () => {
    const actions = [{ do: 'kill', target: 'broker-3', at: 1000 }];
    const it = run(scripted([[1100, 'a']], now), actions, { duration: '20s' });
    const [ok] = it.rows('sendOk');
    const [fenced] = it.rows('brokerFenced');
    expect(ok.at).toBeGreaterThan(fenced.at);
    expect(ok.at).toBeLessThan(fenced.at + 100);
    expect(fenced.at).toBeGreaterThan(8000);
  });
});

describe('what the broker refuses', () => {
  const day = 24 * 3600 * 1000;
  const clock = 1_700_000_000_000;

  test('K-LOG-21: a timestamp more than an hour ahead is refused, and nothing is retried', () => {
    const sends = [
      [100, 'now'],
      [200, 'ahead', { timestamp: clock + 2 * 3600 * 1000 }],
    ] as const;
    const it = run(scripted(sends, now));
    expect(it.values()).toEqual(['now']);
    expect(it.result().producers.p.errors).toEqual({ InvalidTimestampException: 1 });
    expect(it.rows('sendAttempt')).toHaveLength(2);
  });

  test('K-LOG-21: and one older than message.timestamp.before.max.ms', () => {
    const topics = topicWith({ 'message.timestamp.before.max.ms': day });
    const sends = [
      [100, 'old', { timestamp: clock - 2 * day }],
      [200, 'young', { timestamp: clock - day / 2 }],
    ] as const;
    expect(run(scripted(sends, now), [], { topics }).values()).toEqual(['young']);
  });

  test('K-LOG-20: LogAppendTime takes any timestamp and puts the broker clock in its place', () => {
    const topics = topicWith({ 'message.timestamp.type': 'LogAppendTime' });
    const it = run(scripted([[100, 'ahead', { timestamp: clock + day }]], now), [], { topics });
    expect(it.result().logs!['orders-0'][0].timestamp).toBe(clock + 101);
  });

  test('K-PROD-27: one invalid record fails its batch; it gets the error, the others learn whom they were with', () => {
    const sends = [
      [100, 'a'],
      [100, 'ahead', { timestamp: clock + day }],
      [100, 'b'],
    ] as const;
    const it = run(scripted(sends, { 'linger.ms': 20 }));
    expect(it.values()).toEqual([]);
    expect(it.result().producers.p).toMatchObject({
      failed: 3,
      errors: { InvalidTimestampException: 1, KafkaException: 2 },
    });
    const rows = it.rows('sendFail');
    expect(rows.map(({ a, b, flags }) => [a, b, flags])).toEqual([
      [0, 1006, 1],
      [1, 32, 1],
      [2, 1006, 1],
    ]);
  });

  test('K-PROD-27: of several invalid records each is an InvalidRecordException', () => {
    const ahead = { timestamp: clock + day };
    const sends = [
      [100, 'a', ahead],
      [100, 'b'],
      [100, 'c', ahead],
    ] as const;
    const it = run(scripted(sends, { 'linger.ms': 20 }));
    expect(it.result().producers.p.errors).toEqual({ InvalidRecordException: 2, KafkaException: 1 });
  });

  test('K-PROD-33: a batch above max.message.bytes is split and stored whole, in order, without using up a retry', () => {
    const topics = topicWith({ 'max.message.bytes': 1500 });
    const config = { 'linger.ms': 20, 'batch.size': 4000, 'enable.idempotence': false, retries: 0 };
    const it = run(scripted(series(20, 100, 0, { valueSize: 150 }), config), [], { topics });
    expect(it.values()).toEqual(series(20, 0, 0).map(([, value]) => value));
    expect(it.result().producers.p).toMatchObject({ acked: 20, failed: 0 });
  });

  test('K-PROD-33, K-IDEM-2: the parts share the sequences of the whole, also with more in flight behind it', () => {
    const topics = topicWith({ 'max.message.bytes': 1500 });
    const sends = [
      ...series(20, 100, 0, { valueSize: 150 }),
      [100.5, 'x', { valueSize: 10 }],
      [130, 'y'],
      [150, 'z'],
    ] as const;
    const it = run(scripted(sends, { 'linger.ms': 0, 'batch.size': 4000 }), [], {
      topics,
      network: { delay: '20ms', jitter: 0 },
    });
    const values = it.values();
    expect(values).toEqual([...new Set(values)]);
    expect(values).toHaveLength(23);
    expect(values.slice(-3)).toEqual(['x', 'y', 'z']);
    const { logBatches } = it.run.trace.facts;
    let next = 0;
    for (let node = 0; node < logBatches.length; node++) {
      expect(logBatches.baseSequence[node]).toBe(next);
      next += logBatches.endOffset[node] - logBatches.baseOffset[node];
    }
    expect(it.rows('producerIdAssigned')).toHaveLength(1);
  });

  test('K-PROD-33: a single record above the limit fails with RecordTooLargeException', () => {
    const topics = topicWith({ 'max.message.bytes': 1000 });
    const it = run(
      scripted(
        [
          [100, 'a', { valueSize: 2000 }],
          [200, 'b'],
        ],
        now,
      ),
      [],
      { topics },
    );
    expect(it.result().producers.p.errors).toEqual({ RecordTooLargeException: 1 });
    expect(it.values()).toEqual(['b']);
  });
});
