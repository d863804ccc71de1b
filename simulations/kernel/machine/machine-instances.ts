/** The actors of one machine kind as rows of columns, and the loop that takes their transitions. */
import type { AnyStateMachine } from 'xstate';
import type { CompiledMachine } from './compiled-machine';
import { CHANGES, FLAGS, FROM, GUARD, HAPPENS, NEXT, STRIDE, TO, TRANSITION, type FlatTable } from './flat-table';
import type { ContextKey, MachineEventOf, StatePath } from './machine-types';
import type { NumberColumn } from './row-view';

/** Gives columns to whoever keeps state; the snapshot arena of a run is one. */
export interface ColumnAllocator {
  int32(count: number): Int32Array;
  float64(count: number): Float64Array;
}

/**
 * Performs an effect by its number, in the order XState would. The state column already shows the new state; the
 * context is what the assignments up to here have made of it. May schedule events, must never send one.
 */
export type PerformEffect<M extends AnyStateMachine> = (
  effect: number,
  actor: number,
  event: MachineEventOf<M>,
) => void;

/** What an actor receives while it is reset. */
const INITIAL_EVENT = Object.freeze({ type: 'xstate.init' });

/** Eventless transitions in a row before a machine is declared to never come to rest. */
const MOST_ROUNDS = 1000;

/** `count` actors of one kind. Call {@link reset} on each before its first event. */
export class MachineInstances<M extends AnyStateMachine> {
  /** The configuration of each actor; see {@link CompiledMachine.stateId}. */
  readonly stateColumn: Int32Array;
  /** The context of all actors by key; booleans as 0 and 1. */
  readonly columns: { readonly [Key in ContextKey<M>]: NumberColumn };
  /** Coverage: one byte per transition of the definition, 1 once any actor has taken it. */
  readonly seen: Uint8Array;
  private readonly columnList: readonly NumberColumn[];
  private readonly scratch: Float64Array;
  private isSending = false;

  constructor(
    readonly machine: CompiledMachine<M>,
    readonly count: number,
    allocator: ColumnAllocator,
    private readonly perform: PerformEffect<M>,
  ) {
    this.stateColumn = allocator.int32(count).fill(-1);
    this.columnList = machine.contextKinds.map((kind) =>
      kind === 'float64' ? allocator.float64(count) : allocator.int32(count),
    );
    const entries = machine.contextKeys.map((key, index) => [key, this.columnList[index]!] as const);
    this.columns = Object.fromEntries(entries) as unknown as MachineInstances<M>['columns'];
    this.seen = new Uint8Array(machine.transitions.length);
    this.scratch = new Float64Array(machine.contextKeys.length);
  }

  /** Puts an actor into its initial state and context, and performs the effects of entering it. */
  reset(actor: number): void {
    const { machine } = this;
    for (const [index, column] of this.columnList.entries()) column[actor] = machine.initialContext[index]!;
    this.stateColumn[actor] = machine.initialState;
    this.begin(actor, INITIAL_EVENT);
    const { initialOperations } = machine;
    this.run(initialOperations, 0, initialOperations.length, actor, INITIAL_EVENT as unknown as MachineEventOf<M>);
    if (machine.hasAlways) this.settle(machine.flat!, actor, INITIAL_EVENT as unknown as MachineEventOf<M>);
    this.isSending = false;
  }

  /**
   * Gives an actor an event, whose `type` is the name behind `eventNumber`.
   * @returns whether a transition was taken that changes or performs anything.
   */
  send(actor: number, eventNumber: number, event: MachineEventOf<M>): boolean {
    this.begin(actor, event);
    const { flat } = this.machine;
    const taken =
      flat === undefined ? this.stepRegions(actor, eventNumber, event) : this.step(flat, actor, eventNumber, event);
    this.isSending = false;
    return taken;
  }

  /** Like {@link send}, for an event that carries nothing but its type. */
  sendPlain(actor: number, eventNumber: number): boolean {
    return this.send(actor, eventNumber, this.machine.plainEvents[eventNumber] as MachineEventOf<M>);
  }

  /** Whether a state is active: "Stable", "Follower", "Follower.Fetching". Compare numbers in loops instead. */
  matches(actor: number, path: StatePath<M>): boolean {
    return this.machine.mask(path)[this.stateColumn[actor]!] === 1;
  }

