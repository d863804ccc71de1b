import { describe, expect, test } from 'vitest';
import { ErrorCode, GroupStateCode, LeaveReason, RebalanceReason, RowKind } from '../../../../simulations/kernel';
import { callbacks, group, play, range } from './played';

const cooperative = {
  'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
};
const four = { orders: { partitions: 4 } };

describe('rebalances as members see them', () => {
  test('K-GRP-17, K-GRP-18, K-GRP-19: eager gives everything up and gets all of it anew', () => {
    const played = play({ topics: four, groups: group({ members: { 'm-0': {}, 'm-1': { join: '5s' } } }) });
    expect(callbacks(played, 'm-0')).toEqual([
      ['assigned', [0, 1, 2, 3]],
      ['revoked', [0, 1, 2, 3]],
      ['assigned', [0, 1]],
    ]);
    expect(callbacks(played, 'm-1')).toEqual([['assigned', [2, 3]]]);
    expect(played.result.groups['g']!.generation).toBe(2);
  });

  test('K-GRP-18, K-GRP-19: cooperative gives up what moves, in a second round', () => {
    const played = play({
      topics: four,
      groups: group({ config: cooperative, members: { 'm-0': {}, 'm-1': { join: '5s' } } }),
    });
    expect(callbacks(played, 'm-0')).toEqual([
      ['assigned', [0, 1, 2, 3]],
      ['revoked', [2, 3]],
      ['assigned', []],
      ['assigned', []],
    ]);
    expect(callbacks(played, 'm-1')).toEqual([
      ['assigned', []],
      ['assigned', [2, 3]],
    ]);
    expect(played.result.groups['g']!.generation).toBe(3);
  });

  test('K-GRP-19: what a member keeps is read all the time', () => {
    const played = play({
      topics: four,
      producers: { p: { topic: 'orders', workload: { rate: 100, stop: '15s' } } },
      groups: group({
        config: { ...cooperative, 'heartbeat.interval.ms': 3000 },
        members: { 'm-0': {}, 'm-1': { join: '5s' } },
        processing: { commit: 'after-async' },
      }),
    });
    const kept = played.rows(RowKind.poll, 'm-0').filter((row) => row.subject === 0 && row.atMs > 4000);
    const gaps = kept.slice(1).map((row, index) => row.atMs - kept[index]!.atMs);
    expect(Math.max(...gaps)).toBeLessThan(500);
    expect(new Set(played.delivered('g', 'orders-0')).size).toBe(played.delivered('g', 'orders-0').length);
  });

  test('K-GRP-16: a busy member delays the whole group until its next poll()', () => {
    const { rows } = play({
      topics: four,
      groups: group({
        members: { 'm-0': {}, 'm-1': { join: '5s' } },
        config: { 'max.poll.records': 5 },
        processing: { time: '400ms', commit: 'after' },
      }),
    });
    const states = rows(RowKind.groupState).filter((row) => row.atMs > 5000);
    expect(states[0]!.a).toBe(GroupStateCode.PreparingRebalance);
    expect(states[1]!.a).toBe(GroupStateCode.CompletingRebalance);
    const processed = rows(RowKind.processEnd, 'm-0').find((row) => row.atMs > states[0]!.atMs + 600);
    expect(states[1]!.atMs).toBeGreaterThanOrEqual(processed!.atMs - 401);
  });

  test('K-SCN-52: cooperative without a commit on revocation reads moved records twice; with one it does not', () => {
    const moved = (onRevoked: string) =>
      play({
        topics: four,
        producers: { p: { topic: 'orders', workload: { rate: 100, stop: '15s' } } },
        groups: group({
          config: { ...cooperative, 'enable.auto.commit': false },
          members: { 'm-0': {}, 'm-1': { join: '8s' } },
          processing: { commit: 'auto', onRevoked },
        }),
      });
    const repeated = (played: ReturnType<typeof moved>): number =>
      ['orders-2', 'orders-3'].reduce((sum, name) => {
        const offsets = played.delivered('g', name);
        return sum + offsets.length - new Set(offsets).size;
      }, 0);
    expect(repeated(moved('none'))).toBeGreaterThan(0);
    expect(repeated(moved('commit'))).toBe(0);
  });

  test('K-SCN-29: more members than partitions: some get nothing, everybody stops for it', () => {
    const played = play({ groups: group({ members: { 'm-0': {}, 'm-1': { join: '5s' } } }) });
    expect(callbacks(played, 'm-1')).toEqual([['assigned', []]]);
    expect(callbacks(played, 'm-0').map(([name]) => name)).toEqual(['assigned', 'revoked', 'assigned']);
  });
});

