import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { decodeBase64url, encodeBase64url } from './base64url';
import type { Json } from './types';

/** JSON as the text of a link: a version digit, then base64url of the deflated JSON. */

/** What a text may grow to. A kilobyte of deflated zeros would be a megabyte. */
const INFLATED_BYTES_MAX = 2_000_000;

export function packJson(version: string, value: Json): string {
  return version + encodeBase64url(deflateSync(strToU8(JSON.stringify(value)), { level: 9 }));
}

/** Reads what {@link packJson} wrote, whatever its version digit is; never throws. */
export function unpackJson(text: string): { ok: true; value: Json } | { ok: false; message: string } {
  const decoded = decodeBase64url(text.slice(1));
  if (!decoded.ok) {
    const at = decoded.at + 1;
    const isPart = at >= text.length;
    return {
      ok: false,
      message: isPart
        ? 'the link ends too early'
        : `${JSON.stringify(text[at])} at character ${at + 1} is no part of a link`,
    };
  }
  const inflated = inflate(decoded.bytes);
  if (inflated === 'too big') return { ok: false, message: `it grows to more than ${INFLATED_BYTES_MAX} bytes` };
  if (inflated === 'damaged') return { ok: false, message: 'its content is damaged' };
  try {
    return { ok: true, value: JSON.parse(strFromU8(inflated)) as Json };
  } catch {
    return { ok: false, message: 'its content is no JSON' };
  }
}

/** FNV-1a over UTF-16 units, 32 bits: against cut links and changed presets, not against malice. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Bytes that are pushed at once; each may grow a thousandfold before the sum is looked at. */
const SLICE_BYTES = 512;

function inflate(bytes: Uint8Array): Uint8Array | 'too big' | 'damaged' {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let hasEnded = false;
  const inflater = new Inflate((chunk, final) => {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    hasEnded ||= final;
  });
  try {
    for (let start = 0; start < bytes.length || start === 0; start += SLICE_BYTES) {
      inflater.push(bytes.subarray(start, start + SLICE_BYTES), start + SLICE_BYTES >= bytes.length);
      if (sizeBytes > INFLATED_BYTES_MAX) return 'too big';
    }
  } catch {
    return 'damaged';
  }
  return hasEnded ? join(chunks, sizeBytes) : 'damaged';
}

function join(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const joined = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
