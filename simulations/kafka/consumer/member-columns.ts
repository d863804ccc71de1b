import { draw, Purpose, type Arena, type Cell } from '../../kernel';
import { backoffMs } from '../../network';
import type { Cluster } from '../cluster/cluster';
import type { ConsumerSettings } from './consumer-settings';

/** What the application's thread is at. */
export const APP_DOWN = 0;
/** Inside poll(), waiting for records. */
export const APP_POLLING = 1;
/** Has records in hand. */
export const APP_PROCESSING = 2;
/** Inside commitSync(), outside of poll(). */
export const APP_COMMITTING = 3;
export const APP_CLOSING = 4;

/** What a member knows of a partition of its assignment. */
export const PARTITION_NONE = 0;
/** Its committed offset must be asked for. */
export const PARTITION_UNKNOWN = 1;
/** Its position must be looked up by `auto.offset.reset`. */
export const PARTITION_RESETTING = 2;
/** Its position must be checked against the new leader's epochs (K-CON-31). */
export const PARTITION_CHECKING = 3;
export const PARTITION_FETCHING = 4;

/**
 * What every member's client and application hold. Index: member, or `member * partitions + partition` (a *place*).
 */
export class MemberColumns {
  readonly partitions: number;
  readonly app: Uint8Array;
  /** The commit that the application's thread waits for, -1: none; and what comes after it (NEXT_*). */
  readonly waitingOp: Int32Array;
  readonly next: Uint8Array;
  /** 1: the application wants to close as soon as the record in hand is done. */
  readonly closing: Uint8Array;
  /** 1: threads have done records since the application last had a look at what to commit. */
  readonly hasProgress: Uint8Array;
  /** Error that ended the loop, 0: none. */
  readonly fatalError: Int32Array;
  /** When poll() was left; `max.poll.interval.ms` counts from here. Infinity: inside poll(). */
  readonly leftPollAt: Float64Array;
  readonly autoCommitAt: Float64Array;
  /** Time of the armed wake-up of poll(), Infinity: none. */
  readonly wakeAt: Float64Array;
  /** Owned partitions, in order: `member * partitions + i`. */
  readonly owned: Int32Array;
  readonly ownedCount: Int32Array;
  /** Owned partitions that are not fetching. */
  readonly unreadyCount: Int32Array;
  /** Brokers with a fetch in flight, as a mask. */
  readonly fetchingMask: Int32Array;
  /** Where the next round of fetches begins. */
  readonly fetchStart: Int32Array;
  /** First and last partition with fetched records, and with records in hand, -1: none. */
  readonly bufferFirst: Int32Array;
  readonly bufferLast: Int32Array;
  readonly handFirst: Int32Array;
  readonly handLast: Int32Array;
  /** Draws of backoff so far. */
  private readonly backoffs: Int32Array;

