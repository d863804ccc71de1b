import {
  CHUNK_ROWS,
  CrashFlag,
  ROW_WORDS,
  RowKind,
  SendFlag,
  findLogBatch,
  growInt32,
  rowFlags,
  rowIncarnation,
  rowKind,
  type RowView,
  type TraceNames,
  type TraceView,
} from '../../kernel/index';
import { BatchState, ProcessState, ReplicaRole, type ClusterColumns } from './cluster-columns';

/**
 * The step of the cluster view: what one history row does to the columns. No object is made, so a hundred thousand
 * rows take about a millisecond. Kinds that change nothing on screen are passed over.
 */
export class RowFold {
  /** Grows whenever something changed that moves boxes on a drawing: leaders, lives, members, owners. */
  topologyStamp = 0;
  private nowMicros = 0;
  private trace: TraceView;

  constructor(
    private readonly names: TraceNames,
    private readonly columns: ClusterColumns,
    trace: TraceView,
  ) {
    this.trace = trace;
  }

  /** Reads another trace from here on. */
  read(trace: TraceView): void {
    this.trace = trace;
  }

  /** Folds history rows [from, to) in. */
  fold(rows: RowView, from: number, to: number): void {
    growInt32(this.columns.batchState, this.trace.facts.batches.length);
    for (let row = from; row < to; row++) {
      const chunk = rows.chunks[Math.floor(row / CHUNK_ROWS)]!;
      const place = row % CHUNK_ROWS;
      this.nowMicros = chunk.timeMicros[place]!;
      this.step(chunk.words, place * ROW_WORDS);
    }
  }

  private step(words: Int32Array, at: number): void {
    const word0 = words[at]!;
    const subject = words[at + 1]!;
    const a = words[at + 2]!;
    const b = words[at + 3]!;
    const c = words[at + 4]!;
    const actor = this.trace.facts.incarnations.actor[rowIncarnation(word0)]!;
    const columns = this.columns;
    switch (rowKind(word0)) {
      case RowKind.append:
        return this.append(columns.replicaAt(subject, actor), a, c);
      case RowKind.highWatermark:
        columns.highWatermark[subject] = a;
        return;
      case RowKind.sendAttempt:
        return this.attempt(actor, a);
      case RowKind.sendRetry:
        return this.leaveNetwork(actor, a, BatchState.queued);
      case RowKind.sendOk:
        return this.finish(actor, a, columns.acknowledged);
      case RowKind.sendInfo:
        return this.finish(actor, a, columns.unknown);
      case RowKind.sendFail:
        if (rowFlags(word0) & SendFlag.record) columns.failed[actor]!++;
        else this.finish(actor, a, columns.failed);
        return;
      case RowKind.poll:
        columns.position[this.readerOf(actor, subject)] = c;
        return;
      case RowKind.positionSet:
        columns.position[this.readerOf(actor, subject)] = a;
        return;
      case RowKind.commitOk:
        return this.commit(this.readerOf(actor, subject), a);
      case RowKind.processBegin:
        return this.process(actor, subject, a, b);
      case RowKind.processEnd:
      case RowKind.processFail:
        columns.processingPartition[actor] = -1;
        return;
      case RowKind.truncate:
        return this.truncate(columns.replicaAt(subject, actor), a);
      case RowKind.logStart:
        columns.logStartOffset[columns.replicaAt(subject, actor)] = a;
        return;
      case RowKind.isrChanged:
        columns.inSyncReplicas[subject] = a;
        columns.eligibleLeaderReplicas[subject] = b;
        columns.partitionEpoch[subject] = words[at + 5]!;
        this.topologyStamp++;
        return;
      default:
        this.topologyStep(rowKind(word0), actor, rowFlags(word0), subject, words, at + 2);
    }
  }

