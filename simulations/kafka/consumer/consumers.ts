import { CLASS_TIMER, CommitMode, CrashFlag, ErrorCode, RowKind, type Arena, type Cell } from '../../kernel';
import type { ClientMetadata } from '../client/client-metadata';
import type { Cluster } from '../cluster/cluster';
import type { Effective } from '../cluster/settings';
import type { GroupCoordinators } from '../groups/coordinators';
import { Commits } from './commits';
import {
  EV_MEMBER_HEARTBEAT,
  EV_MEMBER_LEAVE,
  EV_MEMBER_RECORD,
  EV_MEMBER_RECORD_DONE,
  EV_MEMBER_SCRIPT,
  EV_MEMBER_START,
  EV_MEMBER_THREAD,
  EV_MEMBER_WAKE,
} from './consumer-events';
import {
  COMMIT_AFTER,
  COMMIT_AFTER_ASYNC,
  COMMIT_AFTER_EACH,
  type ConsumerPlan,
  type EffectPort,
} from './consumer-plan';
import { ConsumerSettings } from './consumer-settings';
import { Fetcher } from './fetcher';
import { Heartbeats } from './heartbeats';
import { MemberAnswers } from './member-answers';
import { APP_DOWN, APP_POLLING, MemberColumns, PARTITION_UNKNOWN } from './member-columns';
import { MemberLink } from './member-link';
import { MemberScript } from './member-script';
import { Membership } from './membership';
import { PollLoop } from './poll-loop';
import { Positions } from './positions';
import { Processing } from './processing';
import { RebalanceCallbacks } from './rebalance-callbacks';
import { WorkerThreads } from './worker-threads';

