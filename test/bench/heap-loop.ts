import { cpuSeconds, median } from './report.ts';

/** The yardstick of the rates: events a second of a bare typed binary heap, one pop and one push an event. */
export function heapLoop(pending = 64): { name: 'heap-loop'; value: number; unit: 'events/s' } {
  const heap = new TypedHeap(pending);
  for (let i = 0; i < pending; i++) heap.push(delay(i), i);
  const events = 2_000_000;
  drive(heap, events);
  const rates = Array.from({ length: 5 }, () => events / cpuSeconds(() => drive(heap, events)));
  return { name: 'heap-loop', value: median(rates).value, unit: 'events/s' };
}

/** A binary heap of times with a payload, in typed arrays; nothing is allocated while it runs. */
class TypedHeap {
  private readonly times: Float64Array;
  private readonly payloads: Int32Array;
  private size = 0;
  poppedTime = 0;

  constructor(capacity: number) {
    this.times = new Float64Array(capacity + 1);
    this.payloads = new Int32Array(capacity + 1);
  }

  push(time: number, payload: number): void {
    const { times, payloads } = this;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent] <= time) break;
      times[hole] = times[parent];
      payloads[hole] = payloads[parent];
      hole = parent;
    }
    times[hole] = time;
    payloads[hole] = payload;
  }

  /** Takes the earliest event out; its time is left in `poppedTime`. */
  pop(): number {
    const { times, payloads } = this;
    const popped = payloads[0];
    this.poppedTime = times[0];
    const last = --this.size;
    const time = times[last];
    const payload = payloads[last];
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      if (child + 1 < last && times[child + 1] < times[child]) child++;
      if (times[child] >= time) break;
      times[hole] = times[child];
      payloads[hole] = payloads[child];
      hole = child;
    }
    times[hole] = time;
    payloads[hole] = payload;
    return popped;
  }
}

function drive(heap: TypedHeap, events: number): void {
  for (let i = 0; i < events; i++) {
    const payload = heap.pop();
    heap.push(heap.poppedTime + delay(i), payload);
  }
}

/** Delays that look random and cost next to nothing: 0 to 1023. */
function delay(i: number): number {
  return (Math.imul(i, 0x9e3779b1) >>> 22) & 1023;
}
