import type { ClusterView } from '../../simulations/history';
import type { DiagramChain, DiagramTarget } from './diagram-types';
import { recordOf } from './log-records';
import type { Topology } from './topology';

/** What is causally next to a thing pointed at: its records, their replicas, who wrote them and who reads them. */
export class Neighbourhood {
  readonly brokers = new Set<number>();
  readonly producers = new Set<number>();
  readonly members = new Set<number>();
  readonly groups = new Set<number>();
  /** Set while one record is pointed at. */
  record: { partition: number; offset: number } | null = null;
  private readonly logs = new Set<number>();

  constructor(private readonly brokerCount: number) {}

  addLog(partition: number, broker: number): void {
    this.logs.add(partition * this.brokerCount + broker);
    this.brokers.add(broker);
  }

  hasLog(partition: number, broker: number): boolean {
    return this.logs.has(partition * this.brokerCount + broker);
  }

  hasRecord(partition: number, offset: number): boolean {
    return this.record !== null && this.record.partition === partition && this.record.offset === offset;
  }
}

/** The neighbourhood of `target` at the view's time. */
export function neighbourhoodOf(view: ClusterView, topology: Topology, target: DiagramTarget): Neighbourhood {
  const lit = new Neighbourhood(view.columns.brokerCount);
  switch (target.kind) {
    case 'broker':
      lit.brokers.add(target.actor);
      for (const partition of partitionsOn(topology, target.actor)) {
        lit.addLog(partition, target.actor);
        if (view.columns.leader[partition] === target.actor) addPartition(lit, view, topology, partition);
      }
      return lit;
    case 'log':
    case 'record':
      addPartition(lit, view, topology, target.partition);
      if (target.kind === 'record') narrowToRecord(lit, view, target);
      return lit;
    case 'producer':
      lit.producers.add(target.actor);
      for (const { actor, partitions } of topology.producers) {
        if (actor === target.actor) for (const partition of partitions) addLeader(lit, view, partition);
      }
      return lit;
    case 'member':
      addMember(lit, view, topology, target.actor);
      return lit;
    case 'group':
      lit.groups.add(target.group);
      for (const member of topology.groups[target.group]?.members ?? []) addMember(lit, view, topology, member.actor);
      return lit;
  }
}

/** What a chain of causes speaks of: its actors, and its partitions wherever they lie. */
export function neighbourhoodOfChain(view: ClusterView, chain: DiagramChain): Neighbourhood {
  const { names, columns } = view;
  const lit = new Neighbourhood(columns.brokerCount);
  for (const { partition } of chain.records) {
    const number = names.partitions.indexOf(partition);
    for (const broker of names.partitionReplicas[number] ?? []) {
      // A follower that has lost nothing and leads nothing is no part of the story.
      const hasPart = columns.leader[number] === broker || columns.previousLeader[number] === broker;
      if (hasPart) lit.addLog(number, broker);
    }
  }
  for (const name of chain.actors) {
    const actor = names.actors.indexOf(name);
    if (actor < 0) continue;
    if (names.actorKinds[actor] === 'broker') lit.brokers.add(actor);
    else if (names.actorKinds[actor] === 'producer') lit.producers.add(actor);
    else if (names.actorKinds[actor] === 'member') {
      lit.members.add(actor);
      lit.groups.add(names.actorGroup[actor]!);
    }
  }
  return lit;
}

function partitionsOn(topology: Topology, broker: number): number[] {
  return topology.brokers.find((it) => it.actor === broker)?.logs.map((log) => log.partition) ?? [];
}

/** A partition with all its replicas, its producers and its readers. */
function addPartition(lit: Neighbourhood, view: ClusterView, topology: Topology, partition: number): void {
  for (const broker of view.names.partitionReplicas[partition]!) lit.addLog(partition, broker);
  for (const producer of topology.producers)
    if (producer.partitions.includes(partition)) lit.producers.add(producer.actor);
  for (const group of topology.groups) {
    for (const member of group.members) {
      if (!member.held.includes(partition)) continue;
      lit.members.add(member.actor);
      lit.groups.add(group.group);
    }
  }
}

/** A record was sent by one producer alone. */
function narrowToRecord(
  lit: Neighbourhood,
  view: ClusterView,
  at: { partition: number; broker: number; offset: number },
): void {
  lit.record = { partition: at.partition, offset: at.offset };
  const record = recordOf(view, view.columns.replicaAt(at.partition, at.broker), at.offset);
  if (record < 0) return;
  const { records, incarnations } = view.trace.facts;
  lit.producers.clear();
  lit.producers.add(incarnations.actor[records.producer[record]!]!);
}

function addLeader(lit: Neighbourhood, view: ClusterView, partition: number): void {
  const leader = view.columns.leader[partition]!;
  if (leader >= 0) lit.addLog(partition, leader);
}

function addMember(lit: Neighbourhood, view: ClusterView, topology: Topology, actor: number): void {
  lit.members.add(actor);
  for (const group of topology.groups) {
    const member = group.members.find((it) => it.actor === actor);
    if (member === undefined) continue;
    lit.groups.add(group.group);
    for (const partition of member.held) addLeader(lit, view, partition);
  }
}
