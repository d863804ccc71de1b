import { CLASS_TIMER, CommitMode } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import type { Commits } from './commits';
import { EV_MEMBER_SCRIPT } from './consumer-events';
import type { ConsumerPlan } from './consumer-plan';
import { APP_DOWN, APP_POLLING, type MemberColumns } from './member-columns';
import type { MemberLink } from './member-link';
import type { PollLoop } from './poll-loop';
import type { Positions } from './positions';

/** Operations that an application makes beside its loop, at times of its own. */
export class MemberScript {
  constructor(
    private readonly cluster: Cluster,
    private readonly plan: ConsumerPlan,
    private readonly columns: MemberColumns,
    private readonly link: MemberLink,
    private readonly loop: PollLoop,
    private readonly positions: Positions,
    private readonly commits: Commits,
  ) {}

  /** A process begins: what its script says for later is scheduled. */
  start(member: number): void {
    const { kernel, timerStream } = this.cluster;
    const actor = this.link.actorOf(member);
    this.plan.members[member]!.script.forEach(({ atMicros }, index) => {
      if (atMicros < kernel.now) return;
      kernel.at(atMicros, CLASS_TIMER, timerStream[actor]!, EV_MEMBER_SCRIPT, member, index, actor);
    });
  }

  run(member: number, index: number): void {
    const { columns } = this;
    if (columns.app[member] === APP_DOWN) return;
    const operation = this.plan.members[member]!.script[index]!;
    switch (operation.op) {
      case 'poll':
        // A call of poll() that returns nothing, as an application with all its partitions paused makes it.
        if (columns.app[member] !== APP_POLLING) columns.leftPollAt[member] = this.cluster.kernel.now;
        return;
      case 'seek':
        for (const [partition, offset] of operation.offsets) this.positions.seek(member, partition, offset);
        return this.loop.advance(member);
      case 'pause':
        return this.setPaused(member, operation.partitions, 1);
      case 'resume':
        this.setPaused(member, operation.partitions, 0);
        return this.loop.advance(member);
      case 'commitSync':
        return this.commit(member, operation.offsets, CommitMode.sync);
      case 'commitAsync':
        return this.commit(member, operation.offsets, CommitMode.async);
      case 'close':
        this.loop.requestClose(member);
    }
  }

  private commit(member: number, offsets: ReadonlyMap<number, number> | null, mode: number): void {
    if (offsets === null) this.commits.commitPositions(member, mode, false);
    else this.commits.commitGiven(member, offsets, mode);
  }

  private setPaused(member: number, partitions: readonly number[] | null, isPaused: number): void {
    for (const partition of partitions ?? this.columns.ownedList(member)) {
      if (this.columns.owns(member, partition)) this.columns.paused[this.columns.place(member, partition)] = isPaused;
    }
  }
}
