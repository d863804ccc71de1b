/** Listeners, roles and the quorum: the part of rule K-CFG-15 that is about how nodes reach each other. */
import { Refusal } from '../finding';
import type { RefusalClass } from '../finding';
import { splitAtCommas } from '../java-text';
import type { ReadConfig } from '../read-config';

type BrokerConfig = ReadConfig<'broker'>;

interface Listener {
  readonly text: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

function refuse(
  keys: readonly string[],
  reason: string,
  mend: string,
  exception: RefusalClass = 'IllegalArgumentException',
): never {
  throw new Refusal({ rule: 'K-CFG-15', keys, reason, mend, exception });
}

function parseListener(key: string, text: string): Listener {
  const colon = text.indexOf('://');
  const mend = 'Write listeners as NAME://host:port.';
  if (colon <= 0) refuse([key], `Unable to parse a listener name from ${text}`, mend, 'KafkaException');
  const match = /^\[?([0-9a-zA-Z\-%._:]*)]?:(-?\d+)$/.exec(text.slice(text.lastIndexOf('://') + 3));
  if (!match) refuse([key], `Unable to parse ${text} to a broker endpoint`, mend, 'KafkaException');
  return { text, name: text.slice(0, colon).toUpperCase(), host: match[1], port: Number(match[2]) };
}

function parseListeners(key: 'listeners' | 'advertised.listeners', config: BrokerConfig): readonly Listener[] {
  return [...new Set(config.values[key] ?? [])].map((text) => parseListener(key, text));
}

/** Names, and for `listeners` also ports, must differ; two of one port are allowed only as IPv4 beside IPv6. */
function checkDistinct(key: 'listeners' | 'advertised.listeners', listeners: readonly Listener[]): void {
  const all = `[${listeners.map((listener) => listener.text).join(', ')}]`;
  const clash = (of: 'name' | 'port') =>
    listeners.some((one, index) =>
      listeners.slice(0, index).some((other) => {
        const isPair = one.port === other.port && one.host.includes(':') !== other.host.includes(':');
        return one[of] === other[of] && !(isPair && (of === 'port' || one.name === other.name));
      }),
    );
  const mend = (what: string) => `Give each listener a ${what} of its own.`;
  if (key === 'listeners' && listeners.every(({ port }) => port !== 0) && clash('port')) {
    const reason = `requirement failed: Each listener must have a different port, listeners: ${all}`;
    if (!clash('name')) refuse([key], reason, mend('port'));
  }
  if (!clash('name')) return;
  refuse([key], `requirement failed: Each listener must have a different name, listeners: ${all}`, mend('name'));
}

/** Texts such as `a:1,b:2`, parted at the last colon of each, as Kafka takes maps apart. */
export function parsePairs(key: string, text: string): readonly (readonly [string, string])[] {
  if (text === '') return [];
  return splitAtCommas(text).map((entry) => {
    const colon = entry.lastIndexOf(':');
    if (colon >= 0) return [entry.slice(0, colon).trim(), entry.slice(colon + 1).trim()];
    const reason = `Error parsing configuration property '${key}': begin 0, end -1, length ${entry.length}`;
    return refuse([key], reason, 'Write pairs such as name:value, separated by commas.');
  });
}

const mapKey = 'listener.security.protocol.map';
const protocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];

function controllerNames(config: BrokerConfig): readonly string[] {
  return (config.values['controller.listener.names'] ?? []).map((name) => name.toUpperCase());
}

/** The listeners that have a protocol. Null where controllers, named elsewhere, may bring more. */
function mappedNames(config: BrokerConfig): ReadonlySet<string> | null {
  const pairs = parsePairs(mapKey, config.values[mapKey]);
  for (const [, protocol] of pairs) {
    if (protocols.includes(protocol.toUpperCase())) continue;
    const reason = `Invalid security protocol \`${protocol}\` defined in ${mapKey}`;
    refuse([mapKey], reason, `The protocols are ${protocols.join(', ')}.`, 'ConfigException');
  }
  const names = pairs.map(([name]) => name.toUpperCase());
  if (config.isWritten(mapKey)) return new Set(names);
  // Nobody wrote a map: controllers may speak plainly, unless a listener's name asks for more.
  return config.isWritten('controller.listener.names') ? new Set([...names, ...controllerNames(config)]) : null;
}

