import { describe, expect, test } from 'vitest';
import { RowKind } from '../../../../simulations/kernel';
import { group, play, range } from './played';

const burst = { p: { topic: 'orders', workload: { rate: 1000, stop: '1s' } } };

describe('what poll() returns', () => {
  test('K-CON-1, K-CON-2: every record once, in order, as soon as it may be read', () => {
    const { delivered, result } = play({ groups: group() });
    expect(delivered('g')).toEqual(range(0, 100));
    expect(result.groups['g']!.lag['orders-0']).toBe(0);
  });

  test('K-CON-4: at most max.poll.records, one partition after the other', () => {
    const { rows, result } = play({
      topics: { orders: { partitions: 4 } },
      producers: burst,
      groups: group({ config: { 'max.poll.records': 30 }, members: { 'm-0': { join: '3s' } } }),
    });
    const polls = rows(RowKind.poll);
    expect(Math.max(...polls.map((row) => row.b - row.a))).toBeLessThanOrEqual(30);
    const total = polls.reduce((sum, row) => sum + row.b - row.a, 0);
    expect(total).toBe(1000);
    // A partition's fetched records are drained before the next partition's.
    const order = polls.map((row) => row.subject);
    expect(new Set(order.slice(0, 3)).size).toBeLessThan(3);
    expect(result.groups['g']!.committed).toEqual(
      Object.fromEntries(Object.entries(result.partitions).map(([name, partition]) => [name, partition.highWatermark])),
    );
  });

  test('K-CON-8, K-REP-7: nothing above the high watermark', () => {
    const { rows } = play({
      groups: group(),
      network: { links: [{ between: ['broker-1', 'broker-2'], delay: '40ms' }] },
    });
    const watermarks = rows(RowKind.highWatermark).filter((row) => row.subject === 0);
    for (const poll of rows(RowKind.poll)) {
      const known = watermarks.findLast((row) => row.atMs <= poll.atMs);
      expect(poll.b).toBeLessThanOrEqual(known!.a);
    }
  });

  test('K-CON-8, K-SCN-55: a reader above the new leader’s high watermark waits, without an error', () => {
    const { delivered, rows, result } = play({
      duration: '60s',
      producers: { p: { topic: 'orders', workload: { rate: 50, stop: '30s' } } },
      groups: group({ config: { 'session.timeout.ms': 45_000 } }),
      actions: [{ at: '8s', do: 'kill', target: 'leader(orders-0)' }],
    });
    expect(delivered('g')).toEqual(range(0, result.partitions['orders-0']!.highWatermark!));
    expect(rows(RowKind.clientError)).toEqual([]);
  });
});

describe('how much a broker answers', () => {
  test('K-CON-5: fetch.min.bytes holds the answer back until fetch.max.wait.ms', () => {
    const eager = play({ groups: group() });
    const patient = play({ groups: group({ config: { 'fetch.min.bytes': 100_000, 'fetch.max.wait.ms': 2000 } }) });
    expect(patient.delivered('g')).toEqual(range(0, 100));
    expect(patient.rows(RowKind.poll).length).toBeLessThan(eager.rows(RowKind.poll).length / 5);
  });

  test('K-CON-5: as soon as there are enough bytes, the answer comes', () => {
    const { rows } = play({
      producers: { p: { topic: 'orders', workload: { rate: 100, stop: '10s', valueSize: 1000 } } },
      groups: group({ config: { 'fetch.min.bytes': 20_000, 'fetch.max.wait.ms': 5000 } }),
    });
    const counts = rows(RowKind.poll).map((row) => row.b - row.a);
    expect(Math.max(...counts.slice(1, -1))).toBeLessThan(30);
    expect(counts.length).toBeGreaterThan(30);
  });

  test('K-CON-6: whole batches up to max.partition.fetch.bytes, one larger batch all the same', () => {
    const { delivered, rows } = play({
      producers: {
        p: { topic: 'orders', config: { 'linger.ms': 20 }, workload: { rate: 200, stop: '2s', valueSize: 900 } },
      },
      groups: group({ config: { 'max.partition.fetch.bytes': 100 }, members: { 'm-0': { join: '4s' } } }),
    });
    expect(delivered('g')).toEqual(range(0, 400));
    const log = rows(RowKind.append).filter((row) => row.subject === 0);
    const ends = new Set(log.map((row) => row.c));
    expect(rows(RowKind.poll).every((row) => ends.has(row.b))).toBe(true);
  });

  test('K-CON-4: without new records a reader asks about twice a second, and not more', () => {
    const { run } = play({
      duration: '30s',
      producers: {},
      groups: group({ config: { 'heartbeat.interval.ms': 3000 } }),
    });
    const perSecond = (run.eventCount / 30) * 1;
    expect(perSecond).toBeLessThan(60);
  });
});

describe('a broker that answers with an error', () => {
  test('K-CLI-5: NOT_LEADER_OR_FOLLOWER makes the client look again, nothing is lost or repeated', () => {
    const { delivered } = play({
      groups: group(),
      actions: [{ do: 'refuse', message: 'Fetch', actor: 'm-0', nth: 10, error: 'NOT_LEADER_OR_FOLLOWER' }],
    });
    expect(delivered('g')).toEqual(range(0, 100));
  });

  test('K-CLI-1: an answer that never comes ends with the connection', () => {
    const { delivered } = play({
      duration: '30s',
      groups: group({ config: { 'request.timeout.ms': 4000 } }),
      actions: [{ do: 'loseAnswer', message: 'Fetch', actor: 'm-0', nth: 10 }],
    });
    expect(delivered('g')).toEqual(range(0, 100));
  });
});

describe('processing', () => {
  test('K-SIM-3: delivered and processed are two facts; a record is processed when its time is over', () => {
    const { rows } = play({ groups: group({ processing: { time: '30ms', commit: 'after' } }) });
    const begun = rows(RowKind.processBegin);
    const ended = rows(RowKind.processEnd);
    expect(ended.map((row) => row.a)).toEqual(range(0, 100));
    for (const [index, row] of ended.entries()) expect(row.atMs - begun[index]!.atMs).toBeCloseTo(30);
  });

  test('a record that fails is skipped, tried again, or ends the process', () => {
    const failing = (then: string) =>
      play({ groups: group({ processing: { time: '1ms', commit: 'after', fail: { nth: 20, then } } }) });
    expect(failing('skip').processed('g')).toEqual(range(0, 100).filter((offset) => offset !== 19));
    expect(failing('retry').processed('g')).toEqual(range(0, 100));
    const crashed = failing('crash');
    expect(crashed.processed('g')).toEqual(range(0, 19));
    expect(crashed.rows(RowKind.actorCrashed, 'm-0').length).toBe(1);
  });

  test('an idempotent sink ignores what it knows; another applies it twice', () => {
    const sunk = (idempotent: boolean) =>
      play({
        duration: '40s',
        groups: group({ processing: { commit: 'after' }, sink: { kind: 'external', idempotent } }),
        actions: [{ do: 'kill', target: 'm-0', for: '1s', after: { event: 'effect.applied', actor: 'm-0', nth: 30 } }],
      });
    expect(sunk(false).rows(RowKind.effectApplied).length).toBe(101);
    expect(sunk(true).rows(RowKind.effectApplied).length).toBe(100);
    expect(sunk(true).rows(RowKind.effectIgnored).length).toBe(1);
  });
});
