/** Roles of a node, the quorum's voters, and how others reach it: the middle of rule K-CFG-15, in Kafka's order. */
import type { ReadConfig } from '../read-config';
import { controllerNames, mapKey, mappedNames, parseListeners, refuseNode } from './listeners';
import type { Listener } from './listeners';

type BrokerConfig = ReadConfig<'broker'>;

/** What the settings of a node come to. */
interface Node {
  readonly config: BrokerConfig;
  readonly isBroker: boolean;
  readonly isController: boolean;
  readonly listeners: readonly Listener[];
  readonly advertised: readonly Listener[];
  readonly controllerNames: readonly string[];
}

const namesKey = 'controller.listener.names';
const interBrokerKey = 'inter.broker.listener.name';

const isControllers = (node: Node, listener: Listener) => node.controllerNames.includes(listener.name);

/** The addresses under which other nodes reach a controller. */
function advertisedControllers(node: Node): readonly Listener[] {
  const ownAdvertised = node.advertised.filter((listener) => isControllers(node, listener));
  const own = node.listeners.filter((listener) => isControllers(node, listener));
  return node.controllerNames.flatMap((name) => {
    const named = (listener: Listener) => listener.name === name.toUpperCase();
    return ownAdvertised.find(named) ?? own.find(named) ?? [];
  });
}

function advertisedBrokers(node: Node): readonly Listener[] {
  return node.advertised.filter((listener) => !isControllers(node, listener));
}

function checkQuorum({ config }: Node): void {
  const isNamed = (key: 'controller.quorum.voters' | 'controller.quorum.bootstrap.servers') =>
    config.values[key].length > 0;
  if (isNamed('controller.quorum.voters') || isNamed('controller.quorum.bootstrap.servers')) return;
  refuseNode(
    ['controller.quorum.bootstrap.servers', 'controller.quorum.voters', 'process.roles'],
    'If using process.roles, either controller.quorum.bootstrap.servers must contain the set of bootstrap controllers ' +
      'or controller.quorum.voters must contain a parseable set of controllers.',
    'Name the controllers.',
    'ConfigException',
  );
}

function checkVoters({ config, isController }: Node): void {
  const nodeId = config.values['node.id'];
  const ids = [...new Set(config.values['controller.quorum.voters'].map((entry) => Number(entry.split('@')[0])))];
  if (nodeId === null || ids.length === 0 || isController === ids.includes(nodeId)) return;
  const which = isController ? "the 'controller' role" : "just the 'broker' role";
  refuseNode(
    ['node.id', 'controller.quorum.voters', 'process.roles'],
    `requirement failed: If process.roles contains ${which}, the node id ${nodeId} must ${isController ? '' : 'not '}be ` +
      `included in the set of voters controller.quorum.voters=Set(${ids.join(', ')})`,
    isController ? 'Add the node to the voters, or take the role away.' : 'Use another id, or add the controller role.',
  );
}

function checkBrokerOnly(node: Node): void {
  const { config } = node;
  checkQuorum(node);
  checkVoters(node);
  if (node.listeners.some((listener) => isControllers(node, listener))) {
    const reason =
      `requirement failed: ${namesKey} must not contain a value appearing in the 'listeners' configuration when running ` +
      'KRaft with just the broker role';
    refuseNode(
      [namesKey, 'listeners'],
      reason,
      'A broker names the listeners of the controllers, and has others itself.',
    );
  }
  const mapped = mappedNames(config);
  const unmapped = node.controllerNames.find((name) => mapped !== null && !mapped.has(name.toUpperCase()));
  if (unmapped !== undefined) {
    const reason =
      `Controller listener with name ${unmapped.toUpperCase()} defined in ${namesKey} not found in ${mapKey}  (an explicit ` +
      `security mapping for each controller listener is required if ${mapKey} is non-empty, or if there are security ` +
      'protocols other than PLAINTEXT in use)';
    refuseNode([namesKey, mapKey], reason, `Add ${unmapped.toUpperCase()} to ${mapKey}.`, 'ConfigException');
  }
  checkAutoJoin(node);
}

/** Only a controller can join the quorum. */
function checkAutoJoin({ config, isController }: Pick<Node, 'config' | 'isController'>): void {
  if (isController || !config.values['controller.quorum.auto.join.enable']) return;
  refuseNode(
    ['controller.quorum.auto.join.enable', 'process.roles'],
    'requirement failed: controller.quorum.auto.join.enable is only supported when process.roles contains the ' +
      "'controller' role.",
    'Leave it out on a broker.',
  );
}

