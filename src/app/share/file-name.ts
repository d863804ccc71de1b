/** Characters of a name that are kept; a file system of every kind takes two hundred bytes. */
const LENGTH_MAX = 80;

/** What a file is called when nothing of a name is left. */
const FALLBACK = 'tidemark';

/** Names that Windows keeps for its devices, whatever stands behind their first point. */
const devices = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[.-]|$)/i;

/** Controls, invisible marks that turn the direction of writing, and halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]+/gu;

/**
 * A name for a downloaded file made from any text: letters and digits of every script, joined by single hyphens, at most
 * 80 characters before the extension. No path, no hidden file, no device and no second extension can come of it.
 */
export function fileNameOf(text: string, extension: string): string {
  const words = text
    .normalize('NFC')
    .replace(unseen, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_]+/gu, '-')
    .replace(/^[-\p{M}]+|-+$/gu, '');
  const short = shortened(words);
  const name = short === '' ? FALLBACK : devices.test(short) ? `${FALLBACK}-${short}` : short;
  return `${name}.${extension}`;
}

/** Whole characters, and no more of them than fit into the bytes that a file system gives a name. */
function shortened(words: string): string {
  const encoder = new TextEncoder();
  let name = '';
  let bytes = 0;
  for (const character of [...words].slice(0, LENGTH_MAX)) {
    bytes += encoder.encode(character).length;
    if (bytes > 200) break;
    name += character;
  }
  return name.replace(/-+$/, '');
}
