/**
 * An XState definition as flat tables. The definition stays the specification: it is drawn, tested with XState's
 * `transition()`, and compiled here for runs that take millions of transitions a second.
 */
import type { AnyStateMachine } from 'xstate';
import type { Effect, MachineArguments, MachineFunction } from './actions';
import { Configurations } from './configurations';
import { MachineDefinitionError } from './definition-error';
import { compileFlat, NO_TABLE, type FlatTable } from './flat-table';
import type { ActionName, ContextKey, EventName, StatePath } from './machine-types';
import { initialMicrostep } from './microstep';
import { layOutAssignments, ProgramList, type AssignmentTable, type ColumnKind } from './programs';
import { RegionTable } from './region-table';
import { createRowView, Cursor } from './row-view';
import { ALWAYS, readStateTree, spelledEvents, type StateTree } from './state-tree';

/** What the definition alone does not tell. */
export interface CompileOptions<M extends AnyStateMachine> {
  /** Events that only wildcards match, or that nothing matches; spelled-out ones need not be named. */
  readonly events?: readonly EventName<M>[];
  /** Context keys stored as doubles; all other numbers must stay 32-bit integers. */
  readonly float64?: readonly ContextKey<M>[];
}

/** A transition of the definition by name, for pictures and coverage. Its place is its number in `seen`. */
export interface TransitionName {
  readonly source: string;
  /** Empty for an eventless one. */
  readonly event: string;
  /** Empty without a guard, or with an inline one. */
  readonly guard: string;
  readonly targets: readonly string[];
}

/**
 * Compiles a machine made with `setup(…).createMachine(…)`. Do this once per kind, when the module loads.
 * @throws MachineDefinitionError if the machine lies outside the exact subset (spec/performance.md 8).
 */
export function compileMachine<M extends AnyStateMachine>(
  machine: M,
  options: CompileOptions<M> = {},
): CompiledMachine<M> {
  return new CompiledMachine<M>(machine, readStateTree(machine), options);
}

/** The tables of one machine kind; shared by all its actors in all runs. */
export class CompiledMachine<M extends AnyStateMachine> {
  readonly id: string;
  /** Event names by number, alphabetical. */
  readonly events: readonly string[];
  /** Effects by number, ordered by name and then by their parameters. */
  readonly effects: readonly Effect[];
  /** Transitions by their number in {@link MachineInstances.seen}, in document order. */
  readonly transitions: readonly TransitionName[];
  /** Names of configurations by number, in document order. */
  readonly stateNames: readonly string[];
  /** Context keys in the order of their columns, with how each is stored and where it starts. */
  readonly contextKeys: readonly string[];
  readonly contextKinds: readonly ColumnKind[];
  readonly initialContext: Float64Array;
  readonly initialState: number;

  // What follows is for MachineInstances.
  readonly initialOperations: Int32Array;
  readonly hasAlways: boolean;
  /** Empty for a machine with parallel regions. */
  readonly flat: FlatTable;
  readonly regions: RegionTable | undefined;
  readonly program: Int32Array;
  readonly assignments: AssignmentTable;
  readonly guardChecks: readonly MachineFunction[];
  readonly guardParams: readonly unknown[];
  /** What guards and assignments are called with: one object a kind, pointed at the row before each event. */
  readonly cursor = new Cursor();
  readonly args: { context: unknown; event: unknown } & MachineArguments;
  /** Events that carry nothing but their type, by number. */
  readonly plainEvents: readonly { readonly type: string }[];
  private readonly configurations: Configurations;

