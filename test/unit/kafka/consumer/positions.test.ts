import { describe, expect, test } from 'vitest';
import { ErrorCode, PositionReason, RowKind } from '../../../../simulations/kernel';
import { isoDurationMs } from '../../../../simulations/kafka/consumer/consumer-settings';
import { group, play, range } from './played';

const sends = (...times: number[]) => ({
  p: { topic: 'orders', workload: { script: times.map((at) => ({ at, op: 'send', key: 'a', value: '1' })) } },
});

describe('where a member begins', () => {
  const late = (config: Record<string, unknown>) =>
    play({ groups: group({ config, members: { 'm-0': { join: '5s' } } }) });

  test('K-CON-30: earliest reads everything', () => {
    expect(late({}).delivered('g')).toEqual(range(0, 100));
  });

  test('K-CON-30, K-SCN-30: latest skips what was there before', () => {
    const { delivered, rows } = late({ 'auto.offset.reset': 'latest' });
    expect(delivered('g')[0]).toBeGreaterThan(45);
    expect(rows(RowKind.positionSet).map((row) => row.b)).toEqual([PositionReason.reset]);
  });

  test('K-CON-30: none is an error that poll() throws', () => {
    const { result, rows } = late({ 'auto.offset.reset': 'none' });
    expect(rows(RowKind.clientError).map((row) => row.a)).toEqual([ErrorCode.NO_OFFSET_FOR_PARTITION]);
    expect(result.groups['g']!.members['m-0']!.error).toBe('NoOffsetForPartitionException');
  });

  test('K-CON-30: by_duration begins that long ago', () => {
    const [first] = late({ 'auto.offset.reset': 'by_duration:PT2S' }).delivered('g');
    expect(first).toBeGreaterThan(25);
    expect(first).toBeLessThan(35);
  });

  test('K-CON-32: by_duration without a record that young asks again after request.timeout.ms', () => {
    const { delivered, rows } = play({
      producers: sends(100, 200, 9500),
      groups: group({
        config: { 'auto.offset.reset': 'by_duration:PT1S', 'request.timeout.ms': 5000 },
        members: { 'm-0': { join: '5s' } },
      }),
    });
    expect(delivered('g')).toEqual([2]);
    const [set] = rows(RowKind.positionSet);
    expect(set!.atMs).toBeGreaterThan(9900);
  });

  test('K-CON-30: a committed offset goes before every policy', () => {
    const { delivered } = play({
      groups: group({
        config: { 'auto.offset.reset': 'latest' },
        members: { 'm-0': { leave: '5s', config: { 'auto.offset.reset': 'earliest' } }, 'm-1': { join: '6s' } },
      }),
    });
    expect(delivered('g')).toEqual(range(0, 100));
  });

  test.each([
    ['PT5S', 5000],
    ['p1dt2h', 93_600_000],
    ['PT0.5S', 500],
    ['PT5.S', 5000],
    ['P-1DT25H', 3_600_000],
    ['+PT1M', 60_000],
  ])('K-CON-30b: %s is %d ms', (text, millis) => {
    expect(isoDurationMs(text)).toBe(millis);
  });
});

