import { CLASS_TIMER, ErrorCode, growInt32, type Arena, type Growable } from '../../kernel';
import { EV_PRODUCER_STEP } from '../cluster/apis';
import type { ClientMetadata } from '../client/client-metadata';
import type { Cluster } from '../cluster/cluster';
import { APPENDED_FULL, APPENDED_NEW_BATCH, NO_MEMORY, type Accumulator } from './accumulator';
import type { PartitionChoice } from './partition-choice';
import type { ProducerColumns } from './producer-columns';
import type { ProducerPlan } from './producer-plan';
import type { Workloads } from './workload';

const NOT_BLOCKED = 0;
const BLOCKED_ON_METADATA = 1;
const BLOCKED_ON_MEMORY = 2;
const BLOCKED_IN_FLUSH = 3;

/** Steps of {@link EV_PRODUCER_STEP} below this are records that were moved; at and above it, ends of a wait. */
export const STEP_BLOCK = 2 ** 30;

/** What calls of send() do to the client behind them. */
export interface SendEffects {
  /** A batch became sendable. */
  pass(producer: number): void;
  /** A new batch lingers. */
  lingerFrom(producer: number): void;
  /** A record failed before it reached a batch. */
  refuse(producer: number, record: number, error: number): void;
  /** The application's thread goes on. */
  resumed(producer: number): void;
}

/**
 * The application's calls, on its one thread: send() with what it waits for, flush(), and what the application itself
 * sends again (K-PROD-1, K-PROD-2, K-PROD-4, K-PROD-9, K-PROD-10, K-IDEM-11).
 */
