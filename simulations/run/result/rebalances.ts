import { GroupStateCode, RebalanceReason, RowKind } from '../../kernel';
import type { Run } from '../run';
import { forEachRow, type Row } from './row-cursor';
import type { MemberCallback, Rebalance } from './run-result';

/** What the trace tells of one group. */
export interface GroupStory {
  /** {@link GroupStateCode} and generation of its last state. */
  state: number;
  generationId: number;
  readonly rebalances: readonly Rebalance[];
}

interface OpenCallback {
  at: number;
  callback: MemberCallback['callback'];
  partitions: string[];
  generationId: number;
}

interface OpenRebalance {
  at: number;
  reason: number;
  generation: number | null;
  revoked: Record<string, string[]>;
  assigned: Record<string, string[]>;
  stoppedFor: Record<string, number>;
  members: Record<string, OpenCallback[]>;
}

interface OpenMember {
  /** Partitions that it may read. */
  owned: Set<string>;
  /** When it lost the last of them, ms; -1: it has some, or never had any. */
  stoppedAt: number;
  /** The generation whose assignment it has been given. */
  assignedIn: number;
  last: OpenCallback | null;
}

const reasons: Readonly<Record<number, string>> = {
  [RebalanceReason.none]: 'none given',
  [RebalanceReason.memberJoined]: 'member joined',
  [RebalanceReason.memberLeft]: 'member left',
  [RebalanceReason.memberExpired]: 'session expired',
  [RebalanceReason.leaderRejoined]: 'leader rejoined',
  [RebalanceReason.metadataChanged]: 'metadata changed',
  [RebalanceReason.subscriptionChanged]: 'subscription changed',
  [RebalanceReason.forced]: 'asked for',
  [RebalanceReason.syncTimeout]: 'no sync in time',
  [RebalanceReason.pollTimeout]: 'no poll in time',
  [RebalanceReason.coordinatorMoved]: 'coordinator moved',
  [RebalanceReason.staticReplaced]: 'static member replaced',
};

/** Folds the rows of every group into its rebalances, by group number. */
export function groupStories(run: Run): GroupStory[] {
  const folds = run.names.groups.map(() => new GroupFold());
  const { names } = run;
  forEachRow(run.trace, (row) => {
    if (row.kind === RowKind.groupState) folds[row.subject]!.state(row);
    else if (row.kind >= RowKind.partitionAssigned && row.kind <= RowKind.partitionLost) {
      const partition = row.subject < 0 ? null : names.partitions[row.subject]!;
      folds[names.actorGroup[row.actor]!]?.callback(row, names.actors[row.actor]!, partition);
    } else if (row.kind === RowKind.actorCrashed || row.kind === RowKind.actorStarted) {
      folds[names.actorGroup[row.actor] ?? -1]?.newLife(names.actors[row.actor]!);
    }
  });
  return folds.map((fold) => fold.story());
}

class GroupFold {
  private current: number = GroupStateCode.Empty;
  private generationId = 0;
  private readonly rebalances: OpenRebalance[] = [];
  private readonly members = new Map<string, OpenMember>();
  /** Revocations that a rebalance to come will follow from. */
  private early: { name: string; callback: OpenCallback }[] = [];

  state(row: Row): void {
    const wasPreparing = this.current === GroupStateCode.PreparingRebalance;
    this.current = row.a;
    this.generationId = row.b;
    const latest = this.rebalances.at(-1);
    if (row.a === GroupStateCode.PreparingRebalance) {
      // A phase that begins again before anybody was assigned is a rebalance of its own, unless it never ended.
      if (wasPreparing) return;
      this.begin(row);
    } else if (latest !== undefined && latest.generation === null && row.a !== GroupStateCode.Dead) {
      latest.generation = row.b;
    }
  }

