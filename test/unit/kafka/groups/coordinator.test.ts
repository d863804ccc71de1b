import { describe, expect, test } from 'vitest';
import { ErrorCode, GroupStateCode, RebalanceReason, RowKind } from '../../../../simulations/kernel';
import { group, play, range } from '../consumer/played';

const three = { orders: { partitions: 3 } };
const slowStart = { brokers: { count: 3 } };

describe('the join phase', () => {
  test('K-GRP-11: the first join waits three seconds, and longer while more members come', () => {
    const alone = play({ ...slowStart, groups: group() });
    const [preparing, completing] = alone.rows(RowKind.groupState);
    expect(completing!.atMs - preparing!.atMs).toBeCloseTo(3000);
    const three = play({ ...slowStart, groups: group({ members: { a: {}, b: { join: '2s' }, c: { join: '4s' } } }) });
    const [begin, end] = three.rows(RowKind.groupState);
    expect(end!.atMs - begin!.atMs).toBeCloseTo(9000);
    expect(three.result.groups['g']!.generation).toBe(1);
  });

  test('K-GRP-14: every completion is a generation, becoming empty too', () => {
    const { rows } = play({
      topics: three,
      groups: group({ members: { a: { leave: '4s' }, b: { join: '6s' } } }),
    });
    const told = rows(RowKind.groupState).map((row) => [row.a, row.b]);
    expect(told).toEqual([
      [GroupStateCode.PreparingRebalance, 0],
      [GroupStateCode.CompletingRebalance, 1],
      [GroupStateCode.Stable, 1],
      [GroupStateCode.PreparingRebalance, 1],
      [GroupStateCode.Empty, 2],
      [GroupStateCode.PreparingRebalance, 2],
      [GroupStateCode.CompletingRebalance, 3],
      [GroupStateCode.Stable, 3],
    ]);
  });

  test('K-GRP-13: who does not join in time is removed, the others go on', () => {
    const { rows, result } = play({
      topics: three,
      duration: '30s',
      groups: group({
        members: { a: {}, b: {}, c: { join: '5s' } },
        config: { 'max.poll.interval.ms': 8000, 'session.timeout.ms': 20_000, 'max.poll.records': 500 },
      }),
      actions: [{ at: '4s', do: 'kill', target: 'a' }],
    });
    const states = rows(RowKind.groupState).filter((row) => row.atMs > 5000);
    expect(states[1]!.atMs - states[0]!.atMs).toBeCloseTo(8000, -1);
    expect(Object.keys(result.groups['g']!.members)).toEqual(['b', 'c']);
  });

  test('K-GRP-14: an assignor that nobody else has is INCONSISTENT_GROUP_PROTOCOL', () => {
    const classOf = (name: string) => `org.apache.kafka.clients.consumer.${name}`;
    const { result, rows } = play({
      groups: group({
        members: {
          a: { config: { 'partition.assignment.strategy': classOf('RangeAssignor') } },
          b: { join: '3s', config: { 'partition.assignment.strategy': classOf('StickyAssignor') } },
        },
      }),
    });
    expect(result.groups['g']!.members['b']!.error).toBe('InconsistentGroupProtocolException');
    expect(rows(RowKind.clientError)[0]!.a).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  });

  test('K-GRP-12: group.max.size', () => {
    const { result } = play({
      brokers: { count: 3, config: { 'group.initial.rebalance.delay.ms': 0, 'group.max.size': 1 } },
      groups: group({ members: { a: {}, b: { join: '3s' } } }),
    });
    expect(result.groups['g']!.members['b']!.error).toBe('GroupMaxSizeReachedException');
  });

  test('K-GRP-12: group.max.size of a coordinator that was given another one acts once its process starts anew', () => {
    const { result } = play({
      brokers: { count: 1, config: { 'group.initial.rebalance.delay.ms': 0 } },
      topics: { orders: { partitions: 2, replicationFactor: 1 } },
      duration: '60s',
      groups: group({ members: { a: {}, b: { join: '3s' }, c: { join: '40s' } } }),
      actions: [
        { at: '1s', do: 'config', target: 'broker-1', set: { 'group.max.size': 2 } },
        { at: '5s', do: 'stop', target: 'broker-1' },
        { at: '6s', do: 'restart', target: 'broker-1' },
      ],
    });
    expect(result.groups['g']!.members['b']!.error).not.toBe('GroupMaxSizeReachedException');
    expect(result.groups['g']!.members['c']!.error).toBe('GroupMaxSizeReachedException');
  });

  test('K-GRP-20: a session outside the broker’s bounds is refused', () => {
    const { result } = play({ groups: group({ config: { 'session.timeout.ms': 5000 } }) });
    expect(result.groups['g']!.members['m-0']!.error).toBe('InvalidSessionTimeoutException');
  });

  test('K-GRP-12: the coordinator rebalances when the leader asks for it', () => {
    const { rows } = play({
      topics: three,
      groups: group({ members: { a: {}, b: {} } }),
      actions: [{ at: '6s', do: 'rebalance', target: 'g' }],
    });
    const states = rows(RowKind.groupState).filter((row) => row.atMs > 6000);
    expect(states.map((row) => row.c)).toEqual(Array(3).fill(RebalanceReason.forced));
  });
});

