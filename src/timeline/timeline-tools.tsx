import type { ReactElement } from 'react';
import { useSession } from '../app';
import type { TimeScale } from './time-scale';
import { isWhole } from './time-window';
import { useTimeline, useTimelineState } from './use-timeline';

/** Zoom, bookmark and table, in the corner beside the axis. */
export function TimelineTools({ scale }: { scale: TimeScale }): ReactElement {
  const session = useSession();
  const timeline = useTimeline();
  const showsTable = useTimelineState((state) => state.showsTable);
  const isAll = isWhole(scale.window, scale.endMicros);
  const middle = (): number => {
    const { timeMicros } = session.playhead;
    return scale.shows(timeMicros) ? timeMicros : (scale.window.fromMicros + scale.window.toMicros) / 2;
  };
  return (
    <fieldset className="timeline-tools" aria-label="View of the timeline">
      <Tool label="Zoom in, key +" word="Zoom in" path="M3 8h10M8 3v10" onClick={() => timeline.zoom(0.5, middle())} />
      <Tool
        label="Zoom out, key -"
        word="Zoom out"
        path="M3 8h10"
        isDisabled={isAll}
        onClick={() => timeline.zoom(2, middle())}
      />
      <Tool
        label="Bookmark this moment, key B"
        word="Bookmark"
        path="M4.5 2.5h7v11L8 10.2l-3.5 3.3z"
        onClick={() => timeline.mark()}
      />
      <Tool
        label="Show the timeline as a table"
        word="Table"
        path="M2 3h12v10H2zM2 6.5h12M2 10h12M6 3v10"
        isPressed={showsTable}
        onClick={() => timeline.state.set({ showsTable: !showsTable })}
      />
    </fieldset>
  );
}

function Tool(props: {
  label: string;
  /** Beside the icon where fingers are, which no tooltip helps. */
  word: string;
  path: string;
  isPressed?: boolean;
  isDisabled?: boolean;
  onClick: () => void;
}): ReactElement {
  const { label, word, path, isPressed, isDisabled, onClick } = props;
  return (
    <button
      type="button"
      className="timeline-tool"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
      onClick={onClick}
    >
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
        <path
          d={path}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
      <span aria-hidden="true">{word}</span>
    </button>
  );
}
