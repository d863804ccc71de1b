/**
 * UTF-8 bytes of a text. A lone surrogate has no encoding: it becomes `loneSurrogate`, by default EF BF BD (U+FFFD) as
 * in TextEncoder. Written out because the simulation's types know neither browser nor Node.
 */
export function utf8(text: string, loneSurrogate: readonly number[] = [0xef, 0xbf, 0xbd]): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[size++] = unit;
    } else if (unit < 0x800) {
      bytes[size++] = 0xc0 | (unit >> 6);
      bytes[size++] = 0x80 | (unit & 0x3f);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[size++] = 0xe0 | (unit >> 12);
      bytes[size++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[size++] = 0x80 | (unit & 0x3f);
    } else {
      const next = text.charCodeAt(i + 1);
      if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
        const point = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
        bytes[size++] = 0xf0 | (point >> 18);
        bytes[size++] = 0x80 | ((point >> 12) & 0x3f);
        bytes[size++] = 0x80 | ((point >> 6) & 0x3f);
        bytes[size++] = 0x80 | (point & 0x3f);
        i++;
      } else {
        for (const byte of loneSurrogate) bytes[size++] = byte;
      }
    }
  }
  return bytes.slice(0, size);
}

/** Bytes of a String key as the Java client's StringSerializer writes them: a lone surrogate becomes "?". */
export function javaStringBytes(text: string): Uint8Array {
  return utf8(text, [0x3f]);
}
