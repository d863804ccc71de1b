/** Names that Kafka does not know, and what somebody probably meant by them. */
import type { ConfigScope, Finding } from './finding';
import { keysByScope } from './scopes';

/** Edits that turn one word into the other, or `limit` and more: rows of the usual table, cut off early. */
function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, row[j] + 1, next[j - 1] + 1);
    }
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return row[other.length];
}

const springPrefix = /^spring\.kafka\.(?:producer\.|consumer\.|admin\.)?(?:properties\.)?/;

/** The known key that is nearest to `key` when letters' case, underscores and framework prefixes are set aside. */
function nearestKey(scope: ConfigScope, key: string): string | null {
  const keys = Object.keys(keysByScope[scope]);
  const plain = key
    .slice(0, 200)
    .trim()
    .toLowerCase()
    .replace(springPrefix, '')
    .replace(/[_-]/g, '.')
    .replace(/\.{2,}/g, '.');
  if (keys.includes(plain)) return plain;
  let best: string | null = null;
  // Two letters may be wrong in a short name, one in six in a long one.
  let least = Math.min(3, Math.max(2, Math.ceil(plain.length / 6) + 1));
  for (const candidate of keys) {
    const distance = editDistance(plain, candidate, least);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

const titles: Readonly<Record<ConfigScope, string>> = {
  producer: 'producers',
  consumer: 'consumers',
  admin: 'admin clients',
  topic: 'topics',
  group: 'groups',
  broker: 'brokers',
};

/** One sentence of help with an unknown name: what it looks like, or whose setting it is. Empty where nothing fits. */
function hintAbout(scope: ConfigScope, key: string): string {
  const owners = (Object.keys(titles) as ConfigScope[]).filter((other) => Object.hasOwn(keysByScope[other], key));
  if (owners.length > 0) return `It is a setting of ${owners.map((owner) => titles[owner]).join(' and ')}.`;
  const nearest = nearestKey(scope, key);
  return nearest === null ? '' : `Did you mean ${nearest}?`;
}

/** Looking for what was meant takes a while; a file of nothing but strange names gets help with the first ones. */
const maxHints = 20;

/**
 * A finding for each name that the scope does not have: topics and groups refuse it (rule K-CFG-14), before any value
 * is looked at; clients and brokers log it and go on.
 */
export function unknownKeyFindings(scope: ConfigScope, keys: readonly string[]): Finding[] {
  const isRefused = scope === 'topic' || scope === 'group';
  return keys.map((key, index) => {
    const name = /^[\w.-]{1,100}$/.test(key) ? key : JSON.stringify(key.slice(0, 100));
    const hint = index < maxHints ? hintAbout(scope, key) : '';
    const what = `${name} is no setting of ${titles[scope]}: Kafka ${isRefused ? 'refuses it' : 'logs it and goes on'}.`;
    const finding: Finding = {
      rule: 'unknown-key',
      severity: isRefused ? 'error' : 'warning',
      keys: [key],
      message: `${what} ${hint}`.trimEnd(),
      unknown: true,
    };
    if (!isRefused) return finding;
    return { ...finding, exception: 'InvalidConfigurationException', reason: `Unknown ${scope} config name: ${key}` };
  });
}
