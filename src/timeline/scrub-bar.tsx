import { Suspense, useEffect, useMemo, useRef } from 'react';
import type { ReactElement } from 'react';
import { onDemand } from '../design/on-demand';
import { useView } from '../app';
import { ActionLane } from './action-lane';
import { BookmarkFlags } from './bookmark-flags';
import { BranchLane } from './branch-lane';
import { FindingLane } from './finding-lane';
import { LeaderLane } from './leader-lane';
import { OverviewBar } from './overview-bar';
import { Playhead } from './playhead';
import { TimeAxis } from './time-axis';
import { TimeScale } from './time-scale';
import { TimelineTools } from './timeline-tools';
import { wholeRun } from './time-window';
import { useFacts } from './use-facts';
import { useLanes } from './use-lanes';
import { useScrubbing } from './use-scrubbing';
import { useTimeline, useTimelineState } from './use-timeline';
import { useTimelineKeys } from './use-timeline-keys';
import { useWidth } from './use-width';
import { useZoomGestures } from './use-zoom-gestures';
import './timeline.css';
import './lanes.css';
import './chips.css';

const GroupLane = onDemand(() => import('./group-lane').then((module) => module.GroupLane), {
  name: 'The lane of groups',
});
const SignalLane = onDemand(() => import('./signals').then((module) => module.SignalLane), {
  name: 'The lane of signals',
});
const TimelineTable = onDemand(() => import('./timeline-table').then((module) => module.TimelineTable), {
  name: 'The table',
});

/** The whole run, or a window of it, on one axis: what was done, what it did, and the moment on screen. */
export function ScrubBar(): ReactElement {
  const timeline = useTimeline();
  const face = useRef<HTMLDivElement>(null);
  const width = useWidth(face);
  const endMicros = useView((view) => view.progress.endMicros);
  const window = useTimelineState((state) => state.window);
  const showsTable = useTimelineState((state) => state.showsTable);
  const scale = useMemo(
    () => new TimeScale(width, window ?? wholeRun(endMicros), endMicros),
    [width, window, endMicros],
  );
  const latest = useRef(scale);
  useEffect(() => {
    latest.current = scale;
  }, [scale]);
  const lanes = useLanes();
  const facts = useFacts();
  useTimelineKeys();
  useZoomGestures(face, latest, timeline);
  const scrubbing = useScrubbing(face, latest);
  return (
    <section className="timeline" aria-label="Timeline">
      <TimelineTools scale={scale} />
      {showsTable ? (
        <Suspense>
          <TimelineTable facts={facts} />
        </Suspense>
      ) : null}
      {/* The axis stays while the table is shown: time is still moved on it. */}
      <div className="timeline-face" ref={face} data-table={showsTable || undefined} {...scrubbing}>
        <OverviewBar scale={scale} />
        <TimeAxis scale={scale} />
        {showsTable ? null : (
          <>
            {lanes.hasSignals ? (
              <Suspense fallback={<div className="timeline-lane" data-lane="signals" />}>
                <SignalLane scale={scale} />
              </Suspense>
            ) : null}
            <BranchLane scale={scale} />
            <ActionLane scale={scale} isCompact={lanes.isCompact} />
            <LeaderLane scale={scale} facts={facts} isCompact={lanes.isCompact} />
            {lanes.hasGroups ? (
              <Suspense fallback={<div className="timeline-lane" data-lane="groups" />}>
                <GroupLane scale={scale} facts={facts} />
              </Suspense>
            ) : null}
            {lanes.hasFindings ? <FindingLane scale={scale} /> : null}
          </>
        )}
        <Computed scale={scale} />
        <BookmarkFlags scale={scale} />
        <Playhead scale={scale} />
      </div>
      <Spoken />
    </section>
  );
}

/** How far the run has been computed, while that is not all of it. */
function Computed({ scale }: { scale: TimeScale }): ReactElement | null {
  const computed = useView((view) => view.progress.nowMicros);
  if (scale.endMicros === 0 || computed >= scale.window.toMicros) return null;
  return <div className="timeline-uncomputed" style={{ left: Math.max(0, scale.x(computed)), right: 0 }} />;
}

function Spoken(): ReactElement {
  const text = useTimelineState((state) => state.spoken);
  return <output className="hidden-text">{text}</output>;
}