function checkController(node: Node): void {
  const keys = [namesKey, 'listeners'];
  const controllers = advertisedControllers(node);
  checkQuorum(node);
  if (!node.isBroker && controllers.length !== node.listeners.length) {
    const reason =
      `requirement failed: The listeners config must only contain KRaft controller listeners from ${namesKey} when ` +
      'process.roles=controller';
    refuseNode(['listeners', namesKey], reason, 'Give the controller no other listeners.');
  }
  if (!node.isBroker) checkInterBrokerOfController(node);
  checkVoters(node);
  const role = "the 'listeners' configuration when running the KRaft controller role";
  if (controllers.length === 0) {
    const reason = `requirement failed: ${namesKey} must contain at least one value appearing in ${role}`;
    refuseNode(keys, reason, 'Add the controller’s listener to listeners.');
  }
  const names = node.listeners.map(({ name }) => name);
  if (!node.controllerNames.every((name) => names.includes(name))) {
    const reason = `requirement failed: ${namesKey} must only contain values appearing in ${role}`;
    refuseNode(keys, reason, 'Name only listeners that this node has.');
  }
}

/** A controller by itself has no part in what brokers say to each other. */
function checkInterBrokerOfController({ config, controllerNames: names }: Node): void {
  if (config.values[interBrokerKey] === null || !names.includes(interBrokerName(config))) return;
  const reason =
    `requirement failed: ${namesKey} must not contain an explicitly set ${interBrokerKey} configuration value when ` +
    "process.roles=controller'";
  refuseNode([namesKey, interBrokerKey], reason, `Leave ${interBrokerKey} out on a controller.`);
}

/** The listener by which brokers talk to each other: named directly or by its protocol, never both. */
function interBrokerName(config: BrokerConfig): string {
  const named = config.values[interBrokerKey];
  const protocol = config.values['security.inter.broker.protocol'];
  if (named === null) return protocol;
  if (config.isWritten('security.inter.broker.protocol')) {
    refuseNode(
      [interBrokerKey, 'security.inter.broker.protocol'],
      `Only one of ${interBrokerKey} and security.inter.broker.protocol should be set.`,
      'Leave one of the two out.',
      'ConfigException',
    );
  }
  const name = named.toUpperCase();
  const mapped = mappedNames(config);
  if (mapped !== null && !mapped.has(name)) {
    const reason = `Listener with name ${name} defined in ${interBrokerKey} not found in ${mapKey}.`;
    refuseNode([interBrokerKey, mapKey], reason, `Add ${name} to ${mapKey}.`, 'ConfigException');
  }
  return name;
}

function checkBrokerListeners(node: Node): void {
  const names = advertisedBrokers(node).map(({ name }) => name);
  if (names.length === 0) {
    const reason =
      'requirement failed: There must be at least one broker advertised listener. Perhaps all listeners appear in ' +
      `${namesKey}?`;
    refuseNode(['advertised.listeners', 'listeners', namesKey], reason, 'Add a listener for clients.');
  }
  if (!names.includes(interBrokerName(node.config))) {
    const reason =
      `requirement failed: ${interBrokerKey} must be a listener name defined in advertised.listeners. The valid options ` +
      `based on currently configured listeners are ${names.join(',')}`;
    const keys = [interBrokerKey, 'security.inter.broker.protocol', 'advertised.listeners', 'listeners'];
    refuseNode(keys, reason, `Write ${interBrokerKey}=${names[0]}.`);
  }
  const own = node.listeners.map(({ name }) => name);
  if (names.every((name) => own.includes(name))) return;
  const reason =
    'requirement failed: advertised.listeners listener names must be equal to or a subset of the ones defined in ' +
    `listeners. Found ${names.join(',')}. The valid options based on the current configuration are ${own.join(',')}`;
  refuseNode(['advertised.listeners', 'listeners'], reason, 'Advertise only listeners that exist.');
}

function checkReachable(listeners: readonly Listener[], key: string): void {
  if (listeners.every(({ host }) => host !== '0.0.0.0')) return;
  refuseNode(
    [key],
    'requirement failed: advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.',
    'Write a host name or address by which clients reach this broker.',
  );
}

/**
 * Roles, voters and addresses. A file that leaves out what every node must have (its id, its roles, the names of the
 * controllers' listeners) is taken for a part of one: only what stands by itself is judged then.
 */
export function checkNode(config: BrokerConfig): void {
  const roles = config.values['process.roles'] ?? [];
  const listeners = parseListeners('listeners', config);
  const isAdvertised = config.values['advertised.listeners'] !== null;
  const node: Node = {
    config,
    isBroker: roles.includes('broker'),
    isController: roles.includes('controller'),
    listeners,
    advertised: isAdvertised ? parseListeners('advertised.listeners', config) : listeners,
    controllerNames: controllerNames(config),
  };
  const isWhole = (['node.id', 'process.roles', namesKey] as const).every((key) => config.isWritten(key));
  if (!isWhole) {
    if (roles.length > 0) checkVoters(node);
    checkAutoJoin(node);
    if (config.isWritten(interBrokerKey)) interBrokerName(config);
  } else if (node.isController) checkController(node);
  else checkBrokerOnly(node);
  if (isWhole && node.isBroker) checkBrokerListeners(node);
  // A controller that listens everywhere finds its own name, unless an address was written for others.
  if (isAdvertised) checkReachable(node.advertised, 'advertised.listeners');
  else checkReachable(advertisedBrokers(node), 'listeners');
  interBrokerName(config);
}
