import { ErrorCode, type Arena } from '../../kernel';
import { firstEntry, nextEntry } from '../broker/purgatory';
import type { Cluster } from '../cluster/cluster';
import type { ClassicGroups } from './classic-groups';
import type { GroupBook } from './group-book';
import { GROUP_COMPLETING, GROUP_EMPTY } from './group-effects';
import type { GroupLog } from './group-log';
import { memberOf } from './group-record';
import { C_LEADER_EPOCH, C_OFFSET, C_PARTITION, R_GENERATION, R_MEMBER_ID, wordOf } from './group-requests';
import type { InternalWrites } from './internal-writes';
import type { MembershipRequests } from './membership-requests';

/** Kind of the write that stores offsets. */
export const WRITE_OFFSETS = 0;
const BATCH_BYTES = 61;
const OFFSET_BYTES = 70;

/** Offsets that groups committed, as each coordinator has them in memory, and the requests about them (K-CON-24 to -26). */
export class CommittedOffsets {
  /** `(broker * groupCount + group) * partitionCount + partition`; -1: none. */
  private readonly offset: Int32Array;
  private readonly leaderEpoch: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly book: GroupBook,
    private readonly groups: ClassicGroups,
    private readonly membership: MembershipRequests,
    private readonly groupLog: GroupLog,
    private readonly writes: () => InternalWrites,
  ) {
    const count = book.records.length * cluster.shape.partitionCount;
    this.offset = arena.int32(count, -1);
    this.leaderEpoch = arena.int32(count, -1);
  }

  /** The committed offset in the book of one coordinator, -1: none. */
  offsetOf(place: number, partition: number): number {
    return this.offset[place * this.cluster.shape.partitionCount + partition]!;
  }

  set(place: number, partition: number, offset: number, leaderEpoch: number): void {
    const index = place * this.cluster.shape.partitionCount + partition;
    this.offset[index] = offset;
    this.leaderEpoch[index] = leaderEpoch;
  }

  clear(place: number): void {
    const { partitionCount } = this.cluster.shape;
    this.offset.fill(-1, place * partitionCount, (place + 1) * partitionCount);
    this.leaderEpoch.fill(-1, place * partitionCount, (place + 1) * partitionCount);
  }

  /** OffsetCommit: checked, written to the log, answered once that is replicated (K-CON-25). */
  commit(message: number, place: number, member: number): void {
    const { messages } = this.cluster;
    const broker = this.book.brokerOf(place);
    const group = this.book.groupOf(place);
    let error = this.commitError(message, place);
    if (error !== ErrorCode.NONE) return this.book.fence(place, message, member, error);
    error = this.writes().refusal(broker, group);
    if (error !== ErrorCode.NONE) return this.book.answer(message, error);
    let count = 0;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) count++;
    const node = this.writes().append(broker, group, count, BATCH_BYTES + OFFSET_BYTES * count);
    const { array: entries } = messages.entries;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      const partition = entries[entry + C_PARTITION]!;
      const offset = entries[entry + C_OFFSET]!;
      const epoch = entries[entry + C_LEADER_EPOCH]!;
      this.groupLog.addCommit(node, group, partition!, offset!, epoch!);
    }
    this.writes().wait(broker, group, node, WRITE_OFFSETS, message, 0);
  }

  /** The log has, or has not, the offsets of a commit: last write wins (K-CON-24). */
  onStored(place: number, message: number, error: number): void {
    const { array: entries } = this.cluster.messages.entries;
    if (error === ErrorCode.NONE) {
      for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
        this.set(place, entries[entry + C_PARTITION]!, entries[entry + C_OFFSET]!, entries[entry + C_LEADER_EPOCH]!);
      }
    }
    this.book.answer(message, error);
  }

  /** OffsetFetch. */
  fetch(message: number, place: number): void {
    const { shape, messages } = this.cluster;
    const { array: entries } = messages.entries;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      const index = place * shape.partitionCount + entries[entry + C_PARTITION]!;
      entries[entry + C_OFFSET] = this.offset[index]!;
      entries[entry + C_LEADER_EPOCH] = this.leaderEpoch[index]!;
    }
    this.book.answer(message, ErrorCode.NONE);
  }

  private commitError(message: number, place: number): number {
    const words = this.cluster.messages.words.array;
    const state = this.groups.instances.stateColumn[place]!;
    const id = words[wordOf(message, R_MEMBER_ID)]!;
    // Without member and generation: a standalone consumer, or an administrator; only while nobody is in the group.
    if (id < 0 && words[wordOf(message, R_GENERATION)]! < 0) {
      return state === GROUP_EMPTY ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
    }
    const error = this.membership.generationError(message, place);
    if (error !== ErrorCode.NONE) return error;
    if (state === GROUP_COMPLETING) return ErrorCode.REBALANCE_IN_PROGRESS;
    this.groups.touch(place, memberOf(this.book.records[place]!.value, id)!);
    return ErrorCode.NONE;
  }
}
