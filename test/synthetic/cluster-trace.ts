/**
 * Writes traces of clusters that behave plausibly, without a simulator: for tests and benchmarks of what reads traces.
 *
 * Producers send batches, leaders append, followers follow a network delay later, high watermarks a fetch after that,
 * members read and commit. A broker may be killed; the controller notices `detectMicros` later.
 */
import {
  AppendFlag,
  Arena,
  CARRIES,
  ElectionFlag,
  GroupStateCode,
  MESSAGE,
  MESSAGE_LOST,
  RowKind,
  Trace,
  findLogBatch,
  viewOf,
  type TraceNames,
  type TraceView,
} from '../../simulations/kernel/index';
import { namesOf, type ClusterTraceOptions } from './cluster-options';

export type { ClusterTraceOptions } from './cluster-options';

const PRODUCE = 0;
const FETCH = 1;

export interface ClusterTrace {
  names: TraceNames;
  trace: TraceView;
  endMicros: number;
}

interface Timed {
  at: number;
  order: number;
  run: () => void;
}

/** A run of `options`, finished. */
export function clusterTrace(options: ClusterTraceOptions = {}): ClusterTrace {
  const writer = new ClusterWriter(options);
  writer.run();
  return { names: writer.names, trace: viewOf(writer.trace), endMicros: writer.endMicros };
}

class ClusterWriter {
  readonly trace = new Trace(new Arena(), 'full');
  readonly names: TraceNames;
  readonly endMicros: number;
  private readonly options: Required<Omit<ClusterTraceOptions, 'kill'>> & Pick<ClusterTraceOptions, 'kill'>;
  private readonly queue: Timed[] = [];
  private order = 0;
  private now = 0;
  private seed: number;
  private readonly alive: boolean[];
  private readonly leader: number[];
  private readonly leaderEpoch: number[];
  private readonly inSync: number[];
  private readonly tip: number[][];
  private readonly logEnd: number[][];
  private readonly highWatermark: number[];
  private readonly position = new Map<string, number>();
  private readonly fetching = new Set<string>();

  constructor(options: ClusterTraceOptions) {
    this.options = {
      seed: 7,
      brokers: 3,
      partitions: 3,
      replicationFactor: Infinity,
      producers: ['checkout', 'mobile'],
      groups: { invoice: 2, fraud: 1, iceberg: 1 },
      batchRate: 2.5,
      recordsInBatch: 1,
      keys: [...'abcdefgh'],
      durationMicros: 15_000_000,
      networkMicros: 200_000,
      replicaLinkMicros: 250_000,
      acksLeaderOnly: true,
      commitEveryMicros: 500_000,
      ...options,
    };
    this.seed = this.options.seed;
    this.endMicros = this.options.durationMicros;
    this.names = namesOf(this.options);
    const { brokers, partitions } = this.options;
    this.alive = Array.from({ length: this.names.actors.length }, () => true);
    this.leader = Array.from({ length: partitions }, (_, partition) => partition % brokers);
    this.leaderEpoch = Array.from({ length: partitions }, () => 0);
    this.inSync = this.names.partitionReplicas.map((replicas) => replicas.reduce((mask, it) => mask | (1 << it), 0));
    this.tip = Array.from({ length: partitions }, () => Array.from({ length: brokers }, () => -1));
    this.logEnd = Array.from({ length: partitions }, () => Array.from({ length: brokers }, () => 0));
    this.highWatermark = Array.from({ length: partitions }, () => 0);
  }

  run(): void {
    this.begin();
    while (this.queue.length > 0) {
      const next = this.pop();
      if (next.at > this.endMicros) break;
      this.now = next.at;
      next.run();
    }
  }

  private begin(): void {
    const { names, options } = this;
    names.actors.forEach((_, actor) => this.trace.facts.incarnations.append(actor, 1));
    this.row(RowKind.runStart, 0, 0, 0);
    for (let partition = 0; partition < options.partitions; partition++) this.elect(partition, ElectionFlag.initial);
    names.groups.forEach((_, group) => this.join(group));
    names.actorKinds.forEach((kind, actor) => {
      if (kind !== 'producer') return;
      const gap = 1e6 / options.batchRate;
      for (let at = gap * this.random(); at < options.durationMicros; at += gap * (0.6 + 0.8 * this.random())) {
        this.at(Math.round(at), () => this.send(actor));
      }
    });
    const { kill } = options;
    if (kill) {
      this.at(kill.atMicros, () => this.kill(kill.broker));
      this.at(kill.atMicros + kill.detectMicros, () => this.fence(kill.broker));
      if (kill.restartAtMicros !== undefined) this.at(kill.restartAtMicros, () => this.restart(kill.broker));
    }
  }

