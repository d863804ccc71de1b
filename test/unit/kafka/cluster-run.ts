import { actions, laterActions } from '../../../simulations/actions';
import {
  rowFlags,
  rowIncarnation,
  rowKind,
  RowKind,
  rowTime,
  rowWord,
  type RecordingLevel,
} from '../../../simulations/kernel';
import { createRun, resultOf, runUntil, type Run, type RunResult } from '../../../simulations/run';
import { normalise } from '../../../simulations/scenario';

/** A row of a history, taken apart. */
export interface Row {
  readonly row: number;
  readonly at: number;
  /** Name of the actor, '' for none. */
  readonly actor: string;
  readonly flags: number;
  readonly subject: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly cause: number;
}

/** JSON of a part of a scenario. */
export type Part = Record<string, unknown>;

const base: Part = {
  version: 1,
  seed: 1,
  duration: '10s',
  brokers: { count: 3 },
  network: { delay: '1ms', jitter: 0 },
  topics: { orders: { partitions: 1, assignment: [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
  producers: {},
  groups: {},
  actions: [],
};

/** A run of a small scenario, and what its trace says. Parts replace those of a quiet cluster of three brokers. */
export class ClusterRun {
  readonly run: Run;

  constructor(parts: Part, level: RecordingLevel = 'history') {
    const normalised = normalise({ ...base, ...parts }, { actions, laterActions });
    if (!normalised.ok) throw new Error(JSON.stringify(normalised.errors));
    this.run = createRun(normalised.scenario, { level });
  }

  /** Runs to `millis` of virtual time, or to the end. */
  until(millis?: number): this {
    runUntil(this.run, millis === undefined ? this.run.endMicros : millis * 1000);
    return this;
  }

  /** Rows of one kind so far. */
  rows(kind: keyof typeof RowKind, where: (row: Row) => boolean = () => true): Row[] {
    const { history, facts } = this.run.trace;
    const found: Row[] = [];
    for (let row = 0; row < history.length; row++) {
      const word = rowWord(history, row, 0);
      if (rowKind(word) !== RowKind[kind]) continue;
      const incarnation = rowIncarnation(word);
      const actor = incarnation === 0xffff ? '' : this.run.names.actors[facts.incarnations.actor[incarnation]];
      const [subject, a, b, c, d, cause] = [1, 2, 3, 4, 5, 6].map((index) => rowWord(history, row, index));
      const at = rowTime(history, row) / 1000;
      const it = { row, at, actor, flags: rowFlags(word), subject, a, b, c, d, cause };
      if (where(it)) found.push(it);
    }
    return found;
  }

  /** What the run comes to so far. */
  result(): RunResult {
    return resultOf(this.run, { logs: true, internal: false });
  }

  /** Values in a partition's log, in their order. */
  values(partition = 'orders-0'): (string | null)[] {
    return (this.result().logs?.[partition] ?? []).map((record) => record.value);
  }

  /** Records of a producer's batch, as the numbers they have in the trace. */
  recordsOf(batch: number): number[] {
    const { batches } = this.run.trace.facts;
    return [...batches.recordAt.subarray(batches.firstSlot[batch], batches.firstSlot[batch] + batches.count[batch])];
  }

  /** Number of a partition, by its name. */
  partition(name: string): number {
    return this.run.names.partitions.indexOf(name);
  }
}

/** A producer of a script: `sends` are [at ms, value] or [at ms, value, more fields]. */
export function scripted(
  sends: readonly (readonly [number, string, Part?])[],
  config: Part = {},
  more: Part = {},
): Part {
  const script = sends.map(([at, value, fields]) => ({ op: 'send', at, value, ...fields }));
  return { topic: 'orders', config, workload: { script }, ...more };
}

/** `count` sends of values 0, 1, ... from `from` ms on, `every` ms apart. */
export function series(count: number, from: number, every: number, fields: Part = {}): [number, string, Part][] {
  return Array.from({ length: count }, (_, i) => [from + i * every, String(i), fields]);
}
