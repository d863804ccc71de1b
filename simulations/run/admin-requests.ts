import { ErrorCode, errorName, type ActionOutcome, type ActorRef } from '../kernel';
import type { KafkaSystem } from '../kafka';
import type { CompiledScenario } from './compile-plan';

/**
 * What an administrator asks of the cluster. The administrator's own way to the controller is not modelled: the request
 * takes effect at once, and from there on everything goes by the metadata log.
 */
export class AdminRequests {
  constructor(
    private readonly system: KafkaSystem,
    private readonly compiled: CompiledScenario,
  ) {}

  /** K-REA-1 to K-REA-7. */
  reassign(partition: ActorRef, replicas: readonly number[] | null): ActionOutcome {
    const number = this.partition(partition);
    return this.byController((actor, { partitions }) =>
      replicas === null
        ? partitions.cancelReassignment(number, actor)
        : partitions.reassign(
            number,
            replicas.map((broker) => broker - 1),
            actor,
          ),
    );
  }

  /** K-REA-11; several partitions: done if any leadership moved. */
  electPreferred(of?: ActorRef): ActionOutcome {
    const { names } = this.compiled.shape;
    const chosen =
      of === undefined || of.startsWith('topic:')
        ? [...names.partitions.keys()].filter(
            (it) => of === undefined || names.topics[names.partitionTopic[it]!] === of.slice('topic:'.length),
          )
        : [this.partition(of)];
    return this.byController((actor, { partitions }) => {
      const errors = chosen.map((partition) => partitions.electByHand(partition, undefined, actor));
      return errors.includes(ErrorCode.NONE) ? ErrorCode.NONE : errors[0]!;
    });
  }

  /** K-REA-9. */
  addPartitions(topic: ActorRef, count: number): ActionOutcome {
    const index = this.compiled.shape.names.topics.indexOf(topic.slice('topic:'.length));
    return this.byController((actor, { partitions }) => partitions.addPartitions(index, count, actor));
  }

  /** K-REA-12, at the broker that leads as far as the controller knows. */
  deleteRecords(partition: ActorRef, before: number): ActionOutcome {
    const number = this.partition(partition);
    const leader = this.system.controller.partitions.leader(number);
    return answered(
      leader < 0 ? ErrorCode.NOT_LEADER_OR_FOLLOWER : this.system.brokers.tasks.deleteRecords(leader, number, before),
    );
  }

  /** The broker becomes the preferred leader of the partition that keeps the group, and leads it. */
  moveCoordinator(group: ActorRef, to: number): ActionOutcome {
    const { names, groupPartition } = this.compiled.shape;
    const partition = groupPartition[names.groups.indexOf(group.slice('group:'.length))]!;
    return this.byController((actor, { partitions }) => {
      const replicas = partitions.replicas(partition);
      if (!replicas.includes(to)) return ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE;
      const error = partitions.electByHand(partition, to, actor);
      if (error !== ErrorCode.NONE) return error;
      return partitions.reassign(partition, [to, ...replicas.filter((broker) => broker !== to)], actor);
    });
  }

  private partition(reference: ActorRef): number {
    return this.compiled.shape.names.partitions.indexOf(reference.slice('partition:'.length));
  }

  private byController(ask: (actor: number, controller: KafkaSystem['controller']) => number): ActionOutcome {
    const actor = this.system.controller.quorum.activeActor;
    return actor < 0 ? { skipped: 'no controller is active' } : answered(ask(actor, this.system.controller));
  }
}

function answered(error: number): ActionOutcome {
  return error === ErrorCode.NONE || { skipped: errorName(error) };
}
