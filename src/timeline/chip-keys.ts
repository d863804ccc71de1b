import type { KeyboardEvent } from 'react';
import type { Session } from '../app';
import type { ActionChip } from './action-chips';
import { exactMoment } from './axis-ticks';
import { ChipGesture } from './chip-gesture';
import type { TimeScale } from './time-scale';
import type { Timeline } from './timeline-store';

/** Keys that come after so long are another step to take back. */
const PAUSE_MS = 1000;
/** Of a copy, behind what does not last. */
const COPY_AFTER_MICROS = 1_000_000;

const sides: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowRight: 1, ',': -1, '<': -1, '.': 1, '>': 1 };

/** What keys do to a focused chip. A series of them is one gesture, until they pause. */
export class ChipKeys {
  private gesture: ChipGesture | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: Session,
    private readonly timeline: Timeline,
  ) {}

  press(event: KeyboardEvent, chip: ActionChip, scale: TimeScale): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.act(event, chip, scale)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  released(): void {
    clearTimeout(this.timer);
    if (this.gesture !== undefined) this.timer = setTimeout(() => this.end(), PAUSE_MS);
  }

  end(): void {
    clearTimeout(this.timer);
    const { gesture } = this;
    this.gesture = undefined;
    void gesture?.finish();
  }

  private act(event: KeyboardEvent, chip: ActionChip, scale: TimeScale): boolean {
    const side = Object.hasOwn(sides, event.key) ? sides[event.key] : undefined;
    if (side !== undefined) {
      const by = side * scale.stepMicros * (event.shiftKey ? 10 : 1);
      if (event.key.startsWith('Arrow')) this.moveBy(by, chip);
      else this.stretchBy(by, chip);
      return true;
    }
    switch (event.key) {
      case 'd':
      case 'D':
        this.end();
        void duplicate(chip, this.session, this.timeline);
        return true;
      case 'Delete':
      case 'Backspace':
        this.end();
        this.timeline.say(`Removed: ${chip.label}, at ${exactMoment(chip.atMicros)}.`);
        void this.session.removeActions(chip.ids);
        return true;
      case 'Escape':
        return this.cancel();
      default:
        return false;
    }
  }

  private moveBy(byMicros: number, chip: ActionChip): void {
    if (chip.anchor !== undefined) this.timeline.say(`It waits for ${chip.anchor}, and cannot be moved.`);
    else {
      this.going('move', chip).moveTo(chip.atMicros + byMicros);
      // What leaves the window leaves the page, and the focus with it.
      this.timeline.reveal(chip.atMicros + byMicros);
    }
  }

  private stretchBy(byMicros: number, chip: ActionChip): void {
    if (!chip.canStretch) this.timeline.say('It does not last, so it cannot be stretched.');
    else this.going('stretch', chip).lastUntil(chip.atMicros + (chip.forMicros ?? 0) + byMicros);
  }

  private going(mode: 'move' | 'stretch', chip: ActionChip): ChipGesture {
    if (this.gesture?.mode !== mode || this.gesture.chip.key !== chip.key) {
      this.end();
      this.gesture = new ChipGesture(this.session, this.timeline, chip, mode);
    }
    clearTimeout(this.timer);
    return this.gesture;
  }

  /** Only what is still going on can be put back; other steps are taken back by undo. */
  private cancel(): boolean {
    clearTimeout(this.timer);
    const { gesture } = this;
    this.gesture = undefined;
    void gesture?.cancel();
    return gesture !== undefined;
  }
}

/** The same once more, behind it. */
export function duplicate(chip: ActionChip, session: Session, timeline: Timeline): Promise<unknown> {
  const after = chip.atMicros + (chip.forMicros ?? COPY_AFTER_MICROS);
  const at = Math.min(timeline.endMicros, after);
  timeline.say(`Duplicated, at ${exactMoment(at)}.`);
  return session.copyActions(chip.ids, at);
}
