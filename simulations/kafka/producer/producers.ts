import { CLASS_TIMER, CrashFlag, ErrorCode, growInt32, RowKind, type Arena, type Growable } from '../../kernel';
import { BREAK_TIMEOUT, M_A, M_API, M_ERROR, MESSAGE_WORDS } from '../../network';
import { API_INIT_PRODUCER_ID, API_METADATA, API_PRODUCE, EV_PRODUCER_STEP } from '../cluster/apis';
import type { ClientMetadata } from '../client/client-metadata';
import type { Cluster } from '../cluster/cluster';
import type { Effective } from '../cluster/settings';
import { Accumulator, APPENDED_FULL, APPENDED_NEW_BATCH, NO_MEMORY } from './accumulator';
import { BatchResults } from './batch-results';
import { PartitionChoice } from './partition-choice';
import { ProducerColumns } from './producer-columns';
import { ProducerIdentity } from './producer-identity';
import type { ProducerPlan } from './producer-plan';
import { Sender } from './sender';
import { Workloads, type WorkloadChange } from './workload';

const NOT_BLOCKED = 0;
const BLOCKED_ON_METADATA = 1;
const BLOCKED_ON_MEMORY = 2;

/** The application is up, is closing, or is down. */
const UP = 1;
const CLOSING = 2;
const DOWN = 0;

/** Steps of {@link EV_PRODUCER_STEP} below this are records that were moved; at and above it, ends of a wait. */
const STEP_BLOCK = 2 ** 30;

/**
 * Producer processes: an application that calls send() on one thread, and the client behind it (spec/kafka.md A).
 * Every producer is a lane of the kernel: the time of its next step is a number.
 */
