/**
 * Which classes a client can load. Kafka's own are known here; those of the application cannot be seen from outside,
 * so a full name in another package is believed.
 */

const producerPackage = 'org.apache.kafka.clients.producer.';
const consumerPackage = 'org.apache.kafka.clients.consumer.';
const serializationPackage = 'org.apache.kafka.common.serialization.';
const metricsPackage = 'org.apache.kafka.common.metrics.';

const serialized = 'Boolean ByteArray ByteBuffer Bytes Double Float Integer List Long Short String UUID Void'.split(
  ' ',
);

/** Everything of these packages that a setting can name; another name in them does not exist (rule K-CFG-12a). */
const shipped: Readonly<Record<string, readonly string[]>> = {
  [producerPackage]: ['RoundRobinPartitioner'],
  [consumerPackage]: ['CooperativeStickyAssignor', 'RangeAssignor', 'RoundRobinAssignor', 'StickyAssignor'],
  [serializationPackage]: serialized.flatMap((name) => [`${name}Serializer`, `${name}Deserializer`]),
  [metricsPackage]: ['JmxReporter'],
};

const className = /^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)+$/u;

/** Whether loading the class fails for certain: no full name, or a name that Kafka's own package does not have. */
export function isMissingClass(name: string): boolean {
  if (!className.test(name)) return true;
  const home = Object.keys(shipped).find((start) => name.startsWith(start));
  return home !== undefined && !shipped[home].includes(name.slice(home.length));
}

/** Whether the class is one of Kafka's own or of the Java library, so that what it implements is known. */
export function isKnownClass(name: string): boolean {
  return name.startsWith('java.') || Object.keys(shipped).some((start) => name.startsWith(start));
}

/** What a class named by a key has to be. */
const interfaceOfKey: Readonly<Record<string, { readonly interfaceName: string; readonly ending: RegExp }>> = {
  'key.serializer': { interfaceName: `${serializationPackage}Serializer`, ending: /[a-z]Serializer$/ },
  'value.serializer': { interfaceName: `${serializationPackage}Serializer`, ending: /[a-z]Serializer$/ },
  'key.deserializer': { interfaceName: `${serializationPackage}Deserializer`, ending: /Deserializer$/ },
  'value.deserializer': { interfaceName: `${serializationPackage}Deserializer`, ending: /Deserializer$/ },
  'partitioner.class': { interfaceName: `${producerPackage}Partitioner`, ending: /Partitioner$/ },
  'partition.assignment.strategy': {
    interfaceName: `${consumerPackage}ConsumerPartitionAssignor`,
    ending: /Assignor$/,
  },
};

/**
 * The interface that `name` fails to implement as the value of `key`, or null where it fits or cannot be judged.
 * Judged are Kafka's own classes and those of the Java library.
 */
export function missingInterface(key: string, name: string): string | null {
  const wanted = interfaceOfKey[key];
  if (!wanted || !isKnownClass(name)) return null;
  return name.startsWith('java.') || !wanted.ending.test(name) ? wanted.interfaceName : null;
}
