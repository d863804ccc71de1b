import type { ActionChip } from './action-chips';
import { stacked } from './stacking';
import type { Placed } from './stacking';
import { textRoom } from './text-room';
import type { TimeScale } from './time-scale';

/** Of the label: its padding, its frame, and what measuring may be wrong by. */
const LABEL_PADDING = 22;
/** Behind the label, where it can be taken hold of. */
const HANDLE = 6;
/** What lasts shorter on screen is still a thing. */
const SPAN_LEAST = 10;
/** Of a chip at the right edge, however long its label. */
const EDGE_LEAST = 26;

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

export interface LayoutOptions {
  isCompact: boolean;
  rowsMax: number;
  /** A chip is held: rows and order stay as they are. */
  isHolding: boolean;
}

/** Where each chip stands. It remembers the rows, so that nothing jumps to another one under the hand. */
export class ChipLayout {
  private rows: ReadonlyMap<string, number> = new Map();
  private order: readonly string[] = [];

  of(all: readonly ActionChip[], scale: TimeScale, { isCompact, rowsMax, isHolding }: LayoutOptions): ShownChips {
    const shown = all
      .filter(({ atMicros, forMicros }) => scale.visible(atMicros, atMicros + (forMicros ?? 0)) !== undefined)
      .toSorted((a, b) => a.atMicros - b.atMicros);
    const extents = shown.map((chip) => ({ key: chip.key, ...extentOf(chip, scale, isCompact) }));
    const places = new Map(stacked(extents, rowsMax).map((placed) => [placed.key, placed]));
    if (isHolding) {
      for (const extent of extents) {
        const row = this.rows.get(extent.key) ?? places.get(extent.key)?.row;
        if (row !== undefined) places.set(extent.key, { ...extent, row, folded: [] });
      }
    } else {
      this.rows = new Map([...places].map(([key, { row }]) => [key, row]));
      this.order = shown.map(({ key }) => key);
    }
    const rank = new Map(this.order.map((key, index) => [key, index]));
    const chips = shown
      .filter(({ key }) => places.has(key))
      .map((chip) => ({ ...places.get(chip.key)!, chip, spanWidth: spanOf(chip, scale) }))
      // Put elsewhere in the page, the element under the hand would be let go of.
      .toSorted((a, b) => (rank.get(a.key) ?? Infinity) - (rank.get(b.key) ?? Infinity));
    return { chips, all, rowCount: Math.max(1, ...chips.map(({ row }) => row + 1)) };
  }
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
  const left = Math.min(Math.max(0, scale.x(chip.atMicros)), Math.max(0, scale.width - SPAN_LEAST));
  const span = spanOf(chip, scale);
  const label = textRoom(isCompact ? chip.short : chip.label) + LABEL_PADDING + (chip.canStretch ? HANDLE : 0);
  // A label that does not fit into what lasts stands behind it.
  const wanted = span === undefined ? label : span >= label ? span : span + label - 8;
  const room = Math.max(EDGE_LEAST, scale.width - left);
  return { left, width: Math.min(wanted, room), least: span ?? 0 };
}