  private join(group: number): void {
    const { names, options } = this;
    const members = names.actors.map((_, actor) => actor).filter((actor) => names.actorGroup[actor] === group);
    for (const member of members) {
      this.row(RowKind.actorStarted, member, 0, 0);
      this.row(RowKind.memberJoined, 0, group, member, 1);
    }
    this.row(RowKind.groupState, 0, group, GroupStateCode.Stable, 1, 0, members.length);
    for (let partition = 0; partition < options.partitions; partition++) {
      const member = members[Math.floor((partition * members.length) / options.partitions)]!;
      this.row(RowKind.ownership, 0, partition, member, 1, group);
      this.row(RowKind.partitionAssigned, member, partition, 1);
      this.row(RowKind.positionSet, member, partition, 0);
      this.position.set(`${group}/${partition}`, 0);
    }
    const commit = (): void => {
      for (const member of members) this.commit(member);
      this.at(this.now + options.commitEveryMicros, commit);
    };
    this.at(options.commitEveryMicros, commit);
  }

  private commit(member: number): void {
    const group = this.names.actorGroup[member]!;
    for (let partition = 0; partition < this.options.partitions; partition++) {
      const members = this.membersOf(group);
      if (members[Math.floor((partition * members.length) / this.options.partitions)] !== member) continue;
      // Groups keep different distances, so that their pointers can be told apart.
      const offset = Math.max(0, this.position.get(`${group}/${partition}`)! - group * 3);
      this.row(RowKind.commitOk, member, partition, offset, 1, 1);
    }
  }

  private membersOf(group: number): number[] {
    return this.names.actors.map((_, actor) => actor).filter((actor) => this.names.actorGroup[actor] === group);
  }

  private send(producer: number): void {
    const { names, options, trace } = this;
    const key = Math.floor(this.random() * names.keys.length);
    const partition = key % options.partitions;
    const count = Math.max(1, Math.round(options.recordsInBatch * (0.5 + this.random())));
    const { batches, records } = trace.facts;
    const batch = batches.open(partition, producer, this.now, -1);
    const first = batches.reserve(count);
    for (let i = 0; i < count; i++) {
      const of = i === 0 ? key : (key + options.partitions * Math.floor(this.random() * 3)) % names.keys.length;
      const record = records.append(this.now, producer, partition, of, i, 100, 0, -1, batch, -1);
      batches.recordAt[first + i] = record;
    }
    batches.firstSlot[batch] = first;
    batches.count[batch] = count;
    batches.closedAtMicros[batch] = this.now;
    this.attempt(producer, batch, partition, 1);
  }

  private attempt(producer: number, batch: number, partition: number, n: number): void {
    const broker = this.leader[partition]!;
    this.row(RowKind.sendAttempt, producer, partition, batch, n, broker);
    const count = this.trace.facts.batches.count[batch]!;
    this.message(producer, broker, PRODUCE, this.options.networkMicros, partition, batch, 0, count, -1, (arrived) => {
      if (arrived && this.leader[partition] === broker) return this.appendLeader(producer, batch, partition, broker);
      this.row(RowKind.sendRetry, producer, partition, batch, 7, n);
      if (n < 20) this.at(this.now + 300_000, () => this.attempt(producer, batch, partition, n + 1));
    });
  }

  private appendLeader(producer: number, batch: number, partition: number, broker: number): void {
    const { batches, logBatches } = this.trace.facts;
    const from = this.logEnd[partition]![broker]!;
    const node = logBatches.append(
      partition,
      batch,
      batches.count[batch]!,
      this.leaderEpoch[partition]!,
      this.tip[partition]![broker]!,
      100,
    );
    logBatches.appendedAtMicros[node] = this.now;
    this.setLog(partition, broker, node);
    this.row(RowKind.append, broker, partition, node, from, logBatches.endOffset[node]!);
    if (this.options.acksLeaderOnly) this.acknowledge(producer, batch, partition, broker, from);
    else
      this.at(this.now + 3 * this.options.replicaLinkMicros, () =>
        this.acknowledge(producer, batch, partition, broker, from),
      );
    for (const follower of this.names.partitionReplicas[partition]!.toSorted((a, b) => a - b))
      if (follower !== broker) this.replicate(partition, broker, follower);
  }

  private acknowledge(producer: number, batch: number, partition: number, broker: number, offset: number): void {
    if (!this.alive[broker]) return;
    this.message(broker, producer, PRODUCE, this.options.networkMicros, partition, -1, 0, 0, -1, () => {
      this.row(RowKind.sendOk, producer, partition, batch, offset, this.leaderEpoch[partition]!);
    });
  }

  private replicate(partition: number, broker: number, follower: number): void {
    const key = `r${partition}/${follower}`;
    const from = this.logEnd[partition]![follower]!;
    const to = this.logEnd[partition]![broker]!;
    if (this.fetching.has(key) || !this.alive[follower] || !this.alive[broker] || from >= to) return;
    this.fetching.add(key);
    const node = this.tip[partition]![broker]!;
    this.message(broker, follower, FETCH, this.options.replicaLinkMicros, partition, -1, from, to, node, (arrived) => {
      this.fetching.delete(key);
      if (!arrived || this.leader[partition] !== broker) return;
      this.setLog(partition, follower, node);
      this.row(RowKind.append, follower, partition, node, from, to, 0, AppendFlag.follower);
      this.at(this.now + this.options.replicaLinkMicros, () => this.advance(partition, broker));
      this.replicate(partition, broker, follower);
    });
  }

