import type { ClusterView } from '../../simulations/history';
import type { DiagramTarget } from './diagram-types';

/**
 * Moves the focus among the nodes: up and down within a column (logs stand between their brokers), left and right to the
 * nearest node of the next column, the links between two columns being one of their own. Returns whether the key was one of these.
 */
export function moveFocus(from: HTMLElement, key: string): boolean {
  const root = from.closest('.diagram-stage');
  if (root === null || !key.startsWith('Arrow')) return false;
  const nodes = [...root.querySelectorAll<HTMLElement>('.diagram-node')];
  const column = Number(from.dataset.column);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const same = nodes.filter((node) => Number(node.dataset.column) === column);
    same[same.indexOf(from) + (key === 'ArrowUp' ? -1 : 1)]?.focus();
    return true;
  }
  const columns = [...new Set(nodes.map((node) => Number(node.dataset.column)))].sort((left, right) => left - right);
  const beside = columns[columns.indexOf(column) + (key === 'ArrowLeft' ? -1 : 1)];
  // Logs are reached from their broker, up and down.
  const next = nodes.filter(
    (node) => Number(node.dataset.column) === beside && !node.classList.contains('diagram-log'),
  );
  const distance = (node: HTMLElement): number => Math.abs(middleOf(node) - middleOf(from));
  next.sort((left, right) => distance(left) - distance(right))[0]?.focus();
  return true;
}

function middleOf(node: HTMLElement): number {
  return node.offsetTop + node.offsetHeight / 2;
}

/** The record beside the pinned one on a log; the newest if none of that log is pinned. */
export function stepRecord(
  view: ClusterView,
  log: Extract<DiagramTarget, { kind: 'log' }>,
  pinned: DiagramTarget | null,
  step: number,
): DiagramTarget | null {
  const { columns } = view;
  const replica = columns.replicaAt(log.partition, log.broker);
  const last = columns.logEndOffset[replica]! - 1;
  const first = columns.logStartOffset[replica]!;
  if (last < first) return null;
  const isHere = pinned?.kind === 'record' && pinned.partition === log.partition && pinned.broker === log.broker;
  const offset = isHere ? Math.max(first, Math.min(last, pinned.offset + step)) : last;
  return { ...log, kind: 'record', offset };
}
