import { describe, expect, test } from 'vitest';
import { CommitMode, ErrorCode, RowKind } from '../../../../simulations/kernel';
import { group, play, range } from './played';

describe('automatic commits', () => {
  test('K-CON-20: the check runs inside poll() and commits what earlier polls returned', () => {
    const { rows } = play({ groups: group({ config: { 'enable.auto.commit': true }, processing: { time: '300ms' } }) });
    const commits = rows(RowKind.commitInvoke);
    expect(commits.length).toBeGreaterThan(1);
    expect(commits.every((row) => row.c === CommitMode.auto)).toBe(true);
    for (const commit of commits) {
      const before = rows(RowKind.poll).filter((row) => row.atMs < commit.atMs);
      expect(commit.a).toBe(before.at(-1)?.b ?? 0);
    }
  });

  test('K-CON-20: no poll, no commit, however long', () => {
    const { rows } = play({
      groups: group({
        config: { 'enable.auto.commit': true, 'auto.commit.interval.ms': 1000 },
        processing: { time: '9s' },
      }),
    });
    const [first] = rows(RowKind.poll);
    expect(
      rows(RowKind.commitInvoke).filter((row) => row.atMs > first!.atMs + 1 && row.atMs < first!.atMs + 8990),
    ).toEqual([]);
  });

  test('K-CON-20a, K-SCN-21: with threads, records that nobody finished are committed and lost to the group', () => {
    const { result, delivered, processed } = play({
      duration: '40s',
      groups: group({
        members: { 'm-0': {}, 'm-1': { join: '11s' } },
        config: { 'enable.auto.commit': true, 'auto.commit.interval.ms': 500 },
        processing: { time: '2s', threads: 4 },
      }),
      actions: [{ at: '9.5s', do: 'kill', target: 'm-0' }],
    });
    const done = new Set(processed('g'));
    const firstOfSecond = Math.min(...delivered('g', 'orders-0', 'm-1'));
    expect(firstOfSecond).toBeGreaterThan(processed('g', 'orders-0', 'm-0').length);
    expect(range(0, firstOfSecond).some((offset) => !done.has(offset))).toBe(true);
    expect(result.groups['g']!.committed['orders-0']).toBe(100);
  });

  test('K-CON-21, K-SCN-22: close() in a finally block commits what threw', () => {
    const { result, processed } = play({
      groups: group({
        config: { 'enable.auto.commit': true },
        processing: { time: '100ms', fail: { nth: 10, then: 'close' } },
        members: { 'm-0': { join: '5s' } },
      }),
    });
    expect(processed('g')).toEqual(range(0, 9));
    expect(result.groups['g']!.committed['orders-0']).toBeGreaterThan(40);
    expect(result.groups['g']!.state).toBe('Empty');
  });
});

