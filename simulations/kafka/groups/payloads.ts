import type { Arena, Cell } from '../../kernel';
import type { ClientAssignor } from '../assignors';

interface Rows<T> {
  readonly full: readonly (readonly T[])[];
  readonly last: readonly T[];
}

const CHUNK_ROWS = 64;

/**
 * What a request or an answer of the group protocol carries beside numbers, by number. Rows are final; the list of them
 * is a cell whose chunks are shared, so that a snapshot costs nothing and a row little.
 */
export class PayloadTable<T> {
  private readonly rows: Cell<Rows<T>>;

  constructor(arena: Arena) {
    this.rows = arena.cell<Rows<T>>({ full: [], last: [] });
  }

  /** Adds a payload, never to be changed, and returns its number. */
  add(payload: T): number {
    const { full, last } = this.rows.value;
    const next = [...last, payload];
    this.rows.value = next.length < CHUNK_ROWS ? { full, last: next } : { full: [...full, next], last: [] };
    return full.length * CHUNK_ROWS + last.length;
  }

  get(row: number): T {
    const { full, last } = this.rows.value;
    const chunk = Math.floor(row / CHUNK_ROWS);
    return (chunk < full.length ? full[chunk]! : last)[row % CHUNK_ROWS]!;
  }
}

/** What a member sends with JoinGroup (K-GRP-10). Partitions are numbers. */
export interface JoinRequest {
  /** Number of the member id, -1: none yet. */
  readonly memberId: number;
  readonly clientId: string;
  /** `group.instance.id`; null: a dynamic member. */
  readonly instanceId: string | null;
  readonly rack: string;
  readonly topics: readonly string[];
  /** What it owns as it joins, with the generation in which it got that (K-ASG-7). */
  readonly owned: readonly number[];
  readonly generationId: number;
  /** What the sticky assignor remembers beside: the last assignment, also after an eager revocation (K-ASG-7). */
  readonly lastAssignment: readonly number[];
  readonly lastGenerationId: number;
  readonly assignors: readonly ClientAssignor[];
  readonly sessionMicros: number;
  /** `max.poll.interval.ms`, the longest time that the group waits for it. */
  readonly rebalanceMicros: number;
  /** {@link RebalanceReason} that the member gives, 0: none of its own. */
  readonly reason: number;
}

/** One member's part of what a leader assigns by. */
export interface Subscription {
  readonly memberId: number;
  readonly request: JoinRequest;
}

export interface JoinAnswer {
  readonly memberId: number;
  readonly generationId: number;
  readonly leaderId: number;
  readonly assignor: ClientAssignor;
  /** For the leader alone: everybody, in the order in which they joined. */
  readonly members: readonly Subscription[];
  /** A static leader that came back need not assign again (K-GRP-30). */
  readonly skipsAssignment: boolean;
}

/** The leader's assignment: partitions by member id. */
export type SyncRequest = ReadonlyMap<number, readonly number[]>;

/** The tables that clients and coordinators share: what is on the wire. */
export class GroupPayloads {
  readonly joins: PayloadTable<JoinRequest>;
  readonly joinAnswers: PayloadTable<JoinAnswer>;
  readonly syncs: PayloadTable<SyncRequest>;
  readonly assignments: PayloadTable<readonly number[]>;

  constructor(arena: Arena) {
    this.joins = new PayloadTable(arena);
    this.joinAnswers = new PayloadTable(arena);
    this.syncs = new PayloadTable(arena);
    this.assignments = new PayloadTable(arena);
  }
}

/** True if a coordinator takes both for the same metadata: the bytes that a member would send for its assignors (K-GRP-12). */
export function hasSameMetadata(a: JoinRequest, b: JoinRequest): boolean {
  return (
    a.generationId === b.generationId &&
    sameList(a.topics, b.topics) &&
    sameList(a.assignors, b.assignors) &&
    sameList(a.owned, b.owned) &&
    a.rack === b.rack
  );
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
