import { useEffect, useRef } from 'react';
import type {
  FocusEventHandler,
  KeyboardEvent,
  KeyboardEventHandler,
  MouseEventHandler,
  PointerEvent,
  PointerEventHandler,
} from 'react';
import { useSession } from '../app';
import type { ActionChip } from './action-chips';
import { exactMoment } from './axis-ticks';
import { ChipGesture } from './chip-gesture';
import { snapPoints } from './snap-points';
import { snapped } from './snapping';
import type { SnapPoint } from './snapping';
import type { TimeScale } from './time-scale';
import { useTimeline } from './use-timeline';

/** A pointer that moved less than this has clicked; a finger is less steady. */
const CLICK_PIXELS = { mouse: 4, touch: 8 };
/** Keys that come after so long are another step to take back. */
const KEY_PAUSE_MS = 1000;
/** Of a copy, behind what does not last. */
const COPY_AFTER_MICROS = 1_000_000;

interface Press {
  x: number;
  isEnd: boolean;
  isCopy: boolean;
  slack: number;
  points: readonly SnapPoint[];
  gesture?: ChipGesture;
}

interface ChipProps {
  onPointerDown: PointerEventHandler<HTMLElement>;
  onPointerMove: PointerEventHandler<HTMLElement>;
  onPointerUp: PointerEventHandler<HTMLElement>;
  onPointerCancel: PointerEventHandler<HTMLElement>;
  onClick: MouseEventHandler<HTMLElement>;
  onKeyDown: KeyboardEventHandler<HTMLElement>;
  onKeyUp: KeyboardEventHandler<HTMLElement>;
  onBlur: FocusEventHandler<HTMLElement>;
}

/** Takes hold of a chip. Alt lets it slide past interesting moments, Ctrl drags a copy, Escape puts it back. */
export function useChipDrag(
  chip: ActionChip,
  others: readonly ActionChip[],
  scale: TimeScale,
  onOpen: () => void,
  isFolded: boolean,
): ChipProps {
  const session = useSession();
  const timeline = useTimeline();
  const press = useRef<Press | undefined>(undefined);
  const wasDragged = useRef(false);
  const keys = useKeys(chip, scale);
  const stopEscape = useRef<() => void>(undefined);
  useEffect(() => () => stopEscape.current?.(), []);
  const letGo = (how: 'finish' | 'cancel'): void => {
    stopEscape.current?.();
    stopEscape.current = undefined;
    const { current } = press;
    press.current = undefined;
    void current?.gesture?.[how]();
  };
  const begin = (held: Press): ChipGesture => {
    const mode = held.isEnd ? 'stretch' : held.isCopy ? 'copy' : 'move';
    const gesture = new ChipGesture(session, timeline, chip, mode);
    const escape = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      letGo('cancel');
    };
    window.addEventListener('keydown', escape, true);
    stopEscape.current = () => window.removeEventListener('keydown', escape, true);
    return gesture;
  };
  const drag = (held: Press, event: PointerEvent<HTMLElement>): void => {
    held.gesture ??= begin(held);
    wasDragged.current = true;
    const { chip: from } = held.gesture;
    const by = (event.clientX - held.x) * scale.microsPerPixel;
    const end = from.atMicros + (from.forMicros ?? 0);
    if (held.isEnd) {
      const open = from.forMicros === undefined ? scale.micros(event.clientX - laneLeft(event)) : end + by;
      const { micros, name } = snapped(open, held.points, scale, event.altKey);
      held.gesture.lastUntil(micros, name);
    } else {
      const { micros, name } = snapped(from.atMicros + by, held.points, scale, event.altKey);
      held.gesture.moveTo(micros, name);
    }
  };
  return {
    onPointerDown: (event) => {
      wasDragged.current = false;
      if (event.button !== 0 || !event.isPrimary || isFolded) return;
      event.stopPropagation();
      keys.end();
      const isEnd = (event.target as HTMLElement).dataset.end !== undefined;
      if (chip.anchor !== undefined && !isEnd && !event.ctrlKey) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      press.current = {
        x: event.clientX,
        isEnd,
        isCopy: event.ctrlKey || event.metaKey,
        slack: event.pointerType === 'mouse' ? CLICK_PIXELS.mouse : CLICK_PIXELS.touch,
        points: snapPoints(session, timeline, chip, others),
      };
    },
    onPointerMove: (event) => {
      const { current } = press;
      if (current === undefined || !event.isPrimary) return;
      if (current.gesture === undefined && Math.abs(event.clientX - current.x) < current.slack) return;
      event.stopPropagation();
      drag(current, event);
    },
    onPointerUp: () => letGo('finish'),
    onPointerCancel: () => letGo('cancel'),
    onClick: () => {
      if (!wasDragged.current) onOpen();
      wasDragged.current = false;
    },
    onKeyDown: (event) => {
      if (!isFolded) keys.press(event);
    },
    onKeyUp: keys.released,
    onBlur: keys.end,
  };
}

