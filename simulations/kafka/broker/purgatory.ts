import { CLASS_TIMER, ErrorCode, type Arena } from '../../kernel';
import { M_B, M_DEADLINE, M_FIRST, MESSAGE_WORDS, ENTRY_WORDS } from '../../network';
import type { Cluster } from '../cluster/cluster';
import { EV_PRODUCE_EXPIRY } from '../cluster/apis';
import { countOf } from '../cluster/metadata-log';
import { minimumInSync } from '../cluster/minimum-in-sync';
import { P_MESSAGE, P_NEXT_WAITING, P_REQUIRED, P_STATE, WAITING } from './entries';

/**
 * Requests that wait for their records to be replicated (acks=all, and the writes of group coordinators): K-PROD-32.
 * Entries wait per leader replica in the order of their offsets; a request is done when none of its entries waits.
 */
export class Purgatory {
  /** Time of the expiry event that is armed, Infinity: none. Index: broker. */
  private readonly armedAt: Float64Array;
  private readonly waitingCount: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    /** Called once nothing of `message` waits any more. */
    private readonly onDone: (message: number, broker: number) => void,
  ) {
    this.armedAt = arena.float64(cluster.shape.brokerCount, Infinity);
    this.waitingCount = arena.int32(cluster.shape.brokerCount);
  }

  /** Makes the entry at `place` wait until `replica`'s high watermark reaches `requiredOffset`. */
  wait(replica: number, message: number, place: number, requiredOffset: number): void {
    const { replicas, messages, shape } = this.cluster;
    const entries = messages.entries.array;
    entries[place + P_STATE] = WAITING;
    entries[place + P_REQUIRED] = requiredOffset;
    entries[place + P_NEXT_WAITING] = -1;
    entries[place + P_MESSAGE] = message;
    const last = replicas.waitLast[replica]!;
    if (last < 0) replicas.waitFirst[replica] = place;
    else if (entries[last + P_REQUIRED]! <= requiredOffset) entries[last + P_NEXT_WAITING] = place;
    else return this.insert(replica, place, requiredOffset, message);
    replicas.waitLast[replica] = place;
    this.added(shape.replicaBroker[replica]!, message);
  }

  /** The high watermark of a leader moved: completes what waited for it. */
  complete(replica: number): void {
    const { replicas, messages, metadata, shape } = this.cluster;
    let place = replicas.waitFirst[replica]!;
    if (place < 0) return;
    const highWatermark = replicas.highWatermark[replica]!;
    const partition = shape.replicaPartition[replica]!;
    const state = replicas.committedState[replica]!;
    const inSync = metadata.inSyncReplicas(state) | replicas.pendingInSync[replica]!;
    const minimum = minimumInSync(this.cluster, partition, state);
    const error = countOf(inSync) >= minimum ? ErrorCode.NONE : ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
    const broker = shape.replicaBroker[replica]!;
    while (place >= 0 && messages.entries.array[place + P_REQUIRED]! <= highWatermark) {
      const next = messages.entries.array[place + P_NEXT_WAITING]!;
      replicas.waitFirst[replica] = next;
      if (next < 0) replicas.waitLast[replica] = -1;
      this.settle(place, error, broker);
      place = replicas.waitFirst[replica]!;
    }
  }

  /** The replica leads no more: everything that waits ends with `error` (K-PROD-32 (4)). */
  fail(replica: number, error: number): void {
    const { replicas, messages, shape } = this.cluster;
    const broker = shape.replicaBroker[replica]!;
    let place = replicas.waitFirst[replica]!;
    replicas.waitFirst[replica] = -1;
    replicas.waitLast[replica] = -1;
    while (place >= 0) {
      const next = messages.entries.array[place + P_NEXT_WAITING]!;
      this.settle(place, error, broker);
      place = next;
    }
  }

  /** The broker's process died: what waits is forgotten, never answered. */
  forget(broker: number): void {
    const { replicas, messages, shape } = this.cluster;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      if (replica < 0) continue;
      let place = replicas.waitFirst[replica]!;
      replicas.waitFirst[replica] = -1;
      replicas.waitLast[replica] = -1;
      while (place >= 0) {
        const entries = messages.entries.array;
        const next = entries[place + P_NEXT_WAITING]!;
        const message = entries[place + P_MESSAGE]!;
        if (--messages.words.array[message * MESSAGE_WORDS + M_B]! === 0) messages.release(message);
        place = next;
      }
    }
    this.waitingCount[broker] = 0;
    this.armedAt[broker] = Infinity;
  }

  /** The expiry event of `broker` fired: ends what has waited for longer than its client gave it (K-PROD-32 (5)). */
  onExpiry(broker: number): void {
    const { kernel, shape, messages, replicas } = this.cluster;
    this.armedAt[broker] = Infinity;
    if (this.waitingCount[broker] === 0) return;
    let nearest = Infinity;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      if (replica < 0) continue;
      let previous = -1;
      let place = replicas.waitFirst[replica]!;
      while (place >= 0) {
        const entries = messages.entries.array;
        const next = entries[place + P_NEXT_WAITING]!;
        const deadline = messages.words.array[entries[place + P_MESSAGE]! * MESSAGE_WORDS + M_DEADLINE]! * 1000;
        if (deadline <= kernel.now) {
          if (previous < 0) replicas.waitFirst[replica] = next;
          else entries[previous + P_NEXT_WAITING] = next;
          if (next < 0) replicas.waitLast[replica] = previous;
          this.settle(place, ErrorCode.REQUEST_TIMED_OUT, broker);
        } else {
          if (deadline < nearest) nearest = deadline;
          previous = place;
        }
        place = next;
      }
    }
    if (nearest < Infinity) this.arm(broker, nearest);
  }

  private insert(replica: number, place: number, requiredOffset: number, message: number): void {
    const { replicas, messages, shape } = this.cluster;
    const entries = messages.entries.array;
    let previous = -1;
    let current = replicas.waitFirst[replica]!;
    while (current >= 0 && entries[current + P_REQUIRED]! <= requiredOffset) {
      previous = current;
      current = entries[current + P_NEXT_WAITING]!;
    }
    entries[place + P_NEXT_WAITING] = current;
    if (previous < 0) replicas.waitFirst[replica] = place;
    else entries[previous + P_NEXT_WAITING] = place;
    this.added(shape.replicaBroker[replica]!, message);
  }

  private added(broker: number, message: number): void {
    const words = this.cluster.messages.words.array;
    words[message * MESSAGE_WORDS + M_B]!++;
    this.waitingCount[broker]!++;
    const deadline = words[message * MESSAGE_WORDS + M_DEADLINE]! * 1000;
    if (deadline < this.armedAt[broker]!) this.arm(broker, deadline);
  }

  private arm(broker: number, at: number): void {
    const { kernel, timerStream } = this.cluster;
    this.armedAt[broker] = at;
    kernel.at(at, CLASS_TIMER, timerStream[broker]!, EV_PRODUCE_EXPIRY, broker, 0, broker);
  }

  private settle(place: number, error: number, broker: number): void {
    const { messages } = this.cluster;
    const entries = messages.entries.array;
    entries[place + P_STATE] = error;
    const message = entries[place + P_MESSAGE]!;
    this.waitingCount[broker]!--;
    if (--messages.words.array[message * MESSAGE_WORDS + M_B]! === 0) this.onDone(message, broker);
  }
}

/** The places of a message's entries, for code that walks them. */
export function firstEntry(cluster: Cluster, message: number): number {
  const entry = cluster.messages.words.array[message * MESSAGE_WORDS + M_FIRST]!;
  return entry < 0 ? -1 : entry * ENTRY_WORDS;
}

/** The place of the entry after the one at `place`, -1: none. */
export function nextEntry(cluster: Cluster, place: number): number {
  const entry = cluster.messages.entries.array[place]!;
  return entry < 0 ? -1 : entry * ENTRY_WORDS;
}
