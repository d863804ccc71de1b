import { beforeAll, describe, expect, test } from 'vitest';
import { ClusterView, StoredCommits, partitionLag, partitionsOfGroup } from '../../../../simulations/history';
import { RowKind, rowKind, rowTime, rowWord } from '../../../../simulations/kernel';
import { Moments } from '../../../../src/app/moments';
import type { RunView, Session } from '../../../../src/app';
import { leaderRows, leaderlessOf } from '../../../../src/timeline/leader-rows';
import { RunFacts, reignAt } from '../../../../src/timeline/run-facts';
import { channelsOf } from '../../../../src/timeline/signals/channels';
import { percentile } from '../../../../src/timeline/signals/latency-fold';
import { SignalFold } from '../../../../src/timeline/signals/signal-fold';
import { StepSeries } from '../../../../src/timeline/signals/step-series';
import { sessionInProcess, settled } from '../app/in-process';

async function runOf(preset: string): Promise<RunView> {
  const { session } = sessionInProcess();
  await session.open({ preset }, { atMicros: 0, play: false });
  await settled(session);
  return (session as Session).view.get().run!;
}

describe('steps', () => {
  test('hold from their moment on, and of two at one moment the later counts', () => {
    const steps = new StepSeries();
    for (const [at, value] of [
      [10, 1],
      [20, 1],
      [30, 5],
      [30, 2],
      [50, NaN],
    ]) {
      steps.push(at, value);
    }
    expect(steps.length).toBe(3);
    expect([9, 10, 29, 30, 49].map((at) => steps.at(at))).toEqual([0, 1, 1, 2, 2]);
    expect(steps.at(50)).toBeNaN();
  });

  test('a stretch tells its least, largest and last value, so that no peak is lost', () => {
    const steps = new StepSeries();
    for (let at = 0; at < 1000; at += 1) steps.push(at, at === 555 ? 99 : at % 2);
    const seen: number[][] = [];
    steps.eachStretch(500, 100, 2, (_, { least, largest, last }) => seen.push([least, largest, last]));
    expect(seen).toEqual([
      [0, 99, 1],
      [0, 1, 1],
    ]);
  });

  test('percentiles are nearest ranks', () => {
    const sorted = Float64Array.from({ length: 200 }, (_, index) => index + 1);
    expect([percentile(sorted, 0.5), percentile(sorted, 0.99)]).toEqual([100, 198]);
    expect(percentile(new Float64Array(0), 0.5)).toBeNaN();
  });
});

