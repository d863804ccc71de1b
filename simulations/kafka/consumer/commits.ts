import { CallCode, CommitMode, ErrorCode, logBatchHolding, RowKind, type Arena } from '../../kernel';
import { M_CONNECTION, M_ERROR, M_NEXT, M_OP } from '../../network';
import { firstEntry, nextEntry } from '../broker/purgatory';
import { API_OFFSET_COMMIT } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import {
  C_LEADER_EPOCH,
  C_OFFSET,
  C_PARTITION,
  R_ATTEMPT,
  R_COMMIT_MODE,
  R_GENERATION,
  R_LIMIT,
  R_MEMBER_ID,
  R_WAITER,
  wordOf,
} from '../groups/group-requests';
import type { ConsumerSettings } from './consumer-settings';
import type { MemberColumns } from './member-columns';
import type { MemberLink } from './member-link';

/** What commits need of the membership they are made under (K-CON-25, E.5b). */
export interface CommitOwner {
  /** Error that the client itself gives a commit now, NONE: it may be sent. */
  commitRefusal(member: number): number;
  generationId(member: number): number;
  memberId(member: number): number;
  /** The coordinator refused a commit of the generation that the request names. */
  onCommitRefused(member: number, generationId: number, error: number): void;
  /** A commit that the application's thread waits for has ended. */
  onCommitDone(member: number, op: number, error: number): void;
}

/**
 * Offsets on their way to the coordinator (K-CON-20 to K-CON-27): commits of the loop, of poll() itself and of scripts,
 * those that wait for a coordinator or for a retry included.
 */
