/** The whole catalogue: 706 settings of Apache Kafka 4.2.1, each scope in the order in which Kafka defines it. */
import type { ConfigScope } from '../finding';
import admin from './admin.json';
import broker from './broker.json';
import consumer from './consumer.json';
import crossFieldRules from './cross-field-rules.json';
import group from './group.json';
import producer from './producer.json';
import type { CatalogueRow, CrossFieldRule } from './row';
import topic from './topic.json';

type StoredRow = Omit<CatalogueRow, 'key' | 'scope'> & { readonly name: string };

const stored: Readonly<Record<ConfigScope, readonly unknown[]>> = { producer, consumer, admin, topic, group, broker };

function rowsOf(scope: ConfigScope): CatalogueRow[] {
  return (stored[scope] as readonly StoredRow[]).map(({ name, ...row }) => ({ key: name, scope, ...row }));
}

const rows: Readonly<Record<ConfigScope, readonly CatalogueRow[]>> = {
  producer: rowsOf('producer'),
  consumer: rowsOf('consumer'),
  admin: rowsOf('admin'),
  topic: rowsOf('topic'),
  group: rowsOf('group'),
  broker: rowsOf('broker'),
};

/** Every setting, or those of one scope. */
export function configs(scope?: ConfigScope): readonly CatalogueRow[] {
  return scope === undefined ? Object.values(rows).flat() : rows[scope];
}

/** The catalogue row of a key, or null where the scope does not have it. */
export function configOf(scope: ConfigScope, key: string): CatalogueRow | null {
  return rows[scope].find((row) => row.key === key) ?? null;
}

/** The rules that name the key: what it must agree with. */
export function rulesAbout(scope: ConfigScope, key: string): readonly CrossFieldRule[] {
  const name = new RegExp(`(^|[^a-z.])${key.replaceAll('.', '\\.')}($|[^a-z.]|\\.($|[^a-z]))`);
  return crossFieldRules.filter(({ scope: scopes, when }) => scopes.includes(scope) && name.test(when));
}
