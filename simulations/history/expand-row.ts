import {
  AppendFlag,
  CommitMode,
  CrashFlag,
  ElectionFlag,
  FailureCode,
  GroupStateCode,
  CallCode,
  LeaveReason,
  PositionReason,
  RebalanceReason,
  RowKind,
  SendFlag,
  SkipReason,
  TruncateReason,
  errorName,
  type TraceNames,
  type TraceView,
} from '../kernel';
import type { Json, NormalisedScenario } from '../scenario';
import type { PolledBatch } from './event-kinds';
import { recordsBetween } from './records-between';

/** What an expansion needs beside the rows. */
export interface ExpandedFrom {
  scenario: NormalisedScenario;
  names: TraceNames;
  trace: TraceView;
  /** µs; absent: everything. */
  untilMicros?: number;
  /** Rows of internal partitions too (`__consumer_offsets`); default off. */
  internal?: boolean;
}

/** What rows are expanded with. */
export interface Expansion extends ExpandedFrom {
  incarnations: readonly string[];
}

type Fields = Record<string, Json | PolledBatch[] | undefined>;

/** The fields of the events that one row stands for: one event a record where the row covers a range. */
export function expandRow(from: Expansion, kind: number, words: Int32Array, base: number): Iterable<Fields> {
  const row: Words = {
    flags: words[base] >>> 24,
    actor: from.trace.facts.incarnations.actor[(words[base] >>> 8) & 0xffff],
    subject: words[base + 1],
    a: words[base + 2],
    b: words[base + 3],
    c: words[base + 4],
    d: words[base + 5],
  };
  const expansion = expansions[kind];
  return expansion ? expansion(from, row) : [{}];
}

interface Words {
  flags: number;
  actor: number;
  subject: number;
  a: number;
  b: number;
  c: number;
  d: number;
}

type Expand = (from: Expansion, row: Words) => Iterable<Fields>;

/** The name of a code, by the tables of the kernel. */
function nameOf(table: Readonly<Record<string, number>>, code: number): string {
  return Object.keys(table).find((name) => table[name] === code) ?? String(code);
}

const brokers = (names: TraceNames, mask: number): string[] =>
  names.actors.filter((_, at) => at < 31 && ((mask >> at) & 1) === 1);
const flag = (name: string, isSet: boolean): Fields => (isSet ? { [name]: true } : {});
const phases = ['calm', 'heal', 'drain', 'audit'];
const groupOf = ({ names }: Expansion, actor: number): Fields => {
  const group = names.actorGroup[actor] ?? -1;
  return { group: names.groups[group] ?? '' };
};

/** One event a record of a producer's batch. */
function* eachOfBatch({ trace }: Expansion, batch: number, fields: (index: number) => Fields): Generator<Fields> {
  const { firstSlot, count, recordAt } = trace.facts.batches;
  if (firstSlot[batch] < 0) return;
  for (let index = 0; index < count[batch]; index++) {
    yield { recordId: recordAt[firstSlot[batch] + index], ...fields(index) };
  }
}

const completion = (outcome: (row: Words, index: number) => Fields): Expand =>
  function* (from, row) {
    const isRecord = (row.flags & SendFlag.record) !== 0;
    const { records, batches } = from.trace.facts;
    const partition = from.names.partitions[isRecord ? records.partition[row.a] : batches.partition[row.a]];
    const where: Fields = partition === undefined ? {} : { partition };
    if (isRecord) yield { recordId: row.a, ...where, ...outcome(row, 0) };
    else yield* eachOfBatch(from, row.a, (index) => ({ ...where, ...outcome(row, index) }));
  };

const action: Expand = ({ scenario, names }, row) => {
  const known = scenario.actions[row.subject];
  const target = row.a >= 0 ? names.actors[row.a] : known?.target;
  return [{ actionId: known?.id ?? String(row.subject), do: known?.do, ...(target === undefined ? {} : { target }) }];
};

const broker: Expand = ({ names }, row) => [{ broker: names.actors[row.subject] }];
const at =
  (offset: 'a' | 'b', extra: (row: Words) => Fields = () => ({})): Expand =>
  ({ names }, row) => [
    { broker: names.actors[row.actor], partition: names.partitions[row.subject], offset: row[offset], ...extra(row) },
  ];
