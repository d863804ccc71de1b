import { Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { onDemand } from '../design/on-demand';
import type { ActionChip } from './action-chips';
import { ActionChipButton } from './action-chip';
import { HeldReadout } from './held-readout';
import type { TimeScale } from './time-scale';
import { useChips } from './use-chips';
import { useTimeline, useTimelineState } from './use-timeline';

const ChipForm = onDemand(() => import('./chip-form').then((module) => module.ChipForm), {
  name: "The action's form",
  place: 'over',
});

const ROW_HEIGHT = 24;
const ROWS_MAX = 3;

/** The scenario's actions as chips on the axis, which can be moved, stretched, copied and taken out. */
export function ActionLane({ scale, isCompact }: { scale: TimeScale; isCompact: boolean }): ReactElement {
  const timeline = useTimeline();
  const { chips, all, rowCount } = useChips(scale, isCompact, isCompact ? 2 : ROWS_MAX);
  const readout = useTimelineState((state) => state.held ?? state.told);
  const [open, setOpen] = useState<{ key: string; ids: readonly string[] }>();
  const lane = useRef<HTMLUListElement>(null);
  useKeptFocus(lane, all);
  const chipOf = (key: string): ActionChip | undefined => all.find((chip) => chip.key === key);
  const opened =
    open === undefined ? undefined : (chipOf(open.key) ?? all.find(({ ids }) => ids.includes(open.ids[0])));
  const element = (key: string): HTMLElement | null =>
    lane.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
  return (
    <div className="timeline-lane" data-lane="actions" style={{ height: rowCount * ROW_HEIGHT + 4 }}>
      <span className="timeline-name" aria-hidden="true">
        actions
      </span>
      <ul ref={lane} aria-label="Actions">
        {chips.map((shown) => {
          const { chip, folded } = shown;
          return (
            <ActionChipButton
              key={chip.key}
              shown={shown}
              folded={folded.map(chipOf).filter((it) => it !== undefined)}
              others={all}
              scale={scale}
              isCompact={isCompact}
              isOpen={opened?.key === chip.key}
              onOpen={() => {
                if (folded.length === 0) return setOpen({ key: chip.key, ids: chip.ids });
                const times = [chip, ...folded.map(chipOf)].flatMap((it) => it?.atMicros ?? []);
                return timeline.frame(Math.min(...times), Math.max(...times));
              }}
            />
          );
        })}
      </ul>
      {all.length === 0 ? <span className="timeline-none">nothing is done to it</span> : null}
      {readout === undefined ? null : (
        <HeldReadout held={readout} scale={scale} place={chips.find(({ key }) => key === readout.key)} />
      )}
      {opened === undefined ? null : (
        <Suspense>
          <ChipForm chip={opened} anchorOf={() => element(opened.key)} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </div>
  );
}

/** A chip that is put elsewhere in the list, or taken out of it, must not lose the focus to nowhere. */
function useKeptFocus(lane: React.RefObject<HTMLElement | null>, chips: readonly ActionChip[]): void {
  const focused = useRef<{ key: string; index: number } | undefined>(undefined);
  useEffect(() => {
    const { current } = lane;
    if (current === null) return undefined;
    const remember = (event: FocusEvent): void => {
      const { key } = (event.target as HTMLElement).dataset;
      const index = [...current.querySelectorAll('[data-key]')].indexOf(event.target as Element);
      focused.current = key === undefined ? undefined : { key, index };
    };
    const forget = (event: FocusEvent): void => {
      // Whoever takes an element out of the page moves the focus to nowhere.
      if (event.relatedTarget !== null) focused.current = undefined;
    };
    current.addEventListener('focusin', remember);
    current.addEventListener('focusout', forget);
    return () => {
      current.removeEventListener('focusin', remember);
      current.removeEventListener('focusout', forget);
    };
  }, [lane]);
  useLayoutEffect(() => {
    const { current: was } = focused;
    if (was === undefined || document.activeElement !== document.body) return;
    const buttons = [...(lane.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
    const same = buttons.find(({ dataset }) => dataset.key === was.key);
    (same ?? buttons[Math.min(was.index, buttons.length - 1)])?.focus();
  }, [lane, chips]);
}
