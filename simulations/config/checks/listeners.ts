/** Listeners of a broker: names, addresses, and the security protocol of each (part of rule K-CFG-15). */
import { Refusal } from '../finding';
import type { RefusalClass } from '../finding';
import { splitAtCommas } from '../java-text';
import type { ReadConfig } from '../read-config';

export type BrokerConfig = ReadConfig<'broker'>;
export type ListenerKey = 'listeners' | 'advertised.listeners';

export interface Listener {
  readonly text: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export function refuseNode(
  keys: readonly string[],
  reason: string,
  mend: string,
  exception: RefusalClass = 'IllegalArgumentException',
): never {
  throw new Refusal({ rule: 'K-CFG-15', keys, reason, mend, exception });
}

/** Texts such as `a:1,b:2`, parted at the last colon of each, as Kafka takes maps apart. */
export function parsePairs(key: string, text: string): readonly (readonly [string, string])[] {
  if (text === '') return [];
  return splitAtCommas(text).map((entry) => {
    const colon = entry.lastIndexOf(':');
    if (colon >= 0) return [entry.slice(0, colon).trim(), entry.slice(colon + 1).trim()];
    const reason = `Error parsing configuration property '${key}': begin 0, end -1, length ${entry.length}`;
    return refuseNode([key], reason, 'Write pairs such as name:value, separated by commas.');
  });
}

export const mapKey = 'listener.security.protocol.map';
const protocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];
const formMend = 'Write listeners as NAME://host:port.';

/** Names of controller listeners as written: Kafka compares them letter by letter. */
export function controllerNames(config: BrokerConfig): readonly string[] {
  return config.values['controller.listener.names'] ?? [];
}

/** Whether one of the names is that of a protocol with encryption or identity. */
function hasSecureName(config: BrokerConfig): boolean {
  const secure = protocols.slice(1);
  if (controllerNames(config).some((name) => secure.includes(name))) return true;
  return config.values.listeners.some((text) => {
    const colon = text.indexOf('://');
    if (colon <= 0)
      refuseNode(['listeners'], `Unable to parse a listener name from ${text}`, formMend, 'KafkaException');
    return secure.includes(text.slice(0, colon).toUpperCase());
  });
}

/** The listeners that have a protocol. Null where controllers, named elsewhere, may bring more. */
export function mappedNames(config: BrokerConfig): ReadonlySet<string> | null {
  const pairs = parsePairs(mapKey, config.values[mapKey]);
  for (const [, protocol] of pairs) {
    if (protocols.includes(protocol.toUpperCase())) continue;
    const reason = `Invalid security protocol \`${protocol}\` defined in ${mapKey}`;
    refuseNode([mapKey], reason, `The protocols are ${protocols.join(', ')}.`, 'ConfigException');
  }
  const names = pairs.map(([name]) => name.toUpperCase());
  if (config.isWritten(mapKey)) return new Set(names);
  // Nobody wrote a map: controllers may speak plainly, unless a listener's name asks for more.
  if (hasSecureName(config)) return new Set(names);
  return config.isWritten('controller.listener.names') ? new Set([...names, ...controllerNames(config)]) : null;
}

function parseListener(key: ListenerKey, text: string): Listener {
  const colon = text.lastIndexOf('://');
  const match = /^\[?([0-9a-zA-Z\-%._:]*)]?:(-?\d+)$/.exec(text.slice(colon + 3));
  if (colon < 0 || !match) {
    refuseNode([key], `Unable to parse ${text} to a broker endpoint`, formMend, 'KafkaException');
  }
  return { text, name: text.slice(0, colon).toUpperCase(), host: match[1], port: Number(match[2]) };
}

/** The listeners of a key, each with a protocol, names and ports apart. Throws the first refusal. */
export function parseListeners(key: ListenerKey, config: BrokerConfig): readonly Listener[] {
  const names = mappedNames(config);
  const listeners = [...new Set(config.values[key] ?? [])].map((text) => {
    const listener = parseListener(key, text);
    if (names !== null && !names.has(listener.name)) {
      const reason = `No security protocol defined for listener ${listener.name}`;
      refuseNode([key, mapKey], reason, `Add ${listener.name} to ${mapKey}.`);
    }
    return listener;
  });
  const all = `[${listeners.map(({ text }) => text).join(', ')}]`;
  if (new Set(listeners.map(({ name }) => name)).size < listeners.length) {
    const reason = `requirement failed: Each listener must have a different name, listeners: ${all}`;
    refuseNode([key], reason, 'Give each listener a name of its own.');
  }
  if (key === 'listeners') checkPorts(listeners, all);
  return listeners;
}

const isIpv4 = (host: string) =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(host) && host.split('.').every((part) => Number(part) < 256);
const isIpv6 = (host: string) => /^[0-9a-fA-F:.]+(%[\w.]+)?$/.test(host) && host.includes(':');

/** Two listeners share a port only as one address of IPv4 and one of IPv6. Port 0 stands for any free one. */
function checkPorts(listeners: readonly Listener[], all: string): void {
  const mend = 'Give each listener a port of its own.';
  for (const port of new Set(listeners.map((listener) => listener.port))) {
    const sharing = listeners.filter((listener) => listener.port === port);
    if (port === 0 || sharing.length < 2) continue;
    const addresses = sharing.map(({ host }) => host).filter((host) => isIpv4(host) || isIpv6(host));
    if (sharing.length - addresses.length > 1) {
      const reason = `requirement failed: Each listener must have a different port, listeners: ${all}`;
      refuseNode(['listeners'], reason, mend);
    }
    if (addresses.length !== 2) {
      const only = 'unless exactly one listener has an IPv4 address and the other IPv6 address';
      const reason = `Each listener must have a different port ${only}, listeners: ${all}, port: ${port}`;
      refuseNode(['listeners'], reason, mend);
    }
    const isPair = addresses.some(isIpv4) && addresses.some(isIpv6);
    if (isPair && sharing.length === 2) continue;
    const prefix = isPair ? '' : 'requirement failed: ';
    const reason = `${prefix}If you have two listeners on the same port then one needs to be IPv4 and the other IPv6, listeners: ${all}, port: ${port}`;
    refuseNode(['listeners'], reason, mend);
  }
}

/** The listeners stand by themselves, and those to start early are among them. */
export function checkListeners(config: BrokerConfig): void {
  const known = parseListeners('listeners', config).map(({ name }) => name);
  const missing = (config.values['early.start.listeners'] ?? []).find((name) => !known.includes(name));
  if (missing === undefined) return;
  refuseNode(
    ['early.start.listeners', 'listeners'],
    `early.start.listeners contains listener ${missing}, but this is not contained in listeners or controller.listener.names`,
    'Name listeners that exist.',
    'ConfigException',
  );
}
