import { RowKind, rowIncarnation, rowKind, rowTime, rowWord } from '../../../simulations/kernel';
import { sentenceOf } from '../../app';
import type { RunView } from '../../app';

/** changed: what one would point at · told: with what merely goes on · every: all rows of the trace. */
export type LogScope = 'changed' | 'told' | 'every';

export interface LogFilter {
  scope: LogScope;
  /** Id of {@link logKinds}; empty: all. */
  kind: string;
  /** Actor number, -1: all. */
  actor: number;
  /** Every word of it must stand in the sentence. */
  text: string;
}

/** What a line can be about. */
export const logKinds: readonly { id: string; label: string; kinds: readonly number[] }[] = [
  { id: 'actions', label: 'actions', kinds: [RowKind.actionBegin, RowKind.actionEnd, RowKind.actionSkipped] },
  {
    id: 'processes',
    label: 'brokers and processes',
    kinds: [
      RowKind.actorStarted,
      RowKind.actorCrashed,
      RowKind.actorPaused,
      RowKind.actorResumed,
      RowKind.brokerRegistered,
      RowKind.brokerFenced,
      RowKind.brokerUnfenced,
      RowKind.brokerShutdown,
      RowKind.clientClosed,
      RowKind.clientError,
      RowKind.producerIdAssigned,
    ],
  },
  {
    id: 'leaders',
    label: 'leaders and replicas',
    kinds: [
      RowKind.leaderElected,
      RowKind.leaderNone,
      RowKind.leaderStarted,
      RowKind.followerStarted,
      RowKind.isrChanged,
      RowKind.alterRefused,
      RowKind.truncate,
      RowKind.highWatermark,
      RowKind.logStart,
      RowKind.flush,
    ],
  },
  {
    id: 'groups',
    label: 'groups',
    kinds: [
      RowKind.groupState,
      RowKind.memberJoined,
      RowKind.memberLeft,
      RowKind.memberFenced,
      RowKind.partitionAssigned,
      RowKind.partitionRevoked,
      RowKind.partitionLost,
      RowKind.ownership,
    ],
  },
  {
    id: 'writes',
    label: 'writes',
    kinds: [RowKind.sendAttempt, RowKind.sendRetry, RowKind.sendOk, RowKind.sendFail, RowKind.sendInfo, RowKind.append],
  },
  {
    id: 'reads',
    label: 'reads and commits',
    kinds: [
      RowKind.poll,
      RowKind.positionSet,
      RowKind.commitInvoke,
      RowKind.commitOk,
      RowKind.commitFail,
      RowKind.commitInfo,
      RowKind.processBegin,
      RowKind.processEnd,
      RowKind.processFail,
      RowKind.effectApplied,
      RowKind.effectIgnored,
    ],
  },
];

/** In these rows word a names an actor; in the others of {@link subjectIsActor} the subject does. */
const namesActor: ReadonlySet<number> = new Set([
  RowKind.actionBegin,
  RowKind.actionEnd,
  RowKind.leaderElected,
  RowKind.memberJoined,
  RowKind.memberLeft,
  RowKind.memberFenced,
  RowKind.ownership,
]);
const subjectIsActor: ReadonlySet<number> = new Set([
  RowKind.brokerRegistered,
  RowKind.brokerFenced,
  RowKind.brokerUnfenced,
  RowKind.brokerShutdown,
]);

/** The rows that a filter lets through, found as the trace grows. A sentence is made only where a text is looked for. */
export class LogLines {
  private readonly found: number[] = [];
  private readonly wanted: ReadonlySet<number> | undefined;
  private readonly words: readonly string[];
  private scanned = 0;

  constructor(
    private readonly run: RunView,
    private readonly filter: LogFilter,
  ) {
    const kind = logKinds.find(({ id }) => id === filter.kind);
    this.wanted = kind === undefined ? undefined : new Set(kind.kinds);
    this.words = filter.text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
  }

  /** Rows, ascending. */
  get rows(): readonly number[] {
    const { moments, trace } = this.run;
    const rows = this.filter.scope === 'every' ? undefined : moments.rows;
    const count = rows?.length ?? trace.history.length;
    for (; this.scanned < count; this.scanned += 1) {
      const row = rows === undefined ? this.scanned : rows[this.scanned];
      if (this.lets(row)) this.found.push(row);
    }
    return this.found;
  }

  /** How many of {@link rows} are at or before a time. */
  countUntil(atMicros: number): number {
    const { rows } = this;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rowTime(this.run.trace.history, rows[middle]) <= atMicros) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  sentence(row: number): string {
    const { trace, scenario } = this.run;
    return sentenceOf({ trace, names: trace.names, scenario }, row);
  }

  private lets(row: number): boolean {
    const { moments, trace } = this.run;
    const word = rowWord(trace.history, row, 0);
    const kind = rowKind(word);
    if (this.filter.scope === 'changed' && moments.weight(row) === 0) return false;
    if (this.wanted !== undefined && !this.wanted.has(kind)) return false;
    if (this.filter.actor >= 0 && !this.isAbout(row, word, kind)) return false;
    if (this.words.length === 0) return true;
    const sentence = this.sentence(row).toLowerCase();
    return this.words.every((part) => sentence.includes(part));
  }

  private isAbout(row: number, word: number, kind: number): boolean {
    const { history, facts } = this.run.trace;
    const { actor } = this.filter;
    if (facts.incarnations.actor[rowIncarnation(word)] === actor) return true;
    if (namesActor.has(kind)) return rowWord(history, row, 2) === actor;
    return subjectIsActor.has(kind) && rowWord(history, row, 1) === actor;
  }
}
