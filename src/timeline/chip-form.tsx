import type { ReactElement } from 'react';
import { Button, KeyCap } from '../design/button';
import { useSession } from '../app';
import type { ActionChip } from './action-chips';
import { ChipGesture } from './chip-gesture';
import { NumberField } from './number-field';
import { Popover } from './popover';
import { duplicate } from './chip-keys';
import { useTimeline } from './use-timeline';

/** A chip's exact time and duration, what else can be done with it, and by which keys. */
export function ChipForm({
  chip,
  anchorOf,
  onClose,
}: {
  chip: ActionChip;
  anchorOf: () => HTMLElement | null;
  onClose: () => void;
}): ReactElement {
  const session = useSession();
  const timeline = useTimeline();
  const endSeconds = timeline.endMicros / 1e6;
  const { atMicros, forMicros, canStretch } = chip;
  const change = (mode: 'move' | 'stretch', act: (gesture: ChipGesture) => void): void => {
    const gesture = new ChipGesture(session, timeline, chip, mode);
    act(gesture);
    void gesture.finish();
  };
  return (
    <Popover label={chip.label} anchorOf={anchorOf} onClose={onClose}>
      <p className="popover-title">{chip.label}</p>
      {chip.anchor === undefined ? null : (
        <p className="popover-note">
          It waits for <b>{chip.anchor}</b>, so it cannot be dragged: it stands where that happened.
        </p>
      )}
      <div className="popover-fields">
        <NumberField
          label="at"
          unit="s"
          value={atMicros / 1e6}
          min={0}
          max={endSeconds}
          disabled={chip.anchor !== undefined}
          onTake={(seconds) => change('move', (gesture) => gesture.moveTo((seconds ?? 0) * 1e6))}
        />
        {canStretch ? (
          <NumberField
            label="for"
            unit="s"
            value={forMicros === undefined ? undefined : forMicros / 1e6}
            min={0.001}
            max={3600}
            empty="until undone"
            onTake={(seconds) =>
              change('stretch', (gesture) =>
                gesture.lastUntil(seconds === undefined ? undefined : atMicros + seconds * 1e6),
              )
            }
          />
        ) : null}
      </div>
      <div className="popover-buttons">
        <Button
          onClick={() => {
            session.visit(atMicros);
            onClose();
          }}
        >
          Go to this moment
        </Button>
        <Button
          onClick={() => {
            void duplicate(chip, session, timeline);
            onClose();
          }}
        >
          Duplicate
        </Button>
        <Button
          onClick={() => {
            void session.removeActions(chip.ids);
            onClose();
          }}
        >
          Remove
        </Button>
      </div>
      <ChipKeys chip={chip} />
    </Popover>
  );
}

/** The keys of a focused chip. */
function ChipKeys({ chip }: { chip: ActionChip }): ReactElement {
  return (
    <ul className="popover-keys" aria-label="Keys of the chip">
      {chip.anchor === undefined ? (
        <li>
          <KeyCap>←</KeyCap> <KeyCap>→</KeyCap> 10 ms, with Shift 100 ms, finer when zoomed in
        </li>
      ) : null}
      {chip.canStretch ? (
        <li>
          <KeyCap>,</KeyCap> <KeyCap>.</KeyCap> shorter, longer
        </li>
      ) : null}
      <li>
        <KeyCap>D</KeyCap> duplicate, or drag with Ctrl
      </li>
      <li>
        <KeyCap>Del</KeyCap> remove
      </li>
      {chip.anchor === undefined ? (
        <li>
          <KeyCap>Alt</KeyCap> while dragging: do not hold on to events
        </li>
      ) : null}
    </ul>
  );
}
