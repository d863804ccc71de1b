import {
  AppendFlag,
  CommitMode,
  CrashFlag,
  ElectionFlag,
  GroupStateCode,
  LeaveReason,
  PositionReason,
  RowKind,
  TruncateReason,
  type Trace,
  type TraceNames,
} from '../kernel';
import { parseIncarnation, type HistoryEvent, type PolledBatch } from './event-kinds';
import { LogImport } from './log-import';
import { RecordImport } from './record-import';
import {
  NOBODY,
  actionKinds,
  brokerKinds,
  code,
  commitKinds,
  errorCode,
  memberKinds,
  ownerKinds,
  phases,
  plainKinds,
  whole,
} from './row-codes';

/** The words of a row that are not 0 (`subject`, `op`: -1). */
interface Words {
  subject?: number;
  a?: number;
  b?: number;
  c?: number;
  d?: number;
  flags?: number;
  op?: number;
}

/** What the events never say of a partition; index: partition. */
export interface Silences {
  readonly leader: readonly boolean[];
  readonly highWatermark: readonly boolean[];
}

/** Writes events as rows, one after the other. */
export class EventRows {
  readonly #trace: Trace;
  readonly #log: LogImport;
  readonly #records: RecordImport;
  readonly #silences: Silences;
  readonly #partitions: ReadonlyMap<string, number>;
  readonly #groups: ReadonlyMap<string, number>;
  readonly #actors: ReadonlyMap<string, number>;
  readonly #replicas: readonly (readonly number[])[];
  readonly #incarnations = new Map<string, number>();
  readonly #rowOfSeq = new Map<number, number>();
  readonly #leader = new Map<number, number>();
  readonly #actionIds: readonly string[];
  #polls = 0;