describe('commits of the application', () => {
  const crash = (commit: string) =>
    play({
      duration: '30s',
      groups: group({
        config: { 'max.poll.records': 1 },
        members: { 'm-0': {}, 'm-1': { join: '12s' } },
        processing: { commit, time: '400ms' },
      }),
      actions: [{ at: '5s', do: 'kill', target: 'm-0' }],
    });

  test('K-SCN-23: after processing, a crash between the two processes twice', () => {
    const { processed, delivered } = crash('after');
    const first = delivered('g', 'orders-0', 'm-0');
    expect(delivered('g', 'orders-0', 'm-1')[0]).toBe(first.at(-1));
    expect(new Set(processed('g')).size).toBe(Math.max(...processed('g')) + 1);
  });

  test('K-SCN-24: before processing, a crash loses the record in hand to the group', () => {
    const { processed, delivered } = crash('before');
    const inHand = delivered('g', 'orders-0', 'm-0').at(-1)!;
    expect(delivered('g', 'orders-0', 'm-1')[0]).toBe(inHand + 1);
    expect(processed('g')).not.toContain(inHand);
  });

  test('K-CON-21: a member that leaves with records in hand commits, on revocation, what it has processed', () => {
    const { rows, processed, delivered } = play({
      duration: '14s',
      producers: { p: { topic: 'orders', workload: { rate: 100, stop: '1s' } } },
      groups: group({
        members: { 'm-0': { join: '2s', leave: '5s' }, 'm-1': { join: '6s' } },
        processing: { commit: 'after', time: '50ms', onRevoked: 'commit' },
      }),
    });
    const first = processed('g', 'orders-0', 'm-0');
    expect(first.length).toBeLessThan(delivered('g', 'orders-0', 'm-0').length);
    expect(rows(RowKind.commitOk, 'm-0').at(-1)!.a).toBe(first.length);
    expect(processed('g')).toEqual(range(0, 100));
  });

  test('K-CON-24, K-SCN-49: the last write wins, also backwards', () => {
    const { result } = play({
      duration: '12s',
      producers: { p: { topic: 'orders', workload: { rate: 10, stop: '5s' } } },
      groups: group({
        members: { 'm-0': { script: [{ at: 8000, op: 'commitAsync', offsets: { 'orders-0': 7 } }] } },
      }),
    });
    expect(result.groups['g']!.committed['orders-0']).toBe(7);
  });

  test('K-CON-22: a refused commit is tried again until it succeeds', () => {
    const { rows, result } = play({
      groups: group(),
      actions: [{ do: 'refuse', message: 'OffsetCommit', actor: 'm-0', nth: 3, error: 'COORDINATOR_NOT_AVAILABLE' }],
    });
    expect(rows(RowKind.commitFail)).toEqual([]);
    expect(rows(RowKind.commitOk).map((row) => row.a)).toEqual(rows(RowKind.commitInvoke).map((row) => row.a));
    expect(result.groups['g']!.committed['orders-0']).toBe(100);
  });

  test('K-CON-23: commitAsync() is tried once; a later one overtakes it', () => {
    const { rows, result } = play({
      groups: group({ processing: { commit: 'after-async' } }),
      actions: [{ do: 'refuse', message: 'OffsetCommit', actor: 'm-0', nth: 3, error: 'COORDINATOR_NOT_AVAILABLE' }],
    });
    expect(rows(RowKind.commitFail).map((row) => row.d)).toEqual([ErrorCode.COORDINATOR_NOT_AVAILABLE]);
    expect(result.groups['g']!.committed['orders-0']).toBe(100);
  });

  test('K-CON-25, K-CON-27: a member that was removed cannot commit; what it did is done again', () => {
    const { rows, delivered, result } = play({
      duration: '30s',
      groups: group({
        members: { 'm-0': {}, 'm-1': { join: '1s' } },
        config: { 'max.poll.records': 5 },
        processing: { commit: 'after', time: '50ms' },
      }),
      actions: [{ at: '5s', do: 'pause', target: 'm-0', for: '9s' }],
    });
    expect(rows(RowKind.commitFail, 'm-0').map((row) => row.d)).toContain(ErrorCode.UNKNOWN_MEMBER_ID);
    expect(rows(RowKind.clientError, 'm-0').map((row) => row.a)).toContain(ErrorCode.COMMIT_FAILED);
    expect(rows(RowKind.partitionLost, 'm-0').length).toBe(1);
    expect(delivered('g').length).toBeGreaterThan(100);
    expect(result.groups['g']!.committed['orders-0']).toBe(100);
  });

  test('K-ERR-2: below the minimum of replicas a commit waits for better times', () => {
    const { rows, result } = play({
      duration: '60s',
      brokers: {
        count: 3,
        config: { 'group.initial.rebalance.delay.ms': 0, 'min.insync.replicas': 3, 'broker.session.timeout.ms': 4000 },
      },
      topics: { orders: { partitions: 1, config: { 'min.insync.replicas': 1 } } },
      groups: group(),
      actions: [{ at: '5s', do: 'kill', target: 'broker-3', for: '15s' }],
    });
    const times = rows(RowKind.commitOk).map((row) => row.atMs);
    expect(times.filter((at) => at > 10_000 && at < 20_000)).toEqual([]);
    expect(result.groups['g']!.committed['orders-0']).toBe(100);
  });
});
