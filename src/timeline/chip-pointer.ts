import type { PointerEvent } from 'react';
import type { Session } from '../app';
import type { ActionChip } from './action-chips';
import { ChipGesture } from './chip-gesture';
import { snapPoints } from './snap-points';
import { snapped } from './snapping';
import type { SnapPoint } from './snapping';
import type { TimeScale } from './time-scale';
import type { Timeline } from './timeline-store';

/** A pointer that moved less than this has clicked; a finger is less steady. */
const CLICK_PIXELS = { mouse: 4, touch: 8 };

interface Press {
  x: number;
  isEnd: boolean;
  isCopy: boolean;
  slack: number;
  points: readonly SnapPoint[];
  gesture?: ChipGesture;
}

/** A pointer that takes hold of a chip. Alt slides past interesting moments, Ctrl drags a copy, Escape puts it back. */
export class ChipPointer {
  private hasDragged = false;
  private held: Press | undefined;

  constructor(
    private readonly session: Session,
    private readonly timeline: Timeline,
  ) {}

  down(event: PointerEvent<HTMLElement>, chip: ActionChip, others: readonly ActionChip[]): void {
    this.hasDragged = false;
    if (event.button !== 0 || !event.isPrimary) return;
    const isEnd = (event.target as HTMLElement).dataset.end !== undefined;
    const isCopy = event.ctrlKey || event.metaKey;
    if (chip.anchor !== undefined && !isEnd) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.held = {
      x: event.clientX,
      isEnd,
      isCopy,
      slack: event.pointerType === 'mouse' ? CLICK_PIXELS.mouse : CLICK_PIXELS.touch,
      points: snapPoints(this.session, chip, others),
    };
  }

  move(event: PointerEvent<HTMLElement>, chip: ActionChip, scale: TimeScale): void {
    const { held } = this;
    if (held === undefined || !event.isPrimary) return;
    if (held.gesture === undefined && Math.abs(event.clientX - held.x) < held.slack) return;
    event.stopPropagation();
    held.gesture ??= this.begin(held, chip);
    this.hasDragged = true;
    // From where it was when it was taken hold of: the run may have put it elsewhere meanwhile.
    const { chip: from } = held.gesture;
    const by = (event.clientX - held.x) * scale.microsPerPixel;
    const begins = from.atMicros + by;
    const ends = from.forMicros === undefined ? scale.micros(event.clientX - laneLeft(event)) : begins + from.forMicros;
    const { micros, name } = snapped(held.isEnd ? ends : begins, held.points, scale, event.altKey);
    if (held.isEnd) held.gesture.lastUntil(micros, name);
    else held.gesture.moveTo(micros, name);
  }

  letGo(how: 'finish' | 'cancel'): void {
    window.removeEventListener('keydown', this.escape, true);
    const { held } = this;
    this.held = undefined;
    void held?.gesture?.[how]();
  }

  /** Once: whether the press that just ended moved the chip, and so was no click. */
  tookDrag(): boolean {
    const { hasDragged } = this;
    this.hasDragged = false;
    return hasDragged;
  }

  private begin(held: Press, chip: ActionChip): ChipGesture {
    window.addEventListener('keydown', this.escape, true);
    return new ChipGesture(this.session, this.timeline, chip, held.isEnd ? 'stretch' : held.isCopy ? 'copy' : 'move');
  }

  private readonly escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.letGo('cancel');
  };
}

function laneLeft(event: PointerEvent<HTMLElement>): number {
  return event.currentTarget.closest('.timeline-lane')?.getBoundingClientRect().left ?? 0;
}
