import { CLASS_TIMER, CrashFlag, ErrorCode, RowKind, type Arena } from '../../kernel';
import { BREAK_TIMEOUT, M_A, M_API, M_ERROR, MESSAGE_WORDS } from '../../network';
import { API_INIT_PRODUCER_ID, API_METADATA, API_PRODUCE, EV_PRODUCER_STEP } from '../cluster/apis';
import type { ClientMetadata } from '../client/client-metadata';
import type { Cluster } from '../cluster/cluster';
import type { Effective } from '../cluster/settings';
import { Accumulator } from './accumulator';
import { BatchResults } from './batch-results';
import { PartitionChoice } from './partition-choice';
import { ProducerColumns } from './producer-columns';
import { ProducerIdentity } from './producer-identity';
import type { ProducerPlan } from './producer-plan';
import { SendCalls, STEP_BLOCK } from './send-calls';
import { Sender } from './sender';
import { Sequences } from './sequences';
import { Workloads, type WorkloadChange } from './workload';

/** The application is up, is closing, or is down. */
const UP = 1;
const CLOSING = 2;
const DOWN = 0;

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
  private readonly calls: SendCalls;
  private readonly state: Uint8Array;
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
    const sequences = new Sequences(cluster, this.columns, () => this.identity);
    this.results = new BatchResults(
      arena,
      cluster,
      this.columns,
      metadata,
      this.accumulator,
      sequences,
      {
        onFailed: (producer, batch, record) => {
          if (this.state[producer] === UP) this.calls.sendAgain(producer, batch, record);
        },
        onSettled: (producer) => this.onSettled(producer),
      },
      (producer, error, records) => this.countError(producer, error, records),
    );
    this.identity = new ProducerIdentity(arena, cluster, {
      requestProducerId: (producer) => this.sender.requestProducerId(producer),
      renumberBatches: (producer) => sequences.renumber(producer),
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
      sequences,
      (producer) => this.calls.isBlockedOnMemory(producer),
    );
    const { columns, workloads, accumulator, choice } = this;
    this.calls = new SendCalls(arena, cluster, metadata, plans, workloads, columns, accumulator, choice, {
      pass: (producer) => this.sender.pass(producer),
      lingerFrom: (producer) => this.sender.lingerFrom(producer),
      refuse: (producer, record, error) => this.results.refuse(producer, record, error),
      resumed: (producer) => this.schedule(producer),
    });
    this.state = arena.uint8(count);
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
      this.calls.send(producer, step, due);
    }
    this.schedule(producer);
  }

  /** A moved record is due, or the wait of a blocked send() may be over. */
  onStep(producer: number, step: number): void {
    if (step < STEP_BLOCK) {
      this.sendMoved(producer, step);
      return;
    }
    this.calls.onWaitEnded(producer, step - STEP_BLOCK);
  }

  private sendMoved(producer: number, step: number): void {
    const { kernel, timerStream, shape } = this.cluster;
    if (!this.calls.isBlocked(producer)) {
      this.calls.send(producer, step, kernel.now - this.workloads.moveOf(producer, step));
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
    this.calls.onMetadata(producer);
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
    this.calls.onClose(producer);
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

  /** The process stands still, or goes on: its application does too. */
  pauseChanged(producer: number): void {
    this.schedule(producer);
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
    this.calls.reset(producer);
    this.sender.reset(producer);
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
    const { kernel, shape } = this.cluster;
    const isPaused = kernel.frozen[shape.firstProducer + producer] === 1;
    const isStopped = this.state[producer] !== UP || isPaused || this.calls.isBlocked(producer);
    const due = isStopped ? Infinity : this.workloads.dueAt(producer);
    kernel.laneAt[producer] = due < kernel.now ? kernel.now : due;
  }

  private runOp(producer: number, step: number, op: string): void {
    switch (op) {
      case 'send':
        this.calls.send(producer, step, this.cluster.kernel.now);
        break;
      case 'flush':
        this.calls.flush(producer);
        break;
      case 'close':
        this.stop(producer);
        break;
      case 'crash':
        this.end(producer, 0);
        break;
    }
  }

  /** A batch is over: flush() or close() may be, and a send() that waits for memory goes on. */
  private onSettled(producer: number): void {
    this.calls.onSettled(producer);
    if (this.columns.incomplete[producer]! > 0 || this.state[producer] !== CLOSING) return;
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