  constructor(
    /** The definition, to draw and to test. */
    readonly machine: M,
    tree: StateTree,
    options: CompileOptions<M>,
  ) {
    this.id = tree.id;
    this.configurations = new Configurations(tree);
    this.stateNames = this.configurations.names;
    this.events = [...new Set([...spelledEvents(tree), ...(options.events ?? [])])].sort();
    this.plainEvents = this.events.map((type) => Object.freeze({ type }));
    this.effects = tree.actions.effects;
    this.transitions = tree.transitions.map((transition) => ({
      source: tree.nodes[transition.source]!.path,
      event: transition.descriptor,
      guard: tree.actions.guards[transition.guard]?.name ?? '',
      targets: (transition.targets ?? []).map((target) => tree.nodes[target]!.path),
    }));
    this.hasAlways = tree.transitions.some((transition) => transition.descriptor === ALWAYS);

    this.contextKeys = Object.keys(tree.context);
    this.contextKinds = columnKinds(tree, options.float64 ?? []);
    this.initialContext = Float64Array.from(Object.values(tree.context), Number);
    this.args = { context: createRowView(this.contextKeys, this.contextKinds, this.cursor), event: undefined };
    this.assignments = layOutAssignments(tree.actions.assignments, this.contextKeys);
    this.guardChecks = tree.actions.guards.map((guard) => guard.check);
    this.guardParams = tree.actions.guards.map((guard) => guard.params);

    const initial = initialMicrostep(tree);
    this.initialState = this.configurations.numberOf(initial.active);
    this.initialOperations = Int32Array.from(initial.operations);
    const programs = new ProgramList();
    const isFlat = tree.nodes.every((node) => node.kind !== 'parallel');
    this.flat = isFlat ? compileFlat(tree, this.configurations, this.events, programs) : NO_TABLE;
    this.regions = isFlat ? undefined : new RegionTable(tree, this.configurations, this.events);
    this.program = Int32Array.from(programs.operations);
  }

  /** The number of a configuration: "Stable", "Follower.Fetching". @throws if there is none of that name. */
  stateId(name: StatePath<M> | (string & {})): number {
    return this.known('state', this.stateNames.indexOf(name), name);
  }

  /** The name of a configuration; leaves of parallel regions are joined with " + ". */
  stateName(id: number): string {
    const name = this.stateNames[id];
    if (name === undefined) throw new RangeError(`machine ${this.id} has no state number ${id}`);
    return name;
  }

  /** The configuration as XState writes a state value. */
  stateValue(id: number): unknown {
    return this.configurations.valueOf(id);
  }

  /** The number of an event. @throws if no transition spells it out and the options do not name it. */
  eventId(name: EventName<M>): number {
    return this.known('event', this.events.indexOf(name), name);
  }

  /** The number of an effect, with the parameters it is named with. @throws if no state or transition names it. */
  effectId(name: ActionName<M>, params?: Readonly<Record<string, unknown>>): number {
    const wanted = JSON.stringify(params);
    const place = this.effects.findIndex(
      ({ type, params: fixed }) => type === name && JSON.stringify(fixed) === wanted,
    );
    return this.known('effect', place, wanted === undefined ? name : `${name} ${wanted}`);
  }

  /** One byte per configuration: 1 where the state with this path is active. @throws if there is no such state. */
  mask(path: StatePath<M>): Uint8Array {
    const mask = this.configurations.maskOf(path);
    if (mask === undefined) this.known('state', -1, path);
    return mask!;
  }

  private known(what: string, place: number, name: string): number {
    if (place !== -1) return place;
    const all = { state: this.stateNames, event: this.events, effect: this.effects.map(({ type }) => type) }[what]!;
    throw new MachineDefinitionError(this.id, `${what} ${name}`, `does not exist; there are: ${all.join(', ')}`);
  }
}

function columnKinds(tree: StateTree, float64: readonly string[]): ColumnKind[] {
  for (const key of float64) {
    if (typeof tree.context[key] === 'number') continue;
    throw new MachineDefinitionError(tree.id, `context.${key}`, 'is not a number, so it cannot be a column of doubles');
  }
  return Object.entries(tree.context).map(([key, value]) => {
    if (typeof value === 'boolean') return 'boolean';
    if (float64.includes(key)) return 'float64';
    if (value === (value | 0)) return 'int32';
    throw new MachineDefinitionError(tree.id, `context.${key}`, `${value} is no 32-bit integer; name it in float64`);
  });
}
