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
import type { EventColumns, NormalisedScenario } from '../scenario';
import { compileScenario, type CompiledScenario } from './compile-plan';
import { makeGroups } from './compile-groups';
import { effectiveSettings, type EffectiveSettings } from './effective-settings';
import { ArmedRules } from './request-rules';
import { ScheduledActions } from './scheduled-actions';

/** How much is recorded, and the columns of event files by producer. */
export interface RunOptions {
  readonly level?: RecordingLevel;
  readonly events?: Readonly<Record<string, EventColumns>>;
}

/** One run of one scenario: state that moves forward in virtual time, and the trace that it writes. */
export class Run {
  readonly names: TraceNames;
  readonly settings: EffectiveSettings;
  readonly system: KafkaSystem;
  readonly compiled: CompiledScenario;
  readonly kernel: Kernel;
  readonly endMicros: number;
  private readonly arena = new Arena();
  private readonly scheduled: ScheduledActions;

  constructor(
    readonly scenario: NormalisedScenario,
    readonly options: RunOptions,
  ) {
    this.settings = effectiveSettings(scenario);
    this.compiled = compileScenario(scenario, options.events ?? {});
    const { shape } = this.compiled;
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
    return this.kernel.run(until, maxEvents, this.scheduled);
  }

  snapshot(): ArenaImage {
    return this.arena.snapshot();
  }

  restore(image: ArenaImage): void {
    this.arena.restore(image);
  }

  hash(): string {
    return traceHash(this.kernel.trace);
  }
}
