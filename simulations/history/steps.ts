/**
 * A count that changes at moments of virtual time: `count[i]` holds from `atMicros[i]` on. Columns, so that it crosses
 * threads as it is and a frame reads it in a few steps.
 */
export interface Steps {
  readonly atMicros: Float64Array;
  readonly count: Int32Array;
}

/** The count at `atMicros` (inclusive), 0 before the first step; in logarithmic time. */
export function stepAt(steps: Steps, atMicros: number): number {
  const times = steps.atMicros;
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] <= atMicros) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : steps.count[low - 1];
}
