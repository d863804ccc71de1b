import { CallCode, CommitMode, ErrorCode, RowKind } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import type { Commits } from './commits';
import { COMMIT_AFTER, COMMIT_AFTER_ASYNC, COMMIT_BEFORE, type ConsumerPlan } from './consumer-plan';
import type { ConsumerSettings } from './consumer-settings';
import type { Fetcher } from './fetcher';
import type { Heartbeats } from './heartbeats';
import {
  APP_CLOSING,
  APP_COMMITTING,
  APP_DOWN,
  APP_POLLING,
  APP_PROCESSING,
  type MemberColumns,
} from './member-columns';
import type { MemberLink } from './member-link';
import { NEXT_CLOSE, NEXT_POLL, NEXT_PROCESS, NEXT_REBALANCE, NEXT_RECORD, type Membership } from './membership';
import type { Positions } from './positions';
import type { Processing } from './processing';

/** Steps of a clean close. */
const CLOSE_COMMIT = 0;
const CLOSE_CALLBACK = 1;
const CLOSE_LEAVE = 2;

/**
 * The loop of a consumer application, poll() and its parts: coordinator work, automatic commit, positions, records,
 * fetches (K-CON-2); then processing and the commits that the application makes (K-CON-20 to K-CON-23), at last close().
 *
 * A poll() that finds nothing is one with the next: the loop calls it again, so it is left waiting here until an answer
 * or a timer lets it look around anew.
 */
export class PollLoop {
  /** Set once by who composes the parts. */
  processing!: Processing;
  private readonly closeStep: Uint8Array;

  constructor(
    private readonly cluster: Cluster,
    private readonly plan: ConsumerPlan,
    private readonly columns: MemberColumns,
    private readonly settings: ConsumerSettings,
    private readonly link: MemberLink,
    private readonly membership: Membership,
    private readonly heartbeats: Heartbeats,
    private readonly positions: Positions,
    private readonly fetcher: Fetcher,
    private readonly commits: Commits,
    /** A clean close is done. */
    private readonly closed: (member: number) => void,
  ) {
    this.closeStep = cluster.kernel.arena.uint8(cluster.shape.memberCount);
  }

  /** The application calls poll(). */
  poll(member: number): void {
    const { columns } = this;
    if (columns.closing[member] === 1) return this.close(member);
    columns.app[member] = APP_POLLING;
    if (columns.hasProgress[member] === 1) {
      columns.hasProgress[member] = 0;
      return this.finish(member);
    }
    columns.leftPollAt[member] = Infinity;
    this.advance(member);
  }

  /** poll() looks around, if the application is inside it and not waiting for a commit. */
  advance(member: number): void {
    const { columns } = this;
    if (columns.app[member] !== APP_POLLING || columns.waitingOp[member]! >= 0) return;
    if (columns.closing[member] === 1) return this.close(member);
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    if (!this.membership.work(member)) return;
    if (columns.app[member] !== APP_POLLING) return;
    this.commitIfDue(member);
    if (columns.unreadyCount[member]! > 0) this.positions.update(member);
    if (columns.app[member] !== APP_POLLING) return;
    kernel.cause = cause;
    if (!this.fetcher.collect(member)) {
      this.fetcher.send(member);
      return;
    }
    // K-CON-2: before records are returned the next fetches go out.
    const delivered = kernel.cause;
    this.fetcher.send(member);
    kernel.cause = delivered;
    this.deliver(member);
  }

  /** The application has done what it does with the records of a poll. */
  finish(member: number): void {
    const mode = this.modeOf(member);
    if (this.columns.closing[member] === 1) return this.close(member);
    if (mode === COMMIT_AFTER) {
      this.columns.app[member] = APP_COMMITTING;
      this.columns.next[member] = NEXT_POLL;
      if (this.commits.commitProcessed(member, CommitMode.sync, true) >= 0) return;
    } else if (mode === COMMIT_AFTER_ASYNC) this.commits.commitProcessed(member, CommitMode.async, false);
    this.poll(member);
  }

  /** A commit that the application's thread waits for has ended. */
  onCommitDone(member: number, op: number, error: number): void {
    const { columns } = this;
    if (columns.waitingOp[member] !== op) return;
    columns.waitingOp[member] = -1;
    switch (columns.next[member]) {
      case NEXT_POLL:
        return this.poll(member);
      case NEXT_PROCESS:
        // What could not be committed before is not processed: whoever gets the partition will read it again.
        if (error === ErrorCode.NONE) return this.process(member);
        this.processing.skipAll(member);
        return this.poll(member);
      case NEXT_RECORD:
        columns.app[member] = APP_PROCESSING;
        return this.processing.next(member);
      case NEXT_REBALANCE:
        return this.advance(member);
      case NEXT_CLOSE:
        return this.continueClose(member);
    }
  }

