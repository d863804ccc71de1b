import { ErrorCode, PositionReason, RowKind, type Arena } from '../../kernel';
import { M_ERROR, OPEN } from '../../network';
import {
  EARLIEST,
  L_EPOCH,
  L_ERROR,
  L_KNOWN_STATE,
  L_LEADER_EPOCH,
  L_OFFSET,
  L_OFFSET_EPOCH,
  L_PARTITION,
  L_TIME_HIGH,
  L_TIME_LOW,
  LATEST,
  timeHigh,
  timeLow,
} from '../broker/list-offsets';
import { firstEntry, nextEntry } from '../broker/purgatory';
import type { ClientMetadata } from '../client/client-metadata';
import { API_LIST_OFFSETS, API_OFFSET_FETCH, API_OFFSET_FOR_LEADER_EPOCH } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { C_LEADER_EPOCH, C_OFFSET, C_PARTITION, R_GENERATION, wordOf } from '../groups/group-requests';
import { RESET_BY_DURATION, RESET_EARLIEST, RESET_NONE, type ConsumerSettings } from './consumer-settings';
import {
  PARTITION_CHECKING,
  PARTITION_FETCHING,
  PARTITION_NONE,
  PARTITION_RESETTING,
  PARTITION_UNKNOWN,
  type MemberColumns,
} from './member-columns';
import type { MemberLink } from './member-link';

/** What positions need of the member that has them. */
export interface PositionOwner {
  /** An error that poll() throws. */
  fail(member: number, error: number): void;
  /** The generation of the present assignment; an answer for another one is old. */
  generationId(member: number): number;
}

