import { useMemo, useRef } from 'react';
import { useView } from '../app';
import { beginnings, chipsOf } from './action-chips';
import type { ActionChip } from './action-chips';
import { stacked } from './stacking';
import type { Placed } from './stacking';
import { textRoom } from './text-room';
import type { TimeScale } from './time-scale';
import { useTimelineState } from './use-timeline';

/** Of the label: its padding, and the handle behind it. */
const LABEL_PADDING = 18;
/** What lasts shorter on screen is still a thing. */
export const SPAN_LEAST = 10;

export interface ShownChip extends Placed {
  chip: ActionChip;
  /** Of its time, in pixels; undefined: it does not last, or until it is undone. */
  spanWidth: number | undefined;
}

export interface ShownChips {
  chips: readonly ShownChip[];
  rowCount: number;
  all: readonly ActionChip[];
}

const none: readonly ActionChip[] = [];

/** The chips of the window, laid out in rows. While one is held, the others keep their rows. */
export function useChips(scale: TimeScale, isCompact: boolean, rowsMax: number): ShownChips {
  const run = useView((view) => view.run);
  const isRunning = useView((view) => view.progress.state === 'running');
  const catalogue = useView((view) => view.catalogue);
  const held = useTimelineState((state) => state.held);
  // An anchor may come true at any time while the run grows.
  const grown = useView((view) =>
    view.run?.scenario.actions.some(({ after }) => after) ? view.progress.nowMicros : 0,
  );
  const lasting = useMemo(
    () => new Set(catalogue?.actions.filter(({ fields }) => Object.hasOwn(fields, 'for')).map((it) => it.do)),
    [catalogue],
  );
  const begun = useAnchored(run, grown, isRunning);
  const moved = held?.mode === 'copy' ? undefined : held;
  const all = useMemo(
    () => (run === undefined ? none : chipsOf(run, begun, lasting, moved)),
    [run, begun, lasting, moved],
  );
  const rows = useRef<ReadonlyMap<string, number>>(new Map());
  const order = useRef<readonly string[]>([]);
  return useMemo(() => {
    const shown = all.filter(({ atMicros, forMicros }) => scale.visible(atMicros, atMicros + (forMicros ?? 0)));
    const isHolding = held !== undefined;
    const sorted = shown.toSorted((a, b) => a.atMicros - b.atMicros);
    const stackables = sorted.map((chip) => ({ key: chip.key, ...extentOf(chip, scale, isCompact) }));
    const places = new Map(stacked(stackables, rowsMax).map((placed) => [placed.key, placed]));
    if (isHolding) {
      // Nothing jumps to another row under the hand.
      for (const it of stackables) {
        const row = rows.current.get(it.key) ?? places.get(it.key)?.row;
        if (row !== undefined) places.set(it.key, { ...it, row, folded: places.get(it.key)?.folded ?? [] });
      }
    } else {
      rows.current = new Map([...places].map(([key, { row }]) => [key, row]));
      order.current = sorted.map(({ key }) => key);
    }
    const rank = new Map(order.current.map((key, index) => [key, index]));
    const chips = shown
      .filter(({ key }) => places.has(key))
      .map((chip) => ({ ...places.get(chip.key)!, chip, spanWidth: spanOf(chip, scale) }))
      // Moved in the page, the element under the hand would be let go of.
      .toSorted((a, b) => (rank.get(a.key) ?? Infinity) - (rank.get(b.key) ?? Infinity));
    return { chips, all, rowCount: Math.max(1, ...chips.map(({ row }) => row + 1)) };
  }, [all, scale, isCompact, rowsMax, held]);
}

const nothing: ReadonlyMap<number, number> = new Map();

/** When anchored actions began; while the run is computed anew, when they did last. */
function useAnchored(
  run: Parameters<typeof beginnings>[0] | undefined,
  grown: number,
  isRunning: boolean,
): ReadonlyMap<number, number> {
  const last = useRef<{ name: string; begun: ReadonlyMap<number, number> }>({ name: '', begun: nothing });
  return useMemo(() => {
    if (run === undefined || !run.scenario.actions.some(({ after }) => after !== undefined)) return nothing;
    const begun = new Map(grown >= 0 ? beginnings(run) : nothing);
    const name = `${run.scenario.name} ${run.scenario.actions.length}`;
    if (isRunning && last.current.name === name) {
      for (const [index, at] of last.current.begun) if (!begun.has(index)) begun.set(index, at);
    } else last.current = { name, begun };
    return begun;
  }, [run, grown, isRunning]);
}

function spanOf({ atMicros, forMicros }: ActionChip, scale: TimeScale): number | undefined {
  if (forMicros === undefined) return undefined;
  return Math.max(SPAN_LEAST, scale.visible(atMicros, atMicros + forMicros)?.width ?? 0);
}

function extentOf(
  chip: ActionChip,
  scale: TimeScale,
  isCompact: boolean,
): { left: number; width: number; least: number } {
  const left = Math.max(0, scale.x(chip.atMicros));
  const span = spanOf(chip, scale);
  const label = textRoom(isCompact ? chip.short : chip.label) + LABEL_PADDING;
  // A label that does not fit into what lasts stands behind it.
  const isInside = span === undefined || span >= label;
  const width = isInside ? (span ?? label) : span + label - 8;
  const fitting = Math.min(width, Math.max(26, scale.width - left));
  // At the right edge a chip keeps its left one, and its label gives way.
  return { left: Math.min(left, Math.max(0, scale.width - 14)), width: fitting, least: span ?? 0 };
}
