import { CLASS_TIMER, ErrorCode, GroupStateCode, type Arena } from '../../kernel';
import { M_API, M_REFUSE } from '../../network';
import type { PartitionLeader } from '../broker/partition-leader';
import type { Wakes } from '../broker/produce';
import type { Purgatory } from '../broker/purgatory';
import {
  API_FIND_COORDINATOR,
  API_HEARTBEAT,
  API_JOIN_GROUP,
  API_LEAVE_GROUP,
  API_OFFSET_COMMIT,
  API_OFFSET_FETCH,
  API_SYNC_GROUP,
} from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { ROLE_LEADER } from '../cluster/replicas';
import {
  EV_GROUP_INITIAL_DELAY,
  EV_GROUP_JOIN_PHASE,
  EV_GROUP_LOADED,
  EV_GROUP_SESSION,
  EV_GROUP_SYNC_PHASE,
} from '../consumer/consumer-events';
import { ClassicGroups } from './classic-groups';
import { CommittedOffsets, WRITE_OFFSETS } from './committed-offsets';
import type { CoordinatorSettings } from './coordinator-settings';
import { GroupBook, PHASE_LOADING, PHASE_NONE, PHASE_READY } from './group-book';
import { compiledGroup } from './group-effects';
import { GroupLog, type GroupLogReader, type StoredGroup } from './group-log';
import { emptyGroup, memberOf } from './group-record';
import { R_COORDINATOR, wordOf } from './group-requests';
import { InternalWrites } from './internal-writes';
import { MemberIds } from './member-ids';
import { MembershipRequests } from './membership-requests';
import { GroupPayloads } from './payloads';

/** Time that a coordinator takes to read one record of its log when it takes over (K-ERR-3). */
const LOAD_RECORD_MICROS = 5;

/** A group as its coordinator sees it, for results. */
export interface GroupView {
  readonly state: string;
  readonly generationId: number;
  /** The chosen assignor, null: none. */
  readonly assignor: string | null;
  /** Partitions of each member (0 …) that is in the group. */
  readonly assignments: ReadonlyMap<number, readonly number[]>;
}

/**
 * The brokers' half of classic groups: who coordinates which group, requests, failover (K-ERR-1 to K-ERR-3, K-GRP-2,
 * K-GRP-24).
 */
