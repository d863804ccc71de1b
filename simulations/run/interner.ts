import { murmur2, partitionerOf, utf8 } from '../kafka';

/** Keys and texts of a scenario as numbers, with what the clients need to know of each key. */
export class Interner {
  readonly keys: string[] = [];
  readonly texts: (string | null)[] = [];
  private readonly keyNumbers = new Map<string, number>();
  private readonly textNumbers = new Map<string | null, number>();

  /** Number of a key; -1 for none. */
  key(text: string | null): number {
    if (text === null) return -1;
    const known = this.keyNumbers.get(text);
    if (known !== undefined) return known;
    this.keyNumbers.set(text, this.keys.length);
    this.keys.push(text);
    return this.keys.length - 1;
  }

  /** A value: a number that is written as such is itself, any other text is below 0. */
  value(text: string | null): number {
    if (text !== null && /^(0|[1-9]\d{0,8})$/.test(text)) return Number(text);
    const known = this.textNumbers.get(text);
    if (known !== undefined) return known;
    const number = -1 - this.texts.length;
    this.textNumbers.set(text, number);
    this.texts.push(text);
    return number;
  }

  /** Serialized length of every key and its murmur2. */
  keyColumns(): { bytes: Int32Array; hash: Int32Array } {
    const encoded = this.keys.map((key) => utf8(key));
    return {
      bytes: Int32Array.from(encoded, (bytes) => bytes.length),
      hash: Int32Array.from(encoded, (bytes) => murmur2(bytes)),
    };
  }

  /** librdkafka's partitioner by name, over key numbers; null for Java's own. */
  clientPartitioner(name: string): (key: number, partitions: number) => number {
    const partitioner = partitionerOf(name);
    const encoded = this.keys.map((key) => utf8(key));
    return (key, partitions) => partitioner?.partitionOf(key < 0 ? null : encoded[key]!, partitions, 0) ?? -1;
  }
}

/** Bytes of a text as a client serializes it. */
export const textBytes = (text: string): number => utf8(text).length;
