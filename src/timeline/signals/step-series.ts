/** The least, the largest and the last value of a stretch. */
export interface Envelope {
  least: number;
  largest: number;
  last: number;
}

/**
 * A value that changes at moments of virtual time and only grows at its end: `value` holds from its time on. NaN: there
 * is none.
 */
export class StepSeries {
  length = 0;
  times = new Float64Array(256);
  values = new Float64Array(256);

  /** Of two changes at one moment the later counts. */
  push(atMicros: number, value: number): void {
    const last = this.length - 1;
    if (last >= 0 && this.times[last] === atMicros) {
      this.values[last] = value;
      return;
    }
    if (last >= 0 && Object.is(this.values[last], value)) return;
    if (this.length === this.times.length) this.grow();
    this.times[this.length] = atMicros;
    this.values[this.length] = value;
    this.length += 1;
  }

  /** How many changes are at or before a time. */
  countUntil(atMicros: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle] <= atMicros) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The value at a time, `before` ahead of the first. */
  at(atMicros: number, before = 0): number {
    const count = this.countUntil(atMicros);
    return count === 0 ? before : this.values[count - 1];
  }

  /**
   * Calls back for `count` stretches of equal length from `fromMicros` on, in order, each with what the value was in
   * it. Cost: the stretches and the changes in them, nothing for what lies before.
   */
  eachStretch(
    fromMicros: number,
    stretchMicros: number,
    count: number,
    seen: (index: number, envelope: Envelope) => void,
  ): void {
    let next = this.countUntil(fromMicros);
    let value = next === 0 ? 0 : this.values[next - 1];
    const envelope: Envelope = { least: 0, largest: 0, last: 0 };
    for (let index = 0; index < count; index += 1) {
      const end = fromMicros + (index + 1) * stretchMicros;
      envelope.least = value;
      envelope.largest = value;
      for (; next < this.length && this.times[next] < end; next += 1) {
        value = this.values[next];
        if (Number.isNaN(envelope.least) || value < envelope.least) envelope.least = value;
        if (Number.isNaN(envelope.largest) || value > envelope.largest) envelope.largest = value;
      }
      envelope.last = value;
      seen(index, envelope);
    }
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2);
    const values = new Float64Array(times.length);
    times.set(this.times);
    values.set(this.values);
    this.times = times;
    this.values = values;
  }
}
