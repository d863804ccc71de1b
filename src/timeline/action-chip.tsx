import { memo } from 'react';
import type { CSSProperties, ReactElement } from 'react';
import { exactMoment } from './axis-ticks';
import type { ActionChip } from './action-chips';
import type { TimeScale } from './time-scale';
import { useChipDrag } from './use-chip-drag';
import type { ShownChip } from './chip-layout';
import { formatMs } from '../app';
import { useTimelineState } from './use-timeline';

/** Less of a label says nothing. */
const LABEL_LEAST = 40;

interface ActionChipProps {
  shown: ShownChip;
  /** Chips that found no room of their own. */
  folded: readonly ActionChip[];
  others: readonly ActionChip[];
  scale: TimeScale;
  isCompact: boolean;
  isOpen: boolean;
  onOpen: () => void;
}

/** One chip: a button that opens its form, and that can be taken hold of by mouse, finger and keys. */
export const ActionChipButton = memo(function ActionChipButton(props: ActionChipProps): ReactElement {
  const { shown, folded, others, scale, isCompact, isOpen, onOpen } = props;
  const { chip, row, left, width, spanWidth } = shown;
  const isHeld = useTimelineState((state) => state.held?.key === chip.key);
  const drag = useChipDrag({ chip, others, scale, isFolded: folded.length > 0, onOpen });
  const label = folded.length > 0 ? `${folded.length + 1} actions` : isCompact ? chip.short : chip.label;
  const behind = spanWidth === undefined ? 0 : width - spanWidth;
  const isOutside = behind > 1;
  const fitsBehind = behind >= LABEL_LEAST;
  const words = wordsOf(chip, folded);
  const isShortened = folded.length === 0 && (isCompact || (isOutside && !fitsBehind));
  // Who speaks to the page says what it shows.
  const spoken = isShortened && !words.includes(chip.short) ? `${chip.short}: ${words}` : words;
  // An end outside of the window cannot be taken hold of.
  const hasEnd =
    chip.canStretch && folded.length === 0 && chip.atMicros + (chip.forMicros ?? 0) <= scale.window.toMicros;
  const style: CSSProperties = { left, width, top: 4 + row * 24 };
  return (
    <li>
      <button
        type="button"
        className="timeline-chip"
        data-key={chip.key}
        data-harm={chip.isHarm || undefined}
        data-anchored={chip.anchor === undefined ? undefined : true}
        data-open-ended={(chip.canStretch && chip.forMicros === undefined) || undefined}
        data-label={isOutside ? 'behind' : undefined}
        data-held={isHeld || undefined}
        aria-label={spoken}
        // Of ARIA 1.3, which the rule does not know yet.
        // oxlint-disable-next-line jsx-a11y/role-supports-aria-props
        aria-description={folded.length > 0 ? 'Press to zoom in on them.' : keysOf(chip)}
        aria-haspopup={folded.length > 0 ? undefined : 'dialog'}
        aria-expanded={folded.length > 0 ? undefined : isOpen}
        title={words}
        style={style}
        {...drag}
      >
        <span className="timeline-chip-box" style={isOutside ? { width: spanWidth } : undefined}>
          {isOutside ? null : <span className="timeline-chip-label">{label}</span>}
          {isOutside && !fitsBehind && folded.length === 0 && (spanWidth ?? 0) >= LABEL_LEAST ? (
            <span className="timeline-chip-label">{chip.short}</span>
          ) : null}
          {isOutside && !fitsBehind && folded.length > 0 ? (
            <span className="timeline-chip-count">{folded.length + 1}</span>
          ) : null}
          {hasEnd ? <span className="timeline-chip-end" data-end="true" /> : null}
        </span>
        {isOutside && fitsBehind ? <span className="timeline-chip-label">{label}</span> : null}
      </button>
    </li>
  );
});

/** "kill broker-2, 7.6 s, at 12.400 s" */
function wordsOf(chip: ActionChip, folded: readonly ActionChip[]): string {
  const one = (it: ActionChip): string => `${it.label}, at ${exactMoment(it.atMicros)}`;
  return folded.length === 0 ? one(chip) : `${folded.length + 1} actions: ${[chip, ...folded].map(one).join('; ')}`;
}

/** The keys of a focused chip, for those who hear it. */
function keysOf({ anchor, canStretch, forMicros }: ActionChip): string {
  const move =
    anchor === undefined
      ? 'Left and right move it by 10 ms, with Shift by 100 ms, finer when zoomed in.'
      : `It waits for ${anchor}, and cannot be moved.`;
  const last = forMicros === undefined ? '' : ` It lasts ${formatMs(forMicros / 1000)}.`;
  const stretch = canStretch ? `${last} Comma and full stop make it shorter and longer.` : '';
  return `${move}${stretch} D duplicates, Delete removes, Enter opens its form.`;
}
