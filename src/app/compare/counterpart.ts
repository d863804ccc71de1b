import { branchOf } from '../work';
import type { Work } from '../work';

/** What the branch on screen is most likely held against: the one that it left, else the one that was made last. */
export function counterpartOf(work: Work): string | undefined {
  const { fork } = branchOf(work);
  const others = work.branches.filter(({ id }) => id !== work.current);
  return (others.find(({ id }) => id === fork?.from) ?? others.at(-1))?.id;
}
