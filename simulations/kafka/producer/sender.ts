import { CLASS_TIMER, RowKind, type Arena } from '../../kernel';
import { CONNECTING, M_A, M_HOLDERS, M_ONE_WAY, MESSAGE_WORDS, OPEN } from '../../network';
import { P_BATCH, P_PARTITION, P_PRODUCER_EPOCH, P_PRODUCER_ID, P_SEQUENCE, P_SLOT, P_STATE } from '../broker/entries';
import { sequenceAfter } from '../broker/producer-states';
import { API_INIT_PRODUCER_ID, API_PRODUCE, EV_PRODUCER_WAKE } from '../cluster/apis';
import type { ClientMetadata } from '../client/client-metadata';
import type { Cluster } from '../cluster/cluster';
import { clientConnection } from '../cluster/shape';
import type { Accumulator } from './accumulator';
import type { BatchResults } from './batch-results';
import {
  FLAG_CLOSED,
  FLAG_RENUMBERED,
  FLAG_SENT,
  S_ATTEMPTS,
  S_BATCH,
  S_BYTES,
  S_COUNT,
  S_EPOCH,
  S_FLAGS,
  S_LEADER_EPOCH,
  S_NEXT,
  S_NEXT_IN_FLIGHT,
  S_SEQUENCE,
  SLOT_WORDS,
  type ProducerColumns,
} from './producer-columns';
import type { ProducerIdentity } from './producer-identity';
import type { Sequences } from './sequences';

