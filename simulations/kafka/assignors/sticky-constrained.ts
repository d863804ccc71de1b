import type { Claims } from './claims';
import { numberOf } from './partition-space';
import type { PartitionSpace } from './partition-space';
import type { Racks } from './racks';

/** An assignment by member index, and what a cooperative round must not hand out yet. */
export interface StickyResult {
  readonly assigned: readonly (readonly number[])[];
  /** Partitions to withhold in a cooperative round; null: they follow from the claims alone. */
  readonly withheld: ReadonlySet<number> | null;
}

/** State of one run of the algorithm. */
interface Filling {
  readonly min: number;
  readonly max: number;
  /** Members that are to get one more than the minimum, and those that have it. */
  readonly extra: number;
  overMin: number;
  readonly assigned: number[][];
  readonly underMin: number[];
  exactlyMin: number[];
  /** First owner of each partition that was taken from a live member. */
  readonly freedFrom: Map<number, number>;
  readonly withheld: Set<number>;
}

/**
 * The sticky algorithm for equal subscriptions (K-ASG-5, steps 2 to 4).
 *
 * @param ranks position of each member by id
 */
export function assignConstrained(
  space: PartitionSpace,
  claims: Claims,
  ranks: readonly number[],
  racks: Racks,
): StickyResult {
  const count = claims.held.length;
  const filling: Filling = {
    min: Math.floor(space.size / count),
    max: Math.ceil(space.size / count),
    extra: space.size % count,
    overMin: 0,
    assigned: claims.held.map(() => []),
    underMin: [],
    exactlyMin: [],
    freedFrom: new Map(),
    withheld: new Set(),
  };
  for (let member = 0; member < count; member++) keepOwned(filling, space, claims, member, racks);
  const byRank = (a: number, b: number): number => ranks[a] - ranks[b];
  filling.underMin.sort(byRank);
  filling.exactlyMin.sort(byRank);

  const kept = new Set(filling.assigned.flat());
  let free = Array.from({ length: space.size }, (_, partition) => partition).filter(
    (partition) => !kept.has(partition),
  );
  if (racks.matter) {
    free.sort((a, b) => racks.neighbours(a) - racks.neighbours(b) || a - b);
    free = giveWithinRacks(filling, claims, free, racks);
  }
  giveRoundRobin(filling, claims, free);
  return { assigned: filling.assigned, withheld: filling.withheld };
}

/** Step 2 for one member: what it keeps, and which list it joins. */
function keepOwned(filling: Filling, space: PartitionSpace, claims: Claims, member: number, racks: Racks): void {
  const owned: number[] = [];
  for (const partition of claims.held[member]) {
    if (racks.isRemote(member, partition)) filling.freedFrom.set(partition, member);
    else if (!claims.marked.has(partition)) owned.push(partition);
  }
  owned.sort((a, b) => numberOf(space, a) - numberOf(space, b) || a - b);
  let keep = owned.length;
  if (owned.length < filling.min) {
    filling.underMin.push(member);
  } else if (owned.length >= filling.max && filling.overMin < filling.extra) {
    keep = filling.max;
    filling.overMin++;
    if (filling.overMin === filling.extra) filling.exactlyMin = [];
  } else {
    keep = filling.min;
    if (filling.overMin < filling.extra) filling.exactlyMin.push(member);
  }
  filling.assigned[member].push(...owned.slice(0, keep));
  for (const partition of owned.slice(keep)) filling.freedFrom.set(partition, member);
}

function give(filling: Filling, claims: Claims, partition: number, member: number): number {
  filling.assigned[member].push(partition);
  const previous = filling.freedFrom.get(partition);
  if ((previous !== undefined && previous !== member) || claims.marked.has(partition)) filling.withheld.add(partition);
  return filling.assigned[member].length;
}

/** Step 3: round-robin over the members under the minimum, then one each to those exactly at it. */
function giveRoundRobin(filling: Filling, claims: Claims, free: readonly number[]): void {
  const { underMin, exactlyMin } = filling;
  let next = 0;
  for (const partition of free) {
    if (underMin.length === 0) {
      give(filling, claims, partition, exactlyMin.shift()!);
      continue;
    }
    if (next >= underMin.length) next = 0;
    const member = underMin[next];
    if (give(filling, claims, partition, member) === filling.min) {
      underMin.splice(next, 1);
      exactlyMin.push(member);
    } else {
      next++;
    }
  }
}

/** Hands out what has a replica in the rack of a member with room, and returns the rest (K-ASG-2). */
function giveWithinRacks(filling: Filling, claims: Claims, free: readonly number[], racks: Racks): number[] {
  const { underMin } = filling;
  const rest: number[] = [];
  let next = 0;
  for (const partition of free) {
    const index = nextLocal(underMin, next, partition, racks);
    if (index >= 0) {
      const member = underMin[index];
      next = index + 1;
      if (give(filling, claims, partition, member) >= filling.min) {
        underMin.splice(index, 1);
        next = index;
        if (filling.assigned[member].length < filling.max && filling.overMin < filling.extra)
          filling.exactlyMin.push(member);
      }
      next = underMin.length === 0 ? 0 : next % underMin.length;
      continue;
    }
    const place = nextLocal(filling.exactlyMin, 0, partition, racks);
    if (place < 0) {
      rest.push(partition);
      continue;
    }
    const member = filling.exactlyMin[place];
    if (give(filling, claims, partition, member) === filling.max) {
      filling.exactlyMin.splice(place, 1);
      filling.overMin++;
      if (filling.overMin === filling.extra) filling.exactlyMin = [];
    }
  }
  return rest;
}

function nextLocal(members: readonly number[], from: number, partition: number, racks: Racks): number {
  for (let i = 0; i < members.length; i++) {
    const index = (from + i) % members.length;
    if (racks.isLocal(members[index], partition)) return index;
  }
  return -1;
}