  private advance(partition: number, broker: number): void {
    if (!this.alive[broker] || this.leader[partition] !== broker) return;
    const ends = this.logEnd[partition]!.filter((_, it) => this.inSync[partition]! & (1 << it));
    const highWatermark = Math.min(...ends);
    if (highWatermark <= this.highWatermark[partition]!) return;
    this.highWatermark[partition] = highWatermark;
    this.row(RowKind.highWatermark, broker, partition, highWatermark, this.leaderEpoch[partition]!);
    this.names.groups.forEach((_, group) => this.deliver(group, partition));
  }

  private deliver(group: number, partition: number): void {
    const key = `g${group}/${partition}`;
    const from = this.position.get(`${group}/${partition}`)!;
    const to = this.highWatermark[partition]!;
    const broker = this.leader[partition]!;
    if (this.fetching.has(key) || from >= to || broker < 0 || !this.alive[broker]) return;
    this.fetching.add(key);
    const members = this.membersOf(group);
    const member = members[Math.floor((partition * members.length) / this.options.partitions)]!;
    const node = findLogBatch(this.trace.facts.logBatches, this.tip[partition]![broker]!, to);
    this.message(broker, member, FETCH, this.options.networkMicros, partition, -1, from, to, node, (arrived) => {
      this.fetching.delete(key);
      if (!arrived) return;
      this.position.set(`${group}/${partition}`, to);
      this.row(RowKind.poll, member, partition, from, to, to);
      this.deliver(group, partition);
    });
  }

  private kill(broker: number): void {
    this.alive[broker] = false;
    this.row(RowKind.actorCrashed, broker, 0, 0);
  }

  private fence(broker: number): void {
    this.row(RowKind.brokerFenced, this.names.actors.indexOf('controller-1'), broker, 0);
    for (let partition = 0; partition < this.options.partitions; partition++) {
      const replicas = this.names.partitionReplicas[partition]!;
      if (!replicas.includes(broker)) continue;
      this.inSync[partition]! &= ~(1 << broker);
      if (this.leader[partition] === broker) {
        this.leader[partition] = replicas[(replicas.indexOf(broker) + 1) % replicas.length]!;
        this.leaderEpoch[partition]!++;
        this.elect(partition, 0);
      } else {
        this.row(RowKind.isrChanged, 0, partition, this.inSync[partition]!, 0, -1, 1);
      }
    }
  }

  private restart(broker: number): void {
    this.alive[broker] = true;
    const life = this.trace.facts.incarnations.append(broker, 2);
    this.append(RowKind.actorStarted, life, 0, 0, 0, 0, 0, 0);
    this.row(RowKind.brokerUnfenced, this.names.actors.indexOf('controller-1'), broker, 0);
  }

  private elect(partition: number, flags: number): void {
    const leader = this.leader[partition]!;
    const controller = this.names.actors.indexOf('controller-1');
    const epoch = this.leaderEpoch[partition]!;
    this.row(RowKind.leaderElected, controller, partition, leader, epoch, this.inSync[partition]!, epoch, flags);
    this.row(RowKind.leaderStarted, leader, partition, epoch, this.logEnd[partition]![leader]!);
    for (const broker of this.names.partitionReplicas[partition]!.toSorted((a, b) => a - b)) {
      if (broker !== leader && this.alive[broker]) this.row(RowKind.followerStarted, broker, partition, epoch, leader);
    }
  }

  private setLog(partition: number, broker: number, node: number): void {
    this.tip[partition]![broker] = node;
    this.logEnd[partition]![broker] = this.trace.facts.logBatches.endOffset[node]!;
  }

  private message(
    from: number,
    to: number,
    api: number,
    delayMicros: number,
    partition: number,
    batch: number,
    first: number,
    end: number,
    tip: number,
    then: (arrived: boolean) => void,
  ): void {
    const { messages } = this.trace;
    const transit = Math.round(delayMicros * (0.8 + 0.4 * this.random()));
    const carries = end > first ? 1 : 0;
    const row = messages.append(this.now, MESSAGE, from, 0, to, api, transit, 0, carries, -1, 0);
    if (carries) messages.append(this.now, CARRIES, from, 0, partition, batch, first, end, tip, -1, 0);
    this.at(this.now + transit, () => {
      const arrived = this.alive[to]!;
      if (!arrived) messages.append(this.now, MESSAGE_LOST, from, 0, 0, row, 0, 0, 0, -1, 0);
      then(arrived);
    });
  }

  private row(kind: number, actor: number, subject: number, a: number, b = 0, c = 0, d = 0, flags = 0): void {
    this.append(kind, actor, flags, subject, a, b, c, d);
  }

  private append(
    kind: number,
    incarnation: number,
    flags: number,
    subject: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void {
    this.trace.history.append(this.now, kind, incarnation, flags, subject, a, b, c, d, -1, -1);
  }

  private at(at: number, run: () => void): void {
    const entry = { at, order: this.order++, run };
    const heap = this.queue;
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = entry;
  }

  private pop(): Timed {
    const heap = this.queue;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return first;
  }

  private random(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

function before(left: Timed, right: Timed): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
