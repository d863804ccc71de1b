import { formatDuration } from '../scenario';
import { defineAction } from './definition';
import { smaller } from './gentler';
import { named, spaced } from './wording';

/**
 * A rolling restart: one process after the other is stopped cleanly, stays down for a while, and is started again. One
 * that has not stopped by then is killed, as an orchestrator would do it.
 */
export const deploy = defineAction({
  do: 'deploy',
  title: 'Rolling restart',
  at: 'required',
  fields: {
    target: {
      kind: 'target',
      of: ['broker', 'group', 'member', 'producer', 'rack'],
      each: true,
      optional: true,
      title: 'a process, a rack, a group; absent: every broker',
    },
    gap: { kind: 'duration', min: 1, default: 15_000, title: 'from one start to the next stop' },
    down: { kind: 'duration', min: 1, default: 5000, title: 'from each stop to its start' },
  },
  rules: ['C-FLT-1', 'K-REP-40', 'K-GRP-22'],
  say: ({ targets, gap, down }) =>
    targets.length === 1
      ? `${named(targets)} restarts, down for ${spaced(formatDuration(down))}`
      : `${named(targets)} restart one by one, each down for ${spaced(formatDuration(down))}, ${spaced(formatDuration(gap))} apart`,
  gentler: (action) => smaller(action, 'down', { toward: 0, downTo: 20 }),
  begin(port, { targets }) {
    const outcome = port.stop(targets[0]!);
    return targets.length > 1 || outcome;
  },
  /** Of each process in turn a stop, the first of which is the beginning, and a start. */
  steps: ({ targets, gap, down }) =>
    targets.flatMap((_, index) => [index * (down + gap), index * (down + gap) + down]).slice(1),
  step(port, { targets }, index) {
    const process = targets[Math.floor((index + 1) / 2)]!;
    if (index % 2 === 1) port.stop(process);
    else if (port.restart(process) !== true) {
      port.kill(process);
      port.restart(process);
    }
  },
});
