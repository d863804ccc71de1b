/** A chip as the lane lays it out, in pixels. */
export interface Stackable {
  key: string;
  left: number;
  /** All of it: its time on the axis, or its label if that is wider. */
  width: number;
  /** What cannot be made shorter: a chip that lasts is as long as it lasts. */
  least: number;
}

export interface Placed {
  key: string;
  row: number;
  left: number;
  width: number;
  /** The chips that found no room and are told as one with this one. */
  folded: readonly string[];
}

const GAP = 3;

/** Shorter than this a chip says nothing. */
const SHORTEST = 26;

/**
 * Puts chips into rows so that none covers another, in the order in which they come. Where the rows are full, the
 * labels of earlier chips give way; where even that is not enough, a chip joins the one before it.
 */
export function stacked(chips: readonly Stackable[], rowsMax: number): Placed[] {
  const rows: { placed: Placed & { folded: string[] }; least: number }[][] = [];
  const all: Placed[] = [];
  for (const { key, left, width, least } of chips) {
    const place = (row: number): void => {
      const placed = { key, row, left, width, folded: [] };
      (rows[row] ??= []).push({ placed, least });
      all.push(placed);
    };
    const endOf = (row: number): number => {
      const last = rows[row]?.at(-1);
      return last === undefined ? -Infinity : last.placed.left + last.placed.width + GAP;
    };
    const free = Array.from({ length: rowsMax }, (_, row) => row).find((row) => endOf(row) <= left);
    if (free !== undefined) {
      place(free);
      continue;
    }
    const giving = rows
      .map((row, index) => ({ index, last: row.at(-1)! }))
      .filter(({ last }) => left - GAP - last.placed.left >= Math.max(SHORTEST, last.least))
      .toSorted((a, b) => a.last.placed.left - b.last.placed.left)[0];
    if (giving === undefined) {
      const nearest = rows.map((row) => row.at(-1)!).toSorted((a, b) => b.placed.left - a.placed.left)[0];
      nearest.placed.folded.push(key);
      continue;
    }
    giving.last.placed.width = left - GAP - giving.last.placed.left;
    place(giving.index);
  }
  return all;
}
