import type { Json } from '../scenario';

/**
 * The events of history/1 (spec/checker.md 2.2): what each kind carries beyond the common fields.
 *
 * `text` is a name, `texts` a list of them, `id` a record or intent (text or number), `offset` a whole number from 0,
 * `int` a whole number, `flag` true or false; a question mark: may be absent or null. Kinds without a row in a trace
 * (transactions, windows, checkpoints, what only a recorder of a real cluster writes) may carry anything.
 */
export type FieldType = 'text' | 'texts' | 'id' | 'offset' | 'int' | 'number' | 'flag' | 'batches';
export type FieldRule = FieldType | `${FieldType}?`;

const groupPartition = { group: 'text', partition: 'text' } as const;
const commit = {
  ...groupPartition,
  offset: 'offset',
  memberId: 'text?',
  memberEpoch: 'int?',
  mode: 'text?',
  error: 'text?',
} as const;
const membership = { group: 'text', memberId: 'text', memberEpoch: 'int?', reason: 'text?', error: 'text?' } as const;
const handedOver = { group: 'text', partition: 'text?', memberEpoch: 'int?' } as const;
const processed = { group: 'text', recordId: 'id', intentId: 'id?', partition: 'text?', offset: 'offset?' } as const;
const completion = { recordId: 'id', partition: 'text?', offset: 'int?', leaderEpoch: 'int?', error: 'text?' } as const;
const replica = { broker: 'text', partition: 'text', offset: 'offset', leaderEpoch: 'int?' } as const;
const action = { actionId: 'text', do: 'text?', target: 'text?', reason: 'text?', ordinal: 'int?' } as const;
const effect = {
  effectId: 'text?',
  intentId: 'id',
  sink: 'text',
  key: 'text?',
  version: 'int?',
  partition: 'text?',
  offset: 'offset?',
  recordId: 'id?',
} as const;

/** The kinds that a trace has rows for, and `send.invoke`, which a trace keeps in its table of records. */
export const eventFields = {
  'run.start': {},
  'run.end': {},
  phase: { phase: 'text' },
  'action.begin': action,
  'action.end': action,
  'action.skipped': action,
  'actor.started': { incarnation: 'int?' },
  'actor.crashed': { clean: 'flag?', powerLost: 'flag?' },
  'actor.paused': {},
  'actor.resumed': {},
  'broker.registered': { broker: 'text', brokerEpoch: 'int?', clean: 'flag?' },
  'broker.fenced': { broker: 'text' },
  'broker.unfenced': { broker: 'text' },
  'broker.shutdown': { broker: 'text' },
  'producer.id': { producerId: 'int', producerEpoch: 'int' },
  'send.invoke': {
    recordId: 'id',
    intentId: 'id?',
    intentSeq: 'int?',
    topic: 'text?',
    partition: 'text?',
    key: 'text?',
    value: 'text?',
    eventTime: 'number?',
    ackLevel: 'text?',
    sizeBytes: 'offset?',
    txn: 'text?',
  },
  'send.attempt': { recordId: 'id', n: 'int?', broker: 'text?', partition: 'text?' },
  'send.attemptResult': { recordId: 'id', n: 'int?', outcome: 'text?', error: 'text?' },
  'send.ok': completion,
  'send.fail': completion,
  'send.info': completion,
  append: {
    ...replica,
    recordId: 'id?',
    producerId: 'int?',
    producerEpoch: 'int?',
    sequence: 'int?',
    role: 'text?',
    control: 'text?',
  },
  truncate: { broker: 'text', partition: 'text', fromOffset: 'offset', reason: 'text?' },
  flush: replica,
  highWatermark: replica,
  logStart: replica,
  'leader.elected': {
    partition: 'text',
    leader: 'text',
    leaderEpoch: 'int',
    inSyncReplicas: 'texts?',
    unclean: 'flag?',
    initial: 'flag?',
    preferred: 'flag?',
    fromEligible: 'flag?',
    lastKnown: 'flag?',
  },
  'leader.none': {
    partition: 'text',
    leaderEpoch: 'int',
    inSyncReplicas: 'texts?',
    lastKnownLeader: 'text?',
  },
  'isr.changed': {
    partition: 'text',
    inSyncReplicas: 'texts',
    eligibleLeaderReplicas: 'texts?',
    lastKnownLeader: 'text?',
    partitionEpoch: 'int?',
  },
  'leader.started': { partition: 'text', leaderEpoch: 'int', offset: 'offset?' },
  'follower.started': { partition: 'text', leaderEpoch: 'int', leader: 'text?' },
  'poll.ok': { group: 'text', isolation: 'text?', batches: 'batches', position: 'int?' },
  'position.set': { ...groupPartition, offset: 'offset', reason: 'text?' },
  'commit.invoke': commit,
  'commit.ok': commit,
  'commit.fail': commit,
  'commit.info': commit,
  'member.joined': membership,
  'member.left': membership,
  'member.fenced': membership,
  'partition.assigned': handedOver,
  'partition.revoked': handedOver,
  'partition.lost': handedOver,
  'group.state': { group: 'text', state: 'text', generationId: 'int', reason: 'text?', members: 'int?' },
  ownership: { ...groupPartition, memberId: 'text?', generationId: 'int?' },
  'process.begin': processed,
  'process.end': processed,
  'process.fail': { ...groupPartition, offset: 'offset', failure: 'text?' },
  'effect.applied': effect,
  'effect.ignored': effect,
  'client.error': { error: 'text', call: 'text?' },
  'alter.refused': { broker: 'text', partition: 'text', error: 'text' },
  'client.closed': {},
} as const satisfies Record<string, Record<string, FieldRule>>;

