import type { ActorRef } from '../kernel';
import type { KafkaSystem } from '../kafka';
import type { Role } from '../scenario';
import type { CompiledScenario } from './compile-plan';

/** Who holds a role at this moment, by full names; nobody: empty. */
export function holdersOf(role: Role, system: KafkaSystem, compiled: CompiledScenario): readonly ActorRef[] {
  const { shape } = compiled;
  const brokerName = (broker: number): ActorRef[] => (broker < 0 ? [] : [`broker-${broker + 1}`]);
  switch (role.role) {
    case 'controller': {
      const actor = system.controller.quorum.activeActor;
      return actor < 0 ? [] : [shape.names.actors[actor]!];
    }
    case 'leader':
      return brokerName(system.controller.partitions.leader(partitionNumber(role, compiled)));
    case 'follower': {
      const partition = partitionNumber(role, compiled);
      const leader = system.controller.partitions.leader(partition);
      const inSync = system.cluster.metadata.inSyncReplicas(system.cluster.metadata.latest[partition]!);
      const replicas = shape.names.partitionReplicas[partition]!;
      const others = replicas.filter((broker) => broker !== leader);
      return brokerName(others.find((broker) => (inSync >> broker) & 1) ?? others[0] ?? -1);
    }
    case 'coordinator': {
      const group = shape.names.groups.indexOf(role.id);
      return group < 0 ? [] : brokerName(system.controller.partitions.leader(shape.groupPartition[group]!));
    }
    case 'owner': {
      const group = shape.names.groups.indexOf(role.group);
      const member = system.groups.ownerOf(group, partitionNumber(role, compiled));
      if (member < 0) return [];
      const { group: groupName, name } = compiled.members[member]!;
      return [`member:${groupName}/${name}`];
    }
  }
}

function partitionNumber(role: { topic: string; partition: number }, compiled: CompiledScenario): number {
  const { names, topicFirst } = { names: compiled.shape.names, topicFirst: compiled.shape.topicFirst };
  return topicFirst[names.topics.indexOf(role.topic)]! + role.partition;
}
