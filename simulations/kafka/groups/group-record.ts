import type { ClientAssignor } from '../assignors';
import type { JoinRequest } from './payloads';

/** A member of a group in its coordinator's book; never changed, only replaced. */
export interface GroupMember {
  /** Number of its member id. */
  readonly id: number;
  /** Its newest JoinGroup. */
  readonly request: JoinRequest;
  /** Unanswered requests, -1: none. */
  readonly joinMessage: number;
  readonly syncMessage: number;
  /** It has sent SyncGroup in this generation. */
  readonly hasSynced: boolean;
  /** It waits for the answer to its first JoinGroup (E.5a: five minutes). */
  readonly isNew: boolean;
  readonly assignment: readonly number[];
}

/** A group in its coordinator's book, but for the counts that its machine keeps. Members stand in the order of joining. */
export interface GroupRecord {
  readonly members: readonly GroupMember[];
  /** Member id of the leader, -1: none. */
  readonly leaderId: number;
  readonly assignor: ClientAssignor | null;
  /** Ids handed out by MEMBER_ID_REQUIRED, with the time (µs) at which they are forgotten. */
  readonly pendingIds: readonly { readonly id: number; readonly untilMicros: number }[];
}

export const emptyGroup: GroupRecord = { members: [], leaderId: -1, assignor: null, pendingIds: [] };

export function memberOf(record: GroupRecord, id: number): GroupMember | undefined {
  for (const member of record.members) if (member.id === id) return member;
  return undefined;
}

export function withMember(record: GroupRecord, member: GroupMember): GroupRecord {
  return { ...record, members: [...record.members, member] };
}

/** `id`'s entry with other fields; its place stays. */
export function withChange(record: GroupRecord, id: number, change: Partial<GroupMember>): GroupRecord {
  return { ...record, members: record.members.map((member) => (member.id === id ? { ...member, ...change } : member)) };
}

export function withoutMember(record: GroupRecord, id: number): GroupRecord {
  return { ...record, members: record.members.filter((member) => member.id !== id) };
}

export function withoutPendingId(record: GroupRecord, id: number): GroupRecord {
  return { ...record, pendingIds: record.pendingIds.filter((pending) => pending.id !== id) };
}

/** The longest time that some member may take between two polls, in µs: how long the group waits (E.5a). */
export function rebalanceMicrosOf(record: GroupRecord): number {
  return record.members.reduce((most, member) => Math.max(most, member.request.rebalanceMicros), 0);
}

/** Assignors that all members offer, in the order of the first member. */
export function commonAssignors(members: readonly GroupMember[]): ClientAssignor[] {
  const [first, ...others] = members;
  if (first === undefined) return [];
  return first.request.assignors.filter((name) => others.every((member) => member.request.assignors.includes(name)));
}

/** Each member votes for the first of its assignors that all offer; most votes win (K-GRP-14). */
export function electAssignor(members: readonly GroupMember[]): ClientAssignor | null {
  const candidates = commonAssignors(members);
  const votes = new Map<ClientAssignor, number>();
  for (const member of members) {
    const vote = member.request.assignors.find((name) => candidates.includes(name));
    if (vote !== undefined) votes.set(vote, (votes.get(vote) ?? 0) + 1);
  }
  let best: ClientAssignor | null = null;
  for (const name of candidates) {
    if (best === null || (votes.get(name) ?? 0) > (votes.get(best) ?? 0)) best = name;
  }
  return best;
}
