import type { ColumnAllocator } from '../../../../simulations/kernel/machine/machine-instances';

/** Columns outside any arena, for tests that take no snapshots. */
export const plainColumns: ColumnAllocator = {
  int32: (count) => new Int32Array(count),
  float64: (count) => new Float64Array(count),
};