const handed: Expand = (from, row) => [
  {
    ...groupOf(from, row.actor),
    ...(row.subject >= 0 ? { partition: from.names.partitions[row.subject] } : {}),
    memberEpoch: row.a,
  },
];
const commit =
  (hasError: boolean): Expand =>
  (from, row) => [
    {
      ...groupOf(from, row.actor),
      partition: from.names.partitions[row.subject],
      offset: row.a,
      memberId: from.names.actors[row.actor],
      memberEpoch: row.b,
      mode: nameOf(CommitMode, row.c),
      ...(hasError ? { error: errorName(row.d) } : {}),
    },
  ];
const processed: Expand = function* (from, row) {
  for (const { offset, record } of recordsBetween(from.trace.facts, row.d, row.a, row.b)) {
    if (record < 0) continue;
    const intentId = from.trace.facts.records.intent[record];
    yield {
      ...groupOf(from, row.actor),
      recordId: record,
      intentId,
      partition: from.names.partitions[row.subject],
      offset,
    };
  }
};
const effect: Expand = ({ names, trace }, row) => {
  const key = trace.facts.records.key[row.b];
  return [
    {
      intentId: trace.facts.records.intent[row.b],
      sink: names.groups[row.c],
      ...(key >= 0 ? { key: names.keys[key] } : {}),
      ...(row.d > 0 ? { version: row.d } : {}),
      ...(row.subject >= 0 ? { partition: names.partitions[row.subject] } : {}),
      ...(row.a >= 0 ? { offset: row.a } : {}),
      recordId: row.b,
    },
  ];
};

const appended: Expand = function* ({ names, trace }, row) {
  const { leaderEpoch, producerId, producerEpoch, baseSequence, baseOffset } = trace.facts.logBatches;
  const isFollower = (row.flags & AppendFlag.follower) !== 0;
  const where = {
    broker: names.actors[row.actor],
    partition: names.partitions[row.subject],
    role: isFollower ? 'follower' : 'leader',
  };
  for (const { offset, record, node } of recordsBetween(trace.facts, row.a, row.b, row.c)) {
    if (node < 0) continue;
    const isKnown = producerId[node] >= 0 && !isFollower;
    const sequence = baseSequence[node] + offset - baseOffset[node];
    yield {
      ...where,
      offset,
      leaderEpoch: leaderEpoch[node],
      ...(record >= 0 ? { recordId: record } : {}),
      ...(isKnown ? { producerId: producerId[node], producerEpoch: producerEpoch[node], sequence } : {}),
    };
  }
};

