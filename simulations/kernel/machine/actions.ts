/**
 * Guards, assignments and effects of a definition, each kind interned into dense numbers.
 *
 * A program is a list of operations: zero and above is the number of an effect, below zero the complement of the
 * number of an assignment.
 */
import { MachineDefinitionError } from './definition-error';
import { placeOf, type RawImplementations, type RawMachine, type RawNode } from './raw-definition';

/** What guards and assigned functions receive: exactly the two things XState promises to pure code. */
export interface MachineArguments {
  readonly context: unknown;
  readonly event: unknown;
}

/** A guard or the function of one assigned key. */
export type MachineFunction = (args: MachineArguments, params: unknown) => unknown;

/** A named action other than `assign`, with its fixed parameters. */
export interface Effect {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>> | undefined;
}

/** A guard with its fixed parameters; `name` is empty for an inline one. */
export interface Guard {
  readonly name: string;
  readonly check: MachineFunction;
  readonly params: unknown;
}

/** One `assign({ key: fn, … })`; all values are computed before any is written. */
export interface Assignment {
  readonly keys: readonly string[];
  readonly values: readonly MachineFunction[];
  readonly params: unknown;
}

type Reference =
  { readonly kind: 'effect'; readonly key: string } | { readonly kind: 'assignment'; readonly index: number };

/** Finds the effects of a whole machine first, numbers them alphabetically, and then translates action lists. */
export class ActionTable {
  readonly effects: readonly Effect[];
  readonly assignments: readonly Assignment[];
  readonly guards: readonly Guard[];
  private readonly effectNumbers = new Map<string, number>();
  private readonly references = new Map<string, Reference>();
  private readonly inline = new Map<unknown, string>();
  private readonly guardNumbers = new Map<string, number>();

  constructor(private readonly machine: RawMachine) {
    const effects = new Map<string, Effect>();
    const assignments: Assignment[] = [];
    const guards: Guard[] = [];
    for (const node of machine.nodes) {
      for (const action of actionsOf(node)) this.intern(node, action, effects, assignments);
      for (const guard of guardsOf(node)) this.internGuard(node, guard, guards);
    }
    const keys = [...effects.keys()].sort();
    keys.forEach((key, index) => this.effectNumbers.set(key, index));
    this.effects = keys.map((key) => effects.get(key)!);
    this.assignments = assignments;
    this.guards = guards;
  }

  /** The operations of an action list that the constructor has met. */
  operations(actions: readonly unknown[]): readonly number[] {
    return actions.map((action) => {
      const reference = this.references.get(this.keyOf(action))!;
      return reference.kind === 'effect' ? this.effectNumbers.get(reference.key)! : ~reference.index;
    });
  }

  /** The number of a guard that the constructor has met; -1 for none. */
  guardNumber(guard: unknown): number {
    return guard === undefined ? -1 : this.guardNumbers.get(this.keyOf(guard))!;
  }

  private intern(node: RawNode, action: unknown, effects: Map<string, Effect>, assignments: Assignment[]): void {
    const key = this.keyOf(action);
    if (this.references.has(key)) return;
    const name = nameOf(action);
    const params = fixedParams(this.machine, node, action);
    const implementation = typeof action === 'function' ? action : this.machine.implementations.actions[name];
    if (isBuiltin(implementation)) {
      this.references.set(key, { kind: 'assignment', index: assignments.length });
      assignments.push(readAssignment(this.machine, node, implementation, params));
      return;
    }
    if (typeof action === 'function') {
      throw new MachineDefinitionError(this.machine.id, placeOf(node), 'no inline actions; name the effect in setup');
    }
    effects.set(key, { type: name, params: params as Effect['params'] });
    this.references.set(key, { kind: 'effect', key });
  }

  private internGuard(node: RawNode, guard: unknown, guards: Guard[]): void {
    const key = this.keyOf(guard);
    if (this.guardNumbers.has(key)) return;
    this.guardNumbers.set(key, guards.length);
    const check = guardFunction(this.machine, node, guard, this.machine.implementations);
    const name = typeof guard === 'function' ? '' : nameOf(guard);
    guards.push({ name, check, params: fixedParams(this.machine, node, guard) });
  }

  /** Two references with equal keys mean the same; the parts are joined by a character that sorts before any name. */
  private keyOf(reference: unknown): string {
    if (typeof reference === 'string') return reference;
    if (typeof reference === 'function') {
      const known = this.inline.get(reference);
      if (known !== undefined) return known;
      const key = `\u0000inline ${this.inline.size}`;
      this.inline.set(reference, key);
      return key;
    }
    const { type, params } = reference as Effect;
    return params === undefined ? type : `${type}\u0000${JSON.stringify(params)}`;
  }
}

function actionsOf(node: RawNode): unknown[] {
  const transitions = [...node.transitions.values()].flat().concat(node.always ?? []);
  return [
    ...node.entry,
    ...node.exit,
    ...node.initial.actions,
    ...transitions.flatMap((transition) => [...transition.actions]),
  ];
}

function guardsOf(node: RawNode): unknown[] {
  const transitions = [...node.transitions.values()].flat().concat(node.always ?? []);
  return transitions.map((transition) => transition.guard).filter((guard) => guard !== undefined);
}

function nameOf(reference: unknown): string {
  return typeof reference === 'string' ? reference : ((reference as { type?: string }).type ?? '(inline)');
}

function fixedParams(machine: RawMachine, node: RawNode, reference: unknown): unknown {
  if (typeof reference !== 'object' || reference === null) return undefined;
  const { type, params } = reference as { type: string; params?: unknown };
  if (typeof params !== 'function') return params;
  throw new MachineDefinitionError(machine.id, placeOf(node), `parameters of ${type} must be fixed, not a function`);
}

interface Builtin {
  readonly type: string;
  readonly resolve: unknown;
  readonly assignment?: unknown;
}

function isBuiltin(implementation: unknown): implementation is Builtin {
  return typeof implementation === 'function' && 'resolve' in implementation;
}

function readAssignment(machine: RawMachine, node: RawNode, builtin: Builtin, params: unknown): Assignment {
  const place = placeOf(node);
  if (builtin.type !== 'xstate.assign') {
    const action = builtin.type.replace('xstate.', '');
    throw new MachineDefinitionError(machine.id, place, `no ${action}; name an effect and let the kernel perform it`);
  }
  if (typeof builtin.assignment === 'function') {
    throw new MachineDefinitionError(machine.id, place, 'write assign by key: assign({ key: fn }), not assign(fn)');
  }
  const entries = Object.entries(builtin.assignment as Record<string, unknown>);
  for (const [key] of entries) {
    if (key in machine.context) continue;
    throw new MachineDefinitionError(machine.id, place, `assigns ${key}, which the context does not declare`);
  }
  return {
    keys: entries.map(([key]) => key),
    values: entries.map(([, value]) => (typeof value === 'function' ? (value as MachineFunction) : () => value)),
    params,
  };
}

function guardFunction(
  machine: RawMachine,
  node: RawNode,
  guard: unknown,
  implementations: RawImplementations,
): MachineFunction {
  const check = typeof guard === 'function' ? guard : implementations.guards[nameOf(guard)];
  if (typeof check !== 'function') {
    throw new MachineDefinitionError(machine.id, placeOf(node), `guard ${nameOf(guard)} is not a function of setup`);
  }
  if ('check' in check) {
    throw new MachineDefinitionError(machine.id, placeOf(node), 'no and, or, not or stateIn; write one guard function');
  }
  return check as MachineFunction;
}
