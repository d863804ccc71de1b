/** The state nodes of a definition as numbers in document order, with their transitions and programs. */
import { ActionTable } from './actions';
import { readMachine, type RawNode, type RawTransition } from './raw-definition';
import type { AnyStateMachine } from 'xstate';

/** The descriptor under which eventless transitions are kept. */
export const ALWAYS = '';

/** A transition of the definition. `index` is dense over the machine, in document order. */
export interface TreeTransition {
  readonly index: number;
  readonly source: number;
  readonly descriptor: string;
  readonly guard: number;
  /** Undefined for a targetless transition. */
  readonly targets: readonly number[] | undefined;
  readonly reenter: boolean;
  readonly operations: readonly number[];
}

/** A state node; its number is its place in document order, the root is 0. */
export interface TreeNode {
  readonly path: string;
  readonly kind: 'atomic' | 'compound' | 'parallel';
  readonly parent: number;
  readonly children: readonly number[];
  readonly initial: number;
  readonly initialOperations: readonly number[];
  readonly entry: readonly number[];
  readonly exit: readonly number[];
  /** By descriptor, wildcards included; {@link ALWAYS} for eventless ones. */
  readonly transitions: ReadonlyMap<string, readonly TreeTransition[]>;
}

/** A whole definition, ready to be turned into tables. */
export interface StateTree {
  readonly id: string;
  readonly nodes: readonly TreeNode[];
  readonly transitions: readonly TreeTransition[];
  readonly actions: ActionTable;
  readonly context: Readonly<Record<string, number | boolean>>;
}

/**
 * Reads a machine made with `setup(…).createMachine(…)`.
 * @throws MachineDefinitionError if it lies outside the exact subset.
 */
export function readStateTree(machine: AnyStateMachine): StateTree {
  const raw = readMachine(machine);
  const actions = new ActionTable(raw);
  const numbers = new Map(raw.nodes.map((node, index) => [node, index]));
  const transitions: TreeTransition[] = [];
  const number = (node: RawNode | undefined): number => (node === undefined ? -1 : numbers.get(node)!);

  const readTransition = (source: number, descriptor: string, transition: RawTransition): TreeTransition => {
    const read: TreeTransition = {
      index: transitions.length,
      source,
      descriptor,
      guard: actions.guardNumber(transition.guard),
      targets: transition.target?.map(number),
      reenter: transition.reenter,
      operations: actions.operations(transition.actions),
    };
    transitions.push(read);
    return read;
  };

  const nodes = raw.nodes.map((node, index): TreeNode => {
    const byDescriptor = new Map<string, readonly TreeTransition[]>();
    for (const [descriptor, list] of node.transitions) {
      byDescriptor.set(
        descriptor,
        list.map((transition) => readTransition(index, descriptor, transition)),
      );
    }
    if (node.always !== undefined) {
      byDescriptor.set(
        ALWAYS,
        node.always.map((transition) => readTransition(index, ALWAYS, transition)),
      );
    }
    return {
      path: node.path.join('.'),
      kind: node.type as TreeNode['kind'],
      parent: number((node as { parent?: RawNode }).parent),
      children: Object.values(node.states).map(number),
      initial: number(node.initial.target[0]),
      initialOperations: actions.operations(node.initial.actions),
      entry: actions.operations(node.entry),
      exit: actions.operations(node.exit),
      transitions: byDescriptor,
    };
  });
  return { id: raw.id, nodes, transitions, actions, context: raw.context };
}

/** All event names that some descriptor spells out, without wildcards. */
export function spelledEvents(tree: StateTree): string[] {
  const names = tree.nodes.flatMap((node) => [...node.transitions.keys()]);
  return [...new Set(names.filter((name) => name !== ALWAYS && name !== '*' && !name.endsWith('.*')))];
}

/** A node's transitions for one event, exact descriptor first, then wildcards, the longest first. */
export function candidatesOf(node: TreeNode, event: string): readonly TreeTransition[] {
  const exact = node.transitions.get(event) ?? [];
  if (event === ALWAYS) return exact;
  const wildcards = [...node.transitions.keys()]
    .filter((descriptor) => descriptor !== event && descriptor !== ALWAYS && matchesWildcard(event, descriptor))
    .sort((one, other) => other.length - one.length);
  return [...exact, ...wildcards.flatMap((descriptor) => node.transitions.get(descriptor)!)];
}

/** XState compares token by token: "a.*" matches "a", "a.b" and "a.b.c". */
function matchesWildcard(event: string, descriptor: string): boolean {
  if (descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return false;
  const prefix = descriptor.split('.').slice(0, -1);
  const tokens = event.split('.');
  return prefix.every((token, index) => token === tokens[index]);
}
