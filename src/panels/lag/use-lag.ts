import { useMemo } from 'react';
import { StoredCommits } from '../../../simulations/history';
import { useView } from '../../app';
import type { RunView } from '../../app';
import { useCalmMoment, useClusterAt } from '../calm-moment';
import { TREND_MICROS } from './lag-rows';
import type { LagSource } from './lag-rows';

/** The cluster now and a little earlier: a few times a second while the run plays, exact once it stands. */
export function useLagSource(run: RunView): LagSource {
  const at = useCalmMoment();
  const now = useClusterAt(run, at);
  const before = useClusterAt(run, Math.max(0, at - TREND_MICROS));
  const commits = useMemo(() => new StoredCommits(run.trace.names, run.trace), [run]);
  return { run, now, before, commits };
}

/** The group whose partitions are shown: the one pinned in the diagram, that of a pinned member, or the first. */
export function useShownGroup(run: RunView): number {
  return useView(({ selected }) => {
    if (selected?.kind === 'group') return selected.group;
    return selected?.kind === 'member' ? run.trace.names.actorGroup[selected.actor] : 0;
  });
}