describe('a position outside the log', () => {
  const overtaken = (reset: string) =>
    play({
      duration: '30s',
      brokers: {
        count: 3,
        config: {
          'group.initial.rebalance.delay.ms': 0,
          'log.retention.check.interval.ms': 1000,
          'log.initial.task.delay.ms': 500,
        },
      },
      topics: { orders: { partitions: 1, config: { 'retention.ms': 3000, 'segment.ms': 1000 } } },
      producers: { p: { topic: 'orders', workload: { rate: 10, stop: '25s' } } },
      groups: group({ config: { 'auto.offset.reset': reset, 'session.timeout.ms': 45_000 } }),
      actions: [{ at: '2s', do: 'pause', target: 'm-0', for: '13s' }],
    });

  test('K-CON-31, K-SCN-32: earliest goes on at the new start of the log', () => {
    const { rows, delivered } = overtaken('earliest');
    const reset = rows(RowKind.positionSet).filter((row) => row.b === PositionReason.reset);
    expect(reset.length).toBe(2);
    expect(delivered('g')).toContain(reset[1]!.a);
    expect(delivered('g')).not.toContain(reset[1]!.a - 1);
  });

  test('K-CON-31, K-SCN-32: latest skips the whole backlog', () => {
    const { rows, run } = overtaken('latest');
    const reset = rows(RowKind.positionSet).findLast((row) => row.b === PositionReason.reset)!;
    const end = run.system.cluster.replicas.logEndOffset[0]!;
    expect(reset.a).toBeGreaterThan(end - 110);
    expect(reset.atMs).toBeGreaterThan(15_000);
  });

  test('K-CON-31: none is an error', () => {
    const { result } = play({
      duration: '8s',
      groups: group({
        members: {
          'm-0': { leave: '3s' },
          'm-1': {
            join: '4s',
            config: { 'auto.offset.reset': 'none' },
            script: [{ at: 6000, op: 'seek', offsets: { 'orders-0': 5000 } }],
          },
        },
      }),
    });
    expect(result.groups['g']!.members['m-1']!.error).toBe('OffsetOutOfRangeException');
  });

  test('K-CON-31, K-SCN-14: after an unclean election the reader goes on where the logs part', () => {
    const { rows, result } = play({
      duration: '70s',
      brokers: {
        count: 3,
        config: {
          'group.initial.rebalance.delay.ms': 0,
          'broker.session.timeout.ms': 4000,
          'unclean.leader.election.interval.ms': 1000,
        },
        features: { 'eligible.leader.replicas.version': 0 },
      },
      topics: {
        orders: {
          partitions: 1,
          assignment: [[1, 2]],
          config: { 'min.insync.replicas': 1, 'unclean.leader.election.enable': true },
        },
      },
      producers: { p: { topic: 'orders', config: { acks: '1' }, workload: { rate: 10, stop: '60s' } } },
      groups: group({ config: { 'request.timeout.ms': 3000 } }),
      actions: [
        { at: '5s', do: 'stop', target: 'broker-2' },
        { at: '20s', do: 'kill', target: 'broker-1' },
        { at: '30s', do: 'restart', target: 'broker-2' },
      ],
    });
    const back = rows(RowKind.positionSet).filter((row) => row.atMs > 20_000 && row.subject === 0);
    expect(back.length).toBeGreaterThan(0);
    expect(back[0]!.a).toBeLessThan(60);
    expect(result.groups['g']!.lag['orders-0']).toBe(0);
  });
});

describe('seek and pause', () => {
  test('K-CON-10, K-CON-7: seek() reads again; what was fetched for the old position is dropped', () => {
    const { delivered, rows } = play({
      duration: '14s',
      groups: group({ members: { 'm-0': { script: [{ at: 12_000, op: 'seek', offsets: { 'orders-0': 90 } }] } } }),
    });
    expect(delivered('g')).toEqual([...range(0, 100), ...range(90, 10)]);
    expect(rows(RowKind.positionSet).at(-1)!.b).toBe(PositionReason.seek);
  });

  test('K-CON-10: a paused partition is kept, but neither fetched nor returned', () => {
    const { rows, delivered } = play({
      groups: group({
        members: {
          'm-0': {
            script: [
              { at: 3000, op: 'pause' },
              { at: 8000, op: 'resume' },
            ],
          },
        },
      }),
    });
    const times = rows(RowKind.poll).map((row) => row.atMs);
    expect(times.filter((at) => at > 3010 && at < 8000)).toEqual([]);
    expect(delivered('g')).toEqual(range(0, 100));
    expect(rows(RowKind.partitionRevoked)).toEqual([]);
  });
});
