import { RowKind, findLogBatch } from '../../kernel';
import type { Findings } from '../findings';
import type { Checker, Row } from '../fold';
import { DRAIN, type HistoryView } from '../view';

const SAMPLES = 64;

/**
 * Verifies, where the scenario asks for `maxLag`: the age of the oldest record that a group has not been handed does not
 * grow without bound over the last third of the run (C-AN unbounded-lag, spec/checker.md 8.7); in a drain, that a member
 * with records ahead gets some (C-AN stuck-consumer).
 * When: at 64 moments of the last third; stuck-consumer at every delivery and at the end.
 * Not verified: groups that never began; the lag of consoles, which counts offsets.
 */
export function lag(view: HistoryView, findings: Findings): Checker {
  const asked = view.header.scenario.guarantees?.maxLag;
  const from = (view.untilMicros * 2) / 3;
  const step = Math.max(1, (view.untilMicros - from) / SAMPLES);
  const samples = new Map<number, { at: number; age: number }[]>();
  let next = from;
  const delivered = new Float64Array(view.deliveries.position.length).fill(-1);

  function sample(at: number): void {
    for (let actor = 0; actor < view.names.actors.length; actor++) {
      for (let partition = 0; partition < view.names.userPartitionCount; partition++) {
        const reader = view.deliveries.reader(actor, partition);
        const position = view.deliveries.position[reader];
        if (view.deliveries.believes[reader] === 0 || position < 0) continue;
        const key = view.names.actorGroup[actor] * view.names.partitions.length + partition;
        const list = samples.get(key) ?? [];
        list.push({ at, age: ageAt(partition, position, at) });
        samples.set(key, list);
      }
    }
  }

  /** How long the oldest record from `position` on has been waiting, 0: none is. */
  function ageAt(partition: number, position: number, at: number): number {
    const log = view.facts.logBatches;
    const tip = view.committedLog.tip[partition];
    if (tip < 0 || log.endOffset[tip] <= position) return 0;
    const before = findLogBatch(log, tip, position);
    let node = tip;
    while (log.parent[node] !== before && log.parent[node] >= 0) {
      const far = log.jump[node];
      node = far >= 0 && log.endOffset[far] > position ? far : log.parent[node];
    }
    return at - log.appendedAtMicros[node];
  }

  function unbounded(key: number, list: { at: number; age: number }[], bound: number): void {
    const last = list[list.length - 1];
    if (last.age <= bound || list.length < 6) return;
    const third = Math.floor(list.length / 3);
    const grows = [0, 1, 2].every((part) => slopeOf(list.slice(part * third, (part + 1) * third)) >= 0);
    if (!grows) return;
    const partition = key % view.names.partitions.length;
    const group = Math.floor(key / view.names.partitions.length);
    const start = { kind: 'unbounded-lag', guiltyRow: -1, at: list[0].at, decidedRow: -1, decidedAt: last.at } as const;
    const detail = { ageMs: last.age / 1000, boundMs: bound / 1000, slope: slopeOf(list) };
    findings.addTo(findings.report({ ...start, partition, group, detail }), -1, -1, last.at);
  }

  function stuck(): void {
    const limit = stuckAfterMicros(view);
    for (let reader = 0; reader < delivered.length; reader++) {
      const actor = Math.floor(reader / view.names.partitions.length);
      const partition = reader % view.names.partitions.length;
      const position = view.deliveries.position[reader];
      if (view.deliveries.believes[reader] === 0 || position < 0 || view.actors.isUp[actor] === 0) continue;
      if (partition >= view.names.userPartitionCount || view.committedLog.endOffset(partition) <= position) continue;
      const since = Math.max(delivered[reader], view.drainAt);
      const waited = view.untilMicros - since;
      if (waited <= limit) continue;
      const finding = findings.report({
        kind: 'stuck-consumer',
        guiltyRow: view.deliveries.pollRow[reader],
        at: since,
        decidedRow: -1,
        decidedAt: since + limit,
        partition,
        group: view.names.actorGroup[actor],
        detail: { member: view.names.actors[actor], forMs: waited / 1000 },
      });
      findings.addTo(finding, -1, position, since + limit);
    }
  }

  const on: Record<number, (row: Row) => void> = {
    [RowKind.poll]: (row) => {
      delivered[view.deliveries.reader(row.actor, row.subject)] = row.at;
    },
  };
  if (asked !== undefined) {
    on[RowKind.highWatermark] = (row) => {
      for (; row.at >= next && next <= view.untilMicros; next += step) sample(next);
    };
  }
  return {
    kinds: ['unbounded-lag', 'stuck-consumer'],
    on,
    finish(): void {
      if (asked !== undefined) for (const [key, list] of samples) unbounded(key, list, asked * 1000);
      if (view.header.audited && view.phase >= DRAIN) stuck();
    },
  };
}

/** The median of the slopes between all pairs: a few odd samples do not move it. */
function slopeOf(samples: readonly { at: number; age: number }[]): number {
  const slopes: number[] = [];
  for (let a = 0; a < samples.length; a++) {
    for (let b = a + 1; b < samples.length; b++) {
      slopes.push((samples[b].age - samples[a].age) / (samples[b].at - samples[a].at));
    }
  }
  return slopes.toSorted((a, b) => a - b)[slopes.length >> 1] ?? 0;
}

/** 1.5 x (session + rebalance + request timeout + longest processing), the largest of the groups. */
function stuckAfterMicros(view: HistoryView): number {
  let longest = 0;
  for (const [name, group] of Object.entries(view.header.scenario.groups)) {
    const own = view.header.settings[`groups.${name}`] ?? {};
    const session = Number(own['session.timeout.ms'] ?? 45_000);
    const poll = Number(own['max.poll.interval.ms'] ?? 300_000);
    const request = Number(own['request.timeout.ms'] ?? 30_000);
    longest = Math.max(longest, 1.5 * (session + poll + request + group.processing.time));
  }
  return longest * 1000;
}