function checkProtocols(key: string, listeners: readonly Listener[], names: ReadonlySet<string> | null): void {
  const stranger = listeners.find(({ name }) => names !== null && !names.has(name));
  if (!stranger) return;
  const reason = `No security protocol defined for listener ${stranger.name}`;
  refuse([key, mapKey], reason, `Add ${stranger.name} to ${mapKey}.`);
}

/** Each listener needs a name, a host and a port, names differ, and every name has a protocol. */
export function checkListeners(config: BrokerConfig): void {
  const names = mappedNames(config);
  const listeners = parseListeners('listeners', config);
  checkDistinct('listeners', listeners);
  checkProtocols('listeners', listeners, names);
  const early = config.values['early.start.listeners'] ?? [];
  const known = [...listeners.map(({ name }) => name), ...controllerNames(config)];
  const missing = early.find((name) => !known.includes(name.toUpperCase()));
  if (missing === undefined || !config.isWritten('listeners') || !config.isWritten('controller.listener.names')) return;
  refuse(
    ['early.start.listeners', 'listeners'],
    `early.start.listeners contains listener ${missing.toUpperCase()}, but this is not contained in listeners or controller.listener.names`,
    'Name listeners that exist.',
    'ConfigException',
  );
}

function voterIds(config: BrokerConfig): readonly number[] {
  return (config.values['controller.quorum.voters'] ?? []).map((entry) => Number(entry.split('@')[0]));
}

/** Roles against the quorum's voters. A node whose id or roles stand elsewhere is not judged by them. */
export function checkNode(config: BrokerConfig): void {
  const advertised = parseListeners('advertised.listeners', config);
  checkDistinct('advertised.listeners', advertised);
  checkProtocols('advertised.listeners', advertised, mappedNames(config));
  const roles = config.values['process.roles'] ?? [];
  checkVoterIds(config, roles);
  if (config.values['controller.quorum.auto.join.enable'] && !roles.includes('controller')) {
    refuse(
      ['controller.quorum.auto.join.enable', 'process.roles'],
      'requirement failed: controller.quorum.auto.join.enable is only supported when process.roles contains the ' +
        "'controller' role.",
      'Leave it out on a broker.',
    );
  }
}

function checkVoterIds(config: BrokerConfig, roles: readonly string[]): void {
  const nodeId = config.values['node.id'];
  const ids = voterIds(config);
  if (nodeId === null || ids.length === 0 || roles.length === 0) return;
  const isController = roles.includes('controller');
  if (isController === ids.includes(nodeId)) return;
  const set = `Set(${[...new Set(ids)].join(', ')})`;
  const which = isController ? "the 'controller' role" : "just the 'broker' role";
  refuse(
    ['node.id', 'controller.quorum.voters', 'process.roles'],
    `requirement failed: If process.roles contains ${which}, the node id ${nodeId} must ${isController ? '' : 'not '}be ` +
      `included in the set of voters controller.quorum.voters=${set}`,
    isController ? 'Add the node to the voters, or take the role away.' : 'Use another id, or add the controller role.',
  );
}

/** How others reach the broker: one way of naming it, and never by the address that stands for all. */
export function checkReachableAddress(config: BrokerConfig): void {
  if (config.isWritten('inter.broker.listener.name') && config.isWritten('security.inter.broker.protocol')) {
    refuse(
      ['inter.broker.listener.name', 'security.inter.broker.protocol'],
      'Only one of inter.broker.listener.name and security.inter.broker.protocol should be set.',
      'Leave one of the two out.',
      'ConfigException',
    );
  }
  const key = config.isWritten('advertised.listeners') ? 'advertised.listeners' : 'listeners';
  const controllers = controllerNames(config);
  const reachable = parseListeners(key, config).filter(({ name }) => !controllers.includes(name));
  if (reachable.every(({ host }) => host !== '0.0.0.0')) return;
  refuse(
    [key],
    'requirement failed: advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.',
    'Write a host name or address by which clients reach this broker.',
  );
}
