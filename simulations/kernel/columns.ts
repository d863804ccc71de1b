/** Doubling of the append-only columns of a run: they lie outside the snapshot arena, only their lengths lie inside. */

type Column = Int32Array | Float64Array;

/** A copy of `column` with room for `capacity` values. */
export function enlarged<T extends Column>(column: T, capacity: number): T {
  const next = new (column.constructor as new (length: number) => T)(capacity);
  next.set(column as never);
  return next;
}
