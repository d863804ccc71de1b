/** What a file configures, read off its keys and, where these leave it open, its name. */
import type { ConfigKind, ConfigScope } from '../finding';
import { keysByScope } from '../scopes';

const names: readonly (readonly [RegExp, ConfigKind])[] = [
  [/share[-_.]?consumer|share[-_.]?group/i, 'share-consumer'],
  [/producer/i, 'producer'],
  [/consumer/i, 'consumer'],
  [/admin/i, 'admin'],
  [/topic/i, 'topic'],
  [/broker|server|controller|kraft/i, 'broker'],
  [/group/i, 'group'],
];

/** In case of a draw the earlier one wins: topics share names with brokers, all clients with each other. */
const scopes: readonly ConfigScope[] = ['producer', 'consumer', 'topic', 'group', 'broker', 'admin'];

function kindOfName(fileName: string): ConfigKind | null {
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  return names.find(([pattern]) => pattern.test(base))?.[1] ?? null;
}

/**
 * The kind of configuration that has these keys. The scope that knows most of them wins; where several know as many,
 * the file's name decides, then the usual order.
 */
export function inferKind(keys: readonly string[], fileName = ''): ConfigKind {
  const known = (scope: ConfigScope) => keys.filter((key) => Object.hasOwn(keysByScope[scope], key)).length;
  const most = Math.max(...scopes.map(known));
  const best = scopes.filter((scope) => known(scope) === most);
  const named = kindOfName(fileName);
  const namedScope = named === 'share-consumer' ? 'consumer' : named;
  const scope = namedScope !== null && best.includes(namedScope) ? namedScope : best[0];
  if (scope !== 'consumer') return scope;
  const isShare = keys.some((key) => key === 'share.acknowledgement.mode' || key === 'share.acquire.mode');
  return isShare || named === 'share-consumer' ? 'share-consumer' : 'consumer';
}
