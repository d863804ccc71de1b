import { applyDifference, difference } from './difference';
import type { Difference } from './difference';
import { checksum, packJson, unpackJson } from './packed-json';
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
    const text = packJson(VERSION, [sum, base.name, change ?? {}]);
    if (best === undefined || text.length < best.length) best = text;
  }
  return best ?? packJson(VERSION, [sum, '', [target]]);
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
  const unpacked = unpackJson(text);
  if (!unpacked.ok) return refuse(unpacked.message, COPY_AGAIN);
  const parts = partsOf(unpacked.value);
  if (parts === undefined) return refuse('its content is no scenario', COPY_AGAIN);
  const [sum, name, change] = parts;
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

function partsOf(value: Json): Parts | undefined {
  if (!Array.isArray(value) || value.length !== 3 || typeof value[0] !== 'number' || typeof value[1] !== 'string') {
    return undefined;
  }
  return value as Parts;
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

function asJson(scenario: unknown): Json {
  return JSON.parse(JSON.stringify(scenario)) as Json;
}
