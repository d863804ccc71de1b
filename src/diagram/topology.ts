import { ProcessState, ReplicaRole, type ClusterView } from '../../simulations/history';
import type { DiagramCaptions } from './diagram-types';
import { rackOrder } from './rack-order';
import { brokerName, brokerWords, clientWords, groupWords, replicaSet } from './words';

/** What a replica's log is drawn as. */
export type LogKind = 'leader' | 'follower' | 'was' | 'leaderless';

export interface LogShape {
  partition: number;
  kind: LogKind;
  name: string;
  /** The second line of the label: "leader, epoch 1". */
  note: string;
}

export interface BrokerShape {
  actor: number;
  name: string;
  /** "": not known. */
  rack: string;
  /** `risk`: paused, restarting, or fenced while alive. */
  state: 'up' | 'down' | 'risk';
  words: string;
  shortWords: string;
  /** In-sync replicas of what it leads, "" if they differ or it leads nothing. */
  inSync: string;
  logs: LogShape[];
}

export interface ProducerShape {
  actor: number;
  name: string;
  note: string;
  isDown: boolean;
  partitions: number[];
}

export interface MemberShape {
  actor: number;
  name: string;
  /** Not running: why, in words. */
  absence: string;
  /** Partitions that its client holds, and those that the coordinator gave it and it has not taken. */
  held: number[];
  waitedFor: number[];
}

export interface GroupShape {
  group: number;
  name: string;
  words: string;
  isRebalancing: boolean;
  /** Partitions that somebody read before and nobody reads now. */
  unread: number[];
  members: MemberShape[];
}

/** The boxes of the diagram and what stands in them, at one moment; changes only when the view's topology stamp does. */
export interface Topology {
  brokers: BrokerShape[];
  producers: ProducerShape[];
  groups: GroupShape[];
  /** All partitions belong to one topic, so that P0 says enough. */
  isOneTopic: boolean;
}

/** Reads the boxes off the view. */
export function readTopology(view: ClusterView, captions: DiagramCaptions): Topology {
  const { names } = view;
  const actors = names.actors.map((_, actor) => actor);
  return {
    brokers: rackOrder(view.columns.brokerCount, captions.racks ?? []).map((actor) =>
      readBroker(view, actor, captions),
    ),
    producers: actors
      .filter((actor) => names.actorKinds[actor] === 'producer')
      .map((actor) => readProducer(view, actor, captions)),
    groups: names.groups.map((_, group) => readGroup(view, group, captions)),
    isOneTopic:
      names.topics.length <= 1 || new Set(userPartitions(view).map((it) => names.partitionTopic[it])).size <= 1,
  };
}

/** Partitions of the scenario's own topics. */
export function userPartitions(view: ClusterView): number[] {
  return Array.from({ length: view.names.userPartitionCount }, (_, partition) => partition);
}

function readBroker(view: ClusterView, actor: number, captions: DiagramCaptions): BrokerShape {
  const { columns, names } = view;
  const isController = captions.combinedControllers && actor === activeController(view);
  const led = userPartitions(view).filter((partition) => columns.leader[partition] === actor);
  const sets = new Set(led.map((partition) => replicaSet(view, columns.inSyncReplicas[partition]!, actor)));
  const isOneSet = sets.size === 1;
  return {
    actor,
    name: brokerName(names.actors[actor]!),
    rack: captions.racks?.[actor] ?? '',
    state: isDown(view, actor) ? 'down' : isAtRisk(view, actor) ? 'risk' : 'up',
    words: brokerWords(view, actor, isController),
    shortWords: brokerWords(view, actor, isController, true),
    inSync: isOneSet ? [...sets][0]! : '',
    logs: userPartitions(view)
      .filter((partition) => hasReplica(view, partition, actor))
      .map((partition) => readLog(view, partition, actor, isOneSet)),
  };
}

/**
 * Whether a broker has a replica of a partition now. The names list every broker that ever has one; one that only gets
 * it later has neither a part in the partition nor records of it.
 */
