/** What producers, consumers and admin clients check alike. */
import { Refusal } from '../finding';
import type { ReadConfig } from '../read-config';
import { isKnownClass, isMissingClass, missingInterface } from '../known-classes';
import { hostAndPort } from '../validate';

type ClientConfig = ReadConfig<'producer'> | ReadConfig<'consumer'> | ReadConfig<'admin'>;

/** SASL needs a mechanism (checked with the values, before anything is constructed). */
export function checkSaslMechanism(config: ClientConfig): void {
  const protocol = config.values['security.protocol'].toUpperCase();
  if (!protocol.startsWith('SASL') || config.values['sasl.mechanism'] !== '') return;
  throw new Refusal({
    rule: 'K-CFG-7',
    keys: ['sasl.mechanism', 'security.protocol'],
    reason:
      'Invalid value null for configuration sasl.mechanism: When the security.protocol configuration enables SASL, ' +
      'mechanism must be non-null and non-empty string.',
    mend: 'Name a mechanism such as SCRAM-SHA-512.',
  });
}

/** The classes of a list are loaded one by one at construction (rule K-CFG-12a). */
export function checkClassList(key: string, names: readonly string[]): void {
  for (const name of names) {
    if (isMissingClass(name)) {
      throw new Refusal({
        rule: 'K-CFG-12a',
        keys: [key],
        reason: name,
        exception: 'ClassNotFoundException',
        wrappedIn: 'KafkaException',
        mend: `${key} takes full names of classes that exist; ${JSON.stringify(name)} is none.`,
      });
    }
    // Lists of plug-ins are cast, not asked what they are, and only the JMX reporter comes with Kafka.
    if (key !== 'partition.assignment.strategy' && isKnownClass(name) && !name.endsWith('.JmxReporter')) {
      throw new Refusal({
        rule: 'K-CFG-12a',
        keys: [key],
        reason: `class ${name}`,
        exception: 'ClassCastException',
        wrappedIn: 'KafkaException',
        mend: `${name} cannot serve as one of ${key}.`,
      });
    }
    checkInterface(key, name);
  }
}

/** A class that was found has to implement what the key asks for. */
export function checkInterface(key: string, name: string | null): void {
  const wanted = name === null ? null : missingInterface(key, name);
  if (wanted === null) return;
  throw new Refusal({
    rule: 'K-CFG-12a',
    keys: [key],
    reason: `class ${name} is not an instance of ${wanted}`,
    exception: 'KafkaException',
    wrappedIn: 'KafkaException',
    mend: `Name a class that implements ${wanted.slice(wanted.lastIndexOf('.') + 1)}.`,
  });
}

/** Addresses need a host and a port. Whether the host exists cannot be seen from here. */
export function checkAddresses(key: string, addresses: readonly string[]): void {
  for (const address of addresses) {
    const match = hostAndPort.exec(address);
    const port = match ? Number(match[2]) : 0;
    if (match && port <= 65535) continue;
    throw new Refusal({
      rule: 'K-CFG-7a',
      keys: [key],
      reason: `Invalid ${match ? 'port' : 'url'} in bootstrap.servers: ${address}`,
      wrappedIn: 'KafkaException',
      mend: 'Write addresses as host:port, with a port up to 65535.',
    });
  }
}
