import { describe, expect, test } from 'vitest';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const topicOf = (partitions: number): Part => ({
  orders: { partitions, assignment: Array.from({ length: partitions }, (_, i) => [(i % 3) + 1]) },
});

/** Partition numbers of a producer's records, in order of sending. */
function choices(producer: Part, parts: Part = {}): number[] {
  const it = new ClusterRun({ topics: topicOf(6), producers: { p: producer }, ...parts }).until();
  const { records } = it.run.trace.facts;
  return [...records.partition.subarray(0, records.length)];
}

/** Lengths of the stretches of equal numbers. */
function stretches(numbers: readonly number[]): number[] {
  const lengths: number[] = [];
  numbers.forEach((number, i) => {
    if (i === 0 || numbers[i - 1] !== number) lengths.push(0);
    lengths[lengths.length - 1]++;
  });
  return lengths;
}

describe('keys', () => {
  test('K-PART-1: a partition of the record goes before its key, the key before the sticky partition', () => {
    const sends = [
      [100, 'x', { key: 'abc1', partition: 5 }],
      [100, 'x', { key: 'abc1' }],
      [100, 'x', { key: 'a' }],
    ] as const;
    // murmur2('abc1') mod 6 = 2, of 'a' = 4 (K-PART-2).
    expect(choices(scripted(sends))).toEqual([5, 2, 4]);
  });

  test('K-PART-1: the hash is over all partitions, those without a leader too', () => {
    const actions = [{ do: 'kill', target: 'broker-3', at: 0 }];
    // Partition 2 lies on broker 3 alone.
    expect(choices(scripted([[15_000, 'x', { key: 'abc1' }]]), { actions, duration: '20s' })).toEqual([2]);
  });

  test('K-PART-1: partitioner.ignore.keys sends records with keys to the sticky partition, and counts them', () => {
    const config = { 'partitioner.ignore.keys': true, 'batch.size': 1000, 'linger.ms': 0 };
    const sends = Array.from({ length: 60 }, (_, i) => [100 + i * 10, 'x', { key: `k${i}`, valueSize: 90 }] as const);
    const lengths = stretches(choices(scripted(sends, config)));
    // 61 + 101 bytes a record in a batch of its own: seven of them pass 1000.
    expect(lengths.slice(0, -1).every((length) => length % 7 === 0)).toBe(true);
  });
});

describe('sticky', () => {
  const alone = (bytes: number): Part => ({ 'batch.size': bytes, 'linger.ms': 0 });

  test('K-PART-3, K-PART-4: a partition is left once batch.size bytes went there, headers of batches included', () => {
    const lengths = stretches(choices(scripted(series(80, 100, 10, { valueSize: 100 }), alone(1000))));
    // Sent one by one, each record is a batch of 61 + 109 bytes: six pass 1000. A draw may hit the same one again.
    expect(lengths.slice(0, -1).every((length) => length % 6 === 0)).toBe(true);
    expect(lengths.length).toBeGreaterThan(5);
  });

  test('K-PART-3: not while its queue holds an unfilled batch, but at twice batch.size in any case', () => {
    const config = { 'batch.size': 1000, 'linger.ms': 1000 };
    // A partition a broker, so that none is sent along with another (K-PROD-7).
    const parts = { topics: topicOf(3) };
    const lengths = stretches(choices(scripted(series(60, 100, 0, { valueSize: 100 }), config), parts));
    // Batches of eight (61 + 8 * 109 = 933). After the second one 1866 bytes are counted: the ninth of it would not fit,
    // closes it, and the switch that was put off happens before a third batch is made.
    expect(lengths.slice(0, -1).every((length) => length % 16 === 0)).toBe(true);
  });

  test('K-PART-3: twice batch.size ends it even with an unfilled batch', () => {
    const config = { 'batch.size': 1000, 'linger.ms': 1000 };
    const lengths = stretches(choices(scripted(series(40, 100, 0, { valueSize: 600 }), config)));
    // One record a batch, 61 + 609 bytes: the third makes 2010.
    expect(lengths.slice(0, -1).every((length) => length % 2 === 0 || length % 3 === 0)).toBe(true);
    expect(Math.max(...lengths.slice(0, -1).map((length) => length))).toBeLessThanOrEqual(9);
  });

  test('K-PART-4: a hundred small records without keys, five milliseconds apart, all go to one partition', () => {
    expect(stretches(choices(scripted(series(100, 100, 5, { valueSize: 100 }))))).toEqual([100]);
  });

  test('K-PART-5: the draws are uniform over partitions with a leader', () => {
    const config = {
      ...alone(150),
      'partitioner.adaptive.partitioning.enable': false,
      'metadata.max.age.ms': 1000,
    };
    const actions = [{ do: 'kill', target: 'broker-3', at: 0 }];
    const sent = choices(scripted(series(2000, 15_000, 5, { valueSize: 100 }), config), { actions, duration: '30s' });
    const counts = [0, 1, 2, 3, 4, 5].map((partition) => sent.filter((it) => it === partition).length);
    expect([counts[2], counts[5]]).toEqual([0, 0]);
    for (const partition of [0, 1, 3, 4]) expect(Math.abs(counts[partition] - 500)).toBeLessThan(100);
  });

  test('K-PART-5, K-SIM-4: another producer does not shift the draws of this one', () => {
    const producer = scripted(series(100, 100, 10, { valueSize: 100 }), alone(150));
    const one = choices(producer);
    const it = new ClusterRun({
      topics: topicOf(6),
      producers: { p: producer, q: scripted(series(100, 103, 10, { valueSize: 100 }), alone(150)) },
    }).until();
    const { records } = it.run.trace.facts;
    const own = [...records.partition.subarray(0, records.length)].filter((_, i) => records.producer[i] === 4);
    expect(own).toEqual(one);
  });
});

