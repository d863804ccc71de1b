import { describe, expect, test } from 'vitest';
import { actions, createRun, resultOf, runUntil, scenarios } from '../../../../simulations';
import { ClusterView } from '../../../../simulations/history';
import { normalise } from '../../../../simulations/scenario';

/** What the view says, in the words of a result. */
function partitionsOf(view: ClusterView) {
  const { columns, names } = view;
  const number = (actor: number): number => actor + 1;
  const user = names.partitions.slice(0, names.userPartitionCount);
  return Object.fromEntries(
    user.map((name, partition) => {
      const leader = columns.leader[partition]!;
      const replicas = names.partitionReplicas[partition]!;
      const inSync = replicas.filter((broker) => columns.inSyncReplicas[partition]! & (1 << broker));
      const ends = replicas.map((broker) => [
        number(broker),
        columns.logEndOffset[columns.replicaAt(partition, broker)],
      ]);
      const said = {
        leader: leader < 0 ? null : number(leader),
        leaderEpoch: columns.leaderEpoch[partition],
        isr: inSync.map(number).toSorted((left, right) => left - right),
        logStartOffset: view.logStartOffset(partition),
        highWatermark: columns.highWatermark[partition],
        ends: Object.fromEntries(ends),
      };
      return [name, said];
    }),
  );
}

/** A commit counts when the member has its answer; the coordinator knows of it one way of the network earlier. */
function expectGroups(view: ClusterView, expected: ReturnType<typeof resultOf>['groups'], isOver: boolean) {
  const { columns, names } = view;
  names.groups.forEach((name, group) => {
    const { generation, committed, lag } = expected[name]!;
    expect(Math.max(0, columns.generationId[group]!)).toBe(generation);
    names.partitions.slice(0, names.userPartitionCount).forEach((of, partition) => {
      const offset = columns.committedOffset[columns.readerAt(group, partition)]!;
      const known = committed[of] ?? -1;
      if (isOver) expect(offset).toBe(known);
      else expect(offset).toBeLessThanOrEqual(known);
      if (offset === known) expect(view.lag(group, partition)).toBe(lag[of]);
    });
  });
}

describe.each([...scenarios])('$name', ({ scenario }) => {
  const read = normalise(scenario, { actions });
  if (!read.ok) throw new Error('a named scenario does not normalise');
  const run = createRun(read.scenario);
  const view = new ClusterView(run.names, run.trace);

  test.each([0.05, 0.3, 0.45, 0.6, 0.8, 1])('at %d of its time the view says what the simulator says', (share) => {
    const atMicros = Math.floor(run.endMicros * share);
    runUntil(run, atMicros);
    view.advanceTo(atMicros);
    const result = resultOf(run, { logs: false, internal: false });
    const partitions = Object.entries(result.partitions).map(([name, it]) => {
      const ends = Object.fromEntries(
        Object.entries(it.replicas).map(([broker, { logEndOffset }]) => [broker, logEndOffset]),
      );
      const { leader, leaderEpoch, isr, logStartOffset, highWatermark } = it;
      return [
        name,
        { leader, leaderEpoch, isr: isr.toSorted((left, right) => left - right), logStartOffset, highWatermark, ends },
      ];
    });
    expect(partitionsOf(view)).toEqual(Object.fromEntries(partitions));
    expectGroups(view, result.groups, share === 1);
    for (const [name, { sent, acked, failed }] of Object.entries(result.producers)) {
      const actor = run.names.actors.indexOf(name);
      const { columns } = view;
      expect({ sent: columns.sent[actor], acked: columns.acknowledged[actor] }).toEqual({ sent, acked });
      expect(columns.failed[actor]! + columns.unknown[actor]!).toBe(failed);
      expect(view.queued(actor)).toBeGreaterThanOrEqual(0);
    }
  });
});