describe('liveness', () => {
  test('K-GRP-20, K-GRP-22: a crashed member is removed after its session; its partitions idle until then', () => {
    const { rows } = play({
      topics: four,
      groups: group({ members: { 'm-0': {}, 'm-1': {} } }),
      actions: [{ at: '5s', do: 'kill', target: 'm-0' }],
    });
    const [left] = rows(RowKind.memberLeft);
    expect(left!.b).toBe(LeaveReason.sessionExpired);
    expect(left!.atMs).toBeGreaterThan(10_400);
    expect(left!.atMs).toBeLessThanOrEqual(11_010);
  });

  test('K-GRP-22: close() revokes, leaves, and the group rebalances at once', () => {
    const played = play({ topics: four, groups: group({ members: { 'm-0': { leave: '5s' }, 'm-1': {} } }) });
    expect(callbacks(played, 'm-0').at(-1)![0]).toBe('revoked');
    const [left] = played.rows(RowKind.memberLeft);
    expect(left).toMatchObject({ b: LeaveReason.left });
    expect(left!.atMs).toBeLessThan(5010);
    expect(played.rows(RowKind.clientClosed, 'm-0').length).toBe(1);
  });

  test('K-GRP-21, K-SCN-25: without poll() for max.poll.interval.ms the member leaves, its partitions are lost', () => {
    const played = play({
      duration: '16s',
      groups: group({
        members: { 'm-0': {} },
        config: { 'max.poll.interval.ms': 3000, 'max.poll.records': 1 },
        processing: { time: '5s', commit: 'after' },
      }),
    });
    expect(played.rows(RowKind.memberLeft)[0]).toMatchObject({ b: LeaveReason.pollTimeout });
    expect(callbacks(played, 'm-0')).toContainEqual(['lost', [0]]);
    expect(played.rows(RowKind.clientError)[0]!.a).toBe(ErrorCode.COMMIT_FAILED);
    expect(played.delivered('g').slice(0, 2)).toEqual([0, 0]);
    expect(played.result.groups['g']!.committed).toEqual({});
    const reasons = played.rows(RowKind.groupState).map((row) => row.c);
    expect(reasons).toContain(RebalanceReason.pollTimeout);
  });

  test('K-GRP-23, K-SCN-26: a paused member goes on with its old partitions until an answer tells it', () => {
    const played = play({
      duration: '40s',
      producers: { p: { topic: 'orders', workload: { rate: 50, stop: '20s' } } },
      groups: group({
        members: { 'm-0': {}, 'm-1': { join: '1s' } },
        processing: { time: '20ms', commit: 'after' },
      }),
      actions: [{ at: '6s', do: 'pause', target: 'm-0', for: '9s' }],
    });
    const zombie = played.rows(RowKind.processEnd, 'm-0').filter((row) => row.atMs >= 15_000 && row.atMs < 15_300);
    expect(zombie.length).toBeGreaterThan(0);
    const others = new Set(played.processed('g', 'orders-0', 'm-1'));
    expect(zombie.some((row) => others.has(row.a))).toBe(true);
    expect(played.rows(RowKind.partitionLost, 'm-0').length).toBe(1);
  });

  test('K-GRP-30: a static member back in time changes nothing; K-GRP-22: its close sends no LeaveGroup', () => {
    const members = (instance: boolean) => ({
      'm-0': { config: instance ? { 'group.instance.id': 'i-0' } : {} },
      'm-1': { config: instance ? { 'group.instance.id': 'i-1' } : {} },
    });
    const restarted = (instance: boolean) =>
      play({
        topics: four,
        groups: group({ members: members(instance) }),
        actions: [
          { at: '5s', do: 'stop', target: 'm-0' },
          { at: '8s', do: 'restart', target: 'm-0' },
        ],
      });
    const fixed = restarted(true);
    const before = fixed.rows(RowKind.groupState).filter((row) => row.atMs > 5000);
    expect(before).toEqual([]);
    expect(callbacks(fixed, 'm-0').at(-1)![0]).toBe('assigned');
    const dynamic = restarted(false);
    expect(dynamic.result.groups['g']!.rebalances.filter((one) => one.at > 5000).length).toBe(2);
  });

  test('K-GRP-31: gone longer than its session, a static member costs two rebalances', () => {
    const { result, rows } = play({
      topics: four,
      groups: group({
        members: { 'm-0': { config: { 'group.instance.id': 'i-0' } }, 'm-1': {} },
      }),
      actions: [{ at: '4s', do: 'kill', target: 'm-0', for: '9s' }],
    });
    expect(rows(RowKind.memberLeft)[0]).toMatchObject({ b: LeaveReason.sessionExpired });
    expect(result.groups['g']!.rebalances.filter((one) => one.at > 4000).length).toBe(2);
  });

  test('K-GRP-30: two processes with one instance id fence each other, the later one wins', () => {
    const { rows, result } = play({
      groups: group({
        members: {
          'm-0': { config: { 'group.instance.id': 'same' } },
          'm-1': { join: '4s', config: { 'group.instance.id': 'same' } },
        },
      }),
    });
    expect(rows(RowKind.memberFenced)[0]!.b).toBe(ErrorCode.FENCED_INSTANCE_ID);
    expect(result.groups['g']!.members['m-0']!.error).toBe('FencedInstanceIdException');
    expect(result.groups['g']!.members['m-1']!.assignment).toEqual(['orders-0']);
  });
});

