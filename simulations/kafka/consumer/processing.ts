import {
  CLASS_TIMER,
  draw,
  FailureCode,
  logBatchHolding,
  Purpose,
  recordAt,
  RowKind,
  scale,
  type Arena,
} from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import type { Commits } from './commits';
import { EV_MEMBER_RECORD, EV_MEMBER_RECORD_DONE } from './consumer-events';
import { COMMIT_AFTER_EACH, type ConsumerPlan, type EffectPort } from './consumer-plan';
import { APP_COMMITTING, APP_PROCESSING, type MemberColumns } from './member-columns';
import type { MemberLink } from './member-link';
import { NEXT_RECORD } from './membership';
import type { RecordWork, WorkerThreads } from './worker-threads';

/** What processing tells the loop that it is part of. */
export interface ProcessingHost {
  /** The records of the poll are done, or handed over. */
  finish(member: number): void;
  close(member: number): void;
  crashed(member: number): void;
}

/**
 * What the application does with records: in the poll loop, one after the other, or handed to threads.
 *
 * Records that take no time, have no effect outside and cannot fail are done in one step; otherwise each is an event of
 * its own, so that whatever happens to the process happens between two records.
 */
export class Processing implements RecordWork {
  /** Set once by who composes the parts. */
  host!: ProcessingHost;
  threads!: WorkerThreads;
  readonly timeMicros: Float64Array;
  readonly jitterMicros: Float64Array;
  /** Records that each group has begun, for `fail.nth`. */
  private readonly begun: Int32Array;
  /** Records that each member has begun; draws and steps are numbered by it. */
  private readonly steps: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly plan: ConsumerPlan,
    private readonly columns: MemberColumns,
    private readonly link: MemberLink,
    private readonly commits: Commits,
    private readonly effects: EffectPort,
  ) {
    const groups = plan.groups.length;
    this.timeMicros = arena.float64(groups);
    this.jitterMicros = arena.float64(groups);
    this.begun = arena.int32(groups);
    this.steps = arena.int32(cluster.shape.memberCount);
    plan.groups.forEach(({ processing }, group) => {
      this.timeMicros[group] = processing.timeMicros;
      this.jitterMicros[group] = processing.jitterMicros;
    });
  }

  /** The records in hand are there to be processed. */
  begin(member: number): void {
    const group = this.groupOf(member);
    const { threads, fail, commit } = this.plan.groups[group]!.processing;
    if (threads > 0) {
      this.handOver(member);
      return this.host.finish(member);
    }
    const takesNoTime = this.timeMicros[group] === 0 && this.jitterMicros[group] === 0;
    if (takesNoTime && fail === null && commit !== COMMIT_AFTER_EACH && !this.effects.exists(group)) {
      return this.processAtOnce(member);
    }
    this.next(member);
  }

  /** Begins the next record in hand; without one, the poll is done. */
  next(member: number): void {
    const { columns } = this;
    const place = columns.handFirst[member]!;
    // What is still in hand stays there: close() commits around it, unless it commits positions (K-CON-21).
    if (columns.closing[member] === 1) return this.host.close(member);
    if (place < 0) return this.host.finish(member);
    this.beginRecord(member, place, true);
  }

  /** The record in hand has taken its time. */
  onRecord(member: number, step: number): void {
    const { columns } = this;
    if (columns.app[member] !== APP_PROCESSING || step !== this.steps[member]) return;
    const place = columns.handFirst[member]!;
    const group = this.groupOf(member);
    const { fail, commit } = this.plan.groups[group]!.processing;
    const offset = columns.handFrom[place]!;
    if (fail !== null && this.begun[group] === fail.nth && this.fails(member, place, offset, fail.then)) return;
    this.end(member, columns.partitionOf(place), offset, columns.handTip[place]!);
    const isLast = columns.handNext[place]! < 0 && offset + 1 === columns.handTo[place];
    if (commit !== COMMIT_AFTER_EACH && !isLast) {
      this.advanceHand(member, place);
      return this.next(member);
    }
    // What the application does next is an event of its own: a crash may come between an effect and its commit.
    const { kernel, timerStream } = this.cluster;
    const actor = this.link.actorOf(member);
    kernel.at(kernel.now, CLASS_TIMER, timerStream[actor]!, EV_MEMBER_RECORD_DONE, member, step, actor);
  }

  /** The application goes on behind a processed record. */
  onRecordDone(member: number, step: number): void {
    const { columns } = this;
    if (columns.app[member] !== APP_PROCESSING || step !== this.steps[member]) return;
    const place = columns.handFirst[member]!;
    const offset = columns.handFrom[place]!;
    const tip = columns.handTip[place]!;
    this.advanceHand(member, place);
    if (this.plan.groups[this.groupOf(member)]!.processing.commit === COMMIT_AFTER_EACH) {
      columns.app[member] = APP_COMMITTING;
      columns.next[member] = NEXT_RECORD;
      const leaderEpoch = this.cluster.log.leaderEpoch[logBatchHolding(this.cluster.log, tip, offset)]!;
      if (this.commits.commitOne(member, place, offset + 1, leaderEpoch) >= 0) return;
      columns.app[member] = APP_PROCESSING;
    }
    this.next(member);
  }

  private advanceHand(member: number, place: number): void {
    const { columns } = this;
    const next = ++columns.handFrom[place]!;
    if (next === columns.handTo[place]) columns.dropFirstHand(member);
  }

  /** The application leaves the records in hand alone and goes on: the history shows each as skipped. */
  skipAll(member: number): void {
    const { kernel } = this.cluster;
    const { columns } = this;
    const cause = kernel.cause;
    for (let place = columns.handFirst[member]!; place >= 0; place = columns.handFirst[member]!) {
      const partition = columns.partitionOf(place);
      for (let offset = columns.handFrom[place]!; offset < columns.handTo[place]!; offset++) {
        kernel.row(RowKind.processFail, this.link.actorOf(member), 0, partition, offset, FailureCode.skip, 0, 0);
      }
      columns.dropFirstHand(member);
    }
    kernel.cause = cause;
  }

  /** Writes that a record was processed, and has its effect. */
  end(member: number, partition: number, offset: number, tip: number): void {
    const { kernel, trace, log } = this.cluster;
    const actor = this.link.actorOf(member);
    const group = this.groupOf(member);
    if (this.effects.exists(group)) {
      const node = logBatchHolding(log, tip, offset);
      const record = node < 0 ? -1 : recordAt(trace.facts, node, offset);
      if (record >= 0) this.effects.apply(group, actor, partition, offset, record);
    }
    kernel.cause = kernel.rangeRow(RowKind.processEnd, actor, 0, partition, offset, offset + 1, 0, tip);
  }

  /** Time that the next record of `member` takes, in µs. */
  nextMicros(member: number): number {
    const { kernel } = this.cluster;
    const group = this.groupOf(member);
    const step = ++this.steps[member]!;
    const jitter = this.jitterMicros[group]!;
    if (jitter === 0) return this.timeMicros[group]!;
    const uniform = draw(kernel.seed, Purpose.processingTime, this.link.actorOf(member), step);
    return Math.max(0, this.timeMicros[group]! - jitter + scale(uniform, 2 * jitter + 1));
  }

  private beginRecord(member: number, place: number, isFirstTry: boolean): void {
    const { kernel, timerStream } = this.cluster;
    const { columns } = this;
    const actor = this.link.actorOf(member);
    const offset = columns.handFrom[place]!;
    const tip = columns.handTip[place]!;
    if (isFirstTry) this.begun[this.groupOf(member)]!++;
    kernel.cause = columns.handCause[place]!;
    const partition = columns.partitionOf(place);
    kernel.cause = kernel.rangeRow(RowKind.processBegin, actor, 0, partition, offset, offset + 1, 0, tip);
    const at = kernel.now + this.nextMicros(member);
    kernel.at(at, CLASS_TIMER, timerStream[actor]!, EV_MEMBER_RECORD, member, this.steps[member]!, actor);
  }

  /** The record throws. True: the loop does not go on as usual. */
  private fails(member: number, place: number, offset: number, then: number): boolean {
    const { kernel } = this.cluster;
    const { columns } = this;
    const actor = this.link.actorOf(member);
    this.begun[this.groupOf(member)]!++;
    kernel.cause = kernel.row(RowKind.processFail, actor, 0, columns.partitionOf(place), offset, then, 0, 0);
    switch (then) {
      case FailureCode.close:
        columns.closing[member] = 1;
        this.host.close(member);
        return true;
      case FailureCode.crash:
        this.host.crashed(member);
        return true;
      case FailureCode.skip:
        this.advanceHand(member, place);
        this.next(member);
        return true;
      default:
        this.beginRecord(member, place, false);
        return true;
    }
  }

  private processAtOnce(member: number): void {
    const { kernel } = this.cluster;
    const { columns } = this;
    const actor = this.link.actorOf(member);
    for (let place = columns.handFirst[member]!; place >= 0; place = columns.handFirst[member]!) {
      const from = columns.handFrom[place]!;
      const to = columns.handTo[place]!;
      const tip = columns.handTip[place]!;
      const partition = columns.partitionOf(place);
      kernel.cause = columns.handCause[place]!;
      kernel.cause = kernel.rangeRow(RowKind.processBegin, actor, 0, partition, from, to, 0, tip);
      kernel.cause = kernel.rangeRow(RowKind.processEnd, actor, 0, partition, from, to, 0, tip);
      columns.dropFirstHand(member);
    }
    this.host.finish(member);
  }

  private handOver(member: number): void {
    const { columns } = this;
    for (let place = columns.handFirst[member]!; place >= 0; place = columns.handFirst[member]!) {
      const [from, to, tip] = [columns.handFrom[place]!, columns.handTo[place]!, columns.handTip[place]!];
      this.threads.add(member, columns.partitionOf(place), from, to, tip, columns.handCause[place]!);
      columns.dropFirstHand(member);
    }
    this.threads.work(member);
  }

  private groupOf(member: number): number {
    return this.cluster.shape.memberGroup[member]!;
  }
}
