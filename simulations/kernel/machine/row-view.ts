/** The context of a machine kind as columns, and the one object through which guards read the current actor's row. */
import type { ColumnKind } from './programs';

/** A column of one context key, a number per actor. */
export type NumberColumn = Float64Array | Int32Array;

/** Which row of which columns the view reads. One class for all kinds keeps the getters monomorphic. */
export class Cursor {
  columns: readonly NumberColumn[] = [];
  actor = 0;
}

/** A frozen object with one declared getter per key; writing to it throws, as only `assign` may change a context. */
export function createRowView(keys: readonly string[], kinds: readonly ColumnKind[], cursor: Cursor): object {
  const prototype = {};
  for (const [index, key] of keys.entries()) {
    const get = kinds[index] === 'boolean' ? booleanGetter(cursor, index) : numberGetter(cursor, index);
    Object.defineProperty(prototype, key, { get, enumerable: true });
  }
  return Object.freeze(Object.create(prototype) as object);
}

function numberGetter(cursor: Cursor, index: number): () => number {
  return () => cursor.columns[index]![cursor.actor]!;
}

function booleanGetter(cursor: Cursor, index: number): () => boolean {
  return () => cursor.columns[index]![cursor.actor] !== 0;
}
