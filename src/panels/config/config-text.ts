import type { ConfigMap } from '../../../simulations/scenario';
import type { ConfigTab } from './config-tabs';

const fileNames: Readonly<Record<ConfigTab['kind'], string>> = {
  producer: 'producer.properties',
  consumer: 'consumer.properties',
  topic: 'topic settings',
  broker: 'server.properties',
  group: 'group settings',
  admin: 'admin.properties',
  'share-consumer': 'consumer.properties',
};

/** A configuration as the file that it would be. */
export function textOf(tab: ConfigTab, config: ConfigMap): string {
  const title = tab.id === 'brokers' ? fileNames.broker : `${fileNames[tab.kind]}, ${tab.label}`;
  const lines = Object.entries(config).map(([key, value]) => `${key}=${String(value ?? '')}`);
  return `${[`# ${title}`, ...lines].join('\n')}\n`;
}

/**
 * A text whose settings have changed elsewhere (the playhead went back, an action was removed): its lines follow, its
 * comments and its order stay.
 */
export function followed(text: string, config: ConfigMap): string {
  const left = new Map(Object.entries(config));
  const lines = text.split('\n').flatMap((line) => {
    const key = /^\s*([^#!\s=:][^\s=:]*)\s*[=:]/.exec(line)?.[1];
    if (key === undefined) return [line];
    if (!left.has(key)) return [];
    const value = String(left.get(key) ?? '');
    left.delete(key);
    return [line.slice(line.search(/[=:]/) + 1).trim() === value ? line : `${key}=${value}`];
  });
  while (lines.at(-1) === '') lines.pop();
  return `${[...lines, ...[...left].map(([key, value]) => `${key}=${String(value ?? '')}`)].join('\n')}\n`;
}
