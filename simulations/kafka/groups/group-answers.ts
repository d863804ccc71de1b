import { ErrorCode, GroupStateCode, RowKind } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import type { GroupBook } from './group-book';
import { memberOf, withChange, type GroupMember } from './group-record';
import { R_PAYLOAD, wordOf } from './group-requests';
import type { GroupPayloads, Subscription } from './payloads';

/** What a coordinator tells others about its groups: answers to those that wait, and rows for the history. */
export class GroupAnswers {
  constructor(
    private readonly cluster: Cluster,
    private readonly book: GroupBook,
    private readonly payloads: GroupPayloads,
    private readonly generationOf: (place: number) => number,
    /** Restarts the session of a member that is answered (E.5a). */
    private readonly touch: (place: number, member: GroupMember) => void,
  ) {}

  /** Answers the JoinGroup that a member waits with: the present generation. */
  answerJoin(place: number, id: number): void {
    const { messages } = this.cluster;
    const cell = this.book.records[place]!;
    const record = cell.value;
    const member = memberOf(record, id)!;
    const message = member.joinMessage;
    if (message < 0) return;
    const isLeader = record.leaderId === id;
    const members = isLeader
      ? record.members.map(({ id: memberId, request }): Subscription => ({ memberId, request }))
      : [];
    const answer = {
      memberId: id,
      generationId: this.generationOf(place),
      leaderId: record.leaderId,
      assignor: record.assignor ?? 'range',
      members,
      skipsAssignment: isLeader && this.book.shownState[place] === GroupStateCode.Stable,
    };
    cell.value = withChange(record, id, { joinMessage: -1, isNew: false });
    this.touch(place, member);
    messages.words.array[wordOf(message, R_PAYLOAD)] = this.payloads.joinAnswers.add(answer);
    this.book.answer(message, ErrorCode.NONE);
  }

  /** Answers the SyncGroup that a member waits with: its assignment. */
  answerSync(place: number, id: number): void {
    const cell = this.book.records[place]!;
    const member = memberOf(cell.value, id)!;
    const message = member.syncMessage;
    cell.value = withChange(cell.value, id, { syncMessage: -1 });
    this.touch(place, member);
    const { words } = this.cluster.messages;
    words.array[wordOf(message, R_PAYLOAD)] = this.payloads.assignments.add(member.assignment);
    this.book.answer(message, ErrorCode.NONE);
  }

  /** Answers with an error whoever waits for a sync, and `withJoins` for a join. */
  failParked(place: number, withJoins: boolean, error: number): void {
    const { book } = this;
    const { members } = book.records[place]!.value;
    for (const { id, joinMessage, syncMessage } of members) {
      const cell = book.records[place]!;
      cell.value = withChange(cell.value, id, withJoins ? { joinMessage: -1, syncMessage: -1 } : { syncMessage: -1 });
      if (syncMessage >= 0) book.answer(syncMessage, error);
      if (withJoins && joinMessage >= 0) book.answer(joinMessage, error);
    }
  }

  /** The coordinator's side of ownership, as far as it changed. */
  noteOwners(place: number): void {
    const { kernel, shape } = this.cluster;
    const { book } = this;
    const [broker, group] = [book.brokerOf(place), book.groupOf(place)];
    const generationId = this.generationOf(place);
    const owners = new Int32Array(shape.partitionCount).fill(-1);
    for (const member of book.records[place]!.value.members) {
      for (const partition of member.assignment) owners[partition] = book.actorOf(member.id);
    }
    for (let partition = 0; partition < shape.names.userPartitionCount; partition++) {
      const index = group * shape.partitionCount + partition;
      if (book.owner[index] === owners[partition]) continue;
      book.owner[index] = owners[partition]!;
      kernel.row(RowKind.ownership, broker, 0, partition, owners[partition]!, generationId, group, 0);
    }
  }

  /** Writes that the group is in another state; what follows is caused by that. */
  show(place: number, stateCode: number, reason: number, generationId: number): void {
    const { book } = this;
    if (stateCode === GroupStateCode.PreparingRebalance) {
      if (book.shownState[place] === stateCode) return;
      book.reason[place] = reason;
    }
    book.shownState[place] = stateCode;
    const { kernel } = this.cluster;
    const count = book.records[place]!.value.members.length;
    const [broker, group] = [book.brokerOf(place), book.groupOf(place)];
    kernel.cause = kernel.row(
      RowKind.groupState,
      broker,
      0,
      group,
      stateCode,
      generationId,
      book.reason[place]!,
      count,
    );
    book.stateRow[place] = kernel.cause;
  }
}
