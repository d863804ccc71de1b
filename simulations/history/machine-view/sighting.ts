import {
  rowFlags,
  rowIncarnation,
  rowKind,
  rowTime,
  rowWord,
  type TraceNames,
  type TraceView,
} from '../../kernel/index';

/** A machine of a run: which definition, and whose it is. Numbers are those of the trace's names. */
export type MachineSubject =
  | { readonly machine: 'broker' | 'brokerRegistration' | 'producer' | 'classicMember'; readonly actor: number }
  | { readonly machine: 'classicGroup'; readonly group: number }
  | { readonly machine: 'partitionRegistration'; readonly partition: number }
  | { readonly machine: 'replica'; readonly partition: number; readonly broker: number };

/** What the trace tells of a machine: from `atMicros` on it is in `state`. */
export interface Sighting {
  readonly atMicros: number;
  /** The row of the history that tells, -1 if only the messages do. */
  readonly row: number;
  /** "Follower.Fetching"; empty: its process is not there, so it is in no state. */
  readonly state: string;
  /** Events that may have brought it there, the likeliest first; empty: whatever the definition has. */
  readonly events: readonly string[];
  /** True: the machine begins anew, in another process or at another broker, and did not come from where it was. */
  readonly isNew: boolean;
}

/** What the folds of this room read. */
export interface MachineSource {
  readonly trace: TraceView;
  readonly names: TraceNames;
  /** The word of each action of the scenario ("kill"), by its number. */
  readonly actionWords: readonly string[];
  /** How long a broker takes from its start until it answers, µs. */
  readonly restartMicros: number;
}

/** One history row, taken apart. */
export interface ToldRow {
  readonly row: number;
  readonly timeMicros: number;
  readonly kind: number;
  readonly flags: number;
  readonly actor: number;
  readonly subject: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Calls back for each history row of the wanted kinds, in order. */
export function eachTold({ trace }: MachineSource, wanted: ReadonlySet<number>, see: (told: ToldRow) => void): void {
  const { history, facts } = trace;
  const actorOf = facts.incarnations.actor;
  for (let row = 0; row < history.length; row++) {
    const word = rowWord(history, row, 0);
    const kind = rowKind(word);
    if (!wanted.has(kind)) continue;
    see({
      row,
      timeMicros: rowTime(history, row),
      kind,
      flags: rowFlags(word),
      actor: actorOf[rowIncarnation(word)]!,
      subject: rowWord(history, row, 1),
      a: rowWord(history, row, 2),
      b: rowWord(history, row, 3),
      c: rowWord(history, row, 4),
      d: rowWord(history, row, 5),
    });
  }
}

/** Sightings in order of time; of those of one moment the order of adding stays. */
export class SightingList {
  private readonly list: Sighting[] = [];

  add(atMicros: number, row: number, state: string, events: readonly string[] = [], isNew = false): void {
    this.list.push({ atMicros, row, state, events, isNew });
  }

  sorted(): Sighting[] {
    return this.list.toSorted((a, b) => a.atMicros - b.atMicros);
  }
}
