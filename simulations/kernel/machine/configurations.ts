/**
 * Every legal set of active states of a definition, as a number.
 *
 * The numbers depend on the definition alone, never on which configuration a run meets first, so that they may stand
 * in snapshots and hashes.
 */
import { MachineDefinitionError } from './definition-error';
import type { StateTree } from './state-tree';

/** Parallel regions multiply; a control-plane role with more combinations than this is a mistake. */
const MOST_CONFIGURATIONS = 4096;

/** The configurations of one definition, numbered in document order. */
export class Configurations {
  /** Active nodes of each configuration, in document order, the root included. */
  readonly active: readonly (readonly number[])[];
  /** "Follower.Fetching"; the leaves of parallel regions are joined with " + ". */
  readonly names: readonly string[];
  private readonly numbers = new Map<string, number>();
  private readonly masks = new Map<string, Uint8Array>();

  constructor(private readonly tree: StateTree) {
    if (count(tree, 0) > MOST_CONFIGURATIONS) {
      throw new MachineDefinitionError(tree.id, 'the root', `more than ${MOST_CONFIGURATIONS} configurations`);
    }
    this.active = below(tree, 0);
    this.names = this.active.map((nodes) => nodes.flatMap((node) => leafPath(tree, node)).join(' + '));
    this.active.forEach((nodes, index) => this.numbers.set(nodes.join(), index));
    for (const [node, { path }] of tree.nodes.entries()) {
      this.masks.set(
        path,
        Uint8Array.from(this.active, (nodes) => (nodes.includes(node) ? 1 : 0)),
      );
    }
  }

  /** The number of a set of active nodes in document order. */
  numberOf(active: readonly number[]): number {
    const number = this.numbers.get(active.join());
    if (number !== undefined) return number;
    throw new MachineDefinitionError(
      this.tree.id,
      'a transition',
      `enters states that exclude each other: ${active.join()}`,
    );
  }

  /** One byte a configuration, 1 where the state with this path is active; undefined if there is no such state. */
  maskOf(path: string): Uint8Array | undefined {
    return this.masks.get(path);
  }

  /** The configuration as XState writes a state value. */
  valueOf(configuration: number): unknown {
    const active = new Set(this.active[configuration]);
    const value = (node: number): unknown => {
      const { kind, children } = this.tree.nodes[node]!;
      const activeChildren = children.filter((child) => active.has(child));
      const only = this.tree.nodes[activeChildren[0] ?? node]!;
      if (kind === 'compound' && only.kind === 'atomic') return keyOf(only.path);
      return Object.fromEntries(activeChildren.map((child) => [keyOf(this.tree.nodes[child]!.path), value(child)]));
    };
    return value(0);
  }
}

function keyOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function leafPath(tree: StateTree, node: number): string[] {
  return tree.nodes[node]!.kind === 'atomic' ? [tree.nodes[node]!.path] : [];
}

function count(tree: StateTree, node: number): number {
  const { kind, children } = tree.nodes[node]!;
  if (kind === 'atomic') return 1;
  const counts = children.map((child) => count(tree, child));
  return kind === 'compound'
    ? counts.reduce((sum, each) => sum + each, 0)
    : counts.reduce((product, each) => product * each, 1);
}

function below(tree: StateTree, node: number): number[][] {
  const { kind, children } = tree.nodes[node]!;
  if (kind === 'atomic') return [[node]];
  if (kind === 'compound') return children.flatMap((child) => below(tree, child).map((nodes) => [node, ...nodes]));
  let combined: number[][] = [[node]];
  for (const child of children) {
    const region = below(tree, child);
    combined = combined.flatMap((nodes) => region.map((more) => [...nodes, ...more]));
  }
  return combined;
}