describe('ownership in the coordinator’s book', () => {
  test('K-GRP-15: exactly one member for each partition of a stable group', () => {
    const { rows, run } = play({ topics: three, groups: group({ members: { a: {}, b: { join: '4s' } } }) });
    const owner = new Map<number, number>();
    for (const row of rows(RowKind.ownership)) owner.set(row.subject, row.a);
    expect([...owner.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
    expect([0, 1, 2].map((partition) => run.system.groups.ownerOf(0, partition))).toEqual([0, 0, 1]);
  });
});

describe('failover', () => {
  const failing = (action: Record<string, unknown>) =>
    play({
      duration: '40s',
      brokers: {
        count: 3,
        config: { 'group.initial.rebalance.delay.ms': 0, 'broker.session.timeout.ms': 4000 },
      },
      producers: { p: { topic: 'orders', workload: { rate: 10, stop: '25s' } } },
      groups: group({ config: { 'session.timeout.ms': 20_000, 'request.timeout.ms': 5000 } }),
      actions: [{ at: '8s', target: 'coordinator(g)', ...action }],
    });

  test('K-GRP-24, K-ERR-3: the new coordinator reads generation, assignment and offsets out of the log', () => {
    const { rows, result, delivered } = failing({ do: 'kill' });
    expect(rows(RowKind.groupState).filter((row) => row.atMs > 8000)).toEqual([]);
    expect(result.groups['g']).toMatchObject({ state: 'Stable', generation: 1, committed: { 'orders-0': 250 } });
    expect(delivered('g')).toEqual(range(0, 250));
  });

  test('K-GRP-24: a clean stop hands the group over without a rebalance', () => {
    const { rows, result } = failing({ do: 'stop' });
    expect(rows(RowKind.groupState).filter((row) => row.atMs > 8000)).toEqual([]);
    expect(result.groups['g']!.committed).toEqual({ 'orders-0': 250 });
  });

  test('K-ERR-3: a coordinator that comes back serves what was committed meanwhile', () => {
    const { result, delivered } = failing({ do: 'kill', for: '6s' });
    expect(result.groups['g']!.committed).toEqual({ 'orders-0': 250 });
    expect(delivered('g')).toEqual(range(0, 250));
  });

  test('K-ERR-3: sessions begin anew with the new coordinator', () => {
    const { rows } = play({
      duration: '40s',
      brokers: { count: 3, config: { 'group.initial.rebalance.delay.ms': 0, 'broker.session.timeout.ms': 4000 } },
      groups: group({ config: { 'session.timeout.ms': 8000 } }),
      actions: [
        { at: '8s', do: 'kill', target: 'coordinator(g)' },
        { at: '8s', do: 'kill', target: 'm-0' },
      ],
    });
    const loaded = rows(RowKind.leaderStarted).find((row) => row.atMs > 8000 && row.subject > 0)!.atMs;
    const [left] = rows(RowKind.memberLeft);
    expect(left!.atMs - loaded).toBeGreaterThan(8000);
  });
});
