import type { Json, NormalisedGroup, NormalisedProducer, NormalisedScenario } from '../../scenario';
import type { Contract, StagePromise } from '../verdict';
import {
  groupRows,
  producerRows,
  type ContractRow,
  type GroupFacts,
  type ProducerFacts,
  type Promised,
} from './contract-rows';
import { weaker, type Level } from './matrix';

type Settings = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/**
 * What the settings promise (C-GU-3), stage by stage, and what the scenario asked for. `settings` are the effective ones
 * of the history's header, by scenario path; what it is silent about counts as Kafka's default.
 */
export function contractOf(scenario: NormalisedScenario, settings: Settings): Contract {
  const producers = Object.entries(scenario.producers).map(([name, producer]) =>
    stageOf(`producers.${name}`, producerRows, producerFacts(scenario, settings, name, producer), 'per-partition'),
  );
  const groups = Object.entries(scenario.groups).map(([name, group]) =>
    stageOf(`groups.${name}`, groupRows, groupFacts(settings, name, group), 'per-partition'),
  );
  const stages = [...producers, ...groups];
  const asked = scenario.guarantees ?? {};
  const keepsOrder = producers.every(({ order }) => order !== 'none');
  const isSequential = Object.values(scenario.groups).every((group) => group.processing.threads <= 1);
  const resends = Object.values(scenario.producers).some((producer) => producer.resend.times > 0);
  return {
    stages,
    level: stages.map(({ level }) => level).reduce<Level>(weaker, 'exactly-once'),
    order: !keepsOrder ? 'none' : isSequential && !resends ? 'per-key' : 'per-partition',
    isolation: asked.isolation ?? 'read_uncommitted',
    asked: {
      ...(asked.delivery === undefined ? {} : { delivery: asked.delivery }),
      ...(asked.order === undefined ? {} : { order: asked.order }),
      ...(asked.recoverWithin === undefined ? {} : { recoverWithin: asked.recoverWithin }),
      ...(asked.maxLag === undefined ? {} : { maxLag: asked.maxLag }),
    },
    survives: survivesOf(asked.survives ?? {}),
  };
}

function stageOf<Facts>(
  stage: string,
  rows: readonly ContractRow<Facts>[],
  facts: Facts,
  order: StagePromise['order'],
): StagePromise {
  const promise: StagePromise = { stage, level: 'at-least-once', order, survives: {}, rows: [] };
  let level: Level | undefined;
  for (const row of rows) {
    if (!row.applies(facts)) continue;
    const more: Promised = row.promises(facts);
    if (more.level) {
      const lifts = level === undefined || more.level === 'effectively-once';
      level = lifts ? upgrade(level, more.level) : weaker(level ?? more.level, more.level);
    }
    if (more.order) promise.order = more.order;
    Object.assign(promise.survives, more.survives);
    promise.rows.push({ rule: row.rule, sentence: row.sentence(facts), ...more });
  }
  return { ...promise, level: level ?? 'at-least-once' };
}

/** An idempotent sink lifts at-least-once, and nothing that is weaker. */
function upgrade(level: Level | undefined, more: Level): Level {
  return level === undefined || level === 'at-least-once' ? more : level;
}

function producerFacts(
  scenario: NormalisedScenario,
  settings: Settings,
  name: string,
  producer: NormalisedProducer,
): ProducerFacts {
  const own = settings[`producers.${name}`] ?? {};
  const topics = producer.topic === undefined ? Object.keys(scenario.topics) : [producer.topic];
  const acks = String(own.acks ?? 'all');
  const isIdempotent = asFlag(own['enable.idempotence'], acks === 'all' || acks === '-1');
  return {
    acks: acks === '0' ? 'none' : acks === '1' ? 'leader' : 'all',
    isIdempotent,
    isSilentlyOff: !isIdempotent && producer.config['enable.idempotence'] === undefined,
    retries: asNumber(own.retries, 2_147_483_647),
    inFlight: asNumber(own['max.in.flight.requests.per.connection'], 5),
    isTransactional: typeof own['transactional.id'] === 'string',
    resends: producer.resend.times,
    minInSyncReplicas: Math.min(
      ...topics.map((topic) => {
        const wanted = asNumber(settings[`topics.${topic}`]?.['min.insync.replicas'], 1);
        return Math.min(wanted, scenario.topics[topic]?.replicationFactor ?? wanted);
      }),
    ),
    allowsUnclean: topics.some((topic) =>
      asFlag(settings[`topics.${topic}`]?.['unclean.leader.election.enable'], false),
    ),
    hasEligibleLeaders: scenario.brokers.features['eligible.leader.replicas.version'] >= 1,
  };
}

function groupFacts(settings: Settings, name: string, group: NormalisedGroup): GroupFacts {
  const own = settings[`groups.${name}`] ?? {};
  const { processing, sink } = group;
  return {
    commit: processing.commit,
    threads: processing.threads,
    closesInside: processing.fail?.then === 'close',
    skipsFailures: processing.fail?.then === 'skip',
    reset: String(own['auto.offset.reset'] ?? 'latest'),
    isIdempotentSink: 'idempotent' in sink && sink.idempotent,
    kind: group.kind,
  };
}

/** `survives` speaks of actions; what it does not name it leaves to the settings. */
function survivesOf(asked: Readonly<Record<string, number | 'any'>>): Contract['survives'] {
  const survives: Contract['survives'] = {};
  for (const family of ['kill', 'stop', 'pause', 'isolate', 'powerOff', 'loseDisk'] as const) {
    const limit = asked[family];
    if (typeof limit === 'number') survives[family] = limit;
  }
  return survives;
}

function asNumber(value: Json | undefined, otherwise: number): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : otherwise;
}

function asFlag(value: Json | undefined, otherwise: boolean): boolean {
  return value === undefined || value === null ? otherwise : String(value) === 'true';
}
