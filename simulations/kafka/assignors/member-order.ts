import { byText, entriesOf } from './assignment';
import type { AssignmentInput, AssignmentMember } from './assignment';
import { jOrder } from './j-order';

export interface NamedMember extends AssignmentMember {
  readonly id: string;
}

/** Static members by instance id, then dynamic ones by member id: the order of range and roundrobin (K-ASG-2). */
export function staticFirst(input: AssignmentInput): NamedMember[] {
  return inJOrder(input).sort((a, b) => {
    if (a.instanceId !== undefined && b.instanceId !== undefined) return byText(a.instanceId, b.instanceId);
    if (a.instanceId !== undefined) return -1;
    if (b.instanceId !== undefined) return 1;
    return byText(a.id, b.id);
  });
}

/** Members in J-order: the order of the sticky assignors (K-SIM-5). */
export function inJOrder(input: AssignmentInput): NamedMember[] {
  const byId = new Map(entriesOf(input.members));
  return jOrder(byId.keys()).map((id) => ({ ...byId.get(id)!, id }));
}

/** Position of each member in the order of ids: smaller is earlier. */
export function ranksById(members: readonly NamedMember[]): number[] {
  const order = members.map((_, index) => index).sort((a, b) => byText(members[a].id, members[b].id));
  const ranks = new Array<number>(members.length);
  order.forEach((member, rank) => (ranks[member] = rank));
  return ranks;
}
