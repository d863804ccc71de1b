import { useEffect, useState } from 'react';
import type { FocusEventHandler, KeyboardEventHandler, MouseEventHandler, PointerEventHandler } from 'react';
import { useSession } from '../app';
import type { ActionChip } from './action-chips';
import { ChipKeys } from './chip-keys';
import { ChipPointer } from './chip-pointer';
import type { TimeScale } from './time-scale';
import { useTimeline } from './use-timeline';

interface ChipEvents {
  onPointerDown: PointerEventHandler<HTMLElement>;
  onPointerMove: PointerEventHandler<HTMLElement>;
  onPointerUp: PointerEventHandler<HTMLElement>;
  onPointerCancel: PointerEventHandler<HTMLElement>;
  onClick: MouseEventHandler<HTMLElement>;
  onKeyDown: KeyboardEventHandler<HTMLElement>;
  onKeyUp: KeyboardEventHandler<HTMLElement>;
  onBlur: FocusEventHandler<HTMLElement>;
}

interface Held {
  chip: ActionChip;
  others: readonly ActionChip[];
  scale: TimeScale;
  /** Several chips told as one can only be opened. */
  isFolded: boolean;
  onOpen: () => void;
}

/** Mouse, finger and keys on a chip. */
export function useChipDrag({ chip, others, scale, isFolded, onOpen }: Held): ChipEvents {
  const session = useSession();
  const timeline = useTimeline();
  const [pointer] = useState(() => new ChipPointer(session, timeline));
  const [keys] = useState(() => new ChipKeys(session, timeline));
  useEffect(
    () => () => {
      pointer.letGo('finish');
      keys.end();
    },
    [pointer, keys],
  );
  return {
    onPointerDown: (event) => {
      event.stopPropagation();
      keys.end();
      if (!isFolded) pointer.down(event, chip, others);
    },
    onPointerMove: (event) => pointer.move(event, chip, scale),
    onPointerUp: () => pointer.letGo('finish'),
    onPointerCancel: () => pointer.letGo('cancel'),
    onClick: () => {
      if (!pointer.tookDrag()) onOpen();
    },
    onKeyDown: (event) => {
      if (!isFolded) keys.press(event, chip, scale);
    },
    onKeyUp: () => keys.released(),
    onBlur: () => keys.end(),
  };
}
