import type { TraceNames } from '../../kernel';

/** Seconds of virtual time as the page writes them: "14.260 s". */
export function seconds(micros: number): string {
  return `${(micros / 1_000_000).toFixed(3)} s`;
}

/** "offset 20", "offsets 20 and 21", "offsets 20 to 25", "offsets 3, 7, 9 and 4 more". Offsets in any order. */
export function offsetWords(offsets: readonly number[]): string {
  const sorted = [...new Set(offsets)].toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (sorted.length === 0) return 'no offset';
  if (sorted.length === 1) return `offset ${first}`;
  if (sorted.length === 2) return `offsets ${first} and ${last}`;
  if (last - first === sorted.length - 1) return `offsets ${first} to ${last}`;
  const shown = sorted.slice(0, 3).join(', ');
  return sorted.length === 3 ? `offsets ${shown}` : `offsets ${shown} and ${sorted.length - 3} more`;
}

/** A half-open range of offsets as words. */
export function rangeWords(from: number, to: number): string {
  return to - from <= 1 ? `offset ${from}` : `offsets ${from} to ${to - 1}`;
}

/** "broker-1", "broker-1 and broker-2", "broker-1, broker-2 and broker-3"; nobody: "nobody". */
export function listWords(names: readonly string[]): string {
  if (names.length === 0) return 'nobody';
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** The brokers of a set, by name. */
export function brokerNames(names: TraceNames, mask: number): string[] {
  return names.actors.filter((_, actor) => actor < 31 && ((mask >> actor) & 1) === 1);
}

/** "1 record", "2 records". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
