/** Listeners, roles and the quorum: the part of rule K-CFG-15 that is about how nodes reach each other. */
import { Refusal } from '../finding';
import type { RefusalClass } from '../finding';
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
  const match = /^(.*):\/\/\[?([0-9a-zA-Z\-%._:]*)]?:(-?\d+)$/.exec(text);
  if (!match) refuse([key], `Unable to parse ${text} to a broker endpoint`, mend, 'KafkaException');
  return { text, name: text.slice(0, colon).toUpperCase(), host: match[2], port: Number(match[3]) };
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

/** Each listener needs a name, a host and a port, and names differ. */
export function checkListeners(config: BrokerConfig): void {
  checkDistinct('listeners', parseListeners('listeners', config));
}

function voterIds(config: BrokerConfig): readonly number[] {
  return (config.values['controller.quorum.voters'] ?? []).map((entry) => Number(entry.split('@')[0]));
}

/** Roles against the quorum's voters. A node whose id or roles stand elsewhere is not judged. */
export function checkNode(config: BrokerConfig): void {
  const advertised = parseListeners('advertised.listeners', config);
  checkDistinct('advertised.listeners', advertised);
  const roles = config.values['process.roles'] ?? [];
  const nodeId = config.values['node.id'];
  const ids = voterIds(config);
  const set = `Set(${[...new Set(ids)].join(', ')})`;
  const keys = ['node.id', 'controller.quorum.voters', 'process.roles'];
  if (nodeId === null || ids.length === 0) return;
  if (roles.includes('controller') && !ids.includes(nodeId)) {
    refuse(
      keys,
      `requirement failed: If process.roles contains the 'controller' role, the node id ${nodeId} must be included ` +
        `in the set of voters controller.quorum.voters=${set}`,
      'Add the node to the voters, or take the role away.',
    );
  }
  if (roles.length > 0 && !roles.includes('controller') && ids.includes(nodeId)) {
    refuse(
      keys,
      `requirement failed: If process.roles contains just the 'broker' role, the node id ${nodeId} must not be ` +
        `included in the set of voters controller.quorum.voters=${set}`,
      'Use another id, or give the node the controller role too.',
    );
  }
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
  const controllerNames = (config.values['controller.listener.names'] ?? []).map((name) => name.toUpperCase());
  const reachable = parseListeners(key, config).filter(({ name }) => !controllerNames.includes(name));
  if (reachable.every(({ host }) => host !== '0.0.0.0')) return;
  refuse(
    [key],
    'requirement failed: advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.',
    'Write a host name or address by which clients reach this broker.',
  );
}
