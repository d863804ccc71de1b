import { BatchState, type ClusterView } from '../../simulations/history';
import { hueOf } from './key-glyphs';

/** Batches that are looked through for unanswered ones, the newest first: what a producer has in flight is young. */
const mostBatches = 256;

/** Hues of the records of `producer` that are sent and not answered, the oldest first; at most `most`. */
export function unansweredHues(view: ClusterView, producer: number, most: number): number[] {
  const { batches, records, incarnations } = view.trace.facts;
  const { keys } = view.names;
  const states = view.columns.batchState.array;
  const last = batchesUntil(view);
  const hues: number[] = [];
  for (let batch = Math.max(0, last - mostBatches); batch < last && hues.length < most; batch++) {
    if (states[batch] !== BatchState.inFlight) continue;
    if (incarnations.actor[batches.producer[batch]!] !== producer) continue;
    const first = batches.firstSlot[batch]!;
    for (let i = 0; first >= 0 && i < batches.count[batch]! && hues.length < most; i++) {
      const record = batches.recordAt[first + i]!;
      hues.push(hueOf(keys, record < 0 ? -1 : records.key[record]!));
    }
  }
  return hues;
}

/** Batches that were opened by the view's time. */
function batchesUntil({ trace, timeMicros }: ClusterView): number {
  const { createdAtMicros, length } = trace.facts.batches;
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (createdAtMicros[middle]! <= timeMicros) low = middle + 1;
    else high = middle;
  }
  return low;
}