  callback(row: Row, name: string, partition: string | null): void {
    const at = row.timeMicros / 1000;
    const kind = callbackNames[row.kind]!;
    const member = this.member(name);
    const { last } = member;
    if (last !== null && last.at === at && last.callback === kind && last.generationId === row.a) {
      if (partition !== null) last.partitions.push(partition);
    } else {
      const partitions = partition === null ? [] : [partition];
      member.last = { at, callback: kind, partitions, generationId: row.a };
      this.place(name, member, member.last);
    }
    this.own(name, member, kind, partition, at);
  }

  newLife(name: string): void {
    this.members.delete(name);
  }

  story(): GroupStory {
    for (const { name, callback } of this.early) this.record(this.rebalances.at(-1), name, callback);
    this.early = [];
    return { state: this.current, generationId: this.generationId, rebalances: this.rebalances.map(finished) };
  }

  private begin(row: Row): void {
    const rebalance: OpenRebalance = {
      at: row.timeMicros / 1000,
      reason: row.c,
      generation: null,
      revoked: {},
      assigned: {},
      stoppedFor: {},
      members: {},
    };
    this.rebalances.push(rebalance);
    for (const { name, callback } of this.early) this.record(rebalance, name, callback);
    this.early = [];
  }

  /** A callback belongs to the rebalance that it is part of, or, before a member leaves, to the one that follows. */
  private place(name: string, member: OpenMember, callback: OpenCallback): void {
    const latest = this.rebalances.at(-1);
    if (callback.callback === 'assigned') {
      member.assignedIn = callback.generationId;
      const own = this.rebalances.findLast((rebalance) => rebalance.generation === callback.generationId);
      this.record(own ?? latest, name, callback);
      return;
    }
    const isBefore =
      callback.callback === 'revoked' &&
      latest?.generation === callback.generationId &&
      member.assignedIn === callback.generationId;
    if (isBefore) this.early.push({ name, callback });
    else this.record(latest, name, callback);
  }

  private record(rebalance: OpenRebalance | undefined, name: string, callback: OpenCallback): void {
    if (rebalance !== undefined) (rebalance.members[name] ??= []).push(callback);
  }

  private own(name: string, member: OpenMember, kind: string, partition: string | null, at: number): void {
    if (kind === 'assigned') {
      if (partition !== null) member.owned.add(partition);
      if (member.stoppedAt < 0) return;
      const rebalance = this.rebalances.findLast((it) => it.generation === member.assignedIn) ?? this.rebalances.at(-1);
      if (rebalance !== undefined) rebalance.stoppedFor[name] = at - member.stoppedAt;
      member.stoppedAt = -1;
      return;
    }
    if (partition === null || !member.owned.delete(partition)) return;
    if (member.owned.size === 0) member.stoppedAt = at;
  }

  private member(name: string): OpenMember {
    const known = this.members.get(name);
    if (known !== undefined) return known;
    const member: OpenMember = { owned: new Set(), stoppedAt: -1, assignedIn: -1, last: null };
    this.members.set(name, member);
    return member;
  }
}

const callbackNames: Readonly<Record<number, MemberCallback['callback']>> = {
  [RowKind.partitionAssigned]: 'assigned',
  [RowKind.partitionRevoked]: 'revoked',
  [RowKind.partitionLost]: 'lost',
};

/** The rebalance as a result shows it: empty callbacks are left out. */
function finished(rebalance: OpenRebalance): Rebalance {
  const { at, reason, generation, stoppedFor } = rebalance;
  const revoked: Record<string, string[]> = {};
  const assigned: Record<string, string[]> = {};
  const members: Record<string, MemberCallback[]> = {};
  for (const [name, callbacks] of Object.entries(rebalance.members)) {
    for (const { at: when, callback, partitions } of callbacks) {
      if (partitions.length === 0) continue;
      (members[name] ??= []).push({ at: when, callback, partitions });
      const side = callback === 'assigned' ? assigned : revoked;
      side[name] = [...(side[name] ?? []), ...partitions];
    }
  }
  return { at, reason: reasons[reason] ?? 'none given', generation, revoked, assigned, stoppedFor, members };
}
