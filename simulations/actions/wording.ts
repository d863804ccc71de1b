import { formatDuration } from '../scenario';
import type { ActorRef } from '../kernel';

/** How actions name things in their sentences. */

/** "invoice-0" for "member:invoice/invoice-0": whoever reads a story knows what kind of thing it is. */
export function plainName(actor: ActorRef): string {
  if (actor.startsWith('rack:')) return `rack ${actor.slice('rack:'.length)}`;
  return actor.replace(/^member:[^/]*\//, '').replace(/^[a-z]+:/, '');
}

/** "broker-1, broker-2 and broker-3". */
export function named(actors: readonly ActorRef[]): string {
  const names = actors.map(plainName);
  return names.length <= 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** " for 3 s", or nothing. */
export function lasting(ms: number | undefined): string {
  return ms === undefined ? '' : ` for ${spaced(formatDuration(ms))}`;
}

/** "12.4 s" for "12.4s", as the page writes durations. */
export function spaced(duration: string): string {
  return duration.replace(/^([\d.]+)/, '$1 ');
}

export function isOrAre(actors: readonly ActorRef[]): string {
  return actors.length > 1 ? 'are' : 'is';
}

/** "key=value, key=value". */
export function settings(set: Readonly<Record<string, unknown>>): string {
  return Object.entries(set)
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

/** "2nd". */
export function ordinal(n: number): string {
  const last = n % 10;
  const isTeen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${isTeen || last < 1 || last > 3 ? 'th' : ['st', 'nd', 'rd'][last - 1]}`;
}