  constructor(trace: Trace, names: TraceNames, silences: Silences, actionIds: readonly string[]) {
    this.#actionIds = actionIds;
    this.#trace = trace;
    this.#log = new LogImport(trace);
    this.#silences = silences;
    this.#partitions = new Map(names.partitions.map((name, index) => [name, index]));
    this.#groups = new Map(names.groups.map((name, index) => [name, index]));
    this.#actors = new Map(names.actors.map((name, index) => [name, index]));
    this.#replicas = names.partitionReplicas;
    this.#records = new RecordImport(trace, new Map(names.keys.map((key, index) => [key, index])));
    names.actors.forEach((name, index) => this.#incarnations.set(name, trace.facts.incarnations.append(index, 1)));
  }

  write(event: HistoryEvent): void {
    const before = this.#trace.history.length;
    this.#writeRow(event);
    if (this.#trace.history.length > before) this.#rowOfSeq.set(event.seq, before);
  }

  #writeRow(event: HistoryEvent): void {
    const { kind } = event;
    if (kind.startsWith('send.')) this.#send(event);
    else if (kind in commitKinds) this.#commit(event);
    else if (kind in plainKinds) this.#row(event, plainKinds[kind], {});
    else if (kind in ownerKinds) {
      this.#row(event, ownerKinds[kind], { subject: this.#partition(event.partition), a: whole(event.memberEpoch) });
    } else if (kind in brokerKinds) this.#row(event, brokerKinds[kind], { subject: this.#actor(event.broker) });
    else if (kind in memberKinds) this.#membership(event);
    else if (kind in actionKinds) this.#action(event);
    else if (kind === 'append') this.#append(event);
    else if (kind === 'poll.ok') this.#poll(event);
    else if (kind.startsWith('process.')) this.#process(event);
    else if (kind.startsWith('effect.')) this.#effect(event);
    else if (kind.startsWith('leader.') || kind === 'isr.changed' || kind === 'follower.started')
      this.#leadership(event);
    else this.#other(event);
  }

  #other(event: HistoryEvent): void {
    const subject = this.#partition(event.partition);
    const offset = whole(event.offset);
    switch (event.kind) {
      case 'phase':
        return this.#row(event, RowKind.phase, { a: Math.max(0, phases.indexOf(String(event.phase))) });
      case 'actor.started':
        return this.#row(event, RowKind.actorStarted, {});
      case 'actor.crashed': {
        const flags = (event.clean ? CrashFlag.clean : 0) | (event.powerLost ? CrashFlag.powerLost : 0);
        return this.#row(event, RowKind.actorCrashed, { flags });
      }
      case 'broker.registered': {
        const words = { subject: this.#actor(event.broker), a: whole(event.brokerEpoch), b: event.clean ? 1 : 0 };
        return this.#row(event, RowKind.brokerRegistered, words);
      }
      case 'producer.id':
        return this.#row(event, RowKind.producerIdAssigned, {
          a: whole(event.producerId),
          b: whole(event.producerEpoch),
        });
      case 'truncate': {
        const end = whole(event.fromOffset);
        const b = this.#log.truncate(this.#actor(event.broker), subject, end);
        return this.#row(event, RowKind.truncate, { subject, a: end, b, c: code(TruncateReason, event.reason, 0) });
      }
      case 'flush':
        return this.#row(event, RowKind.flush, { subject, a: offset });
      case 'highWatermark':
        return this.#row(event, RowKind.highWatermark, { subject, a: offset, b: whole(event.leaderEpoch) });
      case 'logStart':
        return this.#row(event, RowKind.logStart, { subject, a: offset });
      case 'position.set':
        return this.#row(event, RowKind.positionSet, { subject, a: offset, b: code(PositionReason, event.reason, 0) });
      case 'group.state': {
        const a = code(GroupStateCode, event.state, 0);
        const words = { subject: this.#group(event.group), a, b: whole(event.generationId), d: whole(event.members) };
        return this.#row(event, RowKind.groupState, words);
      }
      case 'ownership': {
        const words = { a: this.#actor(event.memberId), b: whole(event.generationId), c: this.#group(event.group) };
        return this.#row(event, RowKind.ownership, { subject, ...words });
      }
      case 'client.error':
        return this.#row(event, RowKind.clientError, { a: errorCode(event.error) });
      case 'alter.refused': {
        const words = { subject: this.#actor(event.broker), a: subject, b: errorCode(event.error) };
        return this.#row(event, RowKind.alterRefused, words);
      }
      default:
        return;
    }
  }

  #send(event: HistoryEvent): void {
    const producer = this.#incarnation(event.actor);
    const partition = this.#partition(event.partition);
    if (event.kind === 'send.invoke') {
      this.#records.invoke(event, producer, partition);
      return;
    }
    const record = this.#records.of(event.recordId as string | number, event.at, partition);
    const a = this.#records.batchOf(record, partition);
    const subject = this.#trace.facts.records.partition[record];
    const n = event.n === undefined ? 1 : whole(event.n);
    const b = errorCode(event.error);
    if (event.kind === 'send.attempt') {
      this.#row(event, RowKind.sendAttempt, { subject, a, b: n, c: this.#actor(event.broker) });
    } else if (event.kind === 'send.attemptResult') {
      this.#row(event, RowKind.sendRetry, { subject, a, b, c: n });
    } else if (event.kind === 'send.ok') {
      this.#row(event, RowKind.sendOk, { subject, a, b: whole(event.offset), c: whole(event.leaderEpoch) });
    } else {
      this.#row(event, event.kind === 'send.fail' ? RowKind.sendFail : RowKind.sendInfo, { subject, a, b });
    }
  }

  #append(event: HistoryEvent): void {
    const broker = this.#actor(event.broker);
    const subject = this.#partition(event.partition);
    const offset = whole(event.offset);
    const leads = this.#leader.get(subject);
    const isLeader = event.role === undefined ? leads === undefined || leads === broker : event.role === 'leader';
    if (leads === undefined && this.#silences.leader[subject]) {
      let mask = 0;
      for (const replica of this.#replicas[subject]) mask |= 1 << replica;
      this.#leader.set(subject, broker);
      const words = {
        subject,
        a: broker,
        b: Math.max(0, whole(event.leaderEpoch)),
        c: mask,
        flags: ElectionFlag.initial,
      };
      this.#row(event, RowKind.leaderElected, words);
    }
    const id = event.recordId as string | number | undefined;
    const record = id === undefined || id === null ? -1 : this.#records.of(id, event.at, subject);
    const batch = record < 0 ? -1 : this.#records.batchOf(record, subject);
    const epoch = event.leaderEpoch === undefined ? undefined : whole(event.leaderEpoch);
    const a = this.#log.append(broker, subject, offset, record, batch, epoch);
    if (isLeader) this.#identify(a, event);
    this.#row(event, RowKind.append, {
      subject,
      a,
      b: offset,
      c: offset + 1,
      flags: isLeader ? 0 : AppendFlag.follower,
    });
    if (isLeader && this.#silences.highWatermark[subject]) {
      this.#row(event, RowKind.highWatermark, { subject, a: offset + 1, b: epoch ?? 0 });
    }
  }

  #identify(node: number, event: HistoryEvent): void {
    const log = this.#trace.facts.logBatches;
    log.producerId[node] = whole(event.producerId);
    log.producerEpoch[node] = whole(event.producerEpoch);
    log.baseSequence[node] = whole(event.sequence);
    log.appendedAtMicros[node] = event.at;
  }

  #leadership(event: HistoryEvent): void {
    const subject = this.#partition(event.partition);
    const b = whole(event.leaderEpoch);
    const c = this.#mask(event.inSyncReplicas, subject);
    if (event.kind === 'leader.elected') {
      let flags = 0;
      for (const [name, flag] of Object.entries(ElectionFlag)) if (event[name] === true) flags |= flag;
      const a = this.#actor(event.leader);
      this.#leader.set(subject, a);
      this.#row(event, RowKind.leaderElected, { subject, a, b, c, flags });
    } else if (event.kind === 'leader.none') {
      this.#leader.set(subject, -1);
      const words = { subject, a: this.#actor(event.lastKnownLeader), b, c: event.inSyncReplicas ? c : 0 };
      this.#row(event, RowKind.leaderNone, words);
    } else if (event.kind === 'isr.changed') {
      const eligible = event.eligibleLeaderReplicas ? this.#mask(event.eligibleLeaderReplicas, subject) : 0;
      const words = { a: c, b: eligible, c: this.#actor(event.lastKnownLeader), d: whole(event.partitionEpoch) };
      this.#row(event, RowKind.isrChanged, { subject, ...words });
    } else if (event.kind === 'leader.started') {
      this.#row(event, RowKind.leaderStarted, { subject, a: b, b: whole(event.offset) });
    } else {
      this.#row(event, RowKind.followerStarted, { subject, a: b, b: this.#actor(event.leader) });
    }
  }

  /** One row a run of records that follow each other in one log; rows of one poll share their `op`. */
  #poll(event: HistoryEvent): void {
    const log = this.#trace.facts.logBatches;
    const op = this.#polls++;
    for (const { partition: name, offsets, recordIds } of event.batches as PolledBatch[]) {
      const subject = this.#partition(name);
      const nodes = offsets.map((offset, index) => {
        const record = this.#records.of(recordIds[index], event.at, subject);
        return this.#log.seen(subject, offset, record, this.#records.batchOf(record, subject));
      });
      for (let from = 0, to = 1; from < nodes.length; from = to, to = from + 1) {
        while (to < nodes.length && log.parent[nodes[to]] === nodes[to - 1]) to++;
        const words = { a: offsets[from], b: offsets[to - 1] + 1, c: offsets[to - 1] + 1, d: nodes[to - 1] };
        this.#row(event, RowKind.poll, { subject, ...words, op });
      }
    }
  }

  #process(event: HistoryEvent): void {
    const subject = this.#partition(event.partition);
    const a = whole(event.offset);
    if (event.kind === 'process.fail') {
      this.#row(event, RowKind.processFail, { subject, a, b: 2 });
      return;
    }
    const record = this.#records.of(event.recordId as string | number, event.at, subject);
    const d = this.#log.seen(subject, a, record, this.#records.batchOf(record, subject));
    this.#row(event, event.kind === 'process.begin' ? RowKind.processBegin : RowKind.processEnd, {
      subject,
      a,
      b: a + 1,
      d,
    });
  }

  #effect(event: HistoryEvent): void {
    const record = this.#records.ofIntent(
      event.intentId as string | number,
      event.recordId as string | undefined,
      event.at,
    );
    const a = event.offset === undefined ? -1 : whole(event.offset);
    const words = {
      a,
      b: record,
      c: this.#group(event.sink),
      d: event.version === undefined ? -1 : whole(event.version),
    };
    const kind = event.kind === 'effect.applied' ? RowKind.effectApplied : RowKind.effectIgnored;
    this.#row(event, kind, { subject: this.#trace.facts.records.partition[record], ...words });
  }

  #commit(event: HistoryEvent): void {
    const a = whole(event.offset);
    const c = code(CommitMode, event.mode, CommitMode.sync);
    const d = event.error === undefined ? 0 : errorCode(event.error);
    const subject = this.#partition(event.partition);
    this.#row(event, commitKinds[event.kind], { subject, a, b: whole(event.memberEpoch), c, d });
  }

  #membership(event: HistoryEvent): void {
    const a = this.#actor(event.memberId);
    const subject = this.#group(event.group);
    let b = whole(event.memberEpoch);
    if (event.kind === 'member.left') b = code(LeaveReason, event.reason, LeaveReason.left);
    if (event.kind === 'member.fenced') b = errorCode(event.error);
    this.#row(event, memberKinds[event.kind], { subject, a, b });
  }

  #action(event: HistoryEvent): void {
    const subject = this.#actionIds.indexOf(String(event.actionId));
    const words = { subject, a: this.#actor(event.target), b: Math.max(0, whole(event.ordinal)) };
    this.#row(event, actionKinds[event.kind], words);
  }

  #row(event: HistoryEvent, kind: number, words: Words): void {
    const cause = event.cause === undefined ? -1 : (this.#rowOfSeq.get(event.cause) ?? -1);
    const { subject = -1, a = 0, b = 0, c = 0, d = 0, flags = 0, op = event.op ?? -1 } = words;
    const incarnation = this.#incarnation(event.actor);
    this.#trace.history.append(event.at, kind, incarnation, flags, subject, a, b, c, d, cause, op);
  }

  #incarnation(text: string): number {
    const known = this.#incarnations.get(text);
    if (known !== undefined) return known;
    const { name, life } = parseIncarnation(text);
    const actor = this.#actors.get(name);
    if (actor === undefined) return NOBODY;
    const row = this.#trace.facts.incarnations.append(actor, life);
    this.#incarnations.set(text, row);
    return row;
  }

  #actor(name: unknown): number {
    return typeof name === 'string' ? (this.#actors.get(parseIncarnation(name).name) ?? -1) : -1;
  }

  #partition(name: unknown): number {
    return typeof name === 'string' ? (this.#partitions.get(name) ?? -1) : -1;
  }

  #group(name: unknown): number {
    return typeof name === 'string' ? (this.#groups.get(name) ?? -1) : -1;
  }

  #mask(list: unknown, partition: number): number {
    const brokers = Array.isArray(list) ? list.map((name) => this.#actor(name)) : this.#replicas[partition];
    let mask = 0;
    for (const broker of brokers) mask |= 1 << broker;
    return mask;
  }
}