  /** An error that poll() throws: the application logs it, closes its consumer and ends. */
  fail(member: number, error: number): void {
    const { columns } = this;
    if (columns.fatalError[member] !== 0 || columns.app[member] === APP_DOWN) return;
    const { kernel } = this.cluster;
    columns.fatalError[member] = error;
    columns.closing[member] = 1;
    kernel.cause = kernel.row(RowKind.clientError, this.link.actorOf(member), 0, -1, error, CallCode.poll, 0, 0);
    // Wherever it was noticed, it is thrown by the next poll().
    if (columns.app[member] === APP_POLLING) this.link.wake(member, kernel.now);
  }

  /** The application closes its consumer as soon as the record in hand is done. False: it does so already. */
  requestClose(member: number): boolean {
    const { columns } = this;
    if (columns.closing[member] === 1 || columns.app[member] === APP_CLOSING) return false;
    columns.closing[member] = 1;
    if (columns.app[member] === APP_POLLING && columns.waitingOp[member]! < 0) this.close(member);
    return true;
  }

  /** close(): commit what the mode commits on close, callbacks, LeaveGroup (K-CON-21, K-GRP-22). */
  close(member: number): void {
    const { columns } = this;
    if (columns.app[member] === APP_CLOSING) return;
    columns.app[member] = APP_CLOSING;
    columns.leftPollAt[member] = Infinity;
    this.closeStep[member] = CLOSE_COMMIT;
    this.continueClose(member);
  }

  /** LeaveGroup was answered, or there was nothing to leave. */
  left(member: number): void {
    const { columns } = this;
    if (columns.app[member] !== APP_CLOSING || this.closeStep[member] !== CLOSE_LEAVE) return;
    const { kernel } = this.cluster;
    kernel.cause = kernel.row(RowKind.clientClosed, this.link.actorOf(member), 0, -1, 0, 0, 0, 0);
    this.closed(member);
  }

  private continueClose(member: number): void {
    const { columns } = this;
    columns.next[member] = NEXT_CLOSE;
    if (this.closeStep[member] === CLOSE_COMMIT) {
      this.closeStep[member] = CLOSE_CALLBACK;
      // K-CON-21: everything that poll() returned, even what threw while it was processed.
      const autoCommits = this.settings.autoCommits[member] === 1 && this.mayCommit(member);
      if (autoCommits && this.commits.commitPositions(member, CommitMode.auto, true) >= 0) return;
    }
    if (this.closeStep[member] === CLOSE_CALLBACK) {
      this.closeStep[member] = CLOSE_LEAVE;
      const commits = this.groupOf(member).processing.commitsOnRevoked && this.mayCommit(member);
      if (commits && this.commits.commitProcessed(member, CommitMode.sync, true) >= 0) return;
    }
    if (this.groupOf(member).hasMembership) this.membership.leave(member);
    else this.left(member);
  }

  private mayCommit(member: number): boolean {
    return !this.membership.hasMembership(member) || this.membership.isSettled(member);
  }

  /** K-CON-20: inside poll(), the positions of what earlier polls returned. */
  private commitIfDue(member: number): void {
    if (this.settings.autoCommits[member] === 0) return;
    const { columns } = this;
    const { kernel } = this.cluster;
    if (columns.autoCommitAt[member] === Infinity) {
      columns.autoCommitAt[member] = kernel.now + this.settings.autoCommitMicros[member]!;
    }
    if (kernel.now < columns.autoCommitAt[member]!) return this.link.wake(member, columns.autoCommitAt[member]!);
    columns.autoCommitAt[member] = kernel.now + this.settings.autoCommitMicros[member]!;
    this.link.wake(member, columns.autoCommitAt[member]!);
    if (this.mayCommit(member)) this.commits.commitPositions(member, CommitMode.auto, false);
  }

  private deliver(member: number): void {
    const { columns } = this;
    columns.leftPollAt[member] = this.cluster.kernel.now;
    this.heartbeats.onPollLeft(member);
    if (this.modeOf(member) === COMMIT_BEFORE) {
      columns.app[member] = APP_COMMITTING;
      columns.next[member] = NEXT_PROCESS;
      if (this.commits.commitPositions(member, CommitMode.sync, true) >= 0) return;
    }
    this.process(member);
  }

  private process(member: number): void {
    if (this.columns.closing[member] === 1) return this.close(member);
    this.columns.app[member] = APP_PROCESSING;
    this.processing.begin(member);
  }

  private groupOf(member: number) {
    return this.plan.groups[this.cluster.shape.memberGroup[member]!]!;
  }

  private modeOf(member: number): number {
    return this.groupOf(member).processing.commit;
  }
}