  private begin(actor: number, event: object): void {
    const { cursor, args } = this.machine;
    if (this.isSending) throw new Error(`machine ${this.machine.id}: an effect sent an event; schedule it instead`);
    if (this.stateColumn[actor]! < 0) throw new Error(`machine ${this.machine.id}: actor ${actor} was never reset`);
    this.isSending = true;
    cursor.columns = this.columnList;
    cursor.actor = actor;
    args.event = event;
  }

  private step(flat: FlatTable, actor: number, eventNumber: number, event: MachineEventOf<M>): boolean {
    const place = this.choose(flat, actor, eventNumber);
    let happened = false;
    if (place !== -1) {
      this.take(flat.candidates, place, actor, event);
      happened = (flat.candidates[place + FLAGS]! & HAPPENS) !== 0;
    }
    if (!this.machine.hasAlways) return happened;
    return this.settle(flat, actor, event) || happened;
  }

  /** Where the first candidate lies whose guard lets it pass, or -1. */
  private choose(flat: FlatTable, actor: number, eventNumber: number): number {
    const { first, candidates, width } = flat;
    const { guardChecks, guardParams, args } = this.machine;
    const row = this.stateColumn[actor]! * width + eventNumber;
    const end = first[row + 1]!;
    for (let place = first[row]!; place < end; place += STRIDE) {
      const guard = candidates[place + GUARD]!;
      if (guard < 0 || guardChecks[guard]!(args, guardParams[guard])) return place;
    }
    return -1;
  }

  private take(candidates: Int32Array, place: number, actor: number, event: MachineEventOf<M>): void {
    this.stateColumn[actor] = candidates[place + NEXT]!;
    this.seen[candidates[place + TRANSITION]!] = 1;
    const from = candidates[place + FROM]!;
    const to = candidates[place + TO]!;
    if (from < to) this.run(this.machine.program, from, to, actor, event);
  }

  /** Takes eventless transitions until none passes, or one of them leaves everything as it is. */
  private settle(flat: FlatTable, actor: number, event: MachineEventOf<M>): boolean {
    let happened = false;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const place = this.choose(flat, actor, flat.width - 1);
      if (place === -1) return happened;
      this.take(flat.candidates, place, actor, event);
      const flags = flat.candidates[place + FLAGS]!;
      if ((flags & HAPPENS) !== 0) happened = true;
      if ((flags & CHANGES) === 0) return happened;
    }
    throw new Error(`machine ${this.machine.id}: eventless transitions never come to rest`);
  }

  private stepRegions(actor: number, eventNumber: number, event: MachineEventOf<M>): boolean {
    const { regions, guardChecks, guardParams, args } = this.machine;
    const check = (guard: number): boolean => Boolean(guardChecks[guard]!(args, guardParams[guard]));
    const outcome = regions!.outcomeOf(this.stateColumn[actor]!, eventNumber, check);
    if (outcome === undefined) return false;
    this.stateColumn[actor] = outcome.next;
    for (const transition of outcome.transitions) this.seen[transition] = 1;
    this.run(outcome.operations, 0, outcome.operations.length, actor, event);
    return outcome.happens;
  }

  private run(program: Int32Array, from: number, to: number, actor: number, event: MachineEventOf<M>): void {
    for (let place = from; place < to; place++) {
      const operation = program[place]!;
      if (operation >= 0) this.perform(operation, actor, event);
      else this.assign(~operation, actor);
    }
  }

  private assign(assignment: number, actor: number): void {
    const { first, column, value, params } = this.machine.assignments;
    const { args } = this.machine;
    const begin = first[assignment]!;
    const end = first[assignment + 1]!;
    if (end - begin === 1) {
      this.write(column[begin]!, actor, Number(value[begin]!(args, params[begin])));
      return;
    }
    for (let place = begin; place < end; place++)
      this.scratch[place - begin] = Number(value[place]!(args, params[place]));
    for (let place = begin; place < end; place++) this.write(column[place]!, actor, this.scratch[place - begin]!);
  }

  private write(index: number, actor: number, value: number): void {
    const column = this.columnList[index]!;
    column[actor] = value;
    if (column[actor] !== value) this.refuse(index, actor, value);
  }

  private refuse(index: number, actor: number, value: number): void {
    if (Number.isNaN(value) && Number.isNaN(this.columnList[index]![actor]!)) return;
    const { id, contextKeys } = this.machine;
    throw new RangeError(`machine ${id}: context.${contextKeys[index]} = ${value} does not fit its column of integers`);
  }
}