/** Where a member begins to read, and goes on after a reset or an unclean election (K-CON-30 to K-CON-32). */
export class Positions {
  private readonly isFetchingOffsets: Uint8Array;
  private readonly fetchAgainAt: Float64Array;
  /** Set once by who composes the parts. */
  owner!: PositionOwner;
  /** Scratch of a round: the request to each broker, -1: none. */
  private readonly requests: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly columns: MemberColumns,
    private readonly settings: ConsumerSettings,
    private readonly metadata: ClientMetadata,
    private readonly link: MemberLink,
  ) {
    this.isFetchingOffsets = arena.uint8(cluster.shape.memberCount);
    this.fetchAgainAt = arena.float64(cluster.shape.memberCount);
    this.requests = new Int32Array(cluster.shape.brokerCount).fill(-1);
  }

  reset(member: number): void {
    this.isFetchingOffsets[member] = 0;
    this.fetchAgainAt[member] = 0;
  }

  /** Asks for whatever is missing; called inside poll() while some partition is not fetching. */
  update(member: number): void {
    this.fetchOffsets(member);
    this.ask(member, PARTITION_RESETTING, API_LIST_OFFSETS);
    this.ask(member, PARTITION_CHECKING, API_OFFSET_FOR_LEADER_EPOCH);
  }

  /** The application moves its position. */
  seek(member: number, partition: number, offset: number): void {
    const place = this.columns.place(member, partition);
    if (this.columns.state[place] === PARTITION_NONE) return;
    this.set(member, place, offset, -1, PositionReason.seek);
  }

  /** A fetch said that the position is outside the log (K-CON-31). */
  outOfRange(member: number, place: number): void {
    if (this.settings.reset[member] === RESET_NONE) this.owner.fail(member, ErrorCode.OFFSET_OUT_OF_RANGE);
    else this.requestReset(member, place);
  }

  /** The client learned of metadata: positions reached under an older leader are checked (K-CON-31). */
  checkEpoch(member: number, place: number): void {
    const { columns } = this;
    if (columns.state[place] !== PARTITION_FETCHING) return;
    const epoch = this.metadata.epochOf(this.link.clientOf(member), columns.partitionOf(place));
    if (epoch <= columns.checkedEpoch[place]!) return;
    columns.checkedEpoch[place] = epoch;
    if (columns.positionEpoch[place]! < 0) return;
    columns.dropBuffer(member, place);
    columns.asked[place] = 0;
    columns.retryAt[place] = 0;
    columns.setState(member, place, PARTITION_CHECKING);
  }

  /** OffsetFetch was answered (K-CON-30). */
  onOffsets(message: number, member: number): void {
    const { messages, kernel } = this.cluster;
    const words = messages.words.array;
    const entries = messages.entries.array;
    this.isFetchingOffsets[member] = 0;
    const error = words[wordOf(message, M_ERROR)]!;
    if (error !== ErrorCode.NONE) {
      this.fetchAgainAt[member] = kernel.now + this.columns.backoffMicros(member, 0);
      const isGone = error === ErrorCode.NOT_COORDINATOR || error === ErrorCode.COORDINATOR_NOT_AVAILABLE;
      if (isGone) this.link.lose(member);
      return;
    }
    if (words[wordOf(message, R_GENERATION)] !== this.owner.generationId(member)) return;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      const place = this.columns.place(member, entries[entry + C_PARTITION]!);
      if (this.columns.state[place] !== PARTITION_UNKNOWN) continue;
      const offset = entries[entry + C_OFFSET]!;
      if (offset >= 0) {
        this.columns.sentCommit[place] = offset;
        this.columns.storedCommit[place] = offset;
        this.set(member, place, offset, entries[entry + C_LEADER_EPOCH]!, PositionReason.assigned);
      } else if (this.settings.reset[member] === RESET_NONE) {
        this.owner.fail(member, ErrorCode.NO_OFFSET_FOR_PARTITION);
        return;
      } else this.requestReset(member, place);
    }
  }

  onOffsetsBroken(member: number): void {
    this.isFetchingOffsets[member] = 0;
  }

  /** ListOffsets was answered. */
  onListed(message: number, member: number): void {
    const { messages, kernel } = this.cluster;
    const { columns } = this;
    const entries = messages.entries.array;
    const failure = messages.words.array[wordOf(message, M_ERROR)]!;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      const place = columns.place(member, entries[entry + L_PARTITION]!);
      columns.asked[place] = 0;
      if (columns.state[place] !== PARTITION_RESETTING) continue;
      if (this.failed(member, place, failure, entry)) continue;
      const offset = entries[entry + L_OFFSET]!;
      if (offset >= 0) this.set(member, place, offset, entries[entry + L_OFFSET_EPOCH]!, PositionReason.reset);
      // K-CON-32: no record is that young; asked again later, with no fallback to the end.
      else columns.retryAt[place] = kernel.now + this.settings.requestTimeoutMs[member]! * 1000;
    }
  }

  /** OffsetForLeaderEpoch was answered: a log that ends before the position in the position's epoch was truncated. */
  onEpochEnds(message: number, member: number): void {
    const { messages } = this.cluster;
    const { columns } = this;
    const entries = messages.entries.array;
    const failure = messages.words.array[wordOf(message, M_ERROR)]!;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      const place = columns.place(member, entries[entry + L_PARTITION]!);
      columns.asked[place] = 0;
      if (columns.state[place] !== PARTITION_CHECKING) continue;
      if (this.failed(member, place, failure, entry)) continue;
      const end = entries[entry + L_OFFSET]!;
      if (end >= columns.position[place]!) columns.setState(member, place, PARTITION_FETCHING);
      else if (this.settings.reset[member] === RESET_NONE) this.owner.fail(member, ErrorCode.OFFSET_OUT_OF_RANGE);
      // With a policy the client goes on at the first offset that differs.
      else this.set(member, place, end, entries[entry + L_OFFSET_EPOCH]!, PositionReason.reset);
    }
  }

  /** The connection broke with one of these requests in flight: it is asked again. */
  onBroken(message: number, member: number): void {
    const entries = this.cluster.messages.entries.array;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      this.columns.asked[this.columns.place(member, entries[entry + L_PARTITION]!)] = 0;
    }
  }

  private fetchOffsets(member: number): void {
    const { connections, messages, kernel } = this.cluster;
    const { columns } = this;
    if (this.isFetchingOffsets[member] === 1) return;
    let message = -1;
    for (let i = 0; i < columns.ownedCount[member]!; i++) {
      const partition = columns.ownedAt(member, i);
      if (columns.state[columns.place(member, partition)] !== PARTITION_UNKNOWN) continue;
      if (message < 0) {
        if (kernel.now < this.fetchAgainAt[member]!) return this.link.wake(member, this.fetchAgainAt[member]!);
        const connection = this.link.coordinatorOrFind(member);
        if (connection < 0) return;
        message = messages.create(API_OFFSET_FETCH, connection);
      }
      const entry = messages.addEntry(message);
      messages.entries.array[entry + C_PARTITION] = partition;
    }
    if (message < 0) return;
    messages.words.array[wordOf(message, R_GENERATION)] = this.owner.generationId(member);
    this.isFetchingOffsets[member] = 1;
    connections.send(message);
  }

  /** Asks the leaders of the partitions that are in `state`, one request a broker. */
  private ask(member: number, state: number, api: number): void {
    const { connections, messages, kernel } = this.cluster;
    const { columns, requests } = this;
    const client = this.link.clientOf(member);
    let mask = 0;
    for (let i = 0; i < columns.ownedCount[member]!; i++) {
      const partition = columns.ownedAt(member, i);
      const place = columns.place(member, partition);
      if (columns.state[place] !== state || columns.asked[place] === 1) continue;
      if (columns.retryAt[place]! > kernel.now) {
        this.link.wake(member, columns.retryAt[place]!);
        continue;
      }
      const broker = this.metadata.leaderOf(client, partition);
      const connection = broker < 0 ? -1 : this.link.dataConnection(member, broker);
      if (connection < 0 || connections.state[connection] !== OPEN) {
        if (connection < 0) this.metadata.requestUpdate(client);
        else connections.connect(connection);
        continue;
      }
      if (requests[broker]! < 0) requests[broker] = messages.create(api, connection);
      mask |= 1 << broker;
      columns.asked[place] = 1;
      this.add(requests[broker]!, member, place, partition, api === API_LIST_OFFSETS);
    }
    for (let broker = 0; mask !== 0; broker++, mask >>>= 1) {
      if ((mask & 1) === 0) continue;
      connections.send(requests[broker]!);
      requests[broker] = -1;
    }
  }

  private add(message: number, member: number, place: number, partition: number, isList: boolean): void {
    const { messages, shape, kernel } = this.cluster;
    const entry = messages.addEntry(message);
    const entries = messages.entries.array;
    entries[entry + L_PARTITION] = partition;
    entries[entry + L_LEADER_EPOCH] = this.metadata.epochOf(this.link.clientOf(member), partition);
    if (!isList) {
      entries[entry + L_EPOCH] = this.columns.positionEpoch[place]!;
      return;
    }
    const policy = this.settings.reset[member];
    if (policy === RESET_BY_DURATION) {
      const nowMs = shape.names.clockMs + Math.floor(kernel.now / 1000);
      const timestampMs = Math.max(0, nowMs - this.settings.resetDurationMs[member]!);
      entries[entry + L_TIME_HIGH] = timeHigh(timestampMs);
      entries[entry + L_TIME_LOW] = timeLow(timestampMs);
    } else {
      entries[entry + L_TIME_HIGH] = policy === RESET_EARLIEST ? EARLIEST : LATEST;
      entries[entry + L_TIME_LOW] = 0;
    }
  }

  private requestReset(member: number, place: number): void {
    const { columns } = this;
    columns.dropBuffer(member, place);
    columns.asked[place] = 0;
    columns.retryAt[place] = 0;
    columns.setState(member, place, PARTITION_RESETTING);
  }

  private set(member: number, place: number, offset: number, leaderEpoch: number, reason: number): void {
    const { kernel } = this.cluster;
    const { columns } = this;
    const partition = columns.partitionOf(place);
    columns.dropBuffer(member, place);
    columns.position[place] = offset;
    columns.positionEpoch[place] = leaderEpoch;
    columns.setState(member, place, PARTITION_FETCHING);
    // A position that comes with an epoch is checked against the present leader, unless that wrote it.
    const known = this.metadata.epochOf(this.link.clientOf(member), partition);
    columns.checkedEpoch[place] = leaderEpoch >= 0 && leaderEpoch < known ? leaderEpoch : known;
    const cause = kernel.cause;
    kernel.cause = kernel.row(RowKind.positionSet, this.link.actorOf(member), 0, partition, offset, reason, 0, 0);
    this.checkEpoch(member, place);
    kernel.cause = cause;
  }

  /** True if the answer to one partition is an error; it waits its backoff out. */
  private failed(member: number, place: number, failure: number, entry: number): boolean {
    const { kernel, messages } = this.cluster;
    const { columns } = this;
    const entries = messages.entries.array;
    const error = failure !== ErrorCode.NONE ? failure : entries[entry + L_ERROR]!;
    if (error === ErrorCode.NONE) return false;
    const client = this.link.clientOf(member);
    if (failure === ErrorCode.NONE)
      this.metadata.take(client, columns.partitionOf(place), entries[entry + L_KNOWN_STATE]!);
    if (error !== ErrorCode.OFFSET_NOT_AVAILABLE) this.metadata.requestUpdate(client);
    columns.retryAt[place] = kernel.now + columns.backoffMicros(member, 0);
    return true;
  }
}
