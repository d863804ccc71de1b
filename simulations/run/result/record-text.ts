import type { FactView, TraceNames } from '../../kernel';

/** Keys and values as the application sees them. */
export interface RecordText {
  /** Of a record; null if it has none. */
  key(record: number): string | null;
  value(record: number): string | null;
  /** A number where the value is the decimal text of one. */
  numeric(record: number): number | string | null;
}

/** Reads keys and values of records out of the columns. */
export function recordText(facts: FactView, names: TraceNames): RecordText {
  const { key, value } = facts.records;
  const textOf = (record: number): string | null => {
    const number = value[record]!;
    return number >= 0 ? String(number) : names.texts[-1 - number]!;
  };
  return {
    key: (record) => (key[record]! < 0 ? null : names.keys[key[record]!]!),
    value: textOf,
    numeric: (record) => {
      const text = textOf(record);
      return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    },
  };
}
