/**
 * The part of an XState machine that the compiler reads, and the refusal of everything it cannot run exactly.
 *
 * A machine below the user interface has no timers, promises, children or I/O: those are kernel events. And it has
 * nothing whose order XState decides from history (done events, `always` beside parallel regions).
 */
import type { AnyStateMachine } from 'xstate';
import { MachineDefinitionError } from './definition-error';

/** A transition as XState has formatted it: targets resolved to nodes. */
export interface RawTransition {
  readonly target: readonly RawNode[] | undefined;
  readonly guard: unknown;
  readonly actions: readonly unknown[];
  readonly reenter: boolean;
}

/** A state node of `machine.root`. */
export interface RawNode {
  readonly key: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly states: Readonly<Record<string, RawNode>>;
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly transitions: ReadonlyMap<string, readonly RawTransition[]>;
  readonly always: readonly RawTransition[] | undefined;
  readonly initial: { readonly target: readonly RawNode[]; readonly actions: readonly unknown[] };
}

/** What `setup` was given, by name. */
export interface RawImplementations {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly guards: Readonly<Record<string, unknown>>;
}

/** A machine whose every state node may be compiled. */
export interface RawMachine {
  readonly id: string;
  readonly nodes: readonly RawNode[];
  readonly implementations: RawImplementations;
  readonly context: Readonly<Record<string, number | boolean>>;
}

/** What a state may not have, and what to write instead. */
const REFUSED: readonly (readonly [key: string, mend: string])[] = [
  ['after', 'delayed transitions; let an effect schedule a kernel event instead'],
  ['invoke', 'invoked actors; name an effect and let the kernel answer with an event'],
  ['onDone', 'done events; send an event of your own instead'],
  ['history', 'history states; keep what must be remembered in the context'],
  ['route', 'routes; write a transition instead'],
  ['output', 'output; name an effect instead'],
];

/**
 * Reads `machine` in document order.
 * @throws MachineDefinitionError if a state uses a feature outside the exact subset.
 */
export function readMachine(machine: AnyStateMachine): RawMachine {
  const nodes: RawNode[] = [];
  collect(machine.root as unknown as RawNode, nodes);
  for (const node of nodes) refuseFeatures(machine.id, node);
  refuseAlwaysBesideRegions(machine.id, nodes);
  return {
    id: machine.id,
    nodes,
    implementations: machine.implementations as unknown as RawImplementations,
    context: readContext(machine),
  };
}

/** "state Follower.Fetching", or "the root". */
export function placeOf(node: RawNode): string {
  return node.path.length === 0 ? 'the root' : `state ${node.path.join('.')}`;
}

function collect(node: RawNode, nodes: RawNode[]): void {
  nodes.push(node);
  for (const child of Object.values(node.states)) collect(child, nodes);
}

function refuseFeatures(machineId: string, node: RawNode): void {
  for (const [key, mend] of REFUSED) {
    if (node.config[key] !== undefined) throw new MachineDefinitionError(machineId, placeOf(node), `no ${mend}`);
  }
  if (node.type === 'history') {
    throw new MachineDefinitionError(machineId, placeOf(node), 'no history states; keep it in the context');
  }
  if (node.type === 'final') {
    throw new MachineDefinitionError(
      machineId,
      placeOf(node),
      'no final states; a state without transitions is enough',
    );
  }
  for (const [descriptor, transitions] of node.transitions) {
    for (const transition of transitions) refuseTargets(machineId, node, descriptor, transition);
  }
}

/** Several targets are one configuration only if each two of them part at a parallel state. */
function refuseTargets(machineId: string, node: RawNode, descriptor: string, transition: RawTransition): void {
  const targets = transition.target ?? [];
  for (const [index, one] of targets.entries()) {
    for (const other of targets.slice(index + 1)) {
      let depth = 0;
      while (depth < one.path.length && one.path[depth] === other.path[depth]) depth++;
      const parting = depth === one.path.length || depth === other.path.length ? undefined : ancestorAt(one, depth);
      if (parting?.type === 'parallel') continue;
      const problem = `${descriptor} has two targets that cannot be active together`;
      throw new MachineDefinitionError(machineId, placeOf(node), problem);
    }
  }
}

function ancestorAt(node: RawNode, depth: number): RawNode | undefined {
  let ancestor: RawNode | undefined = node;
  while (ancestor !== undefined && ancestor.path.length > depth) {
    ancestor = (ancestor as { parent?: RawNode }).parent;
  }
  return ancestor;
}

function refuseAlwaysBesideRegions(machineId: string, nodes: readonly RawNode[]): void {
  const eventless = nodes.find((node) => node.always !== undefined);
  if (eventless === undefined || nodes.every((node) => node.type !== 'parallel')) return;
  const problem = 'no always in a machine with parallel regions: which is taken would depend on the order of entering';
  throw new MachineDefinitionError(machineId, placeOf(eventless), problem);
}

function readContext(machine: AnyStateMachine): Record<string, number | boolean> {
  const context: unknown = machine.config.context ?? {};
  if (typeof context === 'function') {
    throw new MachineDefinitionError(machine.id, 'context', 'must be a plain object, the same for every actor');
  }
  for (const [key, value] of Object.entries(context as object)) {
    if (typeof value === 'number' || typeof value === 'boolean') continue;
    throw new MachineDefinitionError(machine.id, `context.${key}`, 'must be a number or a boolean, to fit a column');
  }
  return context as Record<string, number | boolean>;
}
