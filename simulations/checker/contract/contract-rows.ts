import type { PromiseRow } from '../verdict';

/** What the rows look at: the effective settings of one stage and of what stands around it. */
export interface ProducerFacts {
  acks: 'none' | 'leader' | 'all';
  isIdempotent: boolean;
  /** `enable.idempotence` was left at its default and is off all the same. */
  isSilentlyOff: boolean;
  retries: number;
  inFlight: number;
  isTransactional: boolean;
  resends: number;
  /** Of the topics that it writes to; the least of them. */
  minInSyncReplicas: number;
  allowsUnclean: boolean;
  hasEligibleLeaders: boolean;
}

export interface GroupFacts {
  commit: 'before' | 'after' | 'after-async' | 'after-each' | 'auto';
  threads: number;
  closesInside: boolean;
  skipsFailures: boolean;
  reset: string;
  isIdempotentSink: boolean;
  kind: string;
}

/** What a row adds to a stage's promise. */
export type Promised = Omit<PromiseRow, 'rule' | 'sentence'>;

export interface ContractRow<Facts> {
  rule: string;
  applies(facts: Facts): boolean;
  promises(facts: Facts): Promised;
  /** Shown to the reader. */
  sentence(facts: Facts): string;
}

const isRetryOrderLost = (it: ProducerFacts): boolean => !it.isIdempotent && it.retries > 0 && it.inFlight > 1;

/** The producer's part of spec/checker.md 7.3, a row a rule. */
export const producerRows: readonly ContractRow<ProducerFacts>[] = [
  {
    rule: 'K-REP-60',
    applies: (it) => it.acks === 'none',
    promises: () => ({ level: 'at-most-once' }),
    sentence: () =>
      'acks=0: the producer never hears whether a record was stored; at most once, and the loss outlasts a failover',
  },
  {
    rule: 'K-REP-61',
    applies: (it) => it.acks === 'leader',
    promises: () => ({ level: 'at-least-once', survives: { leaderChange: 0 } }),
    sentence: () =>
      'acks=1: the leader answers before its followers have the record; at least once only while that leader survives',
  },
  {
    rule: 'K-REP-63',
    applies: (it) => it.acks === 'all' && !it.allowsUnclean,
    promises: (it) => ({
      level: 'at-least-once',
      survives: { powerOff: it.minInSyncReplicas - 1, loseDisk: it.minInSyncReplicas - 1 },
    }),
    sentence: (it) =>
      `acks=all with min.insync.replicas=${it.minInSyncReplicas}: at least once through any number of crashes and cuts, and through ${it.minInSyncReplicas - 1} power or disk losses`,
  },
  {
    rule: 'K-REP-33',
    applies: (it) => it.acks === 'all' && it.allowsUnclean,
    promises: (it) => ({
      level: 'at-least-once',
      survives: { uncleanElection: 0, powerOff: it.minInSyncReplicas - 1, loseDisk: it.minInSyncReplicas - 1 },
    }),
    sentence: (it) =>
      `unclean.leader.election.enable=true: at least once until a replica outside the in-sync set is elected, and through ${it.minInSyncReplicas - 1} power or disk losses`,
  },
  {
    rule: 'K-REP-35a',
    applies: (it) => it.acks === 'all' && !it.hasEligibleLeaders,
    promises: () => ({ survives: { lastInSyncPowerLoss: 0 } }),
    sentence: () =>
      'without eligible leader replicas a power loss of the last in-sync replica is not survived: it comes back with a shorter log and leads again',
  },
  {
    rule: 'K-IDEM-4',
    applies: (it) => it.isIdempotent,
    promises: () => ({ order: 'per-partition', forbids: ['duplicate-append'] }),
    sentence: () =>
      'enable.idempotence: a retry inside one life of the producer is stored once, and in order with up to 5 requests in flight',
  },
  {
    rule: 'K-CFG-2',
    applies: (it) => it.isSilentlyOff,
    promises: () => ({}),
    sentence: () => 'idempotence is off without a word: its default gives way to acks other than all and to retries=0',
  },
  {
    rule: 'K-PROD-24',
    applies: isRetryOrderLost,
    promises: () => ({ order: 'none' }),
    sentence: (it) =>
      `retries without idempotence and ${it.inFlight} requests in flight: a retry may be stored behind what was sent after it`,
  },
  {
    rule: 'K-PROD-24',
    applies: (it) => !it.isIdempotent && !isRetryOrderLost(it),
    promises: () => ({ order: 'per-partition' }),
    sentence: () => 'one request in flight, or no retries: the order of the sends is kept',
  },
  {
    rule: 'K-PROD-25',
    applies: (it) => !it.isIdempotent && it.retries > 0,
    promises: () => ({ allows: ['duplicate-append'] }),
    sentence: () => 'retries without idempotence: an attempt that was stored and not answered is stored again',
  },
  {
    rule: 'K-IDEM-11',
    applies: (it) => it.resends > 0,
    promises: () => ({ allows: ['duplicate-intent', 'key-order-violation'] }),
    sentence: () =>
      'the application sends failed records again: that repeats and reorders, and idempotence cannot tell it from new records',
  },
];

/** The group's part of spec/checker.md 7.3. */
export const groupRows: readonly ContractRow<GroupFacts>[] = [
  {
    rule: 'K-CON-22',
    applies: (it) => it.commit === 'before',
    promises: () => ({ level: 'at-most-once' }),
    sentence: () => 'commits before processing: at most once, what a crash finds in hand is not read again',
  },
  {
    rule: 'K-CON-22',
    applies: (it) => it.commit !== 'before' && it.commit !== 'auto' && it.threads === 0,
    promises: () => ({ level: 'at-least-once' }),
    sentence: () => 'commits after processing: at least once, what a crash finds uncommitted is read again',
  },
  {
    rule: 'K-CON-20',
    applies: (it) => it.commit === 'auto' && it.threads === 0 && !it.closesInside,
    promises: () => ({ level: 'at-least-once' }),
    sentence: () => 'auto-commit in the poll loop: at least once, a poll commits what earlier polls handed out',
  },
  {
    rule: 'K-CON-20a',
    applies: (it) => it.threads > 0,
    promises: () => ({ level: 'none' }),
    sentence: (it) =>
      `records are handed to ${it.threads} threads while polls commit positions: neither at least nor at most once`,
  },
  {
    rule: 'K-CON-21',
    applies: (it) => it.commit === 'auto' && it.threads === 0 && it.closesInside,
    promises: () => ({ level: 'none' }),
    sentence: () => 'close() in the middle of a batch commits everything handed out, done or not',
  },
  {
    rule: 'K-CON-30',
    applies: (it) => it.reset === 'latest',
    promises: () => ({ allows: ['skipped-by-reset', 'lost-effect'] }),
    sentence: () =>
      'auto.offset.reset=latest: what was written before the first start, or after offsets expired, is never read',
  },
  {
    rule: 'C-GU-2',
    applies: (it) => it.skipsFailures,
    promises: () => ({ level: 'at-most-once' }),
    sentence: () => 'a record whose processing fails is skipped and committed past',
  },
  {
    rule: 'C-GU-2',
    applies: (it) => it.isIdempotentSink && it.commit !== 'before' && it.threads === 0,
    promises: () => ({ level: 'effectively-once' }),
    sentence: () => 'the sink knows what it has applied: repeats inside do no harm',
  },
];