/** Kinds of the specification that no row of a trace stands for; read and written as they are, not judged here. */
export const otherKinds = [
  'poll.invoke',
  'poll.fail',
  'poll.info',
  'effect.attempt',
  'effect.ok',
  'effect.fail',
  'effect.info',
  'lastStableOffset',
  'txn.init',
  'txn.begin',
  'txn.commit.invoke',
  'txn.commit.ok',
  'txn.commit.fail',
  'txn.commit.info',
  'txn.abort.invoke',
  'txn.abort.ok',
  'txn.abort.fail',
  'txn.abort.info',
  'txn.decided',
  'txn.marker',
  'txn.fenced',
  'watermark',
  'late.dropped',
  'late.sideOutput',
  'window.emit',
  'window.purge',
  'checkpoint.triggered',
  'checkpoint.aligned',
  'checkpoint.acked',
  'checkpoint.completed',
  'checkpoint.aborted',
  'checkpoint.restored',
  'lag',
] as const;

export type TraceEventKind = keyof typeof eventFields;
export type EventKind = TraceEventKind | (typeof otherKinds)[number];

/** What a poll returned of one partition: the records and where they stood. */
export interface PolledBatch {
  partition: string;
  offsets: number[];
  recordIds: (string | number)[];
}

/** One event; the fields of its kind stand beside the common ones. */
export interface HistoryEvent {
  /** Dense, from 0: the total order. */
  seq: number;
  /** Microseconds of virtual time, never decreasing. */
  at: number;
  kind: EventKind;
  /** Incarnation: `invoice-0` in its first life, `invoice-0~2` in its second. */
  actor: string;
  op?: number;
  /** `seq` of the event that made this one happen. */
  cause?: number;
  [field: string]: Json | PolledBatch[] | undefined;
}

const rowKinds = new Set<string>(Object.keys(eventFields));
const allKinds = new Set<string>([...rowKinds, ...otherKinds]);

/** Whether history/1 knows this kind. */
export function isEventKind(kind: string): kind is EventKind {
  return allKinds.has(kind);
}

/** Whether a trace has rows (or records) of this kind. */
export function isTraceKind(kind: string): kind is TraceEventKind {
  return rowKinds.has(kind);
}

/** `name` in its first life, `name~2` in its second. */
export function incarnationName(name: string, life: number): string {
  return life <= 1 ? name : `${name}~${life}`;
}

/** The base name and the life of an incarnation. */
export function parseIncarnation(text: string): { name: string; life: number } {
  const mark = text.lastIndexOf('~');
  const life = mark < 0 ? 1 : Number(text.slice(mark + 1));
  return mark > 0 && Number.isInteger(life) && life >= 2
    ? { name: text.slice(0, mark), life }
    : { name: text, life: 1 };
}