  /** The rarer kinds, those that change who is up, who leads and who reads what. `at` is the place of word a. */
  private topologyStep(
    kind: number,
    actor: number,
    flags: number,
    subject: number,
    words: Int32Array,
    at: number,
  ): void {
    const a = words[at]!;
    const b = words[at + 1]!;
    const c = words[at + 2]!;
    this.topologyStamp++;
    switch (kind) {
      case RowKind.leaderElected:
        this.columns.partitionEpoch[subject] = words[at + 3]!;
        return this.elect(subject, a, b, c);
      case RowKind.leaderNone:
        return this.elect(subject, -1, b, c);
      case RowKind.leaderStarted:
        return this.believe(this.columns.replicaAt(subject, actor), ReplicaRole.leader, a, actor);
      case RowKind.followerStarted:
        return this.believe(this.columns.replicaAt(subject, actor), ReplicaRole.follower, a, b);
      case RowKind.actorStarted:
        return this.start(actor);
      case RowKind.actorCrashed:
        return this.end(actor, flags & CrashFlag.clean ? ProcessState.stopped : ProcessState.killed);
      case RowKind.clientClosed:
        return this.end(actor, ProcessState.stopped);
      case RowKind.actorPaused:
        return this.setProcess(actor, ProcessState.paused);
      case RowKind.actorResumed:
        return this.setProcess(actor, ProcessState.running);
      case RowKind.brokerFenced:
        return this.setFenced(subject, 1);
      case RowKind.brokerUnfenced:
        return this.setFenced(subject, 0);
      case RowKind.groupState:
        return this.setGroup(subject, a, b, c, words[at + 3]!);
      case RowKind.memberJoined:
        this.columns.isMember[a] = 1;
        return;
      case RowKind.memberLeft:
      case RowKind.memberFenced:
        this.columns.isMember[a] = 0;
        return;
      case RowKind.ownership:
        return this.own(subject, a, c);
      case RowKind.partitionAssigned:
        return this.hold(actor, subject, actor);
      case RowKind.partitionRevoked:
      case RowKind.partitionLost:
        return this.hold(actor, subject, -1);
      case RowKind.actionBegin:
        return this.act(subject, 1, a);
      case RowKind.actionEnd:
        return this.act(subject, -1, a);
      default:
        this.topologyStamp--;
    }
  }

  private readerOf(member: number, partition: number): number {
    return this.columns.readerAt(Math.max(0, this.names.actorGroup[member]!), partition);
  }

  private append(replica: number, logBatch: number, logEndOffset: number): void {
    this.columns.tip[replica] = logBatch;
    this.columns.logEndOffset[replica] = logEndOffset;
  }

  private truncate(replica: number, logEndOffset: number): void {
    const { tip } = this.columns;
    tip[replica] = findLogBatch(this.trace.facts.logBatches, tip[replica]!, logEndOffset);
    this.columns.logEndOffset[replica] = logEndOffset;
  }

  private attempt(producer: number, batch: number): void {
    const state = this.columns.batchState.array;
    const { count, splitFrom } = this.trace.facts.batches;
    // A batch that was too large is answered by its parts (K-PROD-33): it is no longer on its way itself.
    const whole = splitFrom[batch]!;
    if (whole >= 0) this.leaveNetwork(producer, whole, BatchState.done);
    if (state[batch] === BatchState.inFlight) return;
    state[batch] = BatchState.inFlight;
    this.columns.inFlight[producer]! += count[batch]!;
  }

  private leaveNetwork(producer: number, batch: number, next: number): void {
    const state = this.columns.batchState.array;
    if (state[batch] === BatchState.inFlight) {
      this.columns.inFlight[producer]! -= this.trace.facts.batches.count[batch]!;
    }
    state[batch] = next;
  }

  private finish(producer: number, batch: number, column: Int32Array): void {
    if (this.columns.batchState.array[batch] === BatchState.done) return;
    this.leaveNetwork(producer, batch, BatchState.done);
    column[producer]! += this.trace.facts.batches.count[batch]!;
  }

  private commit(reader: number, offset: number): void {
    this.columns.committedOffset[reader] = offset;
    this.columns.committedAtMicros[reader] = this.nowMicros;
  }

