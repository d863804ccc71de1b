import { topicRule } from './name-shapes';
import { fallback, object, optional, required, section } from './object-shape';
import { choice, configMap, duration, flag, integer, list, map, pair, text } from './shape';

/** Brokers, controllers, network and topics, as they are written and with their defaults. */

export const BROKERS_MAX = 30;
export const PARTITIONS_MAX = 1000;

/** What a new 4.2 cluster starts with (K-SIM-8). */
const features = section({
  'eligible.leader.replicas.version': fallback(integer(0, 1), 1),
  'transaction.version': fallback(integer(0, 2), 2),
  'share.version': fallback(integer(0, 1), 1),
});

export const brokers = section({
  count: fallback(integer(1, BROKERS_MAX), 3),
  config: fallback(configMap, () => ({})),
  racks: fallback(list(text(100), { max: BROKERS_MAX }), () => []),
  restartTime: fallback(duration(), 3000),
  disk: section({ append: fallback(duration(), 0), flush: fallback(duration(), 2) }),
  features,
});

export const controllers = section({
  count: fallback(integer(1, 9), 1),
  combined: fallback(flag, false),
});

/** An end of a link: a broker, a controller or a client. */
const endpoint = text(250);

const link = object({
  between: required(pair(endpoint)),
  delay: optional(duration()),
  jitter: optional(duration()),
});

export const network = section({
  delay: fallback(duration(), 1),
  jitter: fallback(duration(), 0),
  links: fallback(list(link, { max: 1000 }), () => []),
});

const topic = object({
  partitions: optional(integer(1, PARTITIONS_MAX)),
  replicationFactor: optional(integer(1, BROKERS_MAX)),
  assignment: optional(
    list(list(integer(1, BROKERS_MAX), { min: 1, max: BROKERS_MAX }), { min: 1, max: PARTITIONS_MAX }),
  ),
  config: fallback(configMap, () => ({})),
});

export const topics = fallback(map(topic, { max: 200, key: topicRule }), () => ({}));

/** java: Kafka's own client; librdkafka: defaults and behaviour of confluent-kafka-python, -go, -dotnet. */
export const client = fallback(choice(['java'], ['librdkafka']), 'java');
