import { useMemo, useState } from 'react';
import { useView } from '../app';
import type { RunView } from '../app';
import { beginnings, chipsOf } from './action-chips';
import { ChipLayout } from './chip-layout';
import type { ShownChips } from './chip-layout';
import type { TimeScale } from './time-scale';
import { useTimelineState } from './use-timeline';

/** The chips of the window, laid out in rows. While one is held, the others keep their rows. */
export function useChips(scale: TimeScale, isCompact: boolean, rowsMax: number): ShownChips {
  const run = useView((view) => view.run);
  const isRunning = useView((view) => view.progress.state === 'running');
  const catalogue = useView((view) => view.catalogue);
  const held = useTimelineState((state) => state.held);
  // An anchor may come true at any time while the run grows.
  const grown = useView((view) =>
    view.run?.scenario.actions.some(({ after }) => after !== undefined) === true ? view.progress.nowMicros : 0,
  );
  const [anchors] = useState(() => new Anchors());
  const [layout] = useState(() => new ChipLayout());
  const lasting = useMemo(
    () => new Set(catalogue?.actions.filter(({ fields }) => Object.hasOwn(fields, 'for')).map((it) => it.do)),
    [catalogue],
  );
  const begun = useMemo(() => anchors.of(run, grown, isRunning), [anchors, run, grown, isRunning]);
  const moved = held?.mode === 'copy' ? undefined : held;
  const all = useMemo(
    () => (run === undefined ? [] : chipsOf(run, begun, lasting, moved)),
    [run, begun, lasting, moved],
  );
  const isHolding = held !== undefined;
  return useMemo(
    () => layout.of(all, scale, { isCompact, rowsMax, isHolding }),
    [layout, all, scale, isCompact, rowsMax, isHolding],
  );
}

const nothing: ReadonlyMap<number, number> = new Map();

/** When anchored actions began; while the run is computed anew, when they did last. */
class Anchors {
  private name = '';
  private begun = nothing;

  of(run: RunView | undefined, grownMicros: number, isRunning: boolean): ReadonlyMap<number, number> {
    if (run === undefined || !run.scenario.actions.some(({ after }) => after !== undefined)) return nothing;
    const begun = grownMicros > 0 ? beginnings(run) : new Map<number, number>();
    const name = `${run.scenario.name} ${run.scenario.actions.length}`;
    if (isRunning && this.name === name) {
      for (const [index, at] of this.begun) if (!begun.has(index)) begun.set(index, at);
    } else {
      this.begun = begun;
      this.name = name;
    }
    return begun;
  }
}
