import { useStore, useSession } from '../app';
import { timelineOf } from './timeline-store';
import type { Timeline, TimelineState } from './timeline-store';

export function useTimeline(): Timeline {
  return timelineOf(useSession());
}

/** A part of what the timeline shows; renders again when that part changes. */
export function useTimelineState<S>(select: (state: TimelineState) => S): S {
  return useStore(useTimeline().state, select);
}
