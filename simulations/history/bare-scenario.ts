import type { TraceNames } from '../kernel';
import type { NormalisedAction, NormalisedScenario } from '../scenario';
import type { HistoryEvent } from './event-kinds';

/**
 * The scenario of a history that came without one: what its events name, at Kafka's defaults, with outside sinks that are
 * not idempotent. `--scenario FILE` of the command line replaces it.
 */
export function bareScenario(events: readonly HistoryEvent[], names: TraceNames): NormalisedScenario {
  const brokers = names.actorKinds.filter((kind) => kind === 'broker').length;
  const of = (kind: string) => names.actors.filter((_, actor) => names.actorKinds[actor] === kind);
  const topics = names.topics.filter((topic) => !topic.startsWith('__'));
  const partitionsOf = (topic: number) => names.partitionTopic.filter((it) => it === topic).length;
  const end = events.at(-1)?.at ?? 0;
  return {
    version: 1,
    name: 'history',
    description: '',
    seed: 1,
    duration: end / 1000,
    clock: names.clockMs,
    platform: 'kafka',
    brokers: {
      count: Math.max(1, brokers),
      config: {},
      racks: [],
      restartTime: 3000,
      disk: { append: 0, flush: 2 },
      features: { 'eligible.leader.replicas.version': 1, 'transaction.version': 2, 'share.version': 1 },
    },
    controllers: { count: 1, combined: false },
    network: { delay: 1, jitter: 0, links: [] },
    topics: Object.fromEntries(
      topics.map((topic) => {
        const partitions = partitionsOf(names.topics.indexOf(topic));
        return [topic, { partitions, replicationFactor: Math.max(1, Math.min(3, brokers)), config: {} }];
      }),
    ),
    quotas: [],
    producers: Object.fromEntries(
      of('producer').map((name) => [
        name,
        { topic: topics[0], client: 'java' as const, config: {}, resend: { times: 0 }, workload: { script: [] } },
      ]),
    ),
    groups: Object.fromEntries(names.groups.map((name, group) => [name, groupOf(group, names, topics)])),
    jobs: {},
    actions: actionsOf(events),
  };
}

function groupOf(group: number, names: TraceNames, topics: string[]): NormalisedScenario['groups'][string] {
  const members = names.actors.filter((_, actor) => names.actorGroup[actor] === group);
  return {
    kind: 'consumer',
    topics,
    partitions: [],
    client: 'java',
    config: {},
    groupConfig: {},
    members: Object.fromEntries(members.map((member) => [member, { join: 0, config: {}, script: [] }])),
    processing: { time: 0, jitter: 0, commit: 'after', threads: 0, onRevoked: 'none' },
    sink: { kind: 'upsert', idempotent: false },
  };
}

/** The actions that the events tell of, in the order in which they are first named. */
function actionsOf(events: readonly HistoryEvent[]): NormalisedAction[] {
  const actions = new Map<string, NormalisedAction>();
  for (const event of events) {
    if (!event.kind.startsWith('action.') || actions.has(String(event.actionId))) continue;
    const target = typeof event.target === 'string' ? { target: event.target } : {};
    actions.set(String(event.actionId), {
      id: String(event.actionId),
      do: String(event.do),
      at: event.at / 1000,
      ...target,
    });
  }
  return [...actions.values()];
}