/** The consumer processes of a scenario: lives, settings, and the ways from the network and the clock to their parts. */
export class Consumers {
  readonly settings: ConsumerSettings;
  readonly columns: MemberColumns;
  readonly membership: Membership;
  readonly processing: Processing;
  readonly link: MemberLink;
  readonly positions: Positions;
  readonly fetcher: Fetcher;
  readonly commits: Commits;
  readonly heartbeats: Heartbeats;
  readonly loop: PollLoop;
  private readonly threads: WorkerThreads;
  private readonly script: MemberScript;
  private readonly answers: MemberAnswers;
  /** Settings of the next process; null: those of the plan. */
  private readonly nextSettings: readonly Cell<Effective | null>[];
  /** 1: the clean close that is under way makes room for new settings. */
  private readonly startsAgain: Uint8Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly metadata: ClientMetadata,
    coordinators: GroupCoordinators,
    private readonly plan: ConsumerPlan,
    effects: EffectPort,
  ) {
    const count = cluster.shape.memberCount;
    this.settings = new ConsumerSettings(arena, count);
    plan.members.forEach((member, index) => this.settings.load(index, member.settings, member.name));
    this.columns = new MemberColumns(arena, cluster, this.settings);
    const { settings, columns } = this;
    this.link = new MemberLink(arena, cluster, columns, metadata);
    this.positions = new Positions(arena, cluster, columns, settings, metadata, this.link);
    this.fetcher = new Fetcher(cluster, columns, settings, metadata, this.link, this.positions);
    this.commits = new Commits(arena, cluster, columns, settings, this.link);
    const callbacks = new RebalanceCallbacks(cluster, columns, this.link);
    const { payloads, ids } = coordinators;
    this.membership = new Membership(
      arena,
      cluster,
      plan,
      columns,
      settings,
      this.link,
      this.commits,
      callbacks,
      payloads,
      ids,
    );
    this.heartbeats = new Heartbeats(arena, cluster, columns, settings, this.link, this.membership);
    this.loop = new PollLoop(
      cluster,
      plan,
      columns,
      settings,
      this.link,
      this.membership,
      this.heartbeats,
      this.positions,
      this.fetcher,
      this.commits,
      (member) => this.onClosed(member),
    );
    this.processing = new Processing(arena, cluster, plan, columns, this.link, this.commits, effects);
    this.threads = new WorkerThreads(arena, cluster, plan, this.link, this.processing, (member) =>
      this.onProgress(member),
    );
    this.script = new MemberScript(cluster, plan, columns, this.link, this.loop, this.positions, this.commits);
    this.answers = new MemberAnswers(cluster, metadata, this);
    this.nextSettings = plan.members.map(() => arena.cell<Effective | null>(null));
    this.startsAgain = arena.uint8(count);
    this.join();
  }

  /** Members that begin with the run start now, the others at their time; nobody of them runs before. */
  startAll(): void {
    const { kernel, timerStream } = this.cluster;
    this.plan.members.forEach(({ joinMicros, leaveMicros }, member) => {
      const actor = this.link.actorOf(member);
      if (leaveMicros < Infinity) {
        kernel.at(leaveMicros, CLASS_TIMER, timerStream[actor]!, EV_MEMBER_LEAVE, member, 0, -1);
      }
      if (joinMicros <= 0) return this.begin(member);
      kernel.alive[actor] = 0;
      if (joinMicros < Infinity) {
        kernel.at(joinMicros, CLASS_TIMER, timerStream[actor]!, EV_MEMBER_START, member, 0, -1);
      }
    });
  }

  dispatch(kind: number, member: number, b: number): void {
    switch (kind) {
      case EV_MEMBER_RECORD:
        return this.processing.onRecord(member, b);
      case EV_MEMBER_RECORD_DONE:
        return this.processing.onRecordDone(member, b);
      case EV_MEMBER_THREAD:
        return this.threads.onDone(member, b);
      case EV_MEMBER_WAKE:
        return this.onWake(member);
      case EV_MEMBER_HEARTBEAT:
        return this.heartbeats.onTimer(member);
      case EV_MEMBER_START:
        this.restart(member);
        return;
      case EV_MEMBER_LEAVE:
        this.close(member);
        return;
      case EV_MEMBER_SCRIPT:
        return this.script.run(member, b);
    }
  }

  onAnswer(message: number, connection: number, member: number): void {
    this.answers.onAnswer(message, this.cluster.connections.server[connection]!, member);
    this.loop.advance(member);
  }

  onConnected(connection: number, member: number): void {
    if (connection < this.cluster.shape.connectionBase.coordinator) {
      this.metadata.onConnected(this.link.clientOf(member));
      if (this.link.coordinator[member]! < 0 && this.needsCoordinator(member)) this.link.find(member);
    } else this.link.onConnected(connection, member);
    this.commits.flush(member);
    this.loop.advance(member);
  }

  /** A connection broke: once for each request in flight, then with message -1. */
  onBroken(connection: number, message: number, member: number): void {
    const { shape, kernel, connections } = this.cluster;
    if (kernel.alive[this.link.actorOf(member)] === 0) return;
    if (message >= 0) {
      this.answers.onLost(message, connections.server[connection]!, member);
      return;
    }
    if (connection >= shape.connectionBase.coordinator) this.link.onCoordinatorBroken(connection, member);
    else this.metadata.onBroken(this.link.clientOf(member), false);
    this.loop.advance(member);
  }

  onMetadata(member: number): void {
    const { columns } = this;
    for (let i = 0; i < columns.ownedCount[member]!; i++) {
      this.positions.checkEpoch(member, columns.place(member, columns.ownedAt(member, i)));
    }
    this.membership.onMetadata(member);
    this.loop.advance(member);
  }

  /** True while the process runs. */
  isUp(member: number): boolean {
    return this.columns.app[member] !== APP_DOWN;
  }

  /** The process is killed. False: it is down. */
  kill(member: number): boolean {
    if (!this.isUp(member)) return false;
    const { kernel } = this.cluster;
    const actor = this.link.actorOf(member);
    kernel.cause = kernel.row(RowKind.actorCrashed, actor, 0, -1, 0, 0, 0, 0);
    kernel.troubleRow[actor] = kernel.cause;
    this.end(member);
    return true;
  }

  /** A clean close: the record in hand is finished first. False: it is down, or closes already. */
  close(member: number): boolean {
    if (!this.isUp(member)) return false;
    this.startsAgain[member] = 0;
    return this.loop.requestClose(member);
  }

  /** Starts a process that is down, with the settings it had or was given. False: it runs. */
  restart(member: number): boolean {
    if (this.isUp(member)) return false;
    const { kernel } = this.cluster;
    const actor = this.link.actorOf(member);
    kernel.beginLife(actor);
    kernel.cause = kernel.row(RowKind.actorStarted, actor, 0, -1, 0, 0, 0, 0);
    const { name, settings } = this.plan.members[member]!;
    this.settings.load(member, this.nextSettings[member]!.value ?? settings, name);
    this.begin(member);
    return true;
  }

  /** New settings: a clean close, and a new process with them. */
  configure(member: number, settings: Effective): void {
    this.nextSettings[member]!.value = settings;
    if (!this.isUp(member)) return;
    this.startsAgain[member] = 1;
    this.loop.requestClose(member);
  }

  setProcessing(group: number, change: { readonly timeMicros?: number; readonly jitterMicros?: number }): void {
    const { timeMicros, jitterMicros } = change;
    if (timeMicros !== undefined) this.processing.timeMicros[group] = timeMicros;
    if (jitterMicros !== undefined) this.processing.jitterMicros[group] = jitterMicros;
  }

  /** The application of `member` asks for a rebalance (enforceRebalance). False: it is in no group now. */
  forceRejoin(member: number, reason: number): boolean {
    if (!this.isUp(member) || !this.membership.requestRejoin(member, reason)) return false;
    this.loop.advance(member);
    return true;
  }

  /** Hands the parts to each other. */
  private join(): void {
    const { membership, loop } = this;
    this.link.listener = {
      onCoordinatorFound: (member) => {
        membership.send(member, { type: 'CoordinatorFound' });
        this.commits.flush(member);
      },
      onCoordinatorLost: (member) => {
        membership.send(member, { type: 'CoordinatorLost' });
        this.commits.failAsync(member);
      },
      onLookupFailed: (member) => this.commits.failAsync(member),
    };
    this.positions.owner = {
      fail: (member, error) => loop.fail(member, error),
      generationId: (member) => membership.generationId(member),
    };
    this.commits.owner = {
      commitRefusal: (member) => this.commitRefusal(member),
      generationId: (member) => membership.generationId(member),
      memberId: (member) => membership.idOf(member),
      onCommitRefused: (member, generationId, error) => membership.onMembershipError(member, generationId, error),
      onCommitDone: (member, op, error) => loop.onCommitDone(member, op, error),
    };
    membership.host = {
      fail: (member, error) => loop.fail(member, error),
      startHeartbeats: (member) => this.heartbeats.start(member),
      stopHeartbeats: (member) => this.heartbeats.stop(member),
      left: (member) => loop.left(member),
    };
    loop.processing = this.processing;
    this.processing.threads = this.threads;
    this.processing.host = {
      finish: (member) => loop.finish(member),
      close: (member) => loop.close(member),
      crashed: (member) => void this.kill(member),
    };
    this.commits.unfinished = (member, partition) =>
      this.threadsOf(member) > 0 ? this.threads.lowestUnfinished(member, partition) : -1;
  }

  private begin(member: number): void {
    const { columns } = this;
    columns.fatalError[member] = 0;
    this.membership.reset(member);
    this.metadata.reset(this.link.clientOf(member));
    this.metadata.requestUpdate(this.link.clientOf(member));
    const group = this.plan.groups[this.cluster.shape.memberGroup[member]!]!;
    if (!group.hasMembership) for (const partition of group.partitions) columns.own(member, partition);
    this.script.start(member);
    this.loop.poll(member);
  }

  /** The process ends, one way or the other; its row is written. */
  private end(member: number): void {
    const { kernel, connections } = this.cluster;
    const actor = this.link.actorOf(member);
    this.columns.app[member] = APP_DOWN;
    this.commits.reset(member);
    this.threads.reset(member);
    this.columns.reset(member);
    this.link.reset(member);
    this.positions.reset(member);
    this.heartbeats.reset(member);
    kernel.endLife(actor);
    connections.endProcess(actor, false);
  }

  private onClosed(member: number): void {
    const { kernel } = this.cluster;
    kernel.row(RowKind.actorCrashed, this.link.actorOf(member), CrashFlag.clean, -1, 0, 0, 0, 0);
    this.end(member);
    if (this.startsAgain[member] === 0) return;
    this.startsAgain[member] = 0;
    this.restart(member);
  }

  private onWake(member: number): void {
    if (this.cluster.kernel.now < this.columns.wakeAt[member]!) return;
    this.columns.wakeAt[member] = Infinity;
    if (this.link.coordinator[member]! < 0 && this.needsCoordinator(member)) this.link.find(member);
    this.commits.flush(member);
    this.loop.advance(member);
  }

  /** K-CON-25, E.5b: what the client itself says to a commit. */
  private commitRefusal(member: number): number {
    const { membership } = this;
    if (!membership.hasMembership(member)) return ErrorCode.NONE;
    if (membership.generationId(member) < 0) return ErrorCode.COMMIT_FAILED;
    return membership.isSettled(member) ? ErrorCode.NONE : ErrorCode.REBALANCE_IN_PROGRESS;
  }

  private needsCoordinator(member: number): boolean {
    if (!this.isUp(member)) return false;
    if (this.membership.hasMembership(member)) return true;
    const { columns } = this;
    for (let i = 0; i < columns.ownedCount[member]!; i++) {
      if (columns.state[columns.place(member, columns.ownedAt(member, i))] === PARTITION_UNKNOWN) return true;
    }
    return false;
  }

  /** Threads have done a record: a loop that commits by itself commits what is finished. */
  private onProgress(member: number): void {
    const { columns } = this;
    const { commit } = this.plan.groups[this.cluster.shape.memberGroup[member]!]!.processing;
    if (commit === COMMIT_AFTER_EACH) this.commits.commitProcessed(member, CommitMode.async, false);
    if (commit !== COMMIT_AFTER && commit !== COMMIT_AFTER_ASYNC) return;
    if (this.threads.isBusy(member)) return;
    if (columns.app[member] === APP_POLLING && columns.waitingOp[member]! < 0) this.loop.finish(member);
    else columns.hasProgress[member] = 1;
  }

  private threadsOf(member: number): number {
    return this.plan.groups[this.cluster.shape.memberGroup[member]!]!.processing.threads;
  }
}
