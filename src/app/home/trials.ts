import type { Verdict } from '../../../simulations/checker';
import type { ConfigMap, Scenario } from '../../../simulations/scenario';
import type { ConfigKind } from '../../editor';

/** What happens to a config that was pasted: the one failure that says most about settings of its kind. */
export interface Trial {
  /** On the button: what it does. */
  label: string;
  /** In the answer: what was done. */
  done: string;
  scenario: (config: ConfigMap) => Scenario;
}

const orders = { partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] };

/** The leader answers long before its followers have the record, and dies: what acks, min.insync.replicas and retries are for. */
function leaderKilled(parts: { producer?: ConfigMap; topic?: ConfigMap; brokers?: ConfigMap }): Scenario {
  return {
    version: 1,
    name: 'The leader is killed under your config',
    description:
      'Twenty records a second to one partition, slow followers, and the leader is killed after eighty of them.',
    seed: 7,
    duration: '30s',
    brokers: { count: 3, config: { 'group.initial.rebalance.delay.ms': 500, ...parts.brokers } },
    network: {
      delay: '2ms',
      links: [
        { between: ['broker-1', 'broker-2'], delay: '100ms' },
        { between: ['broker-1', 'broker-3'], delay: '100ms' },
      ],
    },
    topics: { orders: { ...orders, config: parts.topic ?? { 'min.insync.replicas': 2 } } },
    producers: {
      checkout: {
        topic: 'orders',
        config: parts.producer ?? {},
        workload: { rate: 20, stop: '25s', keys: { count: 8 } },
      },
    },
    groups: {
      invoice: {
        topics: ['orders'],
        config: { 'auto.offset.reset': 'earliest' },
        members: { 'invoice-0': {} },
        processing: { time: '5ms', commit: 'after' },
      },
    },
    guarantees: { delivery: 'at-least-once', order: 'per-key' },
    actions: [{ id: 'kill-leader', at: '5s', do: 'kill', target: 'leader(orders-0)', for: '12s' }],
  } as Scenario;
}

/** A consumer dies with records in its hands: what commits, sessions and resets are for. */
function consumerKilled(config: ConfigMap): Scenario {
  return {
    version: 1,
    name: 'A consumer is killed under your config',
    description: 'Two consumers share two partitions, and one is killed while it works.',
    seed: 7,
    duration: '90s',
    brokers: { count: 3, config: { 'group.initial.rebalance.delay.ms': 500 } },
    network: { delay: '2ms', jitter: '1ms' },
    topics: { orders: { partitions: 2, replicationFactor: 3, config: { 'min.insync.replicas': 2 } } },
    producers: { checkout: { topic: 'orders', workload: { rate: 20, stop: '80s', keys: { count: 8 } } } },
    groups: {
      invoice: {
        topics: ['orders'],
        config,
        members: { 'invoice-0': {}, 'invoice-1': {} },
        processing: { time: '40ms' },
        sink: { kind: 'external', idempotent: false },
      },
    },
    guarantees: { delivery: 'at-least-once' },
    actions: [{ id: 'kill-consumer', at: '12s', do: 'kill', target: 'invoice-0', for: '20s' }],
  } as Scenario;
}

const leaderTrial = { label: 'Kill the leader with it', done: 'the leader killed at 5 s' };

/** The trial for a config of a kind; undefined where nothing here takes it. */
export function trialFor(kind: ConfigKind): Trial | undefined {
  switch (kind) {
    case 'producer':
      return { ...leaderTrial, scenario: (config) => leaderKilled({ producer: config }) };
    case 'topic':
      return { ...leaderTrial, scenario: (config) => leaderKilled({ topic: config }) };
    case 'broker':
      return { ...leaderTrial, scenario: (config) => leaderKilled({ brokers: config }) };
    case 'consumer':
      return {
        label: 'Kill a consumer with it',
        done: 'one of two consumers killed at 12 s',
        scenario: consumerKilled,
      };
    default:
      return undefined;
  }
}

/** What is told of a trial, in the order in which one asks. */
const told: readonly { kinds: readonly string[]; words: string }[] = [
  { kinds: ['lost-write'], words: 'lost' },
  { kinds: ['lost-to-group', 'expired-unread', 'skipped-by-reset'], words: 'never processed' },
  { kinds: ['duplicate-append'], words: 'written twice' },
  { kinds: ['duplicate-effect', 'duplicate-processing'], words: 'processed twice' },
  { kinds: ['log-order-violation', 'key-order-violation'], words: 'out of order' },
];

export interface TrialAnswer {
  /** "2 of 500 records acknowledged and lost, 3 processed twice". */
  sentence: string;
  isBroken: boolean;
}

/** The verdict on a trial in one sentence. */
export function trialAnswer(verdict: Verdict): TrialAnswer {
  const parts = told.flatMap(({ kinds, words }) => {
    const count = Math.max(0, ...kinds.map((kind) => verdict.counts[kind as keyof typeof verdict.counts] ?? 0));
    return count === 0 ? [] : [`${count.toLocaleString('en-US')} ${words}`];
  });
  const isBroken = verdict.anomalies.some(({ judgement }) => judgement === 'violation');
  const all = verdict.acknowledged.toLocaleString('en-US');
  if (parts.length === 0) return { sentence: `Nothing lost, doubled or reordered of ${all} acknowledged`, isBroken };
  return { sentence: `Of ${all} acknowledged records: ${parts.join(', ')}`, isBroken };
}
