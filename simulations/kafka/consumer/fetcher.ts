import { ErrorCode, RowKind } from '../../kernel';
import { M_A, M_B, M_C, M_D, M_ERROR, MESSAGE_WORDS, OPEN } from '../../network';
import { F_ERROR, F_FROM, F_KNOWN_STATE, F_LEADER_EPOCH, F_OFFSET, F_PARTITION, F_TIP, F_TO } from '../broker/entries';
import { firstEntry, nextEntry } from '../broker/purgatory';
import type { ClientMetadata } from '../client/client-metadata';
import { API_FETCH } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import type { ConsumerSettings } from './consumer-settings';
import { PARTITION_FETCHING, type MemberColumns } from './member-columns';
import type { MemberLink } from './member-link';
import type { Positions } from './positions';

/** The client's fetches: which partitions are asked for when, and what comes of the answers (K-CON-4, K-CON-7). */
export class Fetcher {
  /** Scratch of a round: the request to each broker, -1: none. */
  private readonly requests: Int32Array;

  constructor(
    private readonly cluster: Cluster,
    private readonly columns: MemberColumns,
    private readonly settings: ConsumerSettings,
    private readonly metadata: ClientMetadata,
    private readonly link: MemberLink,
    private readonly positions: Positions,
  ) {
    this.requests = new Int32Array(cluster.shape.brokerCount).fill(-1);
  }

  /** Sends a fetch to every broker that may be asked now. */
  send(member: number): void {
    const { connections, kernel } = this.cluster;
    const { columns, requests } = this;
    const client = this.link.clientOf(member);
    const count = columns.ownedCount[member]!;
    if (count === 0) return;
    const busy = columns.fetchingMask[member]! | this.bufferedBrokers(member, client);
    let mask = 0;
    let start = columns.fetchStart[member]!;
    if (start >= count) start = 0;
    for (let i = 0; i < count; i++) {
      const index = start + i < count ? start + i : start + i - count;
      const partition = columns.ownedAt(member, index);
      const place = columns.place(member, partition);
      if (columns.state[place] !== PARTITION_FETCHING || columns.paused[place] === 1) continue;
      if (columns.bufferTip[place]! >= 0) continue;
      const broker = this.metadata.leaderOf(client, partition);
      if (broker < 0) {
        this.metadata.requestUpdate(client);
        continue;
      }
      if (((busy >> broker) & 1) === 1) continue;
      if (columns.retryAt[place]! > kernel.now) {
        this.link.wake(member, columns.retryAt[place]!);
        continue;
      }
      const connection = this.link.dataConnection(member, broker);
      if (connections.state[connection] !== OPEN) {
        connections.connect(connection);
        continue;
      }
      if (requests[broker]! < 0) {
        requests[broker] = this.create(member, connection);
        mask |= 1 << broker;
      }
      this.add(requests[broker]!, place, partition, this.metadata.epochOf(client, partition));
    }
    if (mask === 0) return;
    columns.fetchStart[member] = start + 1;
    columns.fetchingMask[member]! |= mask;
    for (let broker = 0; mask !== 0; broker++, mask >>>= 1) {
      if ((mask & 1) === 0) continue;
      connections.send(requests[broker]!);
      requests[broker] = -1;
    }
  }

