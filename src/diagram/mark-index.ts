import type { DiagramMark } from './diagram-types';

/** Verdict marks by partition and offset. */
export class MarkIndex {
  private readonly byPartition = new Map<number, Map<number, { lostFrom: number; duplicateFrom: number }>>();

  constructor(marks: readonly DiagramMark[]) {
    for (const mark of marks) {
      const offsets = this.byPartition.get(mark.partition) ?? new Map();
      this.byPartition.set(mark.partition, offsets);
      for (const offset of mark.offsets) {
        const known = offsets.get(offset) ?? { lostFrom: Infinity, duplicateFrom: Infinity };
        if (mark.kind === 'lost') known.lostFrom = Math.min(known.lostFrom, mark.fromMicros);
        else known.duplicateFrom = Math.min(known.duplicateFrom, mark.fromMicros);
        offsets.set(offset, known);
      }
    }
  }

  has(partition: number): boolean {
    return this.byPartition.has(partition);
  }

  /** How many marks of a partition are seen by now. */
  countUntil(partition: number, nowMicros: number): number {
    let count = 0;
    for (const { lostFrom, duplicateFrom } of this.byPartition.get(partition)?.values() ?? []) {
      count += Number(lostFrom <= nowMicros) + Number(duplicateFrom <= nowMicros);
    }
    return count;
  }

  isLost(partition: number, offset: number, nowMicros: number): boolean {
    return (this.byPartition.get(partition)?.get(offset)?.lostFrom ?? Infinity) <= nowMicros;
  }

  isDuplicate(partition: number, offset: number, nowMicros: number): boolean {
    return (this.byPartition.get(partition)?.get(offset)?.duplicateFrom ?? Infinity) <= nowMicros;
  }

  /** Offsets of a partition that are lost by now, ascending. */
  lostOffsets(partition: number, nowMicros: number): number[] {
    const offsets = this.byPartition.get(partition);
    if (offsets === undefined) return [];
    return [...offsets]
      .filter(([, { lostFrom }]) => lostFrom <= nowMicros)
      .map(([offset]) => offset)
      .sort((left, right) => left - right);
  }
}
