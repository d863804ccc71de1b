import {
  Arena,
  Kernel,
  RowKind,
  traceHash,
  type ArenaImage,
  type RecordingLevel,
  type TraceNames,
  type TraceView,
} from '../kernel';
import { KafkaSystem } from '../kafka';
import { Links } from '../network';
import type { EventColumns, NormalisedAction, NormalisedScenario } from '../scenario';
import type { CompiledScenario } from './compile-plan';
import { makeGroups } from './compile-groups';
import type { EffectiveSettings } from './effective-settings';
import { ArmedRules } from './request-rules';
import { ScheduledActions } from './scheduled-actions';

/** How much is recorded, and the columns of event files by producer. */
export interface RunOptions {
  readonly level?: RecordingLevel;
  readonly events?: Readonly<Record<string, EventColumns>>;
  /** Keeps a snapshot every so many rows of history, from which forks begin; absent: none. */
  readonly snapshotRows?: number;
}

interface KeptSnapshot {
  readonly atMicros: number;
  readonly image: ArenaImage;
}

/** Events handled between two looks at whether a snapshot is due. */
const SNAPSHOT_SLICE = 2_000;

/** One run of one scenario: state that moves forward in virtual time, and the trace that it writes. */
export class Run {
  readonly names: TraceNames;
  readonly settings: EffectiveSettings;
  readonly scenario: NormalisedScenario;
  readonly system: KafkaSystem;
  readonly kernel: Kernel;
  readonly endMicros: number;
  private readonly arena = new Arena();
  private readonly scheduled: ScheduledActions;
  private readonly kept: KeptSnapshot[] = [];
  private keptRows = 0;

  constructor(
    readonly compiled: CompiledScenario,
    readonly options: RunOptions,
  ) {
    const { shape, scenario } = compiled;
    this.scenario = scenario;
    this.settings = compiled.settings;
    this.names = shape.names;
    const actorCount = shape.names.actors.length;
    const lanes = Math.max(1, shape.producerCount);
    this.kernel = new Kernel(this.arena, scenario.seed, actorCount, lanes, options.level ?? 'full');
    const links = new Links(this.arena, scenario.seed, actorCount, {
      delayMicros: Math.round(scenario.network.delay * 1000),
      jitterMicros: Math.round(scenario.network.jitter * 1000),
    });
    const rules = new ArmedRules(this.arena);
    this.system = new KafkaSystem(this.arena, this.kernel, links, rules, this.compiled.kafka, (system, arena) =>
      makeGroups(system, arena, scenario, this.compiled),
    );
    this.endMicros = Math.round(scenario.duration * 1000);
    this.scheduled = new ScheduledActions(this.arena, this.kernel, this.system, links, rules, this.compiled, scenario);
    this.kernel.row(RowKind.runStart, -1, 0, -1, 0, 0, 0, 0);
    this.system.start();
    this.scheduled.start();
  }

  get trace(): TraceView {
    return this.kernel.trace;
  }

  get nowMicros(): number {
    return this.kernel.now;
  }

  get eventCount(): number {
    return this.kernel.eventCount;
  }

  /** Runs to `untilMicros` (inclusive) or for `maxEvents` events; true once the time is reached. */
  advance(untilMicros: number, maxEvents: number): boolean {
    const until = Math.min(untilMicros, this.endMicros);
    const every = this.options.snapshotRows;
    if (every === undefined) return this.kernel.run(until, maxEvents, this.scheduled);
    for (let left = maxEvents; left > 0; left -= SNAPSHOT_SLICE) {
      if (this.kernel.run(until, Math.min(left, SNAPSHOT_SLICE), this.scheduled)) return true;
      const rows = this.kernel.trace.history.length;
      if (rows - this.keptRows >= every) this.keep(rows);
    }
    return false;
  }

  /**
   * A run that stands at `atMicros` of another scenario; this one stays as it is. What both have in common is taken from the
   * newest snapshot before that moment, if the scenarios differ only in actions at moments after it.
   */
  fork(atMicros: number, compiled: CompiledScenario): Run {
    const branch = new Run(compiled, this.options);
    const shared = Math.min(atMicros, sharedMicros(this.scenario, compiled.scenario));
    const from = this.kept.findLast((kept) => kept.atMicros < shared);
    if (from !== undefined) branch.takeOver(this, from);
    while (!branch.advance(atMicros, 1_000_000));
    return branch;
  }

  private takeOver(other: Run, from: KeptSnapshot): void {
    this.kernel.trace.adopt(other.kernel.trace);
    this.restore(from.image);
    this.scheduled.reschedule(from.atMicros + 1);
    this.kept.push(...other.kept.filter((kept) => kept.atMicros <= from.atMicros));
    this.keptRows = this.kernel.trace.history.length;
  }

  private keep(rows: number): void {
    this.keptRows = rows;
    this.kept.push({ atMicros: this.kernel.now, image: this.arena.snapshot() });
  }

  snapshot(): ArenaImage {
    return this.arena.snapshot();
  }

  restore(image: ArenaImage): void {
    this.arena.restore(image);
    this.kernel.trace.facts.reopenBatches();
  }

  hash(): string {
    return traceHash(this.kernel.trace);
  }
}

/**
 * Until when two scenarios run alike, in µs: before the first action that differs. An anchored action counts from the
 * start, so where one differs, or anything but actions, they share nothing (-1).
 */
function sharedMicros(a: NormalisedScenario, b: NormalisedScenario): number {
  const plain = (scenario: NormalisedScenario): string =>
    JSON.stringify({ ...scenario, actions: [], name: '', description: '' });
  if (plain(a) !== plain(b) || layoutOf(a) !== layoutOf(b)) return -1;
  const startOf = (action: NormalisedAction | undefined): number => {
    if (action === undefined) return Infinity;
    return action.after === undefined && action.at !== undefined ? action.at * 1000 : -1;
  };
  let shared = Infinity;
  for (let index = 0; index < Math.max(a.actions.length, b.actions.length); index++) {
    const [first, second] = [a.actions[index], b.actions[index]];
    if (JSON.stringify(first) !== JSON.stringify(second)) shared = Math.min(shared, startOf(first), startOf(second));
  }
  return shared;
}

/** Members, partitions and replicas that an action brings are part of the layout. */
function layoutOf(scenario: NormalisedScenario): string {
  const brought = scenario.actions.flatMap(({ do: name, target, ...fields }) =>
    ['join', 'addPartitions', 'reassign'].includes(name)
      ? [[name, target, fields['name'], fields['count'], fields['replicas']]]
      : [],
  );
  return JSON.stringify(brought);
}
