import { CLASS_TIMER, growInt32, RowKind, type Arena, type Growable } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { EV_MEMBER_THREAD } from './consumer-events';
import type { ConsumerPlan } from './consumer-plan';
import type { MemberLink } from './member-link';

const NEXT = 0;
const PARTITION = 1;
const FROM = 2;
const TO = 3;
const TIP = 4;
const CAUSE = 5;
const WORDS = 6;

/** What a record costs, and what its end brings about. */
export interface RecordWork {
  /** Time that the next record of `member` takes, in µs. */
  nextMicros(member: number): number;
  end(member: number, partition: number, offset: number, tip: number): void;
}

/** Records that the poll loop hands to threads, and the threads that work on them: what K-CON-20a warns of. */
export class WorkerThreads {
  private readonly pool: Growable<Int32Array>;
  /** 0: free slots, 1: slots ever used. */
  private readonly heads: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  /** Of each thread of each member: partition (-1: idle), offset, tip, cause of the record that it works on. */
  private readonly most: number;
  private readonly partition: Int32Array;
  private readonly offset: Int32Array;
  private readonly tip: Int32Array;
  private readonly cause: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly plan: ConsumerPlan,
    private readonly link: MemberLink,
    private readonly processing: RecordWork,
    /** Records were done: the application may have something to commit. */
    private readonly onProgress: (member: number) => void,
  ) {
    const members = cluster.shape.memberCount;
    this.most = plan.groups.reduce((most, group) => Math.max(most, group.processing.threads), 0);
    this.pool = arena.growableInt32(16 * WORDS);
    this.heads = arena.int32(2);
    this.heads[0] = -1;
    this.first = arena.int32(members, -1);
    this.last = arena.int32(members, -1);
    this.partition = arena.int32(members * this.most, -1);
    this.offset = arena.int32(members * this.most);
    this.tip = arena.int32(members * this.most);
    this.cause = arena.int32(members * this.most);
  }

  /** The process ended: nobody works on anything. */
  reset(member: number): void {
    for (let slot = this.first[member]!; slot >= 0; slot = this.first[member]!) this.drop(member, slot);
    this.partition.fill(-1, member * this.most, (member + 1) * this.most);
  }

  /** Puts [from, to) of the log of `tip` into the queue. */
  add(member: number, partition: number, from: number, to: number, tip: number, cause: number): void {
    const { heads } = this;
    let slot = heads[0]!;
    if (slot >= 0) heads[0] = this.pool.array[slot * WORDS + NEXT]!;
    else {
      slot = heads[1]!++;
      growInt32(this.pool, (slot + 1) * WORDS);
    }
    const pool = this.pool.array;
    const base = slot * WORDS;
    pool[base + NEXT] = -1;
    pool[base + PARTITION] = partition;
    pool[base + FROM] = from;
    pool[base + TO] = to;
    pool[base + TIP] = tip;
    pool[base + CAUSE] = cause;
    const last = this.last[member]!;
    if (last < 0) this.first[member] = slot;
    else pool[last * WORDS + NEXT] = slot;
    this.last[member] = slot;
  }

  /** Idle threads take records. */
  work(member: number): void {
    const count = this.plan.groups[this.cluster.shape.memberGroup[member]!]!.processing.threads;
    for (let thread = 0; thread < count && this.first[member]! >= 0; thread++) {
      if (this.partition[member * this.most + thread]! < 0) this.take(member, thread);
    }
  }

  /** A thread's record is done. */
  onDone(member: number, thread: number): void {
    const index = member * this.most + thread;
    const partition = this.partition[index]!;
    if (partition < 0) return;
    this.cluster.kernel.cause = this.cause[index]!;
    this.processing.end(member, partition, this.offset[index]!, this.tip[index]!);
    this.partition[index] = -1;
    this.work(member);
    this.onProgress(member);
  }

  /** The lowest offset of a partition that is handed over and not done, -1: everything is done. */
  lowestUnfinished(member: number, partition: number): number {
    let lowest = -1;
    const consider = (offset: number): void => {
      if (lowest < 0 || offset < lowest) lowest = offset;
    };
    for (let index = member * this.most; index < (member + 1) * this.most; index++) {
      if (this.partition[index] === partition) consider(this.offset[index]!);
    }
    const pool = this.pool.array;
    for (let slot = this.first[member]!; slot >= 0; slot = pool[slot * WORDS + NEXT]!) {
      if (pool[slot * WORDS + PARTITION] === partition) consider(pool[slot * WORDS + FROM]!);
    }
    return lowest;
  }

  /** True while anything is handed over and not done. */
  isBusy(member: number): boolean {
    if (this.first[member]! >= 0) return true;
    for (let index = member * this.most; index < (member + 1) * this.most; index++) {
      if (this.partition[index]! >= 0) return true;
    }
    return false;
  }

  private take(member: number, thread: number): void {
    const { kernel, timerStream } = this.cluster;
    const slot = this.first[member]!;
    const pool = this.pool.array;
    const base = slot * WORDS;
    const index = member * this.most + thread;
    const offset = pool[base + FROM]!++;
    const partition = pool[base + PARTITION]!;
    const tip = pool[base + TIP]!;
    const actor = this.link.actorOf(member);
    kernel.cause = pool[base + CAUSE]!;
    const row = kernel.rangeRow(RowKind.processBegin, actor, 0, partition, offset, offset + 1, 0, tip);
    kernel.cause = row;
    this.partition[index] = partition;
    this.offset[index] = offset;
    this.tip[index] = tip;
    this.cause[index] = row;
    if (offset + 1 === pool[base + TO]) this.drop(member, slot);
    const at = kernel.now + this.processing.nextMicros(member);
    kernel.at(at, CLASS_TIMER, timerStream[actor]!, EV_MEMBER_THREAD, member, thread, actor);
  }

  private drop(member: number, slot: number): void {
    const pool = this.pool.array;
    const next = pool[slot * WORDS + NEXT]!;
    this.first[member] = next;
    if (next < 0) this.last[member] = -1;
    pool[slot * WORDS + NEXT] = this.heads[0]!;
    this.heads[0] = slot;
  }
}
