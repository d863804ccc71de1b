/**
 * The key hashes of Kafka's clients. All take bytes and work in 32-bit wrapping arithmetic; a byte is unsigned.
 */

/** murmur2 of the Java client, as a signed 32-bit number (K-PART-2). */
export function murmur2(bytes: Uint8Array): number {
  const m = 0x5bd1e995;
  const length = bytes.length;
  let h = 0x9747b28c ^ length;
  const wholeEnd = length & ~3;
  for (let i = 0; i < wholeEnd; i += 4) {
    let k = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    k = Math.imul(k, m);
    h = Math.imul(h, m) ^ k;
  }
  const tail = length - wholeEnd;
  if (tail === 3) h ^= bytes[wholeEnd + 2] << 16;
  if (tail >= 2) h ^= bytes[wholeEnd + 1] << 8;
  if (tail >= 1) h = Math.imul(h ^ bytes[wholeEnd], m);
  h ^= h >>> 13;
  h = Math.imul(h, m);
  return h ^ (h >>> 15);
}

/** `String.hashCode` of Java over UTF-16 units, as a signed 32-bit number (K-ERR-1). */
export function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Clears the sign bit, as `Utils.toPositive` does: not the absolute value. */
export function toPositive(value: number): number {
  return value & 0x7fffffff;
}

/**
 * The partition of `__consumer_offsets` or `__transaction_state` that owns a group id or transactional id (K-ERR-1):
 * `abs(javaHash(id)) mod partitions`, where the absolute value of the smallest number is 0.
 */
export function coordinatorPartition(id: string, partitions = 50): number {
  const hash = javaHash(id);
  return hash === -0x80000000 ? 0 : Math.abs(hash) % partitions;
}

const CRC_TABLE = crcTable();

function crcTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    table[n] = c;
  }
  return table;
}

/** CRC-32 (the polynomial of zlib) as an unsigned number: librdkafka's `consistent` partitioners (K-RDK-3). */
export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = CRC_TABLE[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/**
 * FNV-1a as librdkafka has it, to agree with Sarama: the 32-bit hash is read as a signed number and made positive, the
 * smallest number staying 2147483648 (K-RDK-3).
 */
export function fnv1a(bytes: Uint8Array): number {
  let h = 0x811c9dc5 | 0;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  return Math.abs(h);
}