export class GroupCoordinators {
  readonly payloads: GroupPayloads;
  readonly ids: MemberIds;
  readonly groups: ClassicGroups;
  readonly offsets: CommittedOffsets;
  private readonly book: GroupBook;
  private readonly groupLog: GroupLog;
  private readonly membership: MembershipRequests;
  private readonly writes: InternalWrites;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    leader: PartitionLeader,
    purgatory: Purgatory,
    wakes: Wakes,
    settings: CoordinatorSettings,
  ) {
    const { shape, kernel } = cluster;
    this.payloads = new GroupPayloads(arena);
    this.ids = new MemberIds(arena, shape.memberCount, kernel.seed);
    this.book = new GroupBook(arena, cluster, this.ids);
    this.groupLog = new GroupLog(arena, cluster);
    const writes = (): InternalWrites => this.writes;
    this.groups = new ClassicGroups(arena, cluster, this.book, this.payloads, settings, this.groupLog, writes);
    this.membership = new MembershipRequests(cluster, this.book, this.groups, this.payloads, settings);
    this.offsets = new CommittedOffsets(arena, cluster, this.book, this.groups, this.membership, this.groupLog, writes);
    this.writes = new InternalWrites(arena, cluster, settings, leader, purgatory, wakes, this.onWritten);
  }

  /** Handles a request of `member` (0 …) at `broker`. */
  handle(message: number, broker: number, member: number): void {
    const { messages, shape } = this.cluster;
    const words = messages.words.array;
    const api = words[wordOf(message, M_API)]!;
    const group = shape.memberGroup[member]!;
    const refusal = words[wordOf(message, M_REFUSE)]!;
    if (refusal !== ErrorCode.NONE) return this.book.answer(message, refusal);
    if (api === API_FIND_COORDINATOR) return this.findCoordinator(message, broker, group);
    const place = broker * this.book.groupCount + group;
    if (this.book.phase[place] !== PHASE_READY) {
      const isLoading = this.book.phase[place] === PHASE_LOADING;
      const error = isLoading ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : ErrorCode.NOT_COORDINATOR;
      return this.book.answer(message, error);
    }
    switch (api) {
      case API_JOIN_GROUP:
        return this.membership.join(message, place, member);
      case API_SYNC_GROUP:
        return this.membership.sync(message, place, member);
      case API_HEARTBEAT:
        return this.membership.heartbeat(message, place, member);
      case API_LEAVE_GROUP:
        return this.membership.leave(message, place, member);
      case API_OFFSET_COMMIT:
        return this.offsets.commit(message, place, member);
      case API_OFFSET_FETCH:
        return this.offsets.fetch(message, place);
      default:
        throw new Error(`no coordinator request: api ${api}`);
    }
  }

  /** The purgatory is done with a message of ours. */
  onReplicated(message: number, broker: number): void {
    this.writes.onDone(message, broker);
  }

  /** The broker's process died: what it knew is gone, and what it had not answered is let go. */
  forget(broker: number): void {
    const { messages } = this.cluster;
    this.writes.forget(broker);
    for (let group = 0; group < this.book.groupCount; group++) {
      const place = broker * this.book.groupCount + group;
      for (const { joinMessage, syncMessage } of this.book.records[place]!.value.members) {
        if (joinMessage >= 0) messages.release(joinMessage);
        if (syncMessage >= 0) messages.release(syncMessage);
      }
      this.book.clear(place);
      this.offsets.clear(place);
      this.groups.instances.reset(place);
    }
  }

  /** The broker applied metadata: it may have gained or lost coordinator partitions (K-ERR-3). */
  onApplied(broker: number): void {
    const { shape, replicas, kernel } = this.cluster;
    const cause = kernel.cause;
    for (let group = 0; group < this.book.groupCount; group++) {
      const place = broker * this.book.groupCount + group;
      const replica = shape.replicaAt[broker * shape.partitionCount + shape.groupPartition[group]!]!;
      const leads = replica >= 0 && replicas.role[replica] === ROLE_LEADER;
      if (leads && this.book.phase[place] === PHASE_NONE) this.startLoading(place, replica);
      else if (!leads && this.book.phase[place] !== PHASE_NONE) this.unload(place);
      kernel.cause = cause;
    }
  }

  dispatch(kind: number, a: number, b: number): void {
    switch (kind) {
      case EV_GROUP_SESSION:
        return this.groups.onSession(a);
      case EV_GROUP_INITIAL_DELAY:
        return this.groups.onInitialDelay(a, b);
      case EV_GROUP_JOIN_PHASE:
        return this.groups.onJoinPhase(a, b);
      case EV_GROUP_SYNC_PHASE:
        return this.groups.onSyncPhase(a, b);
      case EV_GROUP_LOADED:
        if (this.book.phase[a] === PHASE_LOADING && this.book.loadedEpoch[a] === b) this.load(a);
    }
  }

  /** The broker that leads `group`'s partition of `__consumer_offsets` now, -1: none. */
  coordinatorOf(group: number): number {
    const { metadata, shape } = this.cluster;
    const row = metadata.latest[shape.groupPartition[group]!]!;
    return row < 0 ? -1 : metadata.leader(row);
  }

  /** The group in the book of its present coordinator; null while it has none that is ready. */
  view(group: number): GroupView | null {
    const place = this.readyPlace(group);
    if (place < 0) return null;
    const record = this.book.records[place]!.value;
    const state = compiledGroup.stateName(this.groups.instances.stateColumn[place]!);
    return {
      state: state.split('.')[0]!,
      generationId: this.groups.instances.columns.generationId[place]!,
      assignor: record.assignor,
      assignments: new Map(record.members.map((member) => [this.ids.memberOf(member.id), member.assignment])),
    };
  }

  /** Committed offsets of a group by partition, without those that have none. */
  committed(group: number): Map<number, number> {
    const place = this.readyPlace(group);
    const found = new Map<number, number>();
    if (place >= 0) {
      for (let partition = 0; partition < this.cluster.shape.names.userPartitionCount; partition++) {
        const offset = this.offsets.offsetOf(place, partition);
        if (offset >= 0) found.set(partition, offset);
      }
      return found;
    }
    this.groupLog.replay(this.newestTip(group), {
      onCommit: (owner, partition, offset) => void (owner === group && found.set(partition, offset)),
      onGroup: () => {},
    });
    return found;
  }

  /** The member (0 …) that leads the group, -1: none. */
  leaderOf(group: number): number {
    const place = this.readyPlace(group);
    const leader =
      place < 0 ? undefined : memberOf(this.book.records[place]!.value, this.book.records[place]!.value.leaderId);
    return leader === undefined ? -1 : this.ids.memberOf(leader.id);
  }

  /** The member (0 …) that the coordinator's book names as the owner of a partition, -1: nobody. */
  ownerOf(group: number, partition: number): number {
    const actor = this.book.owner[group * this.cluster.shape.partitionCount + partition]!;
    return actor < 0 ? -1 : actor - this.cluster.shape.firstMember;
  }

  private findCoordinator(message: number, broker: number, group: number): void {
    const { metadata, brokers, shape, messages } = this.cluster;
    const row = metadata.stateAt(shape.groupPartition[group]!, brokers.applied[broker]!);
    const leader = row < 0 ? -1 : metadata.leader(row);
    messages.words.array[wordOf(message, R_COORDINATOR)] = leader;
    this.book.answer(message, leader < 0 ? ErrorCode.COORDINATOR_NOT_AVAILABLE : ErrorCode.NONE);
  }

  private startLoading(place: number, replica: number): void {
    const { kernel, replicas, timerStream } = this.cluster;
    const leaderEpoch = replicas.leaderEpoch[replica]!;
    this.book.phase[place] = PHASE_LOADING;
    this.book.loadedEpoch[place] = leaderEpoch;
    const micros = replicas.logEndOffset[replica]! * LOAD_RECORD_MICROS;
    if (micros === 0) return this.load(place);
    const broker = this.book.brokerOf(place);
    kernel.at(kernel.now + micros, CLASS_TIMER, timerStream[broker]!, EV_GROUP_LOADED, place, leaderEpoch, broker);
  }

  private load(place: number): void {
    const { shape, replicas } = this.cluster;
    const [broker, group] = [this.book.brokerOf(place), this.book.groupOf(place)];
    const replica = shape.replicaAt[broker * shape.partitionCount + shape.groupPartition[group]!]!;
    let stored: StoredGroup = { generationId: 0, record: emptyGroup };
    const reader: GroupLogReader = {
      onCommit: (owner, partition, offset, epoch) => {
        if (owner === group) this.offsets.set(place, partition, offset, epoch);
      },
      onGroup: (owner, found) => {
        if (owner === group) stored = found;
      },
    };
    this.groupLog.replay(replicas.tip[replica]!, reader);
    this.book.phase[place] = PHASE_READY;
    this.book.records[place]!.value = stored.record;
    this.book.shownState[place] = stored.record.members.length > 0 ? GroupStateCode.Stable : GroupStateCode.Empty;
    this.groups.instances.reset(place);
    const { generationId, record } = stored;
    this.groups.send(place, { type: 'GroupLoaded', generationId, memberCount: record.members.length });
  }

  private unload(place: number): void {
    if (this.book.phase[place] === PHASE_READY) {
      this.book.phase[place] = PHASE_NONE;
      this.groups.send(place, { type: 'Unloaded' });
    }
    this.book.clear(place);
    this.offsets.clear(place);
  }

  private readyPlace(group: number): number {
    const broker = this.coordinatorOf(group);
    const place = broker * this.book.groupCount + group;
    return broker >= 0 && this.book.phase[place] === PHASE_READY ? place : -1;
  }

  /** The longest log of the group's partition: what the next coordinator is likely to read. */
  private newestTip(group: number): number {
    const { shape, replicas } = this.cluster;
    const partition = shape.groupPartition[group]!;
    const first = shape.firstReplica[partition]!;
    let best = first;
    for (let replica = first; replica < first + shape.replicasOf[partition]!; replica++) {
      if (replicas.logEndOffset[replica]! > replicas.logEndOffset[best]!) best = replica;
    }
    return replicas.tip[best]!;
  }

  private readonly onWritten = (
    kind: number,
    broker: number,
    group: number,
    message: number,
    value: number,
    error: number,
  ): void => {
    const place = broker * this.book.groupCount + group;
    if (kind === WRITE_OFFSETS) this.offsets.onStored(place, message, error);
    else this.groups.onStored(place, value, error);
  };
}
