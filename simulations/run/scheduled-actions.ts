import type { Acting } from '../actions';
import {
  CLASS_ACTION,
  rowFlags,
  RowKind,
  rowKindNames,
  rowWord,
  SkipReason,
  type Arena,
  type Kernel,
  type KernelSystem,
} from '../kernel';
import type { KafkaSystem } from '../kafka';
import type { Links } from '../network';
import type { NormalisedAction, NormalisedScenario } from '../scenario';
import type { CompiledScenario } from './compile-plan';
import { KafkaPort } from './kafka-port';
import { actorNumber } from './actor-names';
import { holdersOf } from './roles';
import type { ArmedRules } from './request-rules';

/** Event kinds of the run itself. */
const EV_ACTION_BEGIN = 8;
const EV_ACTION_END = 9;
/** An anchored action whose event has come. */
const EV_ANCHORED_BEGIN = 10;

/** An action that goes on for a while takes its next step. */
const EV_ACTION_STEP = 11;

/** An anchored action that still waits for its event. */
interface WaitingAnchor {
  readonly action: number;
  readonly kind: number;
  /** Actor, -1: any. */
  readonly actor: number;
  readonly left: number;
}

/**
 * The actions of a scenario in their time: at a moment, after an anchor, or from the start (C-FLT-1 to C-FLT-4).
 * Sits between the kernel and the system, because actions are events of nobody.
 */
export class ScheduledActions implements KernelSystem {
  private readonly port: KafkaPort;
  private readonly anchors: { value: readonly WaitingAnchor[] };
  /** Actions resolved when they began, for their ends. */
  private readonly begun: { value: Readonly<Record<number, { acting: Acting; row: number }>> };
  /** Ties: actions at a moment go before anchored ones, and those before ends. */
  private readonly beginStream: number;
  private readonly anchoredStream: number;
  private readonly endStream: number;
  private readonly firings: Int32Array;

  constructor(
    arena: Arena,
    private readonly kernel: Kernel,
    private readonly system: KafkaSystem,
    links: Links,
    rules: ArmedRules,
    private readonly compiled: CompiledScenario,
    private readonly scenario: NormalisedScenario,
  ) {
    this.port = new KafkaPort(arena, kernel, system, links, rules, compiled, scenario);
    this.anchors = arena.cell<readonly WaitingAnchor[]>([]);
    this.begun = arena.cell<Readonly<Record<number, { acting: Acting; row: number }>>>({});
    this.beginStream = kernel.queue.newStream();
    this.anchoredStream = kernel.queue.newStream();
    this.endStream = kernel.queue.newStream();
    this.firings = arena.int32(1);
  }

  /** Schedules everything that the scenario holds. */
  start(): void {
    this.anchors.value = this.scenario.actions.flatMap((action, index) =>
      action.after === undefined ? [] : [this.anchorOf(action, index)],
    );
    this.scheduleFrom(0);
    this.watch();
  }

  /** The state came from a run with other actions: those at a moment from `fromMicros` on are scheduled anew. */
  reschedule(fromMicros: number): void {
    this.kernel.queue.removeKind(EV_ACTION_BEGIN);
    this.kernel.cause = -1;
    this.scheduleFrom(fromMicros);
    this.watch();
  }

  private scheduleFrom(fromMicros: number): void {
    this.scenario.actions.forEach((action, index) => {
      const at = Math.round((action.at ?? 0) * 1000);
      if (action.after === undefined && at >= fromMicros) this.at(at, this.beginStream, EV_ACTION_BEGIN, index);
    });
  }

  /** Has the kernel tell of the rows that anchors wait for. */
  watch(): void {
    const kinds = [...new Set(this.scenario.actions.map((action) => kindOfEvent(action.after?.event ?? '')))];
    this.kernel.watch(
      kinds.filter((kind) => kind >= 0),
      (kind, actor, row, count) => this.onRow(kind, actor, row, count),
    );
  }

  dispatch(kind: number, a: number, b: number): void {
    if (kind === EV_ACTION_BEGIN || kind === EV_ANCHORED_BEGIN) this.begin(a);
    else if (kind === EV_ACTION_END) this.end(a);
    else if (kind === EV_ACTION_STEP) this.step(a, b);
    else this.system.dispatch(kind, a, b);
  }

  dropped(kind: number, a: number, b: number): void {
    this.system.dropped(kind, a, b);
  }

  lane(lane: number): void {
    this.system.lane(lane);
  }

