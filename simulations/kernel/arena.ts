/**
 * The changing state of a run: columns of numbers carved out of shared pages, columns that grow, and cells.
 *
 * Everything that changes while a run goes on is registered here, so that a snapshot is a copy of a few buffers and a
 * restore the way back. What only ever grows (the trace, the fact tables) lies outside; its lengths lie inside.
 */

const PAGE_BYTES = 65_536;

/** A column whose capacity doubles when it is full. Read `.array` anew after anything that may have grown it. */
export interface Growable<T extends Int32Array | Float64Array> {
  array: T;
  /** What places that were never written hold. */
  readonly fill: number;
}

/**
 * A place for one immutable value (a frozen object, a string, a set that is replaced and never changed).
 * A snapshot keeps the reference, so whoever writes a cell must put in a new value and leave the old one alone.
 */
export interface Cell<T> {
  value: T;
}

/** What {@link Arena.snapshot} returns; opaque, and valid only for the arena that made it. */
export interface ArenaImage {
  readonly pages: readonly Uint8Array[];
  readonly growables: readonly (Int32Array | Float64Array)[];
  readonly cells: readonly unknown[];
  readonly sizeBytes: number;
}

/** Allocates the columns of one run and copies them all at once. */
export class Arena {
  private readonly pages: Uint8Array[] = [];
  private usedBytes = PAGE_BYTES;
  private readonly growables: Growable<Int32Array | Float64Array>[] = [];
  private readonly cells: Cell<unknown>[] = [];
  private readonly listeners: (() => void)[] = [];

  /** A column of `count` integers, all `fill`. */
  int32(count: number, fill = 0): Int32Array {
    const column = new Int32Array(this.reserve(count * 4), this.offset(count * 4), count);
    if (fill !== 0) column.fill(fill);
    return column;
  }

  /** A column of `count` doubles, all `fill`. */
  float64(count: number, fill = 0): Float64Array {
    const column = new Float64Array(this.reserve(count * 8), this.offset(count * 8), count);
    if (fill !== 0) column.fill(fill);
    return column;
  }

  /** A column of `count` bytes, all `fill`. */
  uint8(count: number, fill = 0): Uint8Array {
    const column = new Uint8Array(this.reserve(count), this.offset(count), count);
    if (fill !== 0) column.fill(fill);
    return column;
  }

  /** An integer column that {@link growInt32} may enlarge. */
  growableInt32(capacity: number, fill = 0): Growable<Int32Array> {
    const growable = { array: new Int32Array(capacity).fill(fill), fill };
    this.growables.push(growable);
    return growable;
  }

  /** A double column that {@link growFloat64} may enlarge. */
  growableFloat64(capacity: number, fill = 0): Growable<Float64Array> {
    const growable = { array: new Float64Array(capacity).fill(fill), fill };
    this.growables.push(growable);
    return growable;
  }

  /** A cell that holds `value`. */
  cell<T>(value: T): Cell<T> {
    const cell: Cell<T> = { value };
    this.cells.push(cell as Cell<unknown>);
    return cell;
  }

  /** A copy of everything, in time proportional to its size. */
  snapshot(): ArenaImage {
    const pages = this.pages.map((page) => page.slice());
    const growables = this.growables.map((growable) => growable.array.slice());
    const cells = this.cells.map((cell) => cell.value);
    let sizeBytes = cells.length * 8;
    for (const page of pages) sizeBytes += page.byteLength;
    for (const array of growables) sizeBytes += array.byteLength;
    return { pages, growables, cells, sizeBytes };
  }

  /** Puts everything back to what it was when `image` was taken. The image may be restored again. */
  restore(image: ArenaImage): void {
    image.pages.forEach((page, index) => this.pages[index]!.set(page));
    image.growables.forEach((array, index) => {
      const growable = this.growables[index]!;
      if (array.length > growable.array.length) {
        growable.array = array.slice();
      } else {
        growable.array.set(array as never);
        growable.array.fill(growable.fill, array.length);
      }
    });
    image.cells.forEach((value, index) => {
      this.cells[index]!.value = value;
    });
    for (const listener of this.listeners) listener();
  }

  /** Has `listener` called after every restore: for who keeps the array of a growable column at hand. */
  onRestore(listener: () => void): void {
    this.listeners.push(listener);
  }

  private reserve(bytes: number): ArrayBuffer {
    const aligned = (bytes + 7) & ~7;
    if (aligned > PAGE_BYTES) {
      this.pages.push(new Uint8Array(aligned));
      this.usedBytes = PAGE_BYTES;
    } else if (this.usedBytes + aligned > PAGE_BYTES || this.pages.length === 0) {
      this.pages.push(new Uint8Array(PAGE_BYTES));
      this.usedBytes = aligned;
    } else {
      this.usedBytes += aligned;
    }
    return this.pages[this.pages.length - 1]!.buffer as ArrayBuffer;
  }

  private offset(bytes: number): number {
    const aligned = (bytes + 7) & ~7;
    return aligned > PAGE_BYTES ? 0 : this.usedBytes - aligned;
  }
}

/** Makes room for index `atLeast - 1`; the new places hold the column's fill. */
export function growInt32(column: Growable<Int32Array>, atLeast: number): void {
  const old = column.array;
  if (atLeast <= old.length) return;
  const next = new Int32Array(Math.max(atLeast, old.length * 2));
  next.set(old);
  if (column.fill !== 0) next.fill(column.fill, old.length);
  column.array = next;
}

/** Makes room for index `atLeast - 1`; the new places hold the column's fill. */
export function growFloat64(column: Growable<Float64Array>, atLeast: number): void {
  const old = column.array;
  if (atLeast <= old.length) return;
  const next = new Float64Array(Math.max(atLeast, old.length * 2));
  next.set(old);
  if (column.fill !== 0) next.fill(column.fill, old.length);
  column.array = next;
}
