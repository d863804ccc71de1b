import { CrashFlag, RowKind, growInt32, type TraceNames } from '../../kernel/index';
import { ProcessState, ReplicaRole, type ClusterColumns } from './cluster-columns';

/** The kinds of rows that {@link TopologyFold} takes. */
export const topologyKinds: readonly number[] = [
  RowKind.actionBegin,
  RowKind.actionEnd,
  RowKind.actorCrashed,
  RowKind.actorPaused,
  RowKind.actorResumed,
  RowKind.actorStarted,
  RowKind.brokerFenced,
  RowKind.brokerUnfenced,
  RowKind.clientClosed,
  RowKind.followerStarted,
  RowKind.groupState,
  RowKind.isrChanged,
  RowKind.leaderElected,
  RowKind.leaderNone,
  RowKind.leaderStarted,
  RowKind.memberFenced,
  RowKind.memberJoined,
  RowKind.memberLeft,
  RowKind.ownership,
  RowKind.partitionAssigned,
  RowKind.partitionLost,
  RowKind.partitionRevoked,
];

/** What the rows do that change who is up, who leads, who is a member and who reads what. */
export class TopologyFold {
  /** Grows with every such row: a drawing lays its boxes out anew when it differs. */
  stamp = 0;
  private nowMicros = 0;

  constructor(
    private readonly names: TraceNames,
    private readonly columns: ClusterColumns,
  ) {}

  /** Takes one row of a kind of {@link topologyKinds}; `at` is the place of word a. */
  step(
    nowMicros: number,
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
    this.stamp++;
    this.nowMicros = nowMicros;
    switch (kind) {
      case RowKind.isrChanged:
        this.columns.inSyncReplicas[subject] = a;
        this.columns.eligibleLeaderReplicas[subject] = b;
        this.columns.partitionEpoch[subject] = words[at + 3]!;
        return;
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
        return this.appear(a);
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
    }
  }

  /** The broker has no copy any more, and no part in the partition. */
  remove(replica: number): void {
    this.stamp++;
    this.believe(replica, ReplicaRole.none, -1, -1);
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

  /** A member of the first hour writes no row of its own when it starts. */
  private appear(actor: number): void {
    if (this.columns.processState[actor] === ProcessState.absent) this.setProcess(actor, ProcessState.running);
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
    this.appear(member);
    const reader = this.columns.readerAt(Math.max(0, this.names.actorGroup[member]!), partition);
    if (holder >= 0 || this.columns.holder[reader] === member) this.columns.holder[reader] = holder;
  }

  private act(action: number, step: number, target: number): void {
    const { actionsRunning, actionTarget } = this.columns;
    growInt32(actionsRunning, action + 1);
    growInt32(actionTarget, action + 1);
    actionsRunning.array[action] = Math.max(0, actionsRunning.array[action]! + step);
    if (step > 0) actionTarget.array[action] = target;
  }
}