describe('signals of a run', { timeout: 60_000 }, () => {
  let run: RunView;
  let fold: SignalFold;
  beforeAll(async () => {
    run = await runOf('consumer-pause-and-zombie');
    fold = new SignalFold(run);
    // In slices of one look each, as a busy page reads it.
    while (fold.advance(90_000_000, () => false));
  });

  test('K-MET-3: the lag at any moment is that of the cluster, in records and in seconds', () => {
    const { names } = run.trace;
    const view = new ClusterView(names, run.trace);
    const commits = new StoredCommits(names, run.trace);
    for (let at = 500_000; at <= 90_000_000; at += 731_000) {
      view.advanceTo(at);
      const lags = partitionsOfGroup(run.scenario, names, 0).map((it) => partitionLag(view, commits, 0, it));
      expect(fold.groups[0].lag.at(at)).toBe(lags.reduce((sum, { lag }) => sum + lag, 0));
      const oldest = Math.max(...lags.map(({ lagMicros }) => lagMicros));
      const told = fold.groups[0].oldest.at(at, Number.NaN);
      expect(Number.isNaN(told) ? 0 : at - told).toBe(oldest);
    }
  });

  test('throughput is what leaders appended in the second before', () => {
    const { history, names } = { ...run.trace, names: run.trace.names };
    let records = 0;
    for (let row = 0; row < history.length; row += 1) {
      const word = rowWord(history, row, 0);
      const at = rowTime(history, row);
      const isOurs = rowWord(history, row, 1) < names.userPartitionCount && word >>> 24 === 0;
      if (rowKind(word) === RowKind.append && isOurs && at > 39_000_000 && at <= 40_000_000) {
        records += rowWord(history, row, 4) - rowWord(history, row, 3);
      }
    }
    expect(records).toBeGreaterThan(10);
    expect(fold.rateAt(40_000_000)).toBe(records);
    expect(fold.rateMost).toBeGreaterThanOrEqual(records);
  });

  test('latency runs from send() to the effect, and grows while the consumer sleeps', () => {
    const { p50, p99 } = fold.latency;
    expect(p50.at(10_000_000)).toBeLessThan(1_000_000);
    expect(Math.max(...p99.values.slice(0, p99.length))).toBeGreaterThan(40_000_000);
    expect(p99.at(70_000_000)).toBeGreaterThanOrEqual(p50.at(70_000_000));
  });

  test('labels tell value and unit, and what has none', () => {
    const channels = channelsOf(['invoice'], true);
    expect(channels.map(({ tell }) => tell(fold, 40_000_000))).toEqual([
      expect.stringMatching(/^produced \d+ \/s$/),
      expect.stringMatching(/^lag of invoice \d+ records, \d+\.\d s$/),
      expect.stringMatching(/^end to end p50 [\d.]+ m?s$/),
      expect.stringMatching(/^p99 [\d.]+ m?s$/),
    ]);
    expect(channels[2].tell(fold, 0)).toBe('end to end p50 none yet');
  });

  test('groups: rebalances have an end and a reason, commits are ascending', () => {
    const facts = new RunFacts(run.trace, run.trace.names);
    while (facts.advance());
    const { rebalances, commits } = facts.groups[0];
    expect(rebalances.length).toBeGreaterThanOrEqual(2);
    for (const { fromMicros, toMicros } of rebalances) expect(toMicros).toBeGreaterThan(fromMicros);
    expect(commits.length).toBeGreaterThan(10);
    expect(commits).toEqual(commits.toSorted((a, b) => a - b));
  });
});

describe('leaders', { timeout: 60_000 }, () => {
  test('reigns follow elections, a stretch without a leader is one of its own', async () => {
    const run = await runOf('unclean-election');
    const facts = new RunFacts(run.trace, run.trace.names);
    while (facts.advance());
    const [reigns] = facts.reigns;
    expect(reigns.length).toBeGreaterThan(1);
    expect(reigns.some(({ leader }) => leader === -1)).toBe(true);
    expect(reignAt(reigns, reigns[1].fromMicros)).toBe(1);
    expect(reignAt(reigns, reigns[1].fromMicros - 1)).toBe(0);
    expect(facts.changed).toContain(0);
    const moments = new Moments(run.trace, run.trace.names);
    expect(moments.rows.some((row) => moments.timeMicros(row) === reigns[1].fromMicros)).toBe(true);
  });

  test('many partitions fold to those that changed and one row for the rest', () => {
    const steady = [{ fromMicros: 0, leader: 0, leaderEpoch: 0 }];
    const left = [
      ...steady,
      { fromMicros: 10, leader: -1, leaderEpoch: 1 },
      { fromMicros: 30, leader: 1, leaderEpoch: 2 },
    ];
    const reigns = Array.from({ length: 40 }, (_, partition) => ([7, 9, 31].includes(partition) ? left : steady));
    const facts = { reigns, changed: [31, 7, 9] } as unknown as RunFacts;
    expect(leaderRows(facts)).toEqual([
      { kind: 'partition', partition: 7 },
      { kind: 'partition', partition: 31 },
      { kind: 'heat', partitions: expect.arrayContaining([0, 9, 39]), changedCount: 1 },
    ]);
    expect(leaderRows(facts, 1)).toEqual([{ kind: 'partition', partition: 31 }]);
    expect(leaderlessOf(reigns, [0, 7, 9], 100)).toEqual([{ fromMicros: 10, toMicros: 30, count: 2 }]);
  });
});