describe('adaptive', () => {
  const config = { 'batch.size': 1, 'linger.ms': 0, 'max.in.flight.requests.per.connection': 1 };

  test('K-PART-6: a partition whose queue is long is drawn less often', () => {
    const actions = [{ do: 'slow', target: 'broker-1', by: '400ms', at: 0 }];
    const share = (isAdaptive: boolean): number => {
      const settings = { ...config, 'partitioner.adaptive.partitioning.enable': isAdaptive };
      const sent = choices(scripted(series(1200, 2000, 5, { valueSize: 20 }), settings), { actions });
      return sent.filter((partition) => partition % 3 === 0).length / sent.length;
    };
    expect(share(true)).toBeLessThan(0.15);
    expect(Math.abs(share(false) - 1 / 3)).toBeLessThan(0.07);
  });

  test('K-PART-7: a broker that takes no data for longer than partitioner.availability.timeout.ms is left out', () => {
    const actions = [{ do: 'pause', target: 'broker-1', at: 3000, for: '5s' }];
    const sentTo = (timeout: number): number => {
      const settings = { ...config, 'partitioner.availability.timeout.ms': timeout };
      const sent = choices(scripted(series(1500, 2000, 4, { valueSize: 20 }), settings), { actions });
      return sent.slice(500, 1400).filter((partition) => partition % 3 === 0).length;
    };
    expect(sentTo(200)).toBe(0);
    expect(sentTo(0)).toBeGreaterThan(0);
  });
});

describe('round robin', () => {
  const config = { 'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner' };

  test('K-PART-8: consecutive records go to different partitions in a fixed cycle, keys or not', () => {
    const sends = Array.from({ length: 24 }, (_, i) => [100, 'x', i % 2 === 0 ? { key: 'same' } : {}] as const);
    const sent = choices(scripted(sends, config));
    const cycle = sent.slice(0, 6);
    expect(new Set(cycle).size).toBe(6);
    expect(sent).toEqual([...cycle, ...cycle, ...cycle, ...cycle]);
  });

  test('K-PART-8: over the partitions that have a leader', () => {
    const actions = [{ do: 'kill', target: 'broker-3', at: 0 }];
    const sent = choices(scripted(series(8, 15_000, 1), { ...config, 'metadata.max.age.ms': 1000 }), {
      actions,
      duration: '20s',
    });
    expect(new Set(sent)).toEqual(new Set([0, 1, 3, 4]));
    expect(sent.slice(0, 4)).toEqual(sent.slice(4));
  });
});