/** One sender thread a producer: which batches go out when (spec/kafka.md A.7, K-PROD-6 to -8, K-IDEM-5). */
export class Sender {
  /** Scratch of a pass: brokers with something sendable. */
  private readyMask = 0;
  /** Scratch of a pass: a queue still has batches behind the one that was taken. */
  private leftBehind = false;
  /** 1: no broker could be asked for a producer id yet. */
  private readonly wantsProducerId: Uint8Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly columns: ProducerColumns,
    private readonly metadata: ClientMetadata,
    private readonly accumulator: Accumulator,
    private readonly identity: ProducerIdentity,
    private readonly results: BatchResults,
    private readonly sequences: Sequences,
    /** True while a send() of the producer waits for memory. */
    private readonly isBlockedOnMemory: (producer: number) => boolean,
  ) {
    this.wantsProducerId = arena.uint8(cluster.shape.producerCount);
  }

  /** A process begins. */
  reset(producer: number): void {
    this.wantsProducerId[producer] = 0;
  }

  /** One pass of the sender. */
  pass(producer: number): void {
    const { kernel } = this.cluster;
    if (kernel.alive[this.cluster.shape.firstProducer + producer] === 0) return;
    this.sequences.resolve(producer);
    this.identity.passed(producer);
    if (this.wantsProducerId[producer] === 1) this.requestProducerId(producer);
    let wakeAt = Infinity;
    if (this.identity.canDrain(producer)) {
      // The next pass comes at once while something is left behind what was sent (A.7, step 8).
      do {
        this.leftBehind = false;
        wakeAt = this.findReady(producer);
        for (let broker = 0, rest = this.readyMask; rest !== 0; broker++, rest >>>= 1) {
          if ((rest & 1) === 1) this.sendTo(producer, broker);
        }
      } while (this.leftBehind);
    }
    const open = this.columns.incomplete[producer]!;
    const expiry = this.results.expire(producer);
    // What stood behind an expired batch is looked at by the next pass.
    if (this.columns.incomplete[producer]! < open) wakeAt = kernel.now;
    else if (expiry < wakeAt) wakeAt = expiry;
    if (wakeAt < Infinity) this.wake(producer, wakeAt);
  }

  /** Has a pass made at `at`, unless one is due before. */
  wake(producer: number, at: number): void {
    const { columns } = this;
    if (at >= columns.wakeAt[producer]!) return;
    columns.wakeAt[producer] = at;
    const { kernel, shape, timerStream } = this.cluster;
    const actor = shape.firstProducer + producer;
    kernel.at(Math.max(at, kernel.now), CLASS_TIMER, timerStream[actor]!, EV_PRODUCER_WAKE, producer, 0, actor);
  }

  /** A wake-up came; an older one that a nearer replaced does nothing. */
  onWake(producer: number): void {
    if (this.cluster.kernel.now < this.columns.wakeAt[producer]!) return;
    this.columns.wakeAt[producer] = Infinity;
    this.pass(producer);
  }

  /** A new batch without a full one before it: the pass comes when its linger is over (K-PROD-6). */
  lingerFrom(producer: number): void {
    this.wake(producer, this.cluster.kernel.now + this.cluster.producerSettings.lingerMicros[producer]!);
  }

  /** Asks any broker for a producer id (K-IDEM-1). */
  requestProducerId(producer: number): void {
    const { shape, connections, messages } = this.cluster;
    let best = -1;
    for (let broker = 0; broker < shape.brokerCount; broker++) {
      const connection = clientConnection(shape, producer, broker);
      if (connections.state[connection] !== OPEN) continue;
      if (best < 0 || connections.inFlight[connection]! < connections.inFlight[best]!) best = connection;
    }
    this.wantsProducerId[producer] = best < 0 ? 1 : 0;
    if (best < 0) this.metadata.requestUpdate(producer);
    else connections.send(messages.create(API_INIT_PRODUCER_ID, best));
  }

  /**
   * Step 3 of a pass: brokers with something sendable go into the mask. Returns when the next partition will be
   * (Infinity: none waits for time alone).
   */
  private findReady(producer: number): number {
    const { shape, kernel, producerSettings } = this.cluster;
    const { columns } = this;
    const now = kernel.now;
    const linger = columns.isFlushing[producer] === 1 ? 0 : producerSettings.lingerMicros[producer]!;
    const hurries = columns.isFlushing[producer] === 1 || this.isBlockedOnMemory(producer);
    const full = producerSettings.batchBytes[producer]!;
    const first = producer * shape.partitionCount;
    let wakeAt = Infinity;
    let needsMetadata = false;
    this.readyMask = 0;
    for (let partition = 0; partition < shape.names.userPartitionCount; partition++) {
      const slot = columns.queueFirst[first + partition]!;
      if (slot < 0) continue;
      const words = columns.slots.array;
      const base = slot * SLOT_WORDS;
      const leader = this.metadata.leaderOf(producer, partition);
      if (leader < 0) {
        needsMetadata = true;
        continue;
      }
      if (this.isMuted(producer, first + partition)) continue;
      let readyAt: number;
      if (words[base + S_ATTEMPTS]! > 0) {
        const moved = this.metadata.epochOf(producer, partition) > words[base + S_LEADER_EPOCH]!;
        readyAt = moved ? now : columns.retryAt.array[slot]!;
      } else {
        const isFull =
          (words[base + S_FLAGS]! & FLAG_CLOSED) !== 0 || words[base + S_NEXT]! >= 0 || words[base + S_BYTES]! >= full;
        readyAt = isFull || hurries ? now : columns.queuedAt.array[slot]! + linger;
      }
      if (readyAt <= now) this.readyMask |= 1 << leader;
      else if (readyAt < wakeAt) wakeAt = readyAt;
    }
    if (needsMetadata) this.metadata.requestUpdate(producer);
    return wakeAt;
  }

  /** K-PROD-24: with one in flight a partition waits until its batch is over. */
  private isMuted(producer: number, queue: number): boolean {
    return this.cluster.producerSettings.maxInFlight[producer] === 1 && this.hasSent(queue);
  }

  private hasSent(queue: number): boolean {
    const words = this.columns.slots.array;
    for (let slot = this.columns.flightFirst[queue]!; slot >= 0; slot = words[slot * SLOT_WORDS + S_NEXT_IN_FLIGHT]!) {
      if ((words[slot * SLOT_WORDS + S_FLAGS]! & FLAG_SENT) !== 0) return true;
    }
    return false;
  }

  /** Steps 4, 5 and 7 for one broker. */
  private sendTo(producer: number, broker: number): void {
    const { shape, connections, producerSettings, messages, kernel } = this.cluster;
    const connection = clientConnection(shape, producer, broker);
    const state = connections.state[connection]!;
    const canSend = state === OPEN && connections.inFlight[connection]! < producerSettings.maxInFlight[producer]!;
    if (producerSettings.availabilityTimeoutMicros[producer]! > 0) this.noteReady(producer, broker, canSend);
    if (state !== OPEN) {
      if (state !== CONNECTING) connections.connect(connection);
      return;
    }
    if (!canSend) return;
    const message = this.drain(producer, broker, connection);
    if (message < 0) return;
    const acks = producerSettings.acks[producer]!;
    const base = message * MESSAGE_WORDS;
    messages.words.array[base + M_A] = acks;
    messages.words.array[base + M_ONE_WAY] = acks === 0 ? 1 : 0;
    const cause = kernel.cause;
    if (acks === 0) {
      // The slot outlives the sending here: its entries are read below (K-PROD-30).
      connections.send(message);
      messages.words.array[base + M_HOLDERS]!++;
      this.noteCargo(message);
      this.results.completeUnacknowledged(message);
      messages.release(message);
    } else {
      connections.send(message);
      this.noteCargo(message);
    }
    kernel.cause = cause;
  }

  /** K-PART-7: since when a broker with data for it has taken none. */
  private noteReady(producer: number, broker: number, canSend: boolean): void {
    const { kernel, shape } = this.cluster;
    const { readyAt, drainedAt } = this.columns;
    const index = producer * shape.brokerCount + broker;
    if (canSend || readyAt[index]! < 0) drainedAt[index] = kernel.now;
    readyAt[index] = kernel.now;
  }

  private noteCargo(message: number): void {
    const { trace, messages, connections } = this.cluster;
    if (!trace.recordsMessages) return;
    const entries = messages.entries.array;
    for (let place = this.results.first(message); place >= 0; place = this.results.next(place)) {
      connections.wire.carries(entries[place + P_PARTITION]!, entries[place + P_BATCH]!, -1, -1, -1);
    }
  }

  /** K-PROD-8: the head batch of each of the broker's partitions, from a remembered index on. */
  private drain(producer: number, broker: number, connection: number): number {
    const { shape, messages, producerSettings } = this.cluster;
    const { columns } = this;
    const count = shape.names.userPartitionCount;
    const remembered = producer * shape.brokerCount + broker;
    const start = columns.drainIndex[remembered]!;
    const limit = producerSettings.maxRequestBytes[producer]!;
    let message = -1;
    let bytes = 0;
    for (let i = 0; i < count; i++) {
      const partition = start + i < count ? start + i : start + i - count;
      const queue = producer * shape.partitionCount + partition;
      const slot = columns.queueFirst[queue]!;
      if (slot < 0 || this.metadata.leaderOf(producer, partition) !== broker) continue;
      if (this.isMuted(producer, queue) || this.isBackingOff(producer, partition, slot)) continue;
      const size = columns.slots.array[slot * SLOT_WORDS + S_BYTES]!;
      if (message >= 0 && bytes + size > limit) break;
      if (this.mustWaitForOrder(producer, queue, slot)) break;
      if (message < 0) message = messages.create(API_PRODUCE, connection);
      bytes += size;
      columns.dequeue(queue);
      if (columns.queueFirst[queue]! >= 0) this.leftBehind = true;
      this.addToRequest(message, producer, partition, queue, slot, broker);
      columns.drainIndex[remembered] = partition + 1 === count ? 0 : partition + 1;
    }
    return message;
  }

  private isBackingOff(producer: number, partition: number, slot: number): boolean {
    const words = this.columns.slots.array;
    const base = slot * SLOT_WORDS;
    if (words[base + S_ATTEMPTS] === 0) return false;
    if (this.metadata.epochOf(producer, partition) > words[base + S_LEADER_EPOCH]!) return false;
    return this.columns.retryAt.array[slot]! > this.cluster.kernel.now;
  }

  /** K-IDEM-5: what sequences forbid for now. */
  private mustWaitForOrder(producer: number, queue: number, slot: number): boolean {
    if (this.identity.producerId(producer) < 0) return false;
    const { columns } = this;
    const words = columns.slots.array;
    const sequence = words[slot * SLOT_WORDS + S_SEQUENCE]!;
    const lowest = columns.flightFirst[queue]!;
    if (sequence >= 0) return lowest >= 0 && lowest !== slot;
    if (columns.isUnresolved[queue] === 1) return true;
    return lowest >= 0 && columns.sequenceEpoch[queue] !== this.identity.producerEpoch(producer);
  }

  private addToRequest(
    message: number,
    producer: number,
    partition: number,
    queue: number,
    slot: number,
    broker: number,
  ): void {
    const { messages, kernel, shape } = this.cluster;
    const { columns } = this;
    this.accumulator.close(slot);
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const producerId = this.identity.producerId(producer);
    if (producerId >= 0 && words[base + S_SEQUENCE]! < 0) this.number(producer, queue, slot);
    columns.addInFlight(queue, slot);
    words[base + S_FLAGS] = (words[base + S_FLAGS]! | FLAG_SENT) & ~FLAG_RENUMBERED;
    words[base + S_ATTEMPTS]!++;
    words[base + S_LEADER_EPOCH] = this.metadata.epochOf(producer, partition);
    const batch = words[base + S_BATCH]!;
    const place = messages.addEntry(message);
    const entries = messages.entries.array;
    entries[place + P_SLOT] = slot;
    entries[place + P_PARTITION] = partition;
    entries[place + P_BATCH] = batch;
    entries[place + P_PRODUCER_ID] = producerId;
    entries[place + P_PRODUCER_EPOCH] = words[base + S_EPOCH]!;
    entries[place + P_SEQUENCE] = words[base + S_SEQUENCE]!;
    entries[place + P_STATE] = 0;
    const actor = shape.firstProducer + producer;
    const row = kernel.row(RowKind.sendAttempt, actor, 0, partition, batch, words[base + S_ATTEMPTS]!, broker, 0);
    if (row >= 0) kernel.cause = row;
  }

  /** Sequences are given at the first drain (K-IDEM-2). */
  private number(producer: number, queue: number, slot: number): void {
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const epoch = this.identity.producerEpoch(producer);
    if (columns.sequenceEpoch[queue] !== epoch) {
      columns.sequenceEpoch[queue] = epoch;
      columns.nextSequence[queue] = 0;
      columns.lastAcked[queue] = -1;
    }
    words[base + S_EPOCH] = epoch;
    words[base + S_SEQUENCE] = columns.nextSequence[queue]!;
    columns.nextSequence[queue] = sequenceAfter(columns.nextSequence[queue]!, words[base + S_COUNT]!);
  }
}
