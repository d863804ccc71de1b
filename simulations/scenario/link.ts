import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { decodeBase64url, encodeBase64url } from './base64url';
import { applyDifference, difference } from './difference';
import type { Difference } from './difference';
import { Problems } from './problem';
import type { Problem } from './problem';
import type { Json, Scenario } from './types';
import { suggest } from './wording';

/**
 * The text of a share link: a version digit, then base64url of the deflated JSON
 * `[checksum, base, difference]`. The base is the name of a preset, or "" for the empty scenario; the checksum is of
 * the scenario itself, so that a link never opens as something else because a preset changed since.
 */

/** A named scenario that a link can build on. */
export interface Preset {
  name: string;
  scenario: Scenario;
}

export type LinkReading = { ok: true; scenario: Json } | { ok: false; errors: Problem[] };

const VERSION = '1';

/** What a link may say of itself before it is refused unread. */
const LINK_LENGTH_MAX = 100_000;

/** What it may grow to. A kilobyte of deflated zeros would be a megabyte. */
const INFLATED_BYTES_MAX = 2_000_000;

const EMPTY: Json = { version: 1 };

/** The shortest text for a scenario, as a difference from the preset that is nearest to it. */
export function encodeScenario(scenario: Scenario, presets: readonly Preset[]): string {
  const wanted = JSON.stringify(scenario);
  const target = JSON.parse(wanted) as Json;
  const sum = checksum(wanted);
  const candidates = [
    { name: '', scenario: EMPTY },
    ...presets.map(({ name, scenario: base }) => ({ name, scenario: asJson(base) })),
  ];
  let best: string | undefined;
  for (const base of candidates) {
    const change = difference(base.scenario, target);
    // The order of names is part of a scenario; a difference that cannot bring it back is none.
    if (JSON.stringify(applyDifference(base.scenario, change)) !== wanted) continue;
    const text = pack([sum, base.name, change ?? {}]);
    if (best === undefined || text.length < best.length) best = text;
  }
  return VERSION + (best ?? pack([sum, '', [target]]));
}

/** The scenario of a link's text, still to be normalised. Every refusal says what is wrong with the link. */
export function decodeScenario(text: string, presets: readonly Preset[]): LinkReading {
  const problems = new Problems();
  const refuse = (message: string, mend?: string): LinkReading => {
    problems.error(['s'], message, mend);
    return { ok: false, errors: problems.errors };
  };
  if (text.length > LINK_LENGTH_MAX)
    return refuse(`expected at most ${LINK_LENGTH_MAX} characters, got ${text.length}`);
  if (text === '') return refuse('the link is empty', COPY_AGAIN);
  if (text[0] !== VERSION) {
    return refuse(
      `expected link version ${VERSION}, got ${JSON.stringify(text[0])}`,
      'open it with the release that made it',
    );
  }
  const decoded = decodeBase64url(text.slice(1));
  if (!decoded.ok) {
    const at = decoded.at + 1;
    const what =
      at < text.length
        ? `${JSON.stringify(text[at])} at character ${at + 1} is no part of a link`
        : 'the link ends too early';
    return refuse(what, COPY_AGAIN);
  }
  const unpacked = unpack(decoded.bytes);
  if (!unpacked.ok) return refuse(unpacked.message, COPY_AGAIN);
  const [sum, name, change] = unpacked.parts;
  const base = name === '' ? EMPTY : presets.find((preset) => preset.name === name)?.scenario;
  if (base === undefined)
    return refuse(
      `it builds on the preset ${JSON.stringify(name)}, which is not here`,
      suggest(
        name,
        presets.map((preset) => preset.name),
      ),
    );
  const applied = apply(asJson(base), change);
  if (!applied.ok) return refuse(applied.message, COPY_AGAIN);
  if (applied.sum !== sum) {
    return refuse(
      'its checksum does not fit: it was cut, or the preset that it builds on has changed since',
      COPY_AGAIN,
    );
  }
  return { ok: true, scenario: applied.scenario };
}

const COPY_AGAIN = 'copy the whole link again';

type Parts = [sum: number, base: string, change: Difference];

function pack(parts: Parts): string {
  return encodeBase64url(deflateSync(strToU8(JSON.stringify(parts)), { level: 9 }));
}

function unpack(bytes: Uint8Array): { ok: true; parts: Parts } | { ok: false; message: string } {
  const inflated = inflate(bytes);
  if (inflated === 'too big') return { ok: false, message: `it grows to more than ${INFLATED_BYTES_MAX} bytes` };
  if (inflated === 'damaged') return { ok: false, message: 'its content is damaged' };
  let parts: unknown;
  try {
    parts = JSON.parse(strFromU8(inflated));
  } catch {
    return { ok: false, message: 'its content is no JSON' };
  }
  if (!Array.isArray(parts) || parts.length !== 3 || typeof parts[0] !== 'number' || typeof parts[1] !== 'string') {
    return { ok: false, message: 'its content is no scenario' };
  }
  return { ok: true, parts: parts as Parts };
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

type Applying = { ok: true; scenario: Json; sum: number } | { ok: false; message: string };

function apply(base: Json, change: Difference): Applying {
  try {
    const scenario = applyDifference(base, change);
    return { ok: true, scenario, sum: checksum(JSON.stringify(scenario)) };
  } catch {
    // A RangeError: of a difference that does not fit, or of a value nested beyond what can be written.
    return { ok: false, message: 'its content does not fit the preset that it builds on' };
  }
}

/** FNV-1a over UTF-16 units, 32 bits: against cut links and changed presets, not against malice. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function asJson(scenario: unknown): Json {
  return JSON.parse(JSON.stringify(scenario)) as Json;
}