export class SendCalls {
  /** Why the thread blocks, which step it is in, when that was due, and how often it has blocked. */
  private readonly blocked: Uint8Array;
  private readonly blockedStep: Int32Array;
  private readonly blockedDue: Float64Array;
  private readonly blocks: Int32Array;
  /** How often the application has sent an intent again, by record. */
  private readonly resent: Growable<Int32Array>;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly metadata: ClientMetadata,
    private readonly plans: readonly ProducerPlan[],
    private readonly workloads: Workloads,
    private readonly columns: ProducerColumns,
    private readonly accumulator: Accumulator,
    private readonly choice: PartitionChoice,
    private readonly effects: SendEffects,
  ) {
    const count = plans.length;
    this.blocked = arena.uint8(count);
    this.blockedStep = arena.int32(count);
    this.blockedDue = arena.float64(count);
    this.blocks = arena.int32(count);
    this.resent = arena.growableInt32(64);
  }

  isBlocked(producer: number): boolean {
    return this.blocked[producer] !== NOT_BLOCKED;
  }

  isBlockedOnMemory(producer: number): boolean {
    return this.blocked[producer] === BLOCKED_ON_MEMORY;
  }

  /** A process begins. */
  reset(producer: number): void {
    this.blocked[producer] = NOT_BLOCKED;
  }

  /** Calls send() with the record of a step that was due at `due` µs. */
  send(producer: number, step: number, due: number): void {
    this.columns.sent[producer]!++;
    if (!this.trySend(producer, step, due)) this.block(producer, step, due);
  }

  /** Calls flush(): everything is sendable, and the thread waits until every batch has its result (K-PROD-10). */
  flush(producer: number): void {
    if (this.columns.incomplete[producer] === 0) return;
    this.columns.isFlushing[producer] = 1;
    this.blocked[producer] = BLOCKED_IN_FLUSH;
    this.effects.pass(producer);
  }

  /** The `serial`-th wait has lasted for `max.block.ms`: one budget for metadata and memory (K-PROD-2). */
  onWaitEnded(producer: number, serial: number): void {
    if (this.blocks[producer] !== serial || this.blocked[producer] === BLOCKED_IN_FLUSH) return;
    if (this.blocked[producer] === BLOCKED_ON_METADATA) this.refusePending(producer, ErrorCode.METADATA_TIMEOUT);
    else if (this.blocked[producer] === BLOCKED_ON_MEMORY) this.refusePending(producer, ErrorCode.BUFFER_EXHAUSTED);
  }

  /** There is metadata now. */
  onMetadata(producer: number): void {
    if (this.blocked[producer] === BLOCKED_ON_METADATA) this.unblock(producer);
  }

  /** A batch has its result and its memory is free. */
  onSettled(producer: number): void {
    if (this.blocked[producer] === BLOCKED_ON_MEMORY) this.unblock(producer);
    if (this.columns.incomplete[producer]! > 0 || this.blocked[producer] !== BLOCKED_IN_FLUSH) return;
    this.blocked[producer] = NOT_BLOCKED;
    this.columns.isFlushing[producer] = 0;
    this.effects.resumed(producer);
  }

  /** close() was called: a send() that waits fails. */
  onClose(producer: number): void {
    if (this.blocked[producer] === BLOCKED_IN_FLUSH) this.blocked[producer] = NOT_BLOCKED;
    else if (this.blocked[producer] !== NOT_BLOCKED) this.refusePending(producer, ErrorCode.PRODUCER_CLOSED);
  }

  /** The application sends what failed again, as often as it is told to (K-IDEM-11). */
  sendAgain(producer: number, batch: number, record: number): void {
    const times = this.plans[producer]!.resendTimes;
    if (times === 0) return;
    const { batches } = this.cluster.trace.facts;
    if (batch < 0) {
      this.resend(producer, record, times);
      return;
    }
    const first = batches.firstSlot[batch]!;
    for (let i = 0; i < batches.count[batch]!; i++) this.resend(producer, batches.recordAt[first + i]!, times);
  }

  private resend(producer: number, record: number, times: number): void {
    const { records } = this.cluster.trace.facts;
    growInt32(this.resent, record + 1);
    const done = this.resent.array[record]!;
    if (done >= times) return;
    const { next } = this.workloads;
    const { shape } = this.cluster;
    next.topic = shape.partitionTopic[records.partition[record]!]!;
    next.partition = records.partition[record]! - shape.topicFirst[next.topic]!;
    next.key = records.key[record]!;
    next.value = records.value[record]!;
    next.valueBytes = records.sizeBytes[record]!;
    next.eventTimeMs = records.eventTimeMs[record]!;
    this.columns.sent[producer]!++;
    const was = this.blocked[producer]!;
    if (!this.add(producer, records.intent[record]!)) {
      this.blocked[producer] = was;
      return;
    }
    growInt32(this.resent, this.accumulator.lastRecord + 1);
    this.resent.array[this.accumulator.lastRecord] = done + 1;
  }

  /** One call of send() (K-PROD-1). False: it blocks, {@link blocked} says why. */
  private trySend(producer: number, step: number, due: number): boolean {
    const { producerSettings } = this.cluster;
    this.workloads.fill(producer, step, due);
    const { next } = this.workloads;
    if (!this.metadata.hasAny(producer) || next.partition >= this.metadata.partitionsOf(producer, next.topic)) {
      this.blocked[producer] = BLOCKED_ON_METADATA;
      return false;
    }
    const estimate = this.accumulator.estimate(next.key, next.valueBytes);
    const isTooLarge =
      estimate > producerSettings.maxRequestBytes[producer]! || estimate > producerSettings.bufferBytes[producer]!;
    if (isTooLarge) {
      this.refuseNext(producer, ErrorCode.RECORD_TOO_LARGE);
      return true;
    }
    return this.add(producer, -1);
  }

  /** Appends the record in `workloads.next`; false: no memory. */
  private add(producer: number, intent: number): boolean {
    const { shape } = this.cluster;
    const { accumulator, choice } = this;
    const { topic, partition: number, key, value, valueBytes, eventTimeMs } = this.workloads.next;
    let partition = number >= 0 ? shape.topicFirst[topic]! + number : choice.choose(producer, topic, key);
    const isSticky = number < 0 && choice.isSticky;
    let closedOne = false;
    if (isSticky && accumulator.closeIfFull(producer, partition, key, valueBytes, eventTimeMs)) {
      closedOne = true;
      partition = choice.choose(producer, topic, key);
    }
    const outcome = accumulator.append(producer, partition, key, value, valueBytes, eventTimeMs, intent);
    if (outcome === NO_MEMORY) {
      this.blocked[producer] = BLOCKED_ON_MEMORY;
      this.effects.pass(producer);
      return false;
    }
    if (isSticky) choice.appended(producer, topic, partition, accumulator.lastBytes);
    if (outcome === APPENDED_FULL || closedOne) this.effects.pass(producer);
    else if (outcome === APPENDED_NEW_BATCH) {
      if (this.cluster.producerSettings.lingerMicros[producer] === 0) this.effects.pass(producer);
      else this.effects.lingerFrom(producer);
    }
    return true;
  }

  private block(producer: number, step: number, due: number): void {
    const { kernel, shape, timerStream, producerSettings } = this.cluster;
    if (this.blocked[producer] === BLOCKED_ON_METADATA) this.metadata.requestUpdate(producer);
    this.blockedStep[producer] = step;
    this.blockedDue[producer] = due;
    const actor = shape.firstProducer + producer;
    const serial = ++this.blocks[producer]!;
    const at = kernel.now + producerSettings.maxBlockMicros[producer]!;
    kernel.at(at, CLASS_TIMER, timerStream[actor]!, EV_PRODUCER_STEP, producer, STEP_BLOCK + serial, actor);
  }

  /** What the thread waited for may be there. Still blocked, the wait goes on under the limit that it began with. */
  private unblock(producer: number): void {
    this.blocked[producer] = NOT_BLOCKED;
    if (this.trySend(producer, this.blockedStep[producer]!, this.blockedDue[producer]!)) this.effects.resumed(producer);
  }

  private refusePending(producer: number, error: number): void {
    this.blocked[producer] = NOT_BLOCKED;
    this.workloads.fill(producer, this.blockedStep[producer]!, this.blockedDue[producer]!);
    this.refuseNext(producer, error);
    this.effects.resumed(producer);
  }

  private refuseNext(producer: number, error: number): void {
    const { trace, kernel, shape } = this.cluster;
    const { topic, partition: number, key, value, valueBytes, eventTimeMs } = this.workloads.next;
    const incarnation = kernel.incarnation[shape.firstProducer + producer]!;
    const isKnown = number >= 0 && number < shape.topicPartitions[topic]!;
    const partition = shape.topicFirst[topic]! + (isKnown ? number : 0);
    const { records } = trace.facts;
    const now = kernel.now;
    const record = records.append(now, incarnation, partition, key, value, valueBytes, eventTimeMs, -1, -1, -1);
    this.effects.refuse(producer, record, error);
  }
}