  private begin(index: number): void {
    const action = this.scenario.actions[index]!;
    const definition = this.compiled.actions.definitionOf(action.do);
    if (definition === undefined) return;
    const { kernel } = this;
    kernel.cause = -1;
    const acting = this.compiled.actions.resolve(action, (role) => holdersOf(role, this.system, this.compiled));
    if ('skipped' in acting) {
      kernel.row(RowKind.actionSkipped, -1, 0, index, SkipReason.noSuchTarget, 0, 0, 0);
      return;
    }
    const actor = acting.targets.length === 1 ? actorNumber(acting.targets[0]!, this.compiled) : -1;
    const mark = kernel.trace.history.length;
    kernel.cause = kernel.row(RowKind.actionBegin, -1, 0, index, actor, ++this.firings[0]!, 0, 0);
    const outcome = definition.begin(this.port, acting);
    if (outcome !== true) {
      // Nothing was done: the row that announced it is the only one, and says so instead.
      if (kernel.trace.history.length === mark + 1) kernel.trace.history.forgetLast();
      kernel.row(RowKind.actionSkipped, -1, 0, index, SkipReason.nothingToDo, 0, 0, 0);
      return;
    }
    this.begun.value = { ...this.begun.value, [index]: { acting, row: mark } };
    definition.steps?.(acting).forEach((afterMs, step) => {
      this.at(kernel.now + Math.round(afterMs * 1000), this.endStream, EV_ACTION_STEP, index, step);
    });
    if (definition.end !== undefined && typeof action.for === 'number') {
      this.at(kernel.now + Math.round(action.for * 1000), this.endStream, EV_ACTION_END, index);
    }
  }

  private end(index: number): void {
    const action = this.scenario.actions[index]!;
    const acting = this.begun.value[index]?.acting;
    const definition = this.compiled.actions.definitionOf(action.do);
    if (acting === undefined || definition?.end === undefined) return;
    const { kernel } = this;
    const actor = acting.targets.length === 1 ? actorNumber(acting.targets[0]!, this.compiled) : -1;
    kernel.cause = kernel.row(RowKind.actionEnd, -1, 0, index, actor, 0, 0, 0);
    definition.end(this.port, acting);
  }

  private step(index: number, step: number): void {
    const begun = this.begun.value[index];
    if (begun === undefined) return;
    this.kernel.cause = begun.row;
    this.compiled.actions.definitionOf(this.scenario.actions[index]!.do)?.step?.(this.port, begun.acting, step);
  }

  private at(timeMicros: number, stream: number, kind: number, index: number, step = 0): void {
    const at = Math.max(timeMicros, this.kernel.now);
    this.kernel.at(at, CLASS_ACTION, stream, kind, index, step, -1);
  }

  private anchorOf(action: NormalisedAction, index: number): WaitingAnchor {
    const after = action.after!;
    const actor = after.actor === undefined ? -1 : actorNumber(after.actor, this.compiled);
    return { action: index, kind: kindOfEvent(after.event), actor, left: after.nth };
  }

  /** How many events of the history a row stands for: one a record of its batch or its range of offsets. */
  private eventsOf(kind: number, row: number, count: number): number {
    if (row < 0) return count;
    const { history, facts } = this.kernel.trace;
    if (kind === RowKind.append) return rowWord(history, row, 4) - rowWord(history, row, 3);
    if (kind === RowKind.processBegin || kind === RowKind.processEnd) {
      return rowWord(history, row, 3) - rowWord(history, row, 2);
    }
    if (!SEND_RESULTS.includes(kind) || rowFlags(rowWord(history, row, 0)) !== 0) return count;
    return facts.batches.count[rowWord(history, row, 2)]!;
  }

  private onRow(kind: number, actor: number, row: number, count: number): void {
    const waiting = this.anchors.value;
    if (waiting.length === 0) return;
    const rest: WaitingAnchor[] = [];
    for (const anchor of waiting) {
      if (anchor.kind !== kind || (anchor.actor >= 0 && anchor.actor !== actor)) {
        rest.push(anchor);
        continue;
      }
      const events = this.eventsOf(kind, row, count);
      if (anchor.left > events) {
        rest.push({ ...anchor, left: anchor.left - events });
        continue;
      }
      const cause = this.kernel.cause;
      this.kernel.cause = row;
      const plus = this.scenario.actions[anchor.action]!.after!.plus;
      this.at(this.kernel.now + Math.round(plus * 1000), this.anchoredStream, EV_ANCHORED_BEGIN, anchor.action);
      this.kernel.cause = cause;
    }
    this.anchors.value = rest;
  }
}

const SEND_RESULTS: readonly number[] = [RowKind.sendAttempt, RowKind.sendOk, RowKind.sendFail, RowKind.sendInfo];
const kindsByName = new Map(Object.entries(rowKindNames).map(([kind, name]) => [name, Number(kind)]));

/** The row kind that an anchor's event name means, -1: none. Polls and processings have their range events' names. */
function kindOfEvent(name: string): number {
  return name === 'send.invoke' ? RowKind.sendInvoke : (kindsByName.get(name) ?? -1);
}
