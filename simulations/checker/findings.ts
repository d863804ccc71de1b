import type { Steps } from '../history';
import type { Json } from '../scenario';
import type { AnomalyKind } from './anomaly-kinds';
import type { Strip, StripColumn, Witness } from './verdict';

/** A fact that a checker reports; whether it is a violation is decided elsewhere. Times in µs. */
export interface Finding {
  readonly kind: AnomalyKind;
  readonly witness: Witness;
  /** The guilty event and the one that made it certain, as rows (-1: the end of the run). */
  readonly guiltyRow: number;
  readonly decidedRow: number;
  readonly at: number;
  countedFrom: number;
  decidedAt: number;
  /** -1: it stands. */
  withdrawnAt: number;
  /** -1: none. */
  readonly partition: number;
  readonly group: number;
  readonly key: number;
  readonly records: number[];
  readonly offsets: number[];
  count: number;
  withdrawn: number;
  /** Rows that prove it, the guilty one and the deciding one among them. */
  readonly rows: number[];
  /** Rows of what came of it later. */
  readonly aftermath: number[];
  readonly detail: Record<string, Json>;
}

/** What a new finding needs; the rest is filled in. */
export interface Start {
  kind: AnomalyKind;
  guiltyRow: number;
  at: number;
  decidedRow: number;
  decidedAt: number;
  partition?: number;
  group?: number;
  key?: number;
  rows?: readonly number[];
  detail?: Record<string, Json>;
}

const columnOf: Readonly<Partial<Record<AnomalyKind, Exclude<StripColumn, 'acknowledged' | 'late'>>>> = {
  'lost-write': 'lost',
  'lost-to-group': 'lostToGroup',
  'expired-unread': 'lostToGroup',
  'skipped-by-reset': 'lostToGroup',
  'duplicate-append': 'duplicated',
  'duplicate-processing': 'duplicated',
  'duplicate-effect': 'duplicated',
  'log-order-violation': 'outOfOrder',
  'key-order-violation': 'outOfOrder',
};

interface Mark {
  at: number;
  record: number;
  change: 1 | -1;
}

const ROWS_MAX = 8;

/** Collects findings and, for the strip, when each record came to be in a column. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #byKey = new Map<string, Finding>();
  readonly #marks: Record<Exclude<StripColumn, 'acknowledged'>, Mark[]> = {
    lost: [],
    lostToGroup: [],
    duplicated: [],
    outOfOrder: [],
    late: [],
  };
  readonly #witness: Witness;
  #lastKey = '';
  #last: Finding | undefined;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  /** A finding of its own. */
  report(start: Start): Finding {
    const rows = new Set([start.guiltyRow, ...(start.rows ?? []), start.decidedRow].filter((row) => row >= 0));
    const finding: Finding = {
      kind: start.kind,
      witness: this.#witness,
      guiltyRow: start.guiltyRow,
      decidedRow: start.decidedRow,
      at: start.at,
      countedFrom: start.decidedAt,
      decidedAt: start.decidedAt,
      withdrawnAt: -1,
      partition: start.partition ?? -1,
      group: start.group ?? -1,
      key: start.key ?? -1,
      records: [],
      offsets: [],
      count: 0,
      withdrawn: 0,
      rows: [...rows].slice(0, ROWS_MAX),
      aftermath: [],
      detail: start.detail ?? {},
    };
    this.list.push(finding);
    return finding;
  }

  /** One record of the finding that shares `episode`; the first one begins it. */
  record(episode: string, start: Start, record: number, offset: number): Finding {
    const key = `${start.kind}|${start.partition ?? -1}|${start.group ?? -1}|${episode}`;
    let finding = key === this.#lastKey ? this.#last : this.#byKey.get(key);
    if (!finding) {
      finding = this.report(start);
      this.#byKey.set(key, finding);
    }
    this.#lastKey = key;
    this.#last = finding;
    this.addTo(finding, record, offset, start.decidedAt);
    return finding;
  }

  /** Adds a record (-1: unknown) to a finding, counted from `at` on. */
  addTo(finding: Finding, record: number, offset: number, at: number): void {
    finding.records.push(record);
    if (offset >= 0) finding.offsets.push(offset);
    finding.count++;
    const column = columnOf[finding.kind];
    if (column && record >= 0) this.#marks[column].push({ at, record, change: 1 });
  }

  /** A record of a finding is whole again. */
  withdraw(finding: Finding, record: number, at: number): void {
    finding.withdrawn++;
    if (finding.withdrawn === finding.count) finding.withdrawnAt = at;
    const column = columnOf[finding.kind];
    if (column && record >= 0) this.#marks[column].push({ at, record, change: -1 });
  }

  /** The strip over time, distinct records. */
  strip(acknowledged: Steps): Strip {
    const { lost, lostToGroup, duplicated, outOfOrder, late } = this.#marks;
    return {
      acknowledged,
      lost: stepsOf(lost),
      lostToGroup: stepsOf(lostToGroup),
      duplicated: stepsOf(duplicated),
      outOfOrder: stepsOf(outOfOrder),
      late: stepsOf(late),
    };
  }
}

/** How many distinct records are in, after each moment. */
function stepsOf(marks: readonly Mark[]): Steps {
  const sorted = marks.toSorted((a, b) => a.at - b.at);
  const timesIn = new Map<number, number>();
  const atMicros: number[] = [];
  const count: number[] = [];
  let now = 0;
  for (const { at, record, change } of sorted) {
    const before = timesIn.get(record) ?? 0;
    timesIn.set(record, before + change);
    if (before === 0 && change === 1) now++;
    else if (before === 1 && change === -1) now--;
    if (atMicros.at(-1) === at) count[count.length - 1] = now;
    else {
      atMicros.push(at);
      count.push(now);
    }
  }
  return { atMicros: Float64Array.from(atMicros), count: Int32Array.from(count) };
}
