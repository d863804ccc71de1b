import { assign, topicPartition, type AssignmentMember } from '../assignors';
import type { ClusterShape } from '../cluster/shape';
import type { MemberIds } from '../groups/member-ids';
import type { JoinAnswer, SyncRequest } from '../groups/payloads';

/** What the leader of a group computes out of everybody's subscription (K-GRP-15, K-ASG-2 to K-ASG-7). */
export function assignAsLeader(
  shape: ClusterShape,
  ids: MemberIds,
  racks: readonly string[],
  /** How many partitions the leader believes a topic to have. */
  partitionsOf: (topic: number) => number,
  answer: JoinAnswer,
): SyncRequest {
  const members = new Map<string, AssignmentMember>();
  const idOf = new Map<string, number>();
  const nameOf = (partition: number): string => shape.names.partitions[partition]!;
  for (const { memberId, request } of answer.members) {
    // K-ASG-7: sticky remembers by itself what it had, cooperative-sticky tells what it still owns.
    const isSticky = answer.assignor === 'sticky';
    const owned = isSticky ? request.lastAssignment : request.owned;
    const generation = isSticky ? request.lastGenerationId : request.generationId;
    members.set(ids.textOf(memberId), {
      topics: request.topics,
      owned: generation < 0 ? [] : owned.map(nameOf),
      generation,
      ...(request.instanceId === null ? {} : { instanceId: request.instanceId }),
      ...(request.rack === '' ? {} : { rack: request.rack }),
    });
    idOf.set(ids.textOf(memberId), memberId);
  }
  const { topics, partitionRacks } = topicsOf(shape, racks, partitionsOf);
  const assignment = assign(answer.assignor, { topics, members, partitionRacks });
  const first = new Map(shape.names.topics.map((topic, index) => [topic, shape.topicFirst[index]!]));
  return new Map(
    Object.entries(assignment).map(([text, partitions]) => [
      idOf.get(text)!,
      partitions.map((name) => {
        const { topic, partition } = topicPartition(name)!;
        return first.get(topic)! + partition;
      }),
    ]),
  );
}

function topicsOf(shape: ClusterShape, racks: readonly string[], partitionsOf: (topic: number) => number) {
  const topics = new Map<string, number>();
  const partitionRacks = new Map<string, string[][]>();
  for (let topic = 0; topic < shape.offsetsTopic; topic++) {
    const name = shape.names.topics[topic]!;
    const count = partitionsOf(topic);
    topics.set(name, count);
    if (racks.length === 0) continue;
    const first = shape.topicFirst[topic]!;
    partitionRacks.set(
      name,
      Array.from({ length: count }, (_, i) =>
        shape.names.partitionReplicas[first + i]!.map((broker) => racks[broker] ?? ''),
      ),
    );
  }
  return { topics, partitionRacks };
}
