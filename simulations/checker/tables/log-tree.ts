import type { FactView } from '../../kernel';

type LogBatches = FactView['logBatches'];

/** Whether the log that ends with `tip` holds `node`; in logarithmic time. */
export function isInLog(log: LogBatches, node: number, tip: number): boolean {
  const { depth, jump, parent } = log;
  let at = tip;
  if (at < 0) return false;
  const wanted = depth[node];
  while (at >= 0 && depth[at] > wanted) {
    const far = jump[at];
    at = far >= 0 && depth[far] >= wanted ? far : parent[at];
  }
  return at === node;
}

/** The last node that two logs share, -1: none. */
export function commonNode(log: LogBatches, tipA: number, tipB: number): number {
  let at = tipA;
  while (at >= 0 && !isInLog(log, at, tipB)) at = log.parent[at];
  return at;
}

/** The actors of a broker set. */
export function brokersOf(mask: number): number[] {
  const brokers: number[] = [];
  for (let rest = mask; rest !== 0; rest &= rest - 1) brokers.push(31 - Math.clz32(rest & -rest));
  return brokers;
}
