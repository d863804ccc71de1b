/** The actors of one machine kind as rows of columns, and the loop that takes their transitions. */
import type { AnyStateMachine } from 'xstate';
import type { MachineFunction } from './actions';
import type { CompiledMachine } from './compiled-machine';
import { CHANGES, FLAGS, FROM, GUARD, HAPPENS, NEXT, STRIDE, TO, TRANSITION } from './flat-table';
import type { ContextKey, MachineEventOf, StatePath } from './machine-types';
import type { AssignmentTable } from './programs';
import type { RegionTable } from './region-table';
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

  // Tables of the machine that every event reads; one property away instead of three.
  private readonly first: Int32Array;
  private readonly candidates: Int32Array;
  private readonly width: number;
  private readonly guardChecks: readonly MachineFunction[];
  private readonly guardParams: readonly unknown[];
  private readonly assignments: AssignmentTable;

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
    this.first = machine.flat.first;
    this.candidates = machine.flat.candidates;
    this.width = machine.flat.width;
    this.guardChecks = machine.guardChecks;
    this.guardParams = machine.guardParams;
    this.assignments = machine.assignments;
  }

  /** Puts an actor into its initial state and context, and performs the effects of entering it. */
  reset(actor: number): void {
    const { machine } = this;
    for (const [index, column] of this.columnList.entries()) column[actor] = machine.initialContext[index]!;
    this.stateColumn[actor] = machine.initialState;
    this.begin(actor, INITIAL_EVENT);
    const { initialOperations } = machine;
    this.run(initialOperations, 0, initialOperations.length, actor, INITIAL_EVENT as unknown as MachineEventOf<M>);
    if (machine.hasAlways) this.settle(actor, INITIAL_EVENT as unknown as MachineEventOf<M>);
    this.isSending = false;
  }

  /**
   * Gives an actor an event, whose `type` is the name behind `eventNumber`.
   * @returns whether a transition was taken that changes or performs anything.
   */
  send(actor: number, eventNumber: number, event: MachineEventOf<M>): boolean {
    this.begin(actor, event);
    const { machine } = this;
    let happened = false;
    if (machine.regions === undefined) {
      const place = this.choose(actor, eventNumber);
      if (place !== -1) happened = (this.take(place, actor, event) & HAPPENS) !== 0;
      if (machine.hasAlways && this.settle(actor, event)) happened = true;
    } else {
      happened = this.stepRegions(machine.regions, actor, eventNumber, event);
    }
    this.isSending = false;
    return happened;
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

  /** Where the first candidate lies whose guard lets it pass, or -1. */
  private choose(actor: number, eventNumber: number): number {
    const { first, candidates } = this;
    const row = this.stateColumn[actor]! * this.width + eventNumber;
    const end = first[row + 1]!;
    for (let place = first[row]!; place < end; place += STRIDE) {
      const guard = candidates[place + GUARD]!;
      if (guard < 0 || this.guardChecks[guard]!(this.machine.args, this.guardParams[guard])) return place;
    }
    return -1;
  }

  /** Takes the transition at `place` and returns its flags. */
  private take(place: number, actor: number, event: MachineEventOf<M>): number {
    const { candidates } = this;
    this.stateColumn[actor] = candidates[place + NEXT]!;
    this.seen[candidates[place + TRANSITION]!] = 1;
    this.run(this.machine.program, candidates[place + FROM]!, candidates[place + TO]!, actor, event);
    return candidates[place + FLAGS]!;
  }

  /** Takes eventless transitions until none passes, or one of them leaves everything as it is. */
  private settle(actor: number, event: MachineEventOf<M>): boolean {
    let happened = false;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const place = this.choose(actor, this.width - 1);
      if (place === -1) return happened;
      const flags = this.take(place, actor, event);
      if ((flags & HAPPENS) !== 0) happened = true;
      if ((flags & CHANGES) === 0) return happened;
    }
    throw new Error(`machine ${this.machine.id}: eventless transitions never come to rest`);
  }

  private stepRegions(regions: RegionTable, actor: number, eventNumber: number, event: MachineEventOf<M>): boolean {
    const { args } = this.machine;
    const check = (guard: number): boolean => Boolean(this.guardChecks[guard]!(args, this.guardParams[guard]));
    const outcome = regions.outcomeOf(this.stateColumn[actor]!, eventNumber, check);
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
    const { first, column, value, params } = this.assignments;
    const { args } = this.machine;
    const begin = first[assignment]!;
    const end = first[assignment + 1]!;
    if (end - begin === 1) {
      this.write(column[begin]!, actor, +(value[begin]!(args, params[begin]) as number));
      return;
    }
    for (let place = begin; place < end; place++)
      this.scratch[place - begin] = +(value[place]!(args, params[place]) as number);
    for (let place = begin; place < end; place++) this.write(column[place]!, actor, this.scratch[place - begin]!);
  }

  private write(index: number, actor: number, value: number): void {
    const column = this.columnList[index]!;
    if (value !== (value | 0) && column instanceof Int32Array) this.refuse(index, value);
    column[actor] = value;
  }

  private refuse(index: number, value: number): never {
    const { id, contextKeys } = this.machine;
    throw new RangeError(`machine ${id}: context.${contextKeys[index]} = ${value} does not fit its column of integers`);
  }
}