const expansions: Readonly<Partial<Record<number, Expand>>> = {
  [RowKind.phase]: (_, row) => [{ phase: phases[row.a] ?? 'calm' }],
  [RowKind.actionBegin]: action,
  [RowKind.actionEnd]: action,
  [RowKind.actionSkipped]: ({ scenario }, row) => {
    const known = scenario.actions[row.subject];
    return [{ actionId: known?.id ?? String(row.subject), do: known?.do, reason: nameOf(SkipReason, row.a) }];
  },
  [RowKind.actorCrashed]: (_, row) => [
    {
      ...flag('clean', (row.flags & CrashFlag.clean) !== 0),
      ...flag('powerLost', (row.flags & CrashFlag.powerLost) !== 0),
    },
  ],
  [RowKind.brokerRegistered]: ({ names }, row) => [
    { broker: names.actors[row.subject], brokerEpoch: row.a, ...flag('clean', row.b === 1) },
  ],
  [RowKind.brokerFenced]: broker,
  [RowKind.brokerUnfenced]: broker,
  [RowKind.brokerShutdown]: broker,
  [RowKind.producerIdAssigned]: (_, row) => [{ producerId: row.a, producerEpoch: row.b }],
  [RowKind.sendAttempt]: (from, row) =>
    eachOfBatch(from, row.a, () => ({
      n: row.b,
      broker: from.names.actors[row.c],
      partition: from.names.partitions[row.subject],
    })),
  [RowKind.sendRetry]: (from, row) => eachOfBatch(from, row.a, () => ({ n: row.c, error: errorName(row.b) })),
  [RowKind.sendOk]: completion((row, index) => (row.b < 0 ? {} : { offset: row.b + index, leaderEpoch: row.c })),
  [RowKind.sendFail]: completion((row) => ({ error: errorName(row.b) })),
  [RowKind.sendInfo]: completion((row) => ({ error: errorName(row.b) })),
  [RowKind.append]: appended,
  [RowKind.truncate]: ({ names }, row) => [
    {
      broker: names.actors[row.actor],
      partition: names.partitions[row.subject],
      fromOffset: row.a,
      reason: nameOf(TruncateReason, row.c),
    },
  ],
  [RowKind.flush]: at('a'),
  [RowKind.highWatermark]: at('a', (row) => ({ leaderEpoch: row.b })),
  [RowKind.logStart]: at('a'),
  [RowKind.leaderElected]: ({ names }, row) => [
    {
      partition: names.partitions[row.subject],
      leader: names.actors[row.a],
      leaderEpoch: row.b,
      inSyncReplicas: brokers(names, row.c),
      ...Object.assign({}, ...Object.entries(ElectionFlag).map(([name, bit]) => flag(name, (row.flags & bit) !== 0))),
    },
  ],
  [RowKind.leaderNone]: ({ names }, row) => [
    {
      partition: names.partitions[row.subject],
      leaderEpoch: row.b,
      inSyncReplicas: brokers(names, row.c),
      ...(row.a >= 0 ? { lastKnownLeader: names.actors[row.a] } : {}),
    },
  ],
  [RowKind.isrChanged]: ({ names }, row) => [
    {
      partition: names.partitions[row.subject],
      inSyncReplicas: brokers(names, row.a),
      eligibleLeaderReplicas: brokers(names, row.b),
      ...(row.c >= 0 ? { lastKnownLeader: names.actors[row.c] } : {}),
      partitionEpoch: row.d,
    },
  ],
  [RowKind.leaderStarted]: ({ names }, row) => [
    { partition: names.partitions[row.subject], leaderEpoch: row.a, offset: row.b },
  ],
  [RowKind.followerStarted]: ({ names }, row) => [
    {
      partition: names.partitions[row.subject],
      leaderEpoch: row.a,
      ...(row.b >= 0 ? { leader: names.actors[row.b] } : {}),
    },
  ],
  [RowKind.poll]: (from, row) => {
    const read = recordsBetween(from.trace.facts, row.d, row.a, row.b).filter(({ record }) => record >= 0);
    const batch = {
      partition: from.names.partitions[row.subject],
      offsets: read.map((it) => it.offset),
      recordIds: read.map((it) => it.record),
    };
    return [{ ...groupOf(from, row.actor), batches: [batch], position: row.c }];
  },
  [RowKind.positionSet]: (from, row) => [
    {
      ...groupOf(from, row.actor),
      partition: from.names.partitions[row.subject],
      offset: row.a,
      reason: nameOf(PositionReason, row.b),
    },
  ],
  [RowKind.commitInvoke]: commit(false),
  [RowKind.commitOk]: commit(false),
  [RowKind.commitFail]: commit(true),
  [RowKind.commitInfo]: commit(true),
  [RowKind.memberJoined]: ({ names }, row) => [
    { group: names.groups[row.subject], memberId: names.actors[row.a], memberEpoch: row.b },
  ],
  [RowKind.memberLeft]: ({ names }, row) => [
    { group: names.groups[row.subject], memberId: names.actors[row.a], reason: nameOf(LeaveReason, row.b) },
  ],
  [RowKind.memberFenced]: ({ names }, row) => [
    { group: names.groups[row.subject], memberId: names.actors[row.a], error: errorName(row.b) },
  ],
  [RowKind.partitionAssigned]: handed,
  [RowKind.partitionRevoked]: handed,
  [RowKind.partitionLost]: handed,
  [RowKind.groupState]: ({ names }, row) => [
    {
      group: names.groups[row.subject],
      state: nameOf(GroupStateCode, row.a),
      generationId: row.b,
      reason: nameOf(RebalanceReason, row.c),
      members: row.d,
    },
  ],
  [RowKind.ownership]: ({ names }, row) => {
    const group = row.a >= 0 ? names.actorGroup[row.a] : row.c;
    const member = row.a >= 0 ? { memberId: names.actors[row.a] } : {};
    return [
      { group: names.groups[group] ?? '', partition: names.partitions[row.subject], ...member, generationId: row.b },
    ];
  },
  [RowKind.processBegin]: processed,
  [RowKind.processEnd]: processed,
  [RowKind.processFail]: (from, row) => [
    {
      ...groupOf(from, row.actor),
      partition: from.names.partitions[row.subject],
      offset: row.a,
      failure: nameOf(FailureCode, row.b),
    },
  ],
  [RowKind.effectApplied]: effect,
  [RowKind.effectIgnored]: effect,
  [RowKind.clientError]: (_, row) => [{ error: errorName(row.a), call: nameOf(CallCode, row.b) }],
  [RowKind.alterRefused]: ({ names }, row) => [
    { broker: names.actors[row.subject], partition: names.partitions[row.a] ?? '', error: errorName(row.b) },
  ],
};
