import type { ReactElement } from 'react';
import { useView } from '../app';
import { heldTime } from './chip-gesture';
import { consequence, outcomeOf } from './consequence';
import type { TimeScale } from './time-scale';
import type { Held } from './timeline-store';
import type { ShownChip } from './chip-layout';

interface ReadoutProps {
  held: Held;
  scale: TimeScale;
  place: ShownChip | undefined;
}

/** Beside a chip that is held: its new time, what that changes, and the outline of where it was. */
export function HeldReadout({ held, scale, place }: ReadoutProps): ReactElement {
  const said = useView((view) => consequence(held.before, outcomeOf(view)));
  const { mode, atMicros, forMicros } = held;
  const edge = mode === 'stretch' ? atMicros + (forMicros ?? 0) : atMicros;
  const x = Math.min(scale.width, Math.max(0, scale.x(edge)));
  const isLeft = x > scale.width - 240;
  return (
    <>
      {held.isSettling ? null : <Ghosts {...{ held, scale, place }} />}
      {held.snap === undefined || held.isSettling ? null : (
        <span className="timeline-snap" aria-hidden="true" style={{ left: x }} />
      )}
      <span
        className="timeline-readout"
        aria-hidden="true"
        data-testid="held"
        style={isLeft ? { right: scale.width - x, bottom: '100%' } : { left: x, bottom: '100%' }}
      >
        <b className="mono">{heldTime(held)}</b>
        {said === undefined ? null : <span>{said}</span>}
      </span>
    </>
  );
}

/** The outline of where it was, and of where its copy will be. */
function Ghosts({ held, scale, place }: ReadoutProps): ReactElement {
  const { origin, mode, atMicros } = held;
  const lasts = origin.forMicros ?? (place?.width ?? 60) * scale.microsPerPixel;
  const outline = (fromMicros: number): { left: number; width: number; top: number } | undefined => {
    const seen = scale.visible(fromMicros, fromMicros + lasts);
    return seen && { left: seen.left, width: Math.max(10, seen.width), top: 4 + (place?.row ?? 0) * 24 };
  };
  const before = outline(origin.atMicros);
  const copy = mode === 'copy' ? outline(atMicros) : undefined;
  return (
    <>
      {before === undefined ? null : <span className="timeline-ghost" aria-hidden="true" style={before} />}
      {copy === undefined ? null : <span className="timeline-ghost" data-copy="true" aria-hidden="true" style={copy} />}
    </>
  );
}