function laneLeft(event: PointerEvent<HTMLElement>): number {
  return event.currentTarget.closest('.timeline-lane')?.getBoundingClientRect().left ?? 0;
}

interface ChipKeys {
  press: (event: KeyboardEvent) => void;
  released: () => void;
  end: () => void;
}

/** What keys do to a focused chip. A series of them is one gesture, until they pause. */
function useKeys(chip: ActionChip, scale: TimeScale): ChipKeys {
  const session = useSession();
  const timeline = useTimeline();
  const gesture = useRef<ChipGesture | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const end = (): void => {
    clearTimeout(timer.current);
    const { current } = gesture;
    gesture.current = undefined;
    void current?.finish();
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const going = (mode: 'move' | 'stretch'): ChipGesture => {
    if (gesture.current?.mode !== mode || gesture.current.chip.key !== chip.key) {
      end();
      gesture.current = new ChipGesture(session, timeline, chip, mode);
    }
    clearTimeout(timer.current);
    return gesture.current;
  };
  const act = (event: KeyboardEvent): boolean => {
    const step = scale.stepMicros * (event.shiftKey ? 10 : 1);
    const side = { ArrowLeft: -1, ArrowRight: 1, ',': -1, '<': -1, '.': 1, '>': 1 }[event.key];
    if (side !== undefined && event.key.startsWith('Arrow')) {
      if (chip.anchor === undefined) going('move').moveTo(chip.atMicros + side * step);
      else timeline.say(`It waits for ${chip.anchor}, and cannot be moved.`);
      return true;
    }
    if (side !== undefined) {
      if (!chip.canStretch) timeline.say('It does not last, so it cannot be stretched.');
      else going('stretch').lastUntil(chip.atMicros + (chip.forMicros ?? 0) + side * step);
      return true;
    }
    switch (event.key) {
      case 'd':
      case 'D':
        end();
        void duplicate(chip, session, timeline.endMicros);
        timeline.say('Duplicated.');
        return true;
      case 'Delete':
      case 'Backspace':
        end();
        timeline.say(`Removed: ${chip.label}, at ${exactMoment(chip.atMicros)}.`);
        void session.removeActions(chip.ids);
        return true;
      case 'Escape': {
        const { current } = gesture;
        clearTimeout(timer.current);
        gesture.current = undefined;
        void current?.cancel();
        return current !== undefined;
      }
      default:
        return false;
    }
  };
  return {
    press: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !act(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    released: () => {
      if (gesture.current === undefined) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(end, KEY_PAUSE_MS);
    },
    end,
  };
}

/** The same once more, behind it. */
export function duplicate(
  chip: ActionChip,
  session: ReturnType<typeof useSession>,
  endMicros: number,
): Promise<unknown> {
  const after = chip.atMicros + (chip.forMicros ?? COPY_AFTER_MICROS);
  return session.copyActions(chip.ids, Math.min(endMicros, after));
}
