/** What consumers and share consumers refuse beyond single values: rules K-CFG-10 to K-CFG-13. */
import { Refusal } from '../finding';
import type { Written } from '../finding';
import { javaTrim } from '../java-text';
import type { ReadConfig } from '../read-config';
import { checkAddresses, checkClassList, checkInterface, checkSaslMechanism } from './client';

type ConsumerConfig = ReadConfig<'consumer'>;
type ConsumerKey = keyof ConsumerConfig['values'];

const refusedByProtocol: Record<string, readonly ConsumerKey[]> = {
  CLASSIC: ['group.remote.assignor', 'share.acknowledgement.mode', 'share.acquire.mode'],
  CONSUMER: [
    'partition.assignment.strategy',
    'heartbeat.interval.ms',
    'session.timeout.ms',
    'share.acknowledgement.mode',
    'share.acquire.mode',
  ],
};

const refusedByShareGroups: readonly ConsumerKey[] = [
  'auto.offset.reset',
  'enable.auto.commit',
  'group.instance.id',
  'isolation.level',
  'partition.assignment.strategy',
  'interceptor.classes',
  'session.timeout.ms',
  'heartbeat.interval.ms',
  'group.protocol',
  'group.remote.assignor',
];

/** Whether a value was given that counts: a blank one does not (rule K-CFG-12). */
function isGiven(config: ConsumerConfig, key: ConsumerKey): boolean {
  const value: unknown = config.values[key];
  return config.isWritten(key) && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function checkGroupProtocol(config: ConsumerConfig): void {
  const protocol = config.values['group.protocol'].toUpperCase();
  const keys = (refusedByProtocol[protocol] ?? []).filter((key) => isGiven(config, key));
  if (keys.length === 0) return;
  throw new Refusal({
    rule: 'K-CFG-12',
    keys: [...keys, 'group.protocol'],
    reason: `${keys.join(', ')} cannot be set when group.protocol=${protocol}`,
    mend:
      protocol === 'CONSUMER'
        ? 'With this protocol the group decides: set it on the broker or the group.'
        : 'It belongs to another kind of group: leave it out.',
  });
}

function checkInstanceId(config: ConsumerConfig): void {
  const instanceId = config.values['group.instance.id'];
  if (instanceId === null) return;
  const refuse = (why: string): never => {
    throw new Refusal({
      rule: 'K-CFG-12a',
      keys: ['group.instance.id'],
      reason: `Group instance id is invalid: ${why}`,
      exception: 'InvalidConfigurationException',
      mend: 'Use 1 to 249 of the letters a-z A-Z 0-9 . _ and -.',
    });
  };
  if (instanceId === '.' || instanceId === '..') refuse(`'${instanceId}' is not allowed`);
  if (instanceId.length > 249) {
    refuse(`the length of '${instanceId}' is longer than the max allowed length 249`);
  }
  if (!/^[a-zA-Z0-9._-]+$/.test(instanceId)) {
    refuse(`'${instanceId}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`);
  }
}

function refuseGroupId(reason: string, mend: string): never {
  throw new Refusal({
    rule: 'K-CFG-11',
    keys: ['group.id'],
    reason,
    exception: 'InvalidGroupIdException',
    wrappedIn: 'KafkaException',
    mend,
  });
}

function checkAutoCommit(config: ConsumerConfig): void {
  const { values } = config;
  if (values['group.id'] !== null || !config.isWritten('enable.auto.commit') || !values['enable.auto.commit']) return;
  throw new Refusal({
    rule: 'K-CFG-11',
    keys: ['enable.auto.commit', 'group.id'],
    reason: 'enable.auto.commit cannot be set to true when default group id (null) is used.',
    exception: 'InvalidConfigurationException',
    mend: 'Name a group, or write enable.auto.commit=false.',
  });
}

function checkGroupId(config: ConsumerConfig): void {
  if (config.values['group.id'] !== '') return;
  refuseGroupId('The configured group.id should not be an empty string or whitespace.', 'Name it, or leave it out.');
}

function checkHeartbeat(config: ConsumerConfig): void {
  const { values } = config;
  // Without a group no coordinator is made.
  if (values['group.id'] === null) return;
  const [heartbeatMs, sessionMs] = [values['heartbeat.interval.ms'], values['session.timeout.ms']];
  const refuse = (reason: string): never => {
    throw new Refusal({
      rule: 'K-CFG-10',
      keys: ['heartbeat.interval.ms', 'session.timeout.ms'],
      reason,
      exception: 'IllegalArgumentException',
      wrappedIn: 'KafkaException',
      mend: 'A third of session.timeout.ms is usual.',
    });
  };
  if (heartbeatMs >= sessionMs) refuse('Heartbeat must be set lower than the session timeout');
  if (heartbeatMs < 0) refuse(`Invalid negative timeout ${heartbeatMs}`);
}

/** Throws the first refusal that the constructor of a consumer would meet after its values were read. */
export function checkConsumer(config: ConsumerConfig): void {
  const { values } = config;
  const isClassic = values['group.protocol'].toUpperCase() === 'CLASSIC';
  checkSaslMechanism(config);
  // A client without a name of its own is named after its group and instance, which therefore are looked at first.
  if (values['client.id'] === '') checkInstanceId(config);
  checkAutoCommit(config);
  checkGroupProtocol(config);
  checkInstanceId(config);
  if (isClassic) checkGroupId(config);
  checkClassList('metric.reporters', values['metric.reporters']);
  checkClassList('interceptor.classes', values['interceptor.classes']);
  checkInterface('key.deserializer', values['key.deserializer']);
  checkInterface('value.deserializer', values['value.deserializer']);
  checkAddresses('bootstrap.servers', values['bootstrap.servers'] ?? []);
  if (!isClassic) return checkGroupId(config);
  checkClassList('partition.assignment.strategy', values['partition.assignment.strategy']);
  checkHeartbeat(config);
}

/** Rule K-CFG-13: what a share consumer refuses to be told at all, before it reads a single value. */
export function checkShareConsumerKeys(written: Written): void {
  const keys = refusedByShareGroups.filter((key) => Object.hasOwn(written, key) && written[key] !== undefined);
  if (keys.length === 0) return;
  throw new Refusal({
    rule: 'K-CFG-13',
    keys,
    reason: `${keys.join(', ')} cannot be set when using a share group.`,
    mend: 'Leave it out: a share group has its own settings for this.',
  });
}

/** What a share consumer refuses after its values were read. A group that no file names may be named in code. */
export function checkShareConsumer(config: ConsumerConfig): void {
  const { values } = config;
  checkSaslMechanism(config);
  if (values['group.id'] !== null && javaTrim(values['group.id']) === '') {
    refuseGroupId('You must provide a valid group.id in the consumer configuration.', 'Name a group.');
  }
  checkClassList('metric.reporters', values['metric.reporters']);
  checkInterface('key.deserializer', values['key.deserializer']);
  checkInterface('value.deserializer', values['value.deserializer']);
  checkAddresses('bootstrap.servers', values['bootstrap.servers'] ?? []);
}