export class Producers {
  readonly columns: ProducerColumns;
  readonly workloads: Workloads;
  readonly results: BatchResults;
  private readonly accumulator: Accumulator;
  private readonly choice: PartitionChoice;
  private readonly identity: ProducerIdentity;
  private readonly sender: Sender;
  private readonly state: Uint8Array;
  /** Why send() blocks, since when (K-PROD-2), and how often it has blocked. */
  private readonly blocked: Uint8Array;
  private readonly blockedAt: Float64Array;
  private readonly blocks: Int32Array;
  /** Due time of the step that blocks. */
  private readonly blockedDue: Float64Array;
  /** How often the application has sent an intent again, by record. */
  private readonly resent: Growable<Int32Array>;
  /** Failed records by producer and error, for the result: a list of (error, count) in a cell. */
  private readonly errors: { value: ReadonlyMap<number, number> }[];
  /** Settings that wait for the end of the process, by producer. */
  private readonly nextSettings: { value: Effective | null }[];
  /** 1: the clean close that is under way makes room for new settings. */
  private readonly startsAgain: Uint8Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly metadata: ClientMetadata,
    private readonly plans: readonly ProducerPlan[],
    keys: { readonly bytes: Int32Array; readonly hash: Int32Array },
    clientPartitioner: readonly (((key: number, partitions: number) => number) | null)[],
  ) {
    const count = plans.length;
    this.columns = new ProducerColumns(arena, cluster.shape);
    this.workloads = new Workloads(arena, cluster, plans);
    this.accumulator = new Accumulator(arena, cluster, this.columns, keys.bytes);
    this.choice = new PartitionChoice(arena, cluster, metadata, this.columns, keys.hash, clientPartitioner);
    this.results = new BatchResults(
      arena,
      cluster,
      this.columns,
      metadata,
      this.accumulator,
      () => this.identity,
      {
        onFailed: (producer, batch, record) => this.sendAgain(producer, batch, record),
        onSettled: (producer) => this.onSettled(producer),
      },
      (producer, error, records) => this.countError(producer, error, records),
    );
    this.identity = new ProducerIdentity(arena, cluster, {
      requestProducerId: (producer) => this.sender.requestProducerId(producer),
      renumberBatches: (producer) => this.results.renumber(producer),
      flushAll: (producer) => {
        this.columns.isFlushing[producer] = 1;
      },
      failAllBatches: (producer) => this.results.crash(producer),
      dropAllBatches: (producer) => this.results.crash(producer),
    });
    this.sender = new Sender(
      arena,
      cluster,
      this.columns,
      metadata,
      this.accumulator,
      this.identity,
      this.results,
      (producer) => this.blocked[producer] === BLOCKED_ON_MEMORY,
    );
    this.state = arena.uint8(count);
    this.blocked = arena.uint8(count);
    this.blockedAt = arena.float64(count);
    this.blocks = arena.int32(count);
    this.blockedDue = arena.float64(count);
    this.resent = arena.growableInt32(64);
    this.errors = plans.map(() => arena.cell<ReadonlyMap<number, number>>(new Map()));
    this.nextSettings = plans.map(() => arena.cell<Effective | null>(null));
    this.startsAgain = arena.uint8(count);
  }

  /** Every producer's process starts with the run. */
  startAll(): void {
    for (let producer = 0; producer < this.plans.length; producer++)
      this.begin(producer, this.plans[producer]!.settings);
  }

  /** The lane of a producer: its next step is due. */
  onLane(producer: number): void {
    const due = this.cluster.kernel.laneAt[producer]!;
    const step = this.workloads.stepOf(producer);
    this.workloads.advance(producer);
    const { workload } = this.plans[producer]!;
    if (workload.kind === 'script') {
      this.runOp(producer, step, workload.ops[step]!.op);
      this.schedule(producer);
      return;
    }
    const move = this.workloads.moveOf(producer, step);
    if (move > 0) {
      const { kernel, timerStream, shape } = this.cluster;
      const actor = shape.firstProducer + producer;
      kernel.at(kernel.now + move, CLASS_TIMER, timerStream[actor]!, EV_PRODUCER_STEP, producer, step, actor);
    } else {
      this.send(producer, step, due);
    }
    this.schedule(producer);
  }

  /** A moved record is due, or the wait of a blocked send() may be over. */
  onStep(producer: number, step: number): void {
    if (step < STEP_BLOCK) {
      this.sendMoved(producer, step);
      return;
    }
    if (this.blocked[producer] === NOT_BLOCKED || this.blocks[producer] !== step - STEP_BLOCK) return;
    const error =
      this.blocked[producer] === BLOCKED_ON_METADATA ? ErrorCode.METADATA_TIMEOUT : ErrorCode.BUFFER_EXHAUSTED;
    this.blocked[producer] = NOT_BLOCKED;
    this.refusePending(producer, error);
    this.schedule(producer);
  }

  private sendMoved(producer: number, step: number): void {
    const { kernel, timerStream, shape } = this.cluster;
    if (this.blocked[producer] === NOT_BLOCKED) {
      this.send(producer, step, kernel.now - this.workloads.moveOf(producer, step));
      return;
    }
    // The application's one thread is inside another send(): this one comes after it.
    const actor = shape.firstProducer + producer;
    kernel.at(kernel.now + 1000, CLASS_TIMER, timerStream[actor]!, EV_PRODUCER_STEP, producer, step, actor);
  }

  onWake(producer: number): void {
    this.sender.onWake(producer);
  }

  /** An answer for a producer. */
  onAnswer(message: number, producer: number): void {
    const words = this.cluster.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const api = words[base + M_API]!;
    if (api === API_PRODUCE) this.results.onAnswer(message, producer);
    else if (api === API_METADATA) this.metadata.onAnswer(message, producer);
    else if (api === API_INIT_PRODUCER_ID) {
      if (words[base + M_ERROR] === ErrorCode.NONE) this.identity.received(producer, words[base + M_A]!);
      else this.identity.refused(producer);
    }
    this.sender.pass(producer);
  }

  onConnected(producer: number): void {
    this.metadata.onConnected(producer);
    this.sender.pass(producer);
  }

  /** A connection broke: once for each request in flight, then with message -1. */
  onBroken(message: number, why: number, producer: number): void {
    if (message < 0) {
      this.metadata.onBroken(producer, false);
      this.sender.pass(producer);
      return;
    }
    const api = this.cluster.messages.words.array[message * MESSAGE_WORDS + M_API]!;
    const error = why === BREAK_TIMEOUT ? ErrorCode.REQUEST_TIMED_OUT : ErrorCode.NETWORK_EXCEPTION;
    if (api === API_PRODUCE) this.results.onBroken(message, producer, error);
    else if (api === API_METADATA) this.metadata.onBroken(producer, true);
    else if (api === API_INIT_PRODUCER_ID) this.identity.refused(producer);
  }

  /** New metadata: what waited for it goes on. */
  onMetadata(producer: number): void {
    if (this.blocked[producer] === BLOCKED_ON_METADATA) this.unblock(producer);
    this.sender.pass(producer);
  }

  /** True while the process runs. */
  isUp(producer: number): boolean {
    return this.state[producer] !== DOWN;
  }

  /** The process is killed: nothing of it is left (K-PROD-10). */
  kill(producer: number): void {
    this.end(producer, 0);
  }

  /** A clean close: what is buffered goes out first (K-PROD-10). */
  stop(producer: number): void {
    this.startsAgain[producer] = 0;
    this.close(producer);
  }

  private close(producer: number): void {
    if (this.state[producer] !== UP) return;
    this.state[producer] = CLOSING;
    this.cluster.kernel.laneAt[producer] = Infinity;
    this.identity.requestClose(producer);
    this.sender.pass(producer);
    this.onSettled(producer);
  }

  /** Starts a process that is down, with the settings it had. */
  restart(producer: number): void {
    if (this.state[producer] !== DOWN) return;
    const { kernel, shape } = this.cluster;
    const actor = shape.firstProducer + producer;
    kernel.beginLife(actor);
    kernel.cause = kernel.row(RowKind.actorStarted, actor, 0, -1, 0, 0, 0, 0);
    this.workloads.skipToNow(producer);
    this.begin(producer, this.nextSettings[producer]!.value ?? this.plans[producer]!.settings);
  }

  /** New settings: a clean close and a new process with them. */
  configure(producer: number, settings: Effective): void {
    this.nextSettings[producer]!.value = settings;
    if (this.state[producer] !== UP) return;
    this.startsAgain[producer] = 1;
    this.close(producer);
  }

  change(producer: number, change: WorkloadChange): void {
    this.workloads.change(producer, change);
    this.schedule(producer);
  }

  multiply(producer: number, factor: number): void {
    this.workloads.multiply(producer, factor);
    this.schedule(producer);
  }

  /** Failed records by error. */
  errorsOf(producer: number): ReadonlyMap<number, number> {
    return this.errors[producer]!.value;
  }

  private begin(producer: number, settings: Effective): void {
    const { producerSettings } = this.cluster;
    producerSettings.load(producer, settings, this.plans[producer]!.client);
    this.state[producer] = UP;
    this.blocked[producer] = NOT_BLOCKED;
    this.columns.isFlushing[producer] = 0;
    this.columns.wakeAt[producer] = Infinity;
    this.columns.freeBytes[producer] = producerSettings.bufferBytes[producer]!;
    this.metadata.reset(producer);
    this.choice.reset(producer);
    this.identity.begin(producer);
    this.metadata.requestUpdate(producer);
    this.schedule(producer);
  }

  private end(producer: number, flags: number): void {
    if (this.state[producer] === DOWN) return;
    const { kernel, shape, connections } = this.cluster;
    const actor = shape.firstProducer + producer;
    this.state[producer] = DOWN;
    kernel.laneAt[producer] = Infinity;
    kernel.cause = kernel.row(RowKind.actorCrashed, actor, flags, -1, 0, 0, 0, 0);
    this.identity.killed(producer);
    this.results.crash(producer);
    kernel.endLife(actor);
    connections.endProcess(actor, false);
  }

  private schedule(producer: number): void {
    const { kernel } = this.cluster;
    const isStopped = this.state[producer] !== UP || this.blocked[producer] !== NOT_BLOCKED;
    const due = isStopped ? Infinity : this.workloads.dueAt(producer);
    kernel.laneAt[producer] = due < kernel.now ? kernel.now : due;
  }

  private runOp(producer: number, step: number, op: string): void {
    switch (op) {
      case 'send':
        this.send(producer, step, this.cluster.kernel.now);
        break;
      case 'flush':
        this.columns.isFlushing[producer] = 1;
        this.sender.pass(producer);
        this.onSettled(producer);
        break;
      case 'close':
        this.stop(producer);
        break;
      case 'crash':
        this.end(producer, 0);
        break;
    }
  }

  private send(producer: number, step: number, due: number): void {
    this.columns.sent[producer]!++;
    if (!this.trySend(producer, step, due)) this.block(producer, step, due);
  }

  /** One call of send() (K-PROD-1). False: it blocks, {@link blocked} says why. */
  private trySend(producer: number, step: number, due: number): boolean {
    const { shape, producerSettings } = this.cluster;
    if (!this.metadata.hasAny(producer)) {
      this.blocked[producer] = BLOCKED_ON_METADATA;
      return false;
    }
    this.workloads.fill(producer, step, due);
    const { next } = this.workloads;
    if (next.partition >= shape.topicPartitions[next.topic]!) {
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
    const { next } = this.workloads;
    const named = next.partition >= 0 ? shape.topicFirst[next.topic]! + next.partition : -1;
    const partition = named >= 0 ? named : this.choice.choose(producer, next.topic, next.key);
    const outcome = this.accumulator.append(
      producer,
      partition,
      next.key,
      next.value,
      next.valueBytes,
      next.eventTimeMs,
      intent,
    );
    if (outcome === NO_MEMORY) {
      this.blocked[producer] = BLOCKED_ON_MEMORY;
      this.sender.pass(producer);
      return false;
    }
    if (next.key < 0 && named < 0) this.choice.appended(producer, next.topic, partition, next.valueBytes);
    if (outcome === APPENDED_FULL) this.sender.pass(producer);
    else if (outcome === APPENDED_NEW_BATCH) {
      if (this.cluster.producerSettings.lingerMicros[producer] === 0) this.sender.pass(producer);
      else this.sender.lingerFrom(producer);
    }
    return true;
  }

  private block(producer: number, step: number, due: number): void {
    const { kernel, shape, timerStream, producerSettings } = this.cluster;
    if (this.blocked[producer] === BLOCKED_ON_METADATA) this.metadata.requestUpdate(producer);
    this.blockedAt[producer] = step;
    this.blockedDue[producer] = due;
    const actor = shape.firstProducer + producer;
    const serial = ++this.blocks[producer]!;
    const at = kernel.now + producerSettings.maxBlockMicros[producer]!;
    kernel.at(at, CLASS_TIMER, timerStream[actor]!, EV_PRODUCER_STEP, producer, STEP_BLOCK + serial, actor);
  }

  private unblock(producer: number): void {
    const step = this.blockedAt[producer]!;
    const due = this.blockedDue[producer]!;
    const was = this.blocked[producer]!;
    this.blocked[producer] = NOT_BLOCKED;
    if (!this.trySend(producer, step, due)) {
      // Still nothing: the wait that began goes on under its own limit.
      if (this.blocked[producer] === NOT_BLOCKED) this.blocked[producer] = was;
      return;
    }
    this.schedule(producer);
  }

  private refusePending(producer: number, error: number): void {
    this.workloads.fill(producer, this.blockedAt[producer]!, this.blockedDue[producer]!);
    this.refuseNext(producer, error);
  }

  private refuseNext(producer: number, error: number): void {
    const { trace, kernel, shape } = this.cluster;
    const { next } = this.workloads;
    const incarnation = kernel.incarnation[shape.firstProducer + producer]!;
    const count = shape.topicPartitions[next.topic]!;
    const partition =
      shape.topicFirst[next.topic]! + (next.partition >= 0 && next.partition < count ? next.partition : 0);
    const record = trace.facts.records.append(
      kernel.now,
      incarnation,
      partition,
      next.key,
      next.value,
      next.valueBytes,
      next.eventTimeMs,
      -1,
      -1,
      -1,
    );
    this.results.refuse(producer, record, error);
  }

  /** The application sends what failed again, as often as it is told to (K-IDEM-11). */
  private sendAgain(producer: number, batch: number, record: number): void {
    const times = this.plans[producer]!.resendTimes;
    if (times === 0 || this.state[producer] !== UP) return;
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
    if (!this.add(producer, records.intent[record]!)) {
      this.blocked[producer] = NOT_BLOCKED;
      return;
    }
    growInt32(this.resent, this.accumulator.lastRecord + 1);
    this.resent.array[this.accumulator.lastRecord] = done + 1;
  }

  /** A batch is over: flush() or close() may be, and a send() that waits for memory goes on. */
  private onSettled(producer: number): void {
    if (this.blocked[producer] === BLOCKED_ON_MEMORY) this.unblock(producer);
    if (this.columns.incomplete[producer]! > 0) return;
    if (this.state[producer] === UP) {
      this.columns.isFlushing[producer] = 0;
      return;
    }
    if (this.state[producer] !== CLOSING) return;
    this.identity.drained(producer);
    const { kernel, shape } = this.cluster;
    kernel.cause = kernel.row(RowKind.clientClosed, shape.firstProducer + producer, 0, -1, 0, 0, 0, 0);
    this.end(producer, CrashFlag.clean);
    if (this.startsAgain[producer] === 1) this.restart(producer);
  }

  private countError(producer: number, error: number, records: number): void {
    const cell = this.errors[producer]!;
    cell.value = new Map(cell.value).set(error, (cell.value.get(error) ?? 0) + records);
  }
}