export class Commits {
  /** Commits that are not on the wire: linked messages, each with its time. */
  private readonly heldFirst: Int32Array;
  private readonly heldLast: Int32Array;
  private readonly heldUntil: Float64Array;
  /** Set once by who composes the parts. */
  owner!: CommitOwner;
  /** The lowest offset of a partition that threads still work on, -1: none. */
  unfinished: (member: number, partition: number) => number = () => -1;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly columns: MemberColumns,
    private readonly settings: ConsumerSettings,
    private readonly link: MemberLink,
  ) {
    this.heldFirst = arena.int32(cluster.shape.memberCount, -1);
    this.heldLast = arena.int32(cluster.shape.memberCount, -1);
    this.heldUntil = arena.float64(cluster.shape.memberCount);
  }

  /** Lets go of what is held; the process ended. */
  reset(member: number): void {
    for (let message = this.takeHeld(member); message >= 0;) {
      const next = this.nextHeld(message);
      this.drop(message);
      message = next;
    }
    this.heldUntil[member] = 0;
  }

  /** Commits the positions of all partitions: what was returned by poll(). Returns its op, -1: there was nothing new. */
  commitPositions(member: number, mode: number, waits: boolean): number {
    const { columns } = this;
    let message = -1;
    for (let i = 0; i < columns.ownedCount[member]!; i++) {
      const place = columns.place(member, columns.ownedAt(member, i));
      message = this.addIfNew(message, place, columns.position[place]!, columns.positionEpoch[place]!);
    }
    return message < 0 ? -1 : this.begin(member, message, mode, waits);
  }

  /** As {@link commitPositions}, but not what is still in hand. */
  commitProcessed(member: number, mode: number, waits: boolean): number {
    const { columns } = this;
    let message = -1;
    for (let i = 0; i < columns.ownedCount[member]!; i++) {
      const place = columns.place(member, columns.ownedAt(member, i));
      const unfinished = this.unfinished(member, columns.partitionOf(place));
      if (unfinished >= 0) message = this.addIfNew(message, place, unfinished, -1);
      else if (columns.handTip[place]! < 0) {
        message = this.addIfNew(message, place, columns.position[place]!, columns.positionEpoch[place]!);
      } else if (columns.position[place]! >= 0) {
        message = this.addIfNew(message, place, columns.handFrom[place]!, this.epochBefore(place));
      }
    }
    return message < 0 ? -1 : this.begin(member, message, mode, waits);
  }

  /** commitSync() of one offset, if it is new. */
  commitOne(member: number, place: number, offset: number, leaderEpoch: number): number {
    const message = this.addIfNew(-1, place, offset, leaderEpoch);
    return message < 0 ? -1 : this.begin(member, message, CommitMode.sync, true);
  }

  /** Commits offsets that the application names, whatever it owns (K-CON-26). */
  commitGiven(member: number, offsets: ReadonlyMap<number, number>, mode: number): void {
    let message = -1;
    for (const [partition, offset] of offsets) {
      message = this.add(message, partition, offset, -1);
      this.columns.sentCommit[this.columns.place(member, partition)] = offset;
    }
    if (message >= 0) this.begin(member, message, mode, false);
  }

  /** Sends what is held and due; called whenever the coordinator or the time may allow it. */
  flush(member: number): void {
    if (this.heldFirst[member]! < 0) return;
    const { kernel } = this.cluster;
    if (kernel.now < this.heldUntil[member]!) return this.link.wake(member, this.heldUntil[member]!);
    if (this.link.coordinatorOrFind(member) < 0 && !this.hasExpired(member)) return;
    const cause = kernel.cause;
    for (let message = this.takeHeld(member); message >= 0;) {
      const next = this.nextHeld(message);
      this.submit(member, message);
      kernel.cause = cause;
      message = next;
    }
  }

  /** The coordinator was not found, or is lost: commitAsync() waits no longer (K-CON-23). */
  failAsync(member: number): void {
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    for (let message = this.takeHeld(member); message >= 0;) {
      const next = this.nextHeld(message);
      if (this.isPatient(message)) this.hold(member, message, 0);
      else {
        this.noteMissed(member, message);
        this.finish(member, message, RowKind.commitFail, ErrorCode.RETRIABLE_COMMIT_FAILED);
        this.drop(message);
      }
      kernel.cause = cause;
      message = next;
    }
  }

  /** OffsetCommit was answered. */
  onAnswer(message: number, member: number): void {
    const words = this.cluster.messages.words.array;
    const error = words[wordOf(message, M_ERROR)]!;
    if (error === ErrorCode.NONE) {
      this.noteStored(member, message);
      return this.finish(member, message, RowKind.commitOk, ErrorCode.NONE);
    }
    const generationId = words[wordOf(message, R_GENERATION)]!;
    if (isRetriable(error)) {
      if (error !== ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) this.link.lose(member);
      if (this.isPatient(message)) return this.retry(member, this.copy(message));
      this.noteMissed(member, message);
      return this.finish(member, message, RowKind.commitFail, error);
    }
    this.finish(member, message, RowKind.commitFail, error);
    this.owner.onCommitRefused(member, generationId, error);
  }

  /** The connection broke with the commit in flight: whether it was executed is unknown. */
  onBroken(message: number, member: number): void {
    if (this.isPatient(message)) return this.retry(member, this.copy(message));
    this.noteMissed(member, message);
    this.finish(member, message, RowKind.commitInfo, ErrorCode.NETWORK_EXCEPTION);
  }

  private addIfNew(message: number, place: number, offset: number, leaderEpoch: number): number {
    const { columns } = this;
    if (offset < 0) return message;
    // What is stored, and was not overwritten by a later commit of this member, need not be stored again.
    if (columns.storedCommit[place] === offset && columns.sentCommit[place] === offset) return message;
    columns.sentCommit[place] = offset;
    return this.add(message, columns.partitionOf(place), offset, leaderEpoch);
  }

  private add(message: number, partition: number, offset: number, leaderEpoch: number): number {
    const { messages } = this.cluster;
    const target = message < 0 ? messages.create(API_OFFSET_COMMIT, -1) : message;
    const entry = messages.addEntry(target);
    const entries = messages.entries.array;
    entries[entry + C_PARTITION] = partition;
    entries[entry + C_OFFSET] = offset;
    entries[entry + C_LEADER_EPOCH] = leaderEpoch;
    return target;
  }

  private begin(member: number, message: number, mode: number, waits: boolean): number {
    const { messages, kernel } = this.cluster;
    const words = messages.words.array;
    const op = kernel.newOp();
    words[wordOf(message, M_OP)] = op;
    words[wordOf(message, R_COMMIT_MODE)] = mode;
    words[wordOf(message, R_WAITER)] = waits ? 1 : 0;
    words[wordOf(message, R_ATTEMPT)] = 0;
    words[wordOf(message, R_GENERATION)] = this.owner.generationId(member);
    const limit = kernel.now + this.settings.apiTimeoutMicros[member]!;
    words[wordOf(message, R_LIMIT)] = Math.min(2 ** 31 - 1, Math.ceil(limit / 1000));
    const cause = kernel.cause;
    if (waits) this.columns.waitingOp[member] = op;
    this.writeRows(member, message, RowKind.commitInvoke, 0);
    this.submit(member, message);
    kernel.cause = cause;
    return op;
  }

  /** Sends a commit that is not on the wire, or holds it until there is a coordinator. */
  private submit(member: number, message: number): void {
    const { messages, connections, kernel } = this.cluster;
    const words = messages.words.array;
    const refusal = this.owner.commitRefusal(member);
    if (refusal !== ErrorCode.NONE) {
      this.finish(member, message, RowKind.commitFail, refusal);
      return this.drop(message);
    }
    if (words[wordOf(message, R_LIMIT)]! * 1000 <= kernel.now) {
      const wasSent = words[wordOf(message, R_ATTEMPT)]! > 0;
      this.finish(member, message, wasSent ? RowKind.commitInfo : RowKind.commitFail, ErrorCode.REQUEST_TIMED_OUT);
      return this.drop(message);
    }
    const connection = this.link.coordinatorOrFind(member);
    if (connection < 0) return this.hold(member, message, 0);
    words[wordOf(message, M_CONNECTION)] = connection;
    words[wordOf(message, R_GENERATION)] = this.owner.generationId(member);
    words[wordOf(message, R_MEMBER_ID)] = this.owner.memberId(member);
    connections.send(message);
  }

  /** commitSync(), and the commits that a rebalance or a close waits for, are tried again (K-CON-21, K-CON-22). */
  private isPatient(message: number): boolean {
    const words = this.cluster.messages.words.array;
    return words[wordOf(message, R_COMMIT_MODE)] === CommitMode.sync || words[wordOf(message, R_WAITER)] === 1;
  }

  /** An automatic commit that failed for now comes again sooner than its interval (K-CON-20). */
  private noteMissed(member: number, message: number): void {
    if (this.cluster.messages.words.array[wordOf(message, R_COMMIT_MODE)] !== CommitMode.auto) return;
    const at = this.cluster.kernel.now + this.columns.backoffMicros(member, 0);
    this.columns.autoCommitAt[member] = at;
    this.link.wake(member, at);
  }

  private retry(member: number, message: number): void {
    const words = this.cluster.messages.words.array;
    const attempt = words[wordOf(message, R_ATTEMPT)]!++;
    this.hold(member, message, this.cluster.kernel.now + this.columns.backoffMicros(member, attempt));
  }

  private hold(member: number, message: number, until: number): void {
    const words = this.cluster.messages.words.array;
    words[wordOf(message, M_NEXT)] = -1;
    const last = this.heldLast[member]!;
    if (last < 0) this.heldFirst[member] = message;
    else words[wordOf(last, M_NEXT)] = message;
    this.heldLast[member] = message;
    this.heldUntil[member] = Math.max(until, this.heldUntil[member]!);
    this.link.wake(member, until > this.cluster.kernel.now ? until : words[wordOf(message, R_LIMIT)]! * 1000);
  }

  /** Takes all that is held off the list; {@link nextHeld} goes on from one to the next. */
  private takeHeld(member: number): number {
    const first = this.heldFirst[member]!;
    this.heldFirst[member] = -1;
    this.heldLast[member] = -1;
    return first;
  }

  private nextHeld(message: number): number {
    const words = this.cluster.messages.words.array;
    const next = words[wordOf(message, M_NEXT)]!;
    words[wordOf(message, M_NEXT)] = -1;
    return next;
  }

  private hasExpired(member: number): boolean {
    const deadline = this.cluster.messages.words.array[wordOf(this.heldFirst[member]!, R_LIMIT)]!;
    if (deadline * 1000 <= this.cluster.kernel.now) return true;
    this.link.wake(member, deadline * 1000);
    return false;
  }

  /** A commit that was on the wire, made anew: its slot is the network's again. */
  private copy(message: number): number {
    const { messages } = this.cluster;
    const next = messages.create(API_OFFSET_COMMIT, -1);
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      const entries = messages.entries.array;
      this.add(next, entries[entry + C_PARTITION]!, entries[entry + C_OFFSET]!, entries[entry + C_LEADER_EPOCH]!);
    }
    const words = messages.words.array;
    for (const word of [M_OP, R_COMMIT_MODE, R_WAITER, R_ATTEMPT, R_GENERATION, R_LIMIT]) {
      words[wordOf(next, word)] = words[wordOf(message, word)]!;
    }
    return next;
  }

  private noteStored(member: number, message: number): void {
    const { columns } = this;
    const entries = this.cluster.messages.entries.array;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      columns.storedCommit[columns.place(member, entries[entry + C_PARTITION]!)] = entries[entry + C_OFFSET]!;
    }
  }

  private finish(member: number, message: number, kind: number, error: number): void {
    const { messages, kernel } = this.cluster;
    const words = messages.words.array;
    const op = words[wordOf(message, M_OP)]!;
    const mode = words[wordOf(message, R_COMMIT_MODE)]!;
    this.writeRows(member, message, kind, error);
    if (error !== ErrorCode.NONE && mode === CommitMode.sync) {
      const seen = thrownFor(error);
      kernel.row(RowKind.clientError, this.link.actorOf(member), 0, -1, seen, CallCode.commit, 0, 0);
    }
    if (words[wordOf(message, R_WAITER)] === 1) this.owner.onCommitDone(member, op, error);
  }

  /** One row a partition; what follows is caused by the last. */
  private writeRows(member: number, message: number, kind: number, error: number): void {
    const { messages, kernel } = this.cluster;
    const words = messages.words.array;
    const entries = messages.entries.array;
    const op = words[wordOf(message, M_OP)]!;
    const mode = words[wordOf(message, R_COMMIT_MODE)]!;
    const generationId = words[wordOf(message, R_GENERATION)]!;
    const actor = this.link.actorOf(member);
    const cause = kernel.cause;
    let last = cause;
    for (let entry = firstEntry(this.cluster, message); entry >= 0; entry = nextEntry(this.cluster, entry)) {
      kernel.cause = cause;
      const partition = entries[entry + C_PARTITION]!;
      const offset = entries[entry + C_OFFSET]!;
      last = kernel.row(kind, actor, 0, partition!, offset!, generationId, mode, error, op);
    }
    kernel.cause = last;
  }

  /** The leader epoch of the record before the first one in hand, -1: unknown. */
  private epochBefore(place: number): number {
    const { columns } = this;
    const node = logBatchHolding(this.cluster.log, columns.handTip[place]!, columns.handFrom[place]! - 1);
    return node < 0 ? -1 : this.cluster.log.leaderEpoch[node]!;
  }

  /** A message that is not on the wire goes back to the pool: both its holders are done. */
  private drop(message: number): void {
    this.cluster.messages.release(message);
    this.cluster.messages.release(message);
  }
}

/** What commitSync() throws: CommitFailedException for a membership that is over (K-CON-22). */
function thrownFor(error: number): number {
  const isOut = error === ErrorCode.ILLEGAL_GENERATION || error === ErrorCode.UNKNOWN_MEMBER_ID;
  return isOut ? ErrorCode.COMMIT_FAILED : error;
}

function isRetriable(error: number): boolean {
  return (
    error === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS ||
    error === ErrorCode.COORDINATOR_NOT_AVAILABLE ||
    error === ErrorCode.NOT_COORDINATOR ||
    error === ErrorCode.REQUEST_TIMED_OUT
  );
}
