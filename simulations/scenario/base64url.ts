/** Bytes as text that stands in an address without escaping (RFC 4648, section 5, no padding). */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const three = (bytes[index] << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const letterCount = Math.min(bytes.length - index, 3) + 1;
    for (let letter = 0; letter < letterCount; letter += 1) text += LETTERS[(three >> (18 - 6 * letter)) & 63];
  }
  return text;
}

/** The bytes, or the index of the first character that does not belong there. */
export function decodeBase64url(text: string): { ok: true; bytes: Uint8Array } | { ok: false; at: number } {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let pending = 0;
  let pendingBits = 0;
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const value = LETTERS.indexOf(text[index]);
    if (value < 0) return { ok: false, at: index };
    pending = ((pending << 6) | value) & 0xffff;
    pendingBits += 6;
    if (pendingBits < 8) continue;
    pendingBits -= 8;
    bytes[length] = (pending >> pendingBits) & 0xff;
    length += 1;
  }
  // One letter alone holds no byte: something was cut off.
  return text.length % 4 === 1 ? { ok: false, at: text.length } : { ok: true, bytes };
}