  private process(member: number, partition: number, from: number, to: number): void {
    this.columns.processingPartition[member] = partition;
    this.columns.processingFrom[member] = from;
    this.columns.processingTo[member] = to;
  }

  private elect(partition: number, leader: number, leaderEpoch: number, inSyncReplicas: number): void {
    const columns = this.columns;
    if (columns.leader[partition] !== leader) {
      if (columns.leader[partition]! >= 0) columns.previousLeader[partition] = columns.leader[partition]!;
      columns.leader[partition] = leader;
      columns.leaderSinceMicros[partition] = this.nowMicros;
    }
    columns.leaderEpoch[partition] = leaderEpoch;
    columns.inSyncReplicas[partition] = inSyncReplicas;
  }

  private believe(replica: number, role: number, leaderEpoch: number, leader: number): void {
    this.columns.role[replica] = role;
    this.columns.believedLeaderEpoch[replica] = leaderEpoch;
    this.columns.believedLeader[replica] = leader;
  }

  private setProcess(actor: number, state: number): void {
    this.columns.processState[actor] = state;
    this.columns.processSinceMicros[actor] = this.nowMicros;
  }

  private start(actor: number): void {
    const isBroker = actor < this.columns.brokerCount;
    const again =
      this.columns.processState[actor] === ProcessState.killed ||
      this.columns.processState[actor] === ProcessState.stopped;
    if (again) this.columns.life[actor]!++;
    this.setProcess(actor, isBroker && again ? ProcessState.starting : ProcessState.running);
  }

  /** What a process knew is gone: a broker its roles, a member its positions and partitions, a producer its queue. */
  private end(actor: number, state: number): void {
    const columns = this.columns;
    this.setProcess(actor, state);
    columns.processingPartition[actor] = -1;
    if (actor < columns.brokerCount) {
      for (let partition = 0; partition < columns.partitionCount; partition++) {
        this.believe(columns.replicaAt(partition, actor), ReplicaRole.none, -1, -1);
      }
      return;
    }
    const group = this.names.actorGroup[actor]!;
    if (group < 0) return;
    for (let partition = 0; partition < columns.partitionCount; partition++) {
      const reader = columns.readerAt(group, partition);
      if (columns.holder[reader] === actor) columns.holder[reader] = -1;
    }
  }

  private setFenced(broker: number, isFenced: number): void {
    const columns = this.columns;
    if (columns.isFenced[broker] !== isFenced) columns.fencedSinceMicros[broker] = this.nowMicros;
    columns.isFenced[broker] = isFenced;
    if (!isFenced && columns.processState[broker] === ProcessState.starting) {
      this.setProcess(broker, ProcessState.running);
    }
  }

  private setGroup(group: number, state: number, generationId: number, reason: number, members: number): void {
    const columns = this.columns;
    if (columns.groupState[group] !== state) columns.groupSinceMicros[group] = this.nowMicros;
    columns.groupState[group] = state;
    columns.generationId[group] = generationId;
    columns.rebalanceReason[group] = reason;
    columns.memberCount[group] = members;
  }

  private own(partition: number, member: number, group: number): void {
    const of = member >= 0 ? this.names.actorGroup[member]! : group;
    this.columns.owner[this.columns.readerAt(of, partition)] = member;
  }

  private hold(member: number, partition: number, holder: number): void {
    if (partition < 0) return;
    const reader = this.readerOf(member, partition);
    if (holder >= 0 || this.columns.holder[reader] === member) this.columns.holder[reader] = holder;
  }

  private act(action: number, step: number, target: number): void {
    const { actionsRunning, actionTarget } = this.columns;
    growInt32(actionsRunning, action + 1);
    growInt32(actionTarget, action + 1, -1);
    actionsRunning.array[action] = Math.max(0, actionsRunning.array[action]! + step);
    if (step > 0) actionTarget.array[action] = target;
  }
}
