import { describe, expect, test } from 'vitest';
import { actions, createRun, readTrace, resultOf, runUntil, scenarios } from '../../../../simulations';
import {
  ClusterView,
  LEADERLESS,
  LagHistory,
  StoredCommits,
  coordinatorOf,
  lagTrend,
  partitionLag,
  partitionsOfGroup,
} from '../../../../simulations/history';
import { normalise } from '../../../../simulations/scenario';
import type { Run } from '../../../../simulations';

function runOf(name: string): Run {
  const reading = normalise(scenarios.find((it) => it.name === name)!.scenario, { actions });
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join());
  return createRun(reading.scenario);
}

describe('lag', () => {
  for (const name of ['first-event', 'two-groups-one-log', 'auto-commit-loses', 'acknowledged-and-gone']) {
    test(`K-MET-3: is that of the run's own result, at any moment: ${name}`, () => {
      const run = runOf(name);
      const view = new ClusterView(run.names, readTrace(run));
      const commits = new StoredCommits(run.names, readTrace(run));
      // While leaders change, a new one's high watermark and a commit that is sent again are told late.
      const parts = name === 'acknowledged-and-gone' ? [1, 7, 8] : [1, 2, 3, 4, 5, 6, 7, 8];
      for (const part of parts) {
        const atMicros = Math.round((run.endMicros * part) / 8);
        runUntil(run, atMicros);
        view.advanceTo(atMicros);
        const { groups } = resultOf(run, { logs: false, internal: false });
        run.names.groups.forEach((group, number) => {
          expect(coordinatorOf(view, number, 50)).toBeGreaterThanOrEqual(0);
          const rows = partitionsOfGroup(run.scenario, run.names, number).map((it) =>
            partitionLag(view, commits, number, it),
          );
          const named = (it: (typeof rows)[number]): string => run.names.partitions[it.partition]!;
          expect(Object.fromEntries(rows.map((row) => [named(row), row.lag]))).toEqual(groups[group]!.lag);
          const committed = rows.filter((row) => row.committedOffset >= 0);
          expect(Object.fromEntries(committed.map((row) => [named(row), row.committedOffset]))).toEqual(
            groups[group]!.committed,
          );
        });
      }
    });
  }

  test('K-MET-3: in time it is how long ago the record at the committed offset was stamped', () => {
    const run = runOf('first-event');
    runUntil(run, 20_000_000);
    const view = new ClusterView(run.names, readTrace(run));
    const commits = new StoredCommits(run.names, readTrace(run));
    view.advanceTo(20_000_000);
    const { logs } = resultOf(run, { logs: true, internal: false });
    let checked = 0;
    run.names.groups.forEach((_, group) => {
      for (const partition of partitionsOfGroup(run.scenario, run.names, group)) {
        const row = partitionLag(view, commits, group, partition);
        if (row.lag === 0) {
          expect(row.lagMicros).toBe(0);
          continue;
        }
        const entry = logs![run.names.partitions[partition]!]!.find(
          ({ offset }) => offset === row.highWatermark - row.lag,
        )!;
        expect(row.lagMicros).toBe(20_000_000 - (entry.timestamp - run.names.clockMs) * 1000);
        checked += 1;
      }
    });
    expect(checked).toBeGreaterThan(0);
  });

  test('never committed is not the same as 0', () => {
    const run = runOf('first-event');
    runUntil(run, 100_000);
    const view = new ClusterView(run.names, readTrace(run));
    const commits = new StoredCommits(run.names, readTrace(run));
    view.advanceTo(100_000);
    expect(partitionLag(view, commits, 0, 0).committedOffset).toBe(-1);
  });

  test('the trend says when it is gone at this pace', () => {
    expect(lagTrend(10, 30, 2_000_000)).toEqual({ trend: 'falling', clearsInMicros: 1_000_000 });
    expect(lagTrend(30, 10, 2_000_000)).toEqual({ trend: 'growing', clearsInMicros: -1 });
    expect(lagTrend(7, 7, 2_000_000)).toEqual({ trend: 'steady', clearsInMicros: -1 });
    expect(lagTrend(0, 0, 2_000_000)).toEqual({ trend: 'steady', clearsInMicros: 0 });
  });

  test('over time is the lag of each moment, and says when nobody leads', () => {
    const run = runOf('acknowledged-and-gone');
    runUntil(run, run.endMicros);
    const partitions = partitionsOfGroup(run.scenario, run.names, 0);
    const history = new LagHistory(
      new ClusterView(run.names, readTrace(run)),
      new StoredCommits(run.names, readTrace(run)),
      0,
      partitions,
      60,
      run.endMicros,
    );
    expect(history.advance(run.endMicros / 2)).toBe(true);
    expect(history.cells.at(-1)).toBe(-2);
    history.advance(run.endMicros);
    const view = new ClusterView(run.names, readTrace(run));
    const commits = new StoredCommits(run.names, readTrace(run));
    for (let column = 0; column < 60; column++) {
      view.advanceTo(history.timeOf(column));
      partitions.forEach((partition, row) => {
        const expected =
          view.columns.leader[partition]! < 0 ? LEADERLESS : partitionLag(view, commits, 0, partition).lag;
        expect(history.cells[row * 60 + column]).toBe(expected);
      });
      expect(history.columnOf(history.timeOf(column))).toBe(column);
    }
  });
});