export function hasReplica({ names, columns }: ClusterView, partition: number, broker: number): boolean {
  const replicas = names.partitionReplicas[partition]!;
  if (!replicas.includes(broker)) return false;
  const at = columns.replicaAt(partition, broker);
  const hasPart = columns.role[at] !== ReplicaRole.none || columns.logEndOffset[at]! > 0;
  if (hasPart || (columns.inSyncReplicas[partition]! & (1 << broker)) !== 0) return true;
  // Before the first leader is elected nobody has a part yet.
  return columns.leaderEpoch[partition]! < 0;
}

/** A process that is gone. */
export function isDown(view: ClusterView, actor: number): boolean {
  const process = view.columns.processState[actor];
  return process === ProcessState.killed || process === ProcessState.stopped;
}

/** Paused, restarting, or fenced while alive. */
export function isAtRisk(view: ClusterView, actor: number): boolean {
  return view.columns.processState[actor] !== ProcessState.running || view.columns.isFenced[actor] === 1;
}

/** With combined controllers the first that is up is the active one as far as a drawing can tell. */
function activeController(view: ClusterView): number {
  return view.columns.processState.indexOf(ProcessState.running);
}

function readLog(view: ClusterView, partition: number, broker: number, isOneSet: boolean): LogShape {
  const { columns, names } = view;
  const name = names.partitions[partition]!;
  const epoch = `epoch ${columns.leaderEpoch[partition]}`;
  const set = isOneSet ? '' : `, ISR ${replicaSet(view, columns.inSyncReplicas[partition]!, broker)}`;
  if (columns.leader[partition] === broker) {
    return { partition, kind: 'leader', name, note: isOneSet ? `leader, ${epoch}` : `${epoch}${set}` };
  }
  const wasLeader = columns.previousLeader[partition] === broker;
  if (wasLeader && columns.leader[partition]! < 0) {
    return { partition, kind: 'leaderless', name, note: 'no leader' };
  }
  return {
    partition,
    kind: wasLeader && isDown(view, broker) ? 'was' : 'follower',
    name,
    note: wasLeader && isDown(view, broker) ? 'was leader' : '',
  };
}

function readProducer(view: ClusterView, actor: number, captions: DiagramCaptions): ProducerShape {
  const { names } = view;
  const name = names.actors[actor]!;
  const topics = captions.producerTopics[name];
  const state = clientWords(view, actor);
  return {
    actor,
    name,
    note: state || (captions.producerNotes[name] ?? ''),
    isDown: view.columns.processState[actor] !== ProcessState.running,
    partitions: userPartitions(view).filter(
      (partition) => topics === undefined || topics.includes(names.topics[names.partitionTopic[partition]!]!),
    ),
  };
}

function readGroup(view: ClusterView, group: number, captions: DiagramCaptions): GroupShape {
  const { columns, names } = view;
  const members = names.actors.map((_, actor) => actor).filter((actor) => names.actorGroup[actor] === group);
  const partitions = userPartitions(view);
  const at = (partition: number): number => columns.readerAt(group, partition);
  const words = groupWords(view, group);
  const isRebalancing = words.startsWith('rebalancing');
  const note = captions.groupNotes[names.groups[group]!] ?? '';
  return {
    group,
    name: names.groups[group]!,
    words: isRebalancing || note === '' ? words : [words, note].filter((part) => part !== '').join(', '),
    isRebalancing,
    unread: partitions.filter(
      (it) => columns.position[at(it)]! >= 0 && columns.holder[at(it)]! < 0 && columns.owner[at(it)]! < 0,
    ),
    members: members.map((actor) => ({
      actor,
      name: names.actors[actor]!,
      absence: clientWords(view, actor),
      held: partitions.filter((it) => columns.holder[at(it)] === actor),
      waitedFor: partitions.filter((it) => columns.owner[at(it)] === actor && columns.holder[at(it)] !== actor),
    })),
  };
}
