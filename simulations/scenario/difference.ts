import type { Json } from './types';

/**
 * The difference between two JSON values, itself JSON: `[value]` sets, 0 removes, an object changes what is inside,
 * a list's new length stands under "#". Small when little changed, which is what makes share links short.
 */
export type Difference = Json;

/** Deeper than any scenario; a link may claim any depth. */
const DEPTH_MAX = 60;

/** What to apply to `from` to get `to`, or undefined if they are equal. */
export function difference(from: Json, to: Json): Difference | undefined {
  if (isMap(from) && isMap(to)) return mapDifference(from, to);
  if (Array.isArray(from) && Array.isArray(to)) return listDifference(from, to);
  return JSON.stringify(from) === JSON.stringify(to) ? undefined : [to];
}

type JsonMap = { [key: string]: Json };

function mapDifference(from: JsonMap, to: JsonMap): Difference | undefined {
  const changes: JsonMap = {};
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) put(changes, key, 0);
  for (const key of Object.keys(to)) {
    const change = Object.hasOwn(from, key) ? difference(from[key], to[key]) : [to[key]];
    if (change !== undefined) put(changes, key, change);
  }
  return Object.keys(changes).length === 0 ? undefined : shorter(changes, [to]);
}

function listDifference(from: Json[], to: Json[]): Difference | undefined {
  const changes: JsonMap = {};
  if (from.length !== to.length) changes['#'] = to.length;
  to.forEach((value, index) => {
    const change = index < from.length ? difference(from[index], value) : [value];
    if (change !== undefined) changes[index] = change;
  });
  return Object.keys(changes).length === 0 ? undefined : shorter(changes, [to]);
}

/** Applies a difference. Throws a RangeError where it does not fit `from`; a link may hold anything. */
export function applyDifference(from: Json, change: Difference | undefined, depth = 0): Json {
  if (change === undefined) return from;
  if (depth > DEPTH_MAX) throw new RangeError('nested too deeply');
  if (Array.isArray(change) && change.length === 1) return change[0];
  if (!isMap(change)) throw new RangeError('neither a value nor a change');
  if (Array.isArray(from)) return applyToList(from, change, depth);
  if (!isMap(from)) throw new RangeError('changes something that is not there');
  const changed: JsonMap = {};
  for (const key of Object.keys(from)) {
    const inside = Object.hasOwn(change, key) ? change[key] : undefined;
    if (inside !== 0) put(changed, key, applyDifference(from[key], inside, depth + 1));
  }
  for (const key of Object.keys(change)) {
    if (Object.hasOwn(from, key)) continue;
    const added = change[key];
    if (!Array.isArray(added) || added.length !== 1) throw new RangeError('changes something that is not there');
    put(changed, key, added[0]);
  }
  return changed;
}

const LIST_LENGTH_MAX = 200_000;

function applyToList(from: Json[], change: JsonMap, depth: number): Json[] {
  const length = Object.hasOwn(change, '#') ? change['#'] : from.length;
  if (!Number.isInteger(length) || Number(length) < 0 || Number(length) > LIST_LENGTH_MAX) {
    throw new RangeError('no length of a list');
  }
  const kept = from.slice(0, Number(length));
  const changed = kept.map((value, index) => applyDifference(value, change[index], depth + 1));
  for (let index = kept.length; index < Number(length); index += 1) {
    const added = change[index];
    if (!Array.isArray(added) || added.length !== 1) throw new RangeError('a list with a gap');
    changed.push(added[0]);
  }
  return changed;
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shorter(one: Difference, other: Difference): Difference {
  return JSON.stringify(one).length <= JSON.stringify(other).length ? one : other;
}

/** Plain assignment to `__proto__` would change the object's nature instead of adding a key. */
function put(target: JsonMap, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
