import type { ActorKind, TraceNames } from '../kernel';
import type { NormalisedScenario } from '../scenario';
import { parseIncarnation, type HistoryEvent, type PolledBatch } from './event-kinds';

const brokerFields = ['broker', 'leader', 'lastKnownLeader'];
const brokerLists = ['inSyncReplicas', 'eligibleLeaderReplicas'];
const byKind: readonly (readonly [pattern: RegExp, kind: ActorKind])[] = [
  [/^(append|truncate|flush|highWatermark|logStart|leader\.started|follower\.started)$/, 'broker'],
  [/^(send|producer)\./, 'producer'],
  [/^(poll|position|commit|process|partition)\./, 'member'],
];

/**
 * The names that a history speaks of, brokers first. What a scenario declares comes before what the events add, so that
 * a recorded run and its export number alike.
 */
export function namesOfEvents(events: readonly HistoryEvent[], scenario: NormalisedScenario | undefined): TraceNames {
  const found = new Names();
  if (scenario) found.addScenario(scenario);
  for (const event of events) found.addEvent(event);
  return found.finish(scenario?.clock ?? 0);
}

class Names {
  readonly #actors = new Map<string, { kind: ActorKind | null; group: string | null }>();
  readonly #groups = new Set<string>();
  readonly #partitions = new Map<string, Set<string>>();
  readonly #keys = new Set<string>();

  addScenario(scenario: NormalisedScenario): void {
    for (let id = 1; id <= scenario.brokers.count; id++) this.#actor(`broker-${id}`, 'broker');
    for (let id = 1; id <= scenario.controllers.count; id++) this.#actor(`controller-${id}`, 'controller');
    for (const name of Object.keys(scenario.producers)) this.#actor(name, 'producer');
    for (const [group, { members }] of Object.entries(scenario.groups)) {
      this.#groups.add(group);
      for (const name of Object.keys(members)) this.#actor(name, 'member', group);
    }
    for (const [topic, { partitions, assignment }] of Object.entries(scenario.topics)) {
      for (let index = 0; index < partitions; index++) {
        const replicas = this.#partition(`${topic}-${index}`);
        for (const id of assignment?.[index] ?? []) replicas.add(`broker-${id}`);
      }
    }
  }

  addEvent(event: HistoryEvent): void {
    const group = typeof event.group === 'string' ? event.group : null;
    const kind = byKind.find(([pattern]) => pattern.test(event.kind))?.[1] ?? null;
    if (group !== null) this.#groups.add(group);
    if (typeof event.sink === 'string') this.#groups.add(event.sink);
    if (event.actor !== 'run' && event.actor !== event.sink) {
      this.#actor(event.actor, kind, kind === 'member' ? group : null);
    }
    if (typeof event.memberId === 'string') this.#actor(event.memberId, 'member', group);
    if (typeof event.key === 'string') this.#keys.add(event.key);
    const partition = typeof event.partition === 'string' ? this.#partition(event.partition) : undefined;
    for (const field of brokerFields) {
      const name = event[field];
      if (typeof name === 'string') this.#actor(name, 'broker');
    }
    for (const field of brokerLists) {
      for (const name of (event[field] as string[] | undefined) ?? []) {
        this.#actor(name, 'broker');
        partition?.add(name);
      }
    }
    if (event.kind === 'append') partition?.add(event.broker as string);
    if (event.kind !== 'poll.ok') return;
    for (const batch of event.batches as PolledBatch[]) this.#partition(batch.partition);
  }

  finish(clockMs: number): TraceNames {
    const all = [...this.#actors].map(([name, { kind, group }]) => ({ name, group, kind: kind ?? guess(name) }));
    const brokers = all.filter((it) => it.kind === 'broker').toSorted((a, b) => naturally(a.name, b.name));
    const actors = [...brokers, ...all.filter((it) => it.kind !== 'broker')];
    const index = new Map(actors.map((it, at) => [it.name, at]));
    const groups = [...this.#groups];
    const partitions = [...this.#partitions.keys()];
    const user = partitions.filter((name) => !name.startsWith('__'));
    const ordered = [...user, ...partitions.filter((name) => name.startsWith('__'))];
    const topics = [...new Set(ordered.map(topicOf))];
    return {
      actors: actors.map((it) => it.name),
      actorKinds: actors.map((it) => it.kind),
      actorGroup: actors.map((it) => (it.group === null ? -1 : groups.indexOf(it.group))),
      partitions: ordered,
      partitionTopic: ordered.map((name) => topics.indexOf(topicOf(name))),
      partitionReplicas: ordered.map((name) => [...this.#partitions.get(name)!].map((broker) => index.get(broker)!)),
      userPartitionCount: user.length,
      topics,
      groups,
      keys: [...this.#keys],
      texts: [null],
      clockMs,
    };
  }

  #actor(incarnation: string, kind: ActorKind | null, group: string | null = null): void {
    const { name } = parseIncarnation(incarnation);
    const known = this.#actors.get(name);
    if (!known) this.#actors.set(name, { kind, group });
    else if (known.kind === null || (known.group === null && group !== null)) {
      this.#actors.set(name, { kind: known.kind ?? kind, group: known.group ?? group });
    }
  }

  #partition(name: string): Set<string> {
    const known = this.#partitions.get(name);
    if (known) return known;
    const replicas = new Set<string>();
    this.#partitions.set(name, replicas);
    return replicas;
  }
}

function guess(name: string): ActorKind {
  if (/^broker\b/.test(name)) return 'broker';
  if (/^controller\b/.test(name)) return 'controller';
  return 'producer';
}

function topicOf(partition: string): string {
  return partition.replace(/-\d+$/, '');
}

/** broker-2 before broker-10. */
function naturally(a: string, b: string): number {
  const [, textA, numberA] = /^(.*?)(\d*)$/.exec(a)!;
  const [, textB, numberB] = /^(.*?)(\d*)$/.exec(b)!;
  if (textA !== textB) return textA < textB ? -1 : 1;
  return Number(numberA) - Number(numberB);
}