describe('many members, many topics', () => {
  const rolling = (config: Record<string, unknown>, instances: boolean) => {
    const names = range(0, 5).map((index) => `m-${index}`);
    return play({
      duration: '120s',
      topics: { orders: { partitions: 6 } },
      producers: {},
      groups: group({
        config: { 'session.timeout.ms': 45_000, ...config },
        members: Object.fromEntries(
          names.map((name) => [name, { config: instances ? { 'group.instance.id': name } : {} }]),
        ),
      }),
      actions: names.flatMap((name, index) => [
        { at: 20_000 * (index + 1), do: 'stop', target: name },
        { at: 20_000 * (index + 1) + 5000, do: 'restart', target: name },
      ]),
    }).result.groups['g']!;
  };

  test('K-SCN-27, K-GRP-31: a rolling restart costs two rebalances a member, with static members none', () => {
    const rebalancesAfter = (rebalances: readonly { readonly at: number }[]) =>
      rebalances.filter((one) => one.at > 10_000).length;
    expect(rebalancesAfter(rolling({}, false).rebalances)).toBe(10);
    expect(rebalancesAfter(rolling({}, true).rebalances)).toBe(0);
    expect(rebalancesAfter(rolling(cooperative, false).rebalances)).toBeGreaterThan(10);
  });

  test('K-SCN-28, K-ASG-3: ten topics of one partition all go to the first member', () => {
    const topics = range(0, 10).map((index) => `t-${index}`);
    const { result } = play({
      duration: '6s',
      topics: Object.fromEntries(topics.map((name) => [name, {}])),
      producers: {},
      groups: group({ topics, members: { a: {}, b: {}, c: {} } }),
    });
    const sizes = Object.values(result.groups['g']!.members).map((member) => member.assignment.length);
    expect(sizes).toEqual([10, 0, 0]);
  });
});

describe('groups without membership', () => {
  test('K-CON-10, K-CON-25: an assigned reader has no rebalance and commits while the group is empty', () => {
    const { result, delivered, rows } = play({
      groups: {
        r: {
          kind: 'assign',
          partitions: ['orders-0'],
          config: { 'auto.offset.reset': 'earliest' },
          members: { 'r-0': {} },
          processing: { commit: 'after' },
        },
      },
    });
    expect(delivered('r')).toEqual(range(0, 100));
    expect(result.groups['r']!.committed['orders-0']).toBe(100);
    expect(rows(RowKind.groupState)).toEqual([]);
  });
});