  /** Takes the records of an answer into the buffer. */
  onAnswer(message: number, member: number, broker: number): void {
    const { messages, kernel } = this.cluster;
    const { columns } = this;
    columns.fetchingMask[member]! &= ~(1 << broker);
    const failure = messages.words.array[message * MESSAGE_WORDS + M_ERROR]!;
    const entries = messages.entries.array;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      const place = columns.place(member, entries[entry + F_PARTITION]!);
      // K-CON-7: revoked meanwhile, or the position has moved.
      if (columns.state[place] !== PARTITION_FETCHING) continue;
      if (failure !== ErrorCode.NONE) {
        this.failed(member, place, failure, -1);
        continue;
      }
      if (entries[entry + F_FROM] !== columns.position[place]) continue;
      const error = entries[entry + F_ERROR]!;
      if (error === ErrorCode.NONE) {
        columns.bufferTip[place] = entries[entry + F_TIP]!;
        columns.bufferFrom[place] = entries[entry + F_FROM]!;
        columns.bufferTo[place] = entries[entry + F_TO]!;
        columns.bufferCause[place] = kernel.cause;
        columns.addBuffer(member, place);
      } else if (error > ErrorCode.NONE) {
        if (error === ErrorCode.OFFSET_OUT_OF_RANGE) this.positions.outOfRange(member, place);
        else this.failed(member, place, error, entries[entry + F_KNOWN_STATE]!);
      }
    }
  }

  /** The connection broke with a fetch in flight. */
  onBroken(member: number, broker: number): void {
    this.columns.fetchingMask[member]! &= ~(1 << broker);
  }

  /**
   * Takes at most `max.poll.records` records out of the buffer, one partition after the other (K-CON-4): positions move,
   * rows are written, the records are in hand. False: there are none.
   */
  collect(member: number): boolean {
    const { columns } = this;
    let place = columns.bufferFirst[member]!;
    if (place < 0) return false;
    let room = this.settings.maxPollRecords[member]!;
    const cause = this.cluster.kernel.cause;
    let found = false;
    while (place >= 0 && room > 0) {
      const next = columns.bufferNext[place]!;
      if (columns.bufferFrom[place] !== columns.position[place]) columns.dropBuffer(member, place);
      else if (columns.paused[place] === 0) {
        room -= this.take(member, place, room);
        found = true;
      }
      place = next;
    }
    if (!found) this.cluster.kernel.cause = cause;
    return found;
  }

  private take(member: number, place: number, room: number): number {
    const { kernel, log } = this.cluster;
    const { columns } = this;
    const from = columns.bufferFrom[place]!;
    const end = columns.bufferTo[place]!;
    const to = end - from > room ? from + room : end;
    const tip = this.holding(columns.bufferTip[place]!, to - 1);
    kernel.cause = columns.bufferCause[place]!;
    const partition = columns.partitionOf(place);
    const row = kernel.rangeRow(RowKind.poll, this.link.actorOf(member), 0, partition, from, to, to, tip);
    kernel.cause = row;
    columns.position[place] = to;
    columns.positionEpoch[place] = log.leaderEpoch[tip]!;
    columns.handTip[place] = tip;
    columns.handFrom[place] = from;
    columns.handTo[place] = to;
    columns.handCause[place] = row;
    columns.addHand(member, place);
    if (to === end) columns.dropBuffer(member, place);
    else columns.bufferFrom[place] = to;
    return to - from;
  }

  /** The log batch of the log of `tip` that holds `offset`. */
  private holding(tip: number, offset: number): number {
    const { baseOffset, parent, jump } = this.cluster.log;
    let node = tip;
    while (baseOffset[node]! > offset) {
      const far = jump[node]!;
      node = far >= 0 && this.cluster.log.endOffset[far]! > offset ? far : parent[node]!;
    }
    return node;
  }

  /** A partition was answered with an error; `knownState`: the metadata row that the broker named, -1: none. */
  private failed(member: number, place: number, error: number, knownState: number): void {
    const { columns } = this;
    const client = this.link.clientOf(member);
    const partition = columns.partitionOf(place);
    const before = this.metadata.epochOf(client, partition);
    this.metadata.take(client, partition, knownState);
    const hasMoved = this.metadata.epochOf(client, partition) > before;
    this.metadata.requestUpdate(client);
    this.positions.checkEpoch(member, place);
    // K-CLI-5: an answer that names a newer leader is acted upon at once.
    if (hasMoved && error !== ErrorCode.UNKNOWN_LEADER_EPOCH) return;
    columns.retryAt[place] = this.cluster.kernel.now + columns.backoffMicros(member, 0);
  }

  /** Brokers that host a partition with fetched records that may be returned: they are not asked again (K-CON-4). */
  private bufferedBrokers(member: number, client: number): number {
    const { columns } = this;
    let mask = 0;
    for (let place = columns.bufferFirst[member]!; place >= 0; place = columns.bufferNext[place]!) {
      if (columns.paused[place] === 1) continue;
      const broker = this.metadata.leaderOf(client, columns.partitionOf(place));
      if (broker >= 0) mask |= 1 << broker;
    }
    return mask;
  }

  private create(member: number, connection: number): number {
    const { messages } = this.cluster;
    const message = messages.create(API_FETCH, connection);
    const words = messages.words.array;
    const base = message * MESSAGE_WORDS;
    words[base + M_A] = this.settings.fetchMinBytes[member]!;
    words[base + M_B] = this.settings.fetchWaitMs[member]!;
    words[base + M_C] = this.settings.fetchMaxBytes[member]!;
    words[base + M_D] = this.settings.partitionFetchBytes[member]!;
    return message;
  }

  private add(message: number, place: number, partition: number, leaderEpoch: number): void {
    const { messages } = this.cluster;
    const entry = messages.addEntry(message);
    const entries = messages.entries.array;
    entries[entry + F_PARTITION] = partition;
    entries[entry + F_OFFSET] = this.columns.position[place]!;
    entries[entry + F_LEADER_EPOCH] = leaderEpoch;
  }
}
