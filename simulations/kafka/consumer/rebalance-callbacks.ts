import { RowKind } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import type { MemberColumns } from './member-columns';
import type { MemberLink } from './member-link';

/** The callbacks of a consumer about its assignment: rows for the history, and what the client then owns (K-GRP-17, K-GRP-18). */
export class RebalanceCallbacks {
  constructor(
    private readonly cluster: Cluster,
    private readonly columns: MemberColumns,
    private readonly link: MemberLink,
  ) {}

  /** onPartitionsRevoked, of at least one partition. */
  revoke(member: number, partitions: readonly number[], generationId: number): void {
    this.call(member, RowKind.partitionRevoked, partitions, generationId);
    for (const partition of partitions) this.columns.disown(member, partition);
  }

  /** onPartitionsLost: somebody else may own them already. */
  lose(member: number, generationId: number): void {
    const partitions = this.columns.ownedList(member);
    this.call(member, RowKind.partitionLost, partitions, generationId);
    for (const partition of partitions) this.columns.disown(member, partition);
  }

  /** onPartitionsAssigned; called with an empty list too. */
  assign(member: number, partitions: readonly number[], generationId: number): void {
    const { kernel } = this.cluster;
    for (const partition of partitions) this.columns.own(member, partition);
    if (partitions.length > 0) return this.call(member, RowKind.partitionAssigned, partitions, generationId);
    const row = kernel.row(RowKind.partitionAssigned, this.link.actorOf(member), 0, -1, generationId, 0, 0, 0);
    kernel.cause = row;
  }

  private call(member: number, kind: number, partitions: readonly number[], generationId: number): void {
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    let last = cause;
    for (const partition of partitions) {
      kernel.cause = cause;
      last = kernel.row(kind, this.link.actorOf(member), 0, partition, generationId, 0, 0, 0);
    }
    kernel.cause = last;
  }
}
