import { RowKind } from '../../kernel';
import type { Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import { Outcome } from '../outcomes';
import { whyAgain } from '../tables/repeats';
import type { LedgerSummary } from '../verdict';
import type { HistoryView } from '../view';

/** A sink in scope; `owed` is filled in when the fold is over. */
interface Sink {
  group: number;
  /** 1: what stands in the partition is owed. */
  isInScope: Uint8Array;
  /** How often each intent was applied. */
  applied: Uint8Array;
  owed?: Uint8Array;
}

/**
 * The ledger (spec/checker.md 6.1): what was acknowledged must be applied once at every sink in scope, what certainly
 * failed never (C-AN lost-effect, duplicate-effect, ghost-effect).
 * When: repeats and ghosts as they are seen; what is missing only at the end of an audited run, until then it is pending.
 * Not verified: order, freshness and isolation. In scope are the outside sinks of groups that read the record's topic.
 */
export class Ledger implements Checker {
  readonly kinds = ['lost-effect', 'duplicate-effect', 'ghost-effect'] as const;
  readonly #view: HistoryView;
  readonly #findings: Findings;
  readonly #sinks: Sink[];

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
    const records = view.facts.records.length;
    this.#sinks = view.names.groups.flatMap((name, group) => {
      const topics = topicsInScope(view, name);
      if (!topics) return [];
      const isInScope = Uint8Array.from(view.names.partitionTopic, (topic) => (topics.has(topic) ? 1 : 0));
      return [{ group, isInScope, applied: new Uint8Array(records) }];
    });
  }

  readonly on = { [RowKind.effectApplied]: (row: Row): void => this.#applied(row) };

  #applied(row: Row): void {
    const sink = this.#sinks.find((it) => it.group === row.c);
    if (!sink || row.b < 0) return;
    const intent = this.#view.facts.records.intent[row.b];
    if (sink.applied[intent] < 255) sink.applied[intent]++;
    if (sink.applied[intent] < 2) return;
    const { episode, rows } = whyAgain(this.#view, row.c, row.b, row);
    const start = { ...this.#start('duplicate-effect', row.row, row.at, row.c, row.subject), rows };
    this.#findings.record(`${row.actor}/${episode}`, start, row.b, row.a);
  }

  #start(kind: Start['kind'], row: number, at: number, group: number, partition: number): Start {
    return { kind, guiltyRow: row, at, decidedRow: row, decidedAt: at, group, partition };
  }

  finish(): void {
    const isAudited = this.#view.header.audited;
    const { records } = this.#view.facts;
    for (const sink of this.#sinks) {
      const owed = this.#owed(sink);
      for (let intent = 0; intent < owed.length; intent++) {
        const { state, row } = { state: owed[intent], row: this.#view.sends.doneRow[intent] };
        const at = this.#view.untilMicros;
        if (isAudited && state === Outcome.ok && sink.applied[intent] === 0 && !this.#isInHand(sink, intent)) {
          const start = {
            ...this.#start('lost-effect', row, at, sink.group, records.partition[intent]),
            decidedRow: -1,
          };
          this.#findings.record('end', { ...start, decidedAt: at }, intent, -1);
        } else if (state === Outcome.fail && sink.applied[intent] > 0) {
          const start = this.#start('ghost-effect', row, this.#view.timeOf(row), sink.group, records.partition[intent]);
          this.#findings.record(`${row}`, start, intent, -1);
        }
      }
    }
  }

  /** Owed and not yet applied, while the drain is still to come; after it, only what is still in a living hand. */
  pending(): number {
    const isAudited = this.#view.header.audited;
    let count = 0;
    for (const sink of this.#sinks) {
      this.#owed(sink).forEach((state, intent) => {
        const isOpen = state === Outcome.ok && sink.applied[intent] === 0;
        if (isOpen && (!isAudited || this.#isInHand(sink, intent))) count++;
      });
    }
    return count;
  }

  /** Whether a living member is still busy with the intent's record. */
  #isInHand({ group }: Sink, intent: number): boolean {
    const { hands, recordCount } = this.#view.deliveries;
    return hands[group * recordCount + intent] > 0;
  }

  summary(): LedgerSummary[] {
    return this.#sinks.map((sink) => {
      const { group, applied } = sink;
      const owed = this.#owed(sink);
      const line = { sink: this.#view.names.groups[group], owed: 0, applied: 0, missing: 0, repeated: 0, ghosts: 0 };
      for (let intent = 0; intent < owed.length; intent++) {
        if (applied[intent] > 0) line.applied++;
        if (applied[intent] > 1) line.repeated++;
        if (owed[intent] === Outcome.fail && applied[intent] > 0) line.ghosts++;
        if (owed[intent] !== Outcome.ok) continue;
        line.owed++;
        if (applied[intent] === 0) line.missing++;
      }
      return line;
    });
  }

  /** By intent: ok if any send was acknowledged, fail if every one failed for certain, else info or nothing. */
  #owed(sink: Sink): Uint8Array {
    if (sink.owed) return sink.owed;
    const { records } = this.#view.facts;
    const { outcome, isPromised } = this.#view.sends;
    const best = new Uint8Array(records.length);
    for (let record = 0; record < records.length; record++) {
      const partition = records.partition[record];
      if (partition < 0 || sink.isInScope[partition] === 0) continue;
      const intent = records.intent[record];
      const told = outcome[record] === Outcome.ok && isPromised[record] === 0 ? Outcome.info : outcome[record];
      if (told === Outcome.ok || best[intent] === Outcome.ok) best[intent] = Outcome.ok;
      else if (told === Outcome.fail) best[intent] = best[intent] === Outcome.open ? Outcome.fail : best[intent];
      else best[intent] = Outcome.info;
    }
    sink.owed = best;
    return best;
  }
}

/** The topics whose records a group's sink is owed, null: it has no sink outside. */
function topicsInScope(view: HistoryView, name: string): ReadonlySet<number> | null {
  const group = Object.hasOwn(view.header.scenario.groups, name) ? view.header.scenario.groups[name] : undefined;
  const all = new Set(view.names.topics.keys());
  if (!group) return all;
  if (group.sink.kind === 'none' || group.sink.kind === 'topic') return null;
  const read = new Set([...group.topics, ...group.partitions.map((it) => it.replace(/-\d+$/, ''))]);
  for (const member of Object.values(group.members)) for (const topic of member.topics ?? []) read.add(topic);
  return new Set([...all].filter((topic) => read.has(view.names.topics[topic])));
}
