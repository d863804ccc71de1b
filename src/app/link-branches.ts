import type { BranchName, BranchOfLink, View } from '../../simulations/scenario';
import { branchOf } from './work';
import type { Branch, Work } from './work';

/** What a link says of the branches of a work: those beside the one on screen, and which that is. */
export function linkOf(work: Work): Pick<View, 'branches' | 'branch'> {
  if (work.branches.length === 1) return {};
  const { id, label, fork } = branchOf(work);
  const others = work.branches.filter((branch) => branch.id !== id);
  return { branches: others.map(linked), branch: { id, label, ...(fork === undefined ? {} : { fork: forkOf(fork) }) } };
}

/** The branch that a link's scenario is, if it says so, and those that it brings beside it. */
export function branchesOfLink({ branches = [], branch }: View): { own?: Omit<Branch, 'scenario'>; others: Branch[] } {
  const others = branches.map(({ scenario, ...name }) => ({ ...named(name), scenario }));
  return { others, ...(branch === undefined ? {} : { own: named(branch) }) };
}

function named({ id, label, fork }: BranchName): Omit<Branch, 'scenario'> {
  return { id, label, ...(fork === undefined ? {} : { fork: { from: fork.from, atMicros: fork.at * 1000 } }) };
}

function linked({ id, label, fork, scenario }: Branch): BranchOfLink {
  return { id, label, scenario, ...(fork === undefined ? {} : { fork: forkOf(fork) }) };
}

function forkOf({ from, atMicros }: NonNullable<Branch['fork']>): { from: string; at: number } {
  return { from, at: atMicros / 1000 };
}
