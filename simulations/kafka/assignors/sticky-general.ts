import type { Claims } from './claims';
import type { NamedMember } from './member-order';
import { PartitionMovements } from './partition-movements';
import type { PartitionSpace } from './partition-space';
import type { Racks } from './racks';
import type { StickyResult } from './sticky-constrained';

/**
 * The sticky algorithm for different subscriptions (K-ASG-6, steps 1 to 7). Where Kafka 4.2.1 fails because a previous
 * owner takes no part in the balancing, that owner is passed over.
 *
 * @param members in J-order
 * @param ranks position of each member by id
 */
export function assignGeneral(
  space: PartitionSpace,
  members: readonly NamedMember[],
  claims: Claims,
  ranks: readonly number[],
  racks: Racks,
): StickyResult {
  return { assigned: new GeneralAssignment(space, members, claims, ranks, racks).run(), withheld: null };
}

/** Kafka sets no bound; a handful of rounds has always been enough. */
const ROUNDS_MAX = 1_000;

class GeneralAssignment {
  private readonly space: PartitionSpace;
  private readonly ranks: readonly number[];
  private readonly racks: Racks;
  /** Topics of each member and members of each topic, as they were listed. */
  private readonly topicsOf: number[][];
  private readonly subscribersOf: number[][];
  /** The most that each member could hold. */
  private readonly most: number[];
  private readonly previousOwner: Map<number, number>;
  /** Partitions by (number of subscribers, topic, number). */
  private readonly order: number[];
  private readonly movements: PartitionMovements;
  private readonly owner: Int32Array;
  private readonly sizes: number[];
  /** How many partitions of a topic a member holds, by topic × members + member. */
  private readonly held: Int32Array;
  private readonly hasDropped: boolean;
  /** Members that take part in the balancing. */
  private active: number[];
  /** Whether the present assignment is balanced; null: not looked at since the last move. */
  private balanced: boolean | null = null;

  constructor(
    space: PartitionSpace,
    members: readonly NamedMember[],
    claims: Claims,
    ranks: readonly number[],
    racks: Racks,
  ) {
    this.space = space;
    this.ranks = ranks;
    this.racks = racks;
    this.movements = new PartitionMovements(space);
    this.active = members.map((_, member) => member);
    this.topicsOf = members.map((member) => member.topics.flatMap((topic) => space.topicIndex.get(topic) ?? []));
    this.subscribersOf = space.topics.map(() => []);
    this.topicsOf.forEach((topics, member) => topics.forEach((topic) => this.subscribersOf[topic].push(member)));
    this.most = this.topicsOf.map((topics) =>
      topics.length === space.topics.length
        ? space.size
        : topics.reduce((sum, topic) => sum + space.firstOf[topic + 1] - space.firstOf[topic], 0),
    );
    this.previousOwner = previousOwners(claims);
    this.order = space.topics
      .map((_, topic) => topic)
      .sort((a, b) => this.subscribersOf[a].length - this.subscribersOf[b].length || a - b)
      .flatMap((topic) =>
        Array.from({ length: space.firstOf[topic + 1] - space.firstOf[topic] }, (_, i) => space.firstOf[topic] + i),
      );
    this.owner = new Int32Array(space.size).fill(-1);
    this.sizes = members.map(() => 0);
    this.held = new Int32Array(space.topics.length * members.length);
    this.hasDropped = this.keepClaims(claims);
  }

  run(): number[][] {
    const isFresh = this.sizes.every((size) => size === 0);
    const free = this.order.filter((partition) => this.owner[partition] < 0);
    this.assignFree(free);
    this.setAside();
    const before = { owner: this.owner.slice(), score: this.score() };
    if (!this.hasDropped) this.pass(free.filter((partition) => this.isMovable(partition)));
    const moved = this.pass(this.order.filter((partition) => this.isMovable(partition)));
    const owner = !isFresh && moved && this.score() >= before.score ? before.owner : this.owner;
    const assigned = this.sizes.map((): number[] => []);
    owner.forEach((member, partition) => member >= 0 && assigned[member].push(partition));
    return assigned;
  }

  /** Takes over the claims that hold; true if a member had to drop one on a topic that it does not subscribe to. */
  private keepClaims(claims: Claims): boolean {
    let hasDropped = false;
    claims.held.forEach((held, member) => {
      for (const partition of held) {
        const isWanted = this.topicsOf[member].includes(this.space.topicOf[partition]);
        if (isWanted && !this.racks.isRemote(member, partition)) this.put(partition, member);
        else hasDropped = true;
      }
    });
    return hasDropped;
  }

