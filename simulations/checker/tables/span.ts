import { logBatchHolding, type FactView } from '../../kernel';

/**
 * The records of a range of offsets, unrolled once a row and then read by every checker. `records[i]` stands at offset
 * `from + i`; -1: no record of a producer stands there.
 */
export class Span {
  records = new Int32Array(1024);
  count = 0;
  readonly #facts: FactView;

  constructor(facts: FactView) {
    this.#facts = facts;
  }

  /** Loads [from, to) of the log that ends with log batch `tip`. */
  load(tip: number, from: number, to: number): void {
    this.count = Math.max(0, to - from);
    if (this.records.length < this.count) this.records = new Int32Array(Math.max(this.count, this.records.length * 2));
    const { records } = this;
    const { baseOffset, endOffset, batch, parent } = this.#facts.logBatches;
    const { firstSlot, recordAt } = this.#facts.batches;
    // Most ranges lie in one batch, at the very end of the log.
    if (tip >= 0 && from >= baseOffset[tip] && to <= endOffset[tip] && batch[tip] >= 0) {
      const shift = firstSlot[batch[tip]] - baseOffset[tip] + from;
      for (let index = 0; index < this.count; index++) records[index] = recordAt[shift + index];
      return;
    }
    let end = to;
    let node = tip < 0 || to <= from ? -1 : logBatchHolding(this.#facts.logBatches, tip, to - 1);
    if (node < 0 && tip >= 0 && to > from) node = tip;
    while (node >= 0 && end > from) {
      const low = Math.max(from, baseOffset[node]);
      const high = Math.min(end, endOffset[node]);
      for (let offset = Math.max(low, high); offset < end; offset++) records[offset - from] = -1;
      if (batch[node] < 0) {
        for (let offset = low; offset < high; offset++) records[offset - from] = -1;
      } else {
        const shift = firstSlot[batch[node]] - baseOffset[node];
        for (let offset = low; offset < high; offset++) records[offset - from] = recordAt[shift + offset];
      }
      end = Math.min(end, low);
      node = parent[node];
    }
    for (let offset = from; offset < end; offset++) records[offset - from] = -1;
  }
}
