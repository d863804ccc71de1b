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
export class Lag implements Checker {
  readonly kinds = ['unbounded-lag', 'stuck-consumer'] as const;
  readonly #view: HistoryView;
  readonly #findings: Findings;
  /** µs, -1: not asked for. */
  readonly #bound: number;
  readonly #step: number;
  #nextAt: number;
  /** By group * partitions + partition. */
  readonly #samples = new Map<number, Sample[]>();
  /** µs of the last delivery, by reader. */
  readonly #delivered: Float64Array;

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
    const asked = view.header.scenario.guarantees?.maxLag;
    this.#bound = asked === undefined ? -1 : asked * 1000;
    this.#nextAt = (view.untilMicros * 2) / 3;
    this.#step = Math.max(1, (view.untilMicros - this.#nextAt) / SAMPLES);
    this.#delivered = new Float64Array(view.deliveries.position.length).fill(-1);
  }

  readonly on = {
    [RowKind.poll]: (row: Row): void => {
      this.#delivered[this.#view.deliveries.reader(row.actor, row.subject)] = row.at;
    },
    [RowKind.highWatermark]: (row: Row): void => {
      if (this.#bound < 0) return;
      for (; row.at >= this.#nextAt && this.#nextAt <= this.#view.untilMicros; this.#nextAt += this.#step) {
        this.#sample(this.#nextAt);
      }
    },
  };

  finish(): void {
    for (const [place, samples] of this.#samples) this.#judge(place, samples);
    if (this.#view.header.audited && this.#view.phase >= DRAIN) this.#stuck();
  }

  #sample(at: number): void {
    const { names, deliveries } = this.#view;
    for (let actor = 0; actor < names.actors.length; actor++) {
      for (let partition = 0; partition < names.userPartitionCount; partition++) {
        const reader = deliveries.reader(actor, partition);
        const position = deliveries.position[reader];
        if (deliveries.believes[reader] === 0 || position < 0) continue;
        const place = names.actorGroup[actor] * names.partitions.length + partition;
        const samples = this.#samples.get(place) ?? [];
        const end = this.#view.committedLog.endOffset(partition);
        samples.push({ at, age: this.#ageAt(partition, position, at), position, end });
        this.#samples.set(place, samples);
      }
    }
  }

  /** How long the oldest record from `position` on has been waiting, 0: none is. */
  #ageAt(partition: number, position: number, at: number): number {
    const log = this.#view.facts.logBatches;
    const tip = this.#view.committedLog.tip[partition];
    if (tip < 0 || log.endOffset[tip] <= position) return 0;
    const before = findLogBatch(log, tip, position);
    let node = tip;
    while (log.parent[node] !== before && log.parent[node] >= 0) {
      const far = log.jump[node];
      node = far >= 0 && log.endOffset[far] > position ? far : log.parent[node];
    }
    return at - log.appendedAtMicros[node];
  }

  /** Older than asked at the end, and not getting better in any third of the time. */
  #judge(place: number, samples: readonly Sample[]): void {
    const first = samples[0];
    const last = samples[samples.length - 1];
    if (last.age <= this.#bound || samples.length < 6) return;
    const third = Math.floor(samples.length / 3);
    const thirds = [0, 1, 2].map((part) => samples.slice(part * third, (part + 1) * third));
    if (!thirds.every((part) => slopeOf(part) >= 0)) return;
    const seconds = (last.at - first.at) / 1_000_000;
    const finding = this.#findings.report({
      kind: 'unbounded-lag',
      guiltyRow: -1,
      at: first.at,
      decidedRow: -1,
      decidedAt: last.at,
      partition: place % this.#view.names.partitions.length,
      group: Math.floor(place / this.#view.names.partitions.length),
      detail: {
        ageMs: last.age / 1000,
        boundMs: this.#bound / 1000,
        arrivals: (last.end - first.end) / seconds,
        deliveries: (last.position - first.position) / seconds,
      },
    });
    this.#findings.addTo(finding, -1, -1, last.at);
  }

  #stuck(): void {
    const { deliveries, names, actors, committedLog } = this.#view;
    const limit = stuckAfterMicros(this.#view);
    for (let reader = 0; reader < this.#delivered.length; reader++) {
      const actor = Math.floor(reader / names.partitions.length);
      const partition = reader % names.partitions.length;
      const position = deliveries.position[reader];
      if (deliveries.believes[reader] === 0 || position < 0 || actors.isUp[actor] === 0) continue;
      if (partition >= names.userPartitionCount || committedLog.endOffset(partition) <= position) continue;
      const since = Math.max(this.#delivered[reader], this.#view.drainAt);
      const waited = this.#view.untilMicros - since;
      if (waited <= limit) continue;
      const finding = this.#findings.report({
        kind: 'stuck-consumer',
        guiltyRow: deliveries.pollRow[reader],
        at: since,
        decidedRow: -1,
        decidedAt: since + limit,
        partition,
        group: names.actorGroup[actor],
        detail: { member: names.actors[actor], forMs: waited / 1000 },
      });
      this.#findings.addTo(finding, -1, position, since + limit);
    }
  }
}

/** How far behind a reader is at a moment. */
interface Sample {
  at: number;
  /** µs. */
  age: number;
  position: number;
  end: number;
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