  private put(partition: number, member: number): void {
    const before = this.owner[partition];
    const row = this.space.topicOf[partition] * this.sizes.length;
    if (before >= 0) {
      this.sizes[before]--;
      this.held[row + before]--;
    }
    this.owner[partition] = member;
    this.sizes[member]++;
    this.held[row + member]++;
    this.balanced = null;
  }

  private holds(topic: number, member: number): boolean {
    return this.held[topic * this.sizes.length + member] > 0;
  }

  private assignFree(free: readonly number[]): void {
    let rest = free;
    if (this.racks.matter)
      rest = free.filter((partition) => !this.assign(partition, (m) => !this.racks.isRemote(m, partition)));
    for (const partition of rest) this.assign(partition, () => true);
  }

  private assign(partition: number, suits: (member: number) => boolean): boolean {
    const member = this.fewest(this.subscribersOf[this.space.topicOf[partition]].filter(suits));
    if (member === undefined) return false;
    this.put(partition, member);
    return true;
  }

  /** The member with the smallest (size, id). */
  private fewest(members: readonly number[]): number | undefined {
    let best: number | undefined;
    for (const member of members) {
      if (best === undefined || this.comesBefore(member, best)) best = member;
    }
    return best;
  }

  private comesBefore(a: number, b: number): boolean {
    return (this.sizes[a] - this.sizes[b] || this.ranks[a] - this.ranks[b]) < 0;
  }

  private isMovable(partition: number): boolean {
    return this.subscribersOf[this.space.topicOf[partition]].length >= 2;
  }

  /** Step 3: members that hold everything they could and nothing movable take no part. */
  private setAside(): void {
    this.active = this.active.filter(
      (member) =>
        this.sizes[member] < this.most[member] ||
        this.subscribersOf.some((subscribers, topic) => subscribers.length >= 2 && this.holds(topic, member)),
    );
  }

  /** Sum over all pairs of members of the difference of their sizes. */
  private score(): number {
    let score = 0;
    this.active.forEach((a, i) => {
      for (const b of this.active.slice(i + 1)) score += Math.abs(this.sizes[a] - this.sizes[b]);
    });
    return score;
  }

  /** Steps 4 and 5: goes through the list again and again until nothing moves; true if anything did. */
  private pass(partitions: readonly number[]): boolean {
    let hasMoved = false;
    for (let round = 0, again = true; again && round < ROUNDS_MAX; round++) {
      again = false;
      for (const partition of partitions) {
        if (this.isBalanced()) break;
        const target = this.betterOwner(partition);
        if (target === undefined) continue;
        this.move(partition, target);
        again = true;
        hasMoved = true;
      }
    }
    return hasMoved;
  }

  private betterOwner(partition: number): number | undefined {
    const limit = this.sizes[this.owner[partition]] - 2;
    const previous = this.previousOwner.get(partition);
    if (previous !== undefined && this.sizes[previous] <= limit && this.active.includes(previous)) return previous;
    const fewest = this.fewest(this.subscribersOf[this.space.topicOf[partition]]);
    return fewest !== undefined && this.sizes[fewest] <= limit ? fewest : undefined;
  }

  private move(partition: number, to: number): void {
    const mover = this.movements.actuallyMoved(partition, this.owner[partition], to);
    this.movements.record(mover, this.owner[mover], to);
    this.put(mover, to);
  }

  private isBalanced(): boolean {
    this.balanced ??= this.looksBalanced();
    return this.balanced;
  }

  private looksBalanced(): boolean {
    const sizes = this.active.map((member) => this.sizes[member]);
    if (Math.min(...sizes) >= Math.max(...sizes) - 1) return true;
    const largest = this.space.topics.map((_, topic) =>
      this.active.reduce((most, member) => (this.holds(topic, member) ? Math.max(most, this.sizes[member]) : most), -1),
    );
    return this.active.every(
      (member) =>
        this.sizes[member] === this.most[member] ||
        this.topicsOf[member].every((topic) => largest[topic] < this.sizes[member] + 2),
    );
  }
}

/** The newest claim on each partition by a member below the highest generation; equal ones: the first in J-order. */
function previousOwners(claims: Claims): Map<number, number> {
  const highest = Math.max(-1, ...claims.generations);
  const owners = new Map<number, number>();
  claims.claimed.forEach((partitions, member) => {
    if (claims.generations[member] === highest) return;
    for (const partition of partitions) {
      const owner = owners.get(partition);
      if (owner === undefined || claims.generations[member] > claims.generations[owner]) owners.set(partition, member);
    }
  });
  return owners;
}