  /** Of each place: PARTITION_*; next offset to return; leader epoch of the record before it (-1: unknown). */
  readonly state: Uint8Array;
  readonly position: Int32Array;
  readonly positionEpoch: Int32Array;
  /** Leader epoch against which the position was checked last. */
  readonly checkedEpoch: Int32Array;
  readonly paused: Uint8Array;
  /** 1: a ListOffsets or OffsetForLeaderEpoch about it is in flight. */
  readonly asked: Uint8Array;
  /** An error waits out its backoff until then; and how many came in a row. */
  readonly retryAt: Float64Array;
  /** Fetched and not returned: [from, to) of the log of `tip`; tip -1: none. Linked in the order of arrival. */
  readonly bufferTip: Int32Array;
  readonly bufferFrom: Int32Array;
  readonly bufferTo: Int32Array;
  readonly bufferCause: Int32Array;
  readonly bufferNext: Int32Array;
  /** Returned by the last poll and not done: [from, to) of the log of `tip`; linked. */
  readonly handTip: Int32Array;
  readonly handFrom: Int32Array;
  readonly handTo: Int32Array;
  readonly handCause: Int32Array;
  readonly handNext: Int32Array;
  /** The offset that this member committed last, and the one that is known to be stored; -1: none. */
  readonly sentCommit: Int32Array;
  readonly storedCommit: Int32Array;
  /** The last assignment and its generation, for the sticky assignor (K-ASG-7). */
  readonly lastAssignment: readonly Cell<{ readonly partitions: readonly number[]; readonly generationId: number }>[];

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly settings: ConsumerSettings,
  ) {
    const members = cluster.shape.memberCount;
    const partitions = cluster.shape.names.userPartitionCount;
    const places = members * partitions;
    this.partitions = partitions;
    this.app = arena.uint8(members);
    this.waitingOp = arena.int32(members, -1);
    this.next = arena.uint8(members);
    this.closing = arena.uint8(members);
    this.hasProgress = arena.uint8(members);
    this.fatalError = arena.int32(members);
    this.leftPollAt = arena.float64(members, Infinity);
    this.autoCommitAt = arena.float64(members, Infinity);
    this.wakeAt = arena.float64(members, Infinity);
    this.owned = arena.int32(places);
    this.ownedCount = arena.int32(members);
    this.unreadyCount = arena.int32(members);
    this.fetchingMask = arena.int32(members);
    this.fetchStart = arena.int32(members);
    this.bufferFirst = arena.int32(members, -1);
    this.bufferLast = arena.int32(members, -1);
    this.handFirst = arena.int32(members, -1);
    this.handLast = arena.int32(members, -1);
    this.backoffs = arena.int32(members);
    this.state = arena.uint8(places);
    this.position = arena.int32(places, -1);
    this.positionEpoch = arena.int32(places, -1);
    this.checkedEpoch = arena.int32(places, -1);
    this.paused = arena.uint8(places);
    this.asked = arena.uint8(places);
    this.retryAt = arena.float64(places);
    this.bufferTip = arena.int32(places, -1);
    this.bufferFrom = arena.int32(places);
    this.bufferTo = arena.int32(places);
    this.bufferCause = arena.int32(places, -1);
    this.bufferNext = arena.int32(places, -1);
    this.handTip = arena.int32(places, -1);
    this.handFrom = arena.int32(places);
    this.handTo = arena.int32(places);
    this.handCause = arena.int32(places, -1);
    this.handNext = arena.int32(places, -1);
    this.sentCommit = arena.int32(places, -1);
    this.storedCommit = arena.int32(places, -1);
    const nothing = { partitions: [], generationId: -1 };
    this.lastAssignment = Array.from({ length: members }, () => arena.cell(nothing));
  }

  /** A new process: it knows nothing. */
  reset(member: number): void {
    for (let i = this.ownedCount[member]! - 1; i >= 0; i--) this.disown(member, this.ownedAt(member, i));
    for (let place = this.handFirst[member]!; place >= 0; place = this.handNext[place]!) this.handTip[place] = -1;
    this.handFirst[member] = -1;
    this.handLast[member] = -1;
    this.waitingOp[member] = -1;
    this.closing[member] = 0;
    this.hasProgress[member] = 0;
    this.leftPollAt[member] = Infinity;
    this.autoCommitAt[member] = Infinity;
    this.wakeAt[member] = Infinity;
    this.fetchingMask[member] = 0;
    this.lastAssignment[member]!.value = { partitions: [], generationId: -1 };
  }

  place(member: number, partition: number): number {
    return member * this.partitions + partition;
  }

  partitionOf(place: number): number {
    return place % this.partitions;
  }

  ownedAt(member: number, index: number): number {
    return this.owned[member * this.partitions + index]!;
  }

  owns(member: number, partition: number): boolean {
    return this.state[this.place(member, partition)] !== PARTITION_NONE;
  }

  /** The owned partitions, in order. */
  ownedList(member: number): number[] {
    const first = member * this.partitions;
    return Array.from(this.owned.subarray(first, first + this.ownedCount[member]!));
  }

  setState(member: number, place: number, state: number): void {
    const isReady = this.state[place] === PARTITION_FETCHING;
    if (isReady && state !== PARTITION_FETCHING) this.unreadyCount[member]!++;
    else if (!isReady && state === PARTITION_FETCHING) this.unreadyCount[member]!--;
    this.state[place] = state;
  }

  /** The member owns `partition` from now on; its position is not known yet. */
  own(member: number, partition: number): void {
    const place = this.place(member, partition);
    const first = member * this.partitions;
    let index = this.ownedCount[member]!++;
    while (index > 0 && this.owned[first + index - 1]! > partition) {
      this.owned[first + index] = this.owned[first + index - 1]!;
      index--;
    }
    this.owned[first + index] = partition;
    this.unreadyCount[member]!++;
    this.state[place] = PARTITION_UNKNOWN;
    this.position[place] = -1;
    this.positionEpoch[place] = -1;
    this.checkedEpoch[place] = -1;
    this.paused[place] = 0;
    this.asked[place] = 0;
    this.retryAt[place] = 0;
    this.sentCommit[place] = -1;
    this.storedCommit[place] = -1;
  }

  /** The member gives `partition` up; what was fetched of it is dropped (K-CON-7). */
  disown(member: number, partition: number): void {
    const place = this.place(member, partition);
    if (this.state[place] === PARTITION_NONE) return;
    const first = member * this.partitions;
    const count = --this.ownedCount[member]!;
    let index = 0;
    while (this.owned[first + index] !== partition) index++;
    for (; index < count; index++) this.owned[first + index] = this.owned[first + index + 1]!;
    if (this.state[place] !== PARTITION_FETCHING) this.unreadyCount[member]!--;
    this.state[place] = PARTITION_NONE;
    this.dropBuffer(member, place);
  }

  addBuffer(member: number, place: number): void {
    this.bufferNext[place] = -1;
    const last = this.bufferLast[member]!;
    if (last < 0) this.bufferFirst[member] = place;
    else this.bufferNext[last] = place;
    this.bufferLast[member] = place;
  }

  dropBuffer(member: number, place: number): void {
    if (this.bufferTip[place]! < 0) return;
    this.bufferTip[place] = -1;
    let previous = -1;
    let current = this.bufferFirst[member]!;
    while (current !== place) {
      previous = current;
      current = this.bufferNext[current]!;
    }
    const next = this.bufferNext[place]!;
    if (previous < 0) this.bufferFirst[member] = next;
    else this.bufferNext[previous] = next;
    if (next < 0) this.bufferLast[member] = previous;
  }

  addHand(member: number, place: number): void {
    this.handNext[place] = -1;
    const last = this.handLast[member]!;
    if (last < 0) this.handFirst[member] = place;
    else this.handNext[last] = place;
    this.handLast[member] = place;
  }

  dropFirstHand(member: number): void {
    const place = this.handFirst[member]!;
    const next = this.handNext[place]!;
    this.handTip[place] = -1;
    this.handFirst[member] = next;
    if (next < 0) this.handLast[member] = -1;
  }

  /** A wait before retry number `attempt` (0: the first), in µs (K-CLI-2). */
  backoffMicros(member: number, attempt: number): number {
    const uniform = draw(
      this.cluster.kernel.seed,
      Purpose.retryBackoff,
      this.cluster.shape.firstMember + member,
      this.backoffs[member]!++,
    );
    const base = this.settings.retryBackoffMs[member]!;
    return backoffMs(base, this.settings.retryBackoffMaxMs[member]!, attempt, uniform) * 1000;
  }
}
