import type { PointerEvent } from 'react';
import type { Session } from '../app';
import type { ActionChip } from './action-chips';
import { ChipGesture } from './chip-gesture';
import { edgePan } from './edge-pan';
import { snapPoints } from './snap-points';
import { snapped } from './snapping';
import type { SnapPoint } from './snapping';
import { TimeScale } from './time-scale';
import type { Timeline } from './timeline-store';

/** A pointer that moved less than this has clicked; a finger is less steady. */
const CLICK_PIXELS = { mouse: 4, touch: 8 };

interface Press {
  x: number;
  isEnd: boolean;
  isCopy: boolean;
  slack: number;
  points: readonly SnapPoint[];
  drag?: Drag;
}

/** A press that has moved. */
interface Drag {
  gesture: ChipGesture;
  /** From the edge that is moved to where it was taken hold of: the run may put the chip elsewhere meanwhile. */
  gripMicros: number;
  /** From the window's left edge, pixels. */
  x: number;
  isFree: boolean;
  /** The window as the pointer saw it last. */
  scale: TimeScale;
}

/** After a pause of the page the window does not leap. */
const LONGEST_STEP_MS = 50;

/**
 * A pointer that takes hold of a chip. Alt slides past interesting moments, Ctrl drags a copy, Escape puts it back; at
 * an edge of the window the window goes on with it.
 */
export class ChipPointer {
  private hasDragged = false;
  private held: Press | undefined;
  private frame = 0;
  private carriedAtMs = 0;

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

  move(event: PointerEvent<HTMLElement>, chip: ActionChip, drawn: TimeScale): void {
    const { held } = this;
    if (held === undefined || !event.isPrimary) return;
    if (held.drag === undefined && Math.abs(event.clientX - held.x) < held.slack) return;
    event.stopPropagation();
    const left = laneLeft(event);
    // The window may have moved since the lane was drawn.
    const scale = new TimeScale(drawn.width, this.timeline.window, drawn.endMicros);
    held.drag ??= this.begin(held, chip, scale, held.x - left);
    Object.assign(held.drag, { x: event.clientX - left, isFree: event.altKey, scale });
    this.hasDragged = true;
    this.place(held);
  }

  letGo(how: 'finish' | 'cancel'): void {
    window.removeEventListener('keydown', this.escape, true);
    cancelAnimationFrame(this.frame);
    const { held } = this;
    this.held = undefined;
    void held?.drag?.gesture[how]();
  }

  /** Once: whether the press that just ended moved the chip, and so was no click. */
  tookDrag(): boolean {
    const { hasDragged } = this;
    this.hasDragged = false;
    return hasDragged;
  }

  private begin(held: Press, chip: ActionChip, scale: TimeScale, x: number): Drag {
    window.addEventListener('keydown', this.escape, true);
    const gesture = new ChipGesture(
      this.session,
      this.timeline,
      chip,
      held.isEnd ? 'stretch' : held.isCopy ? 'copy' : 'move',
    );
    const at = timeAt(x, scale);
    const edge = !held.isEnd ? chip.atMicros : chip.forMicros === undefined ? at : chip.atMicros + chip.forMicros;
    this.carriedAtMs = performance.now();
    this.frame = requestAnimationFrame(this.carry);
    return { gesture, gripMicros: at - edge, x, isFree: false, scale };
  }

  private place({ drag, points, isEnd }: Press): void {
    if (drag === undefined) return;
    const { gesture, gripMicros, x, isFree, scale } = drag;
    const { micros, name } = snapped(timeAt(x, scale) - gripMicros, points, scale, isFree);
    if (isEnd) gesture.lastUntil(micros, name);
    else gesture.moveTo(micros, name);
  }

  /** Each frame while it is held: moves the window at its edges, and keeps the chip under the pointer. */
  private readonly carry = (): void => {
    const { held, timeline } = this;
    if (held?.drag === undefined) return;
    this.frame = requestAnimationFrame(this.carry);
    const now = performance.now();
    const seconds = Math.min(LONGEST_STEP_MS, now - this.carriedAtMs) / 1000;
    this.carriedAtMs = now;
    const { x, scale } = held.drag;
    const speed = edgePan(x, scale.width);
    if (speed !== 0) timeline.pan(speed * seconds * scale.spanMicros);
    const { window: shown, endMicros } = timeline;
    if (shown.fromMicros === scale.window.fromMicros && shown.toMicros === scale.window.toMicros) return;
    held.drag.scale = new TimeScale(scale.width, shown, endMicros);
    this.place(held);
  };

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

/** Not clipped to the run, unlike the scale's own: a chip is held anywhere along its length. */
function timeAt(x: number, { window: shown, microsPerPixel }: TimeScale): number {
  return shown.fromMicros + x * microsPerPixel;
}
