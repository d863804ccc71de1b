import { countSpecs } from '../app';
import type { SessionView } from '../app';

/** What was found in a run as a whole, by count. */
export type Outcome = Readonly<Record<string, number>>;

const told = countSpecs.filter(({ id }) => id !== 'acknowledged');

/** The counts at the end of the run on screen; undefined while it is still being computed or judged. */
export function outcomeOf({ run, progress, verdict }: SessionView): Outcome | undefined {
  if (run === undefined || verdict === undefined || progress.state === 'running') return undefined;
  if (verdict.untilMicros < progress.endMicros) return undefined;
  return Object.fromEntries(told.map(({ id }) => [id, verdict.strip[id].count.at(-1) ?? 0]));
}

/** "lost 2 → 0": what a change did to the counts; undefined as long as one side is not known. */
export function consequence(before: Outcome | undefined, after: Outcome | undefined): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  const changed = told.filter(({ id }) => before[id] !== after[id]);
  if (changed.length > 0) return changed.map(({ id, short }) => `${short} ${before[id]} → ${after[id]}`).join(', ');
  const standing = told.filter(({ id }) => after[id] > 0);
  if (standing.length === 0) return 'still nothing found';
  return `still ${standing.map(({ id, short }) => `${short} ${after[id]}`).join(', ')}`;
}
