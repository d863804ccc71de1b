import type { ClusterView, MachineSubject } from '../../../simulations/history';
import { wordsOf } from '../../app';

type Fact = readonly [label: string, value: string];

/** What the trace tells of the owner of a machine at the view's moment. */
export function factsOf(view: ClusterView, subject: MachineSubject): Fact[] {
  switch (subject.machine) {
    case 'broker':
    case 'brokerRegistration':
      return brokerFacts(view, subject.actor);
    case 'producer':
      return producerFacts(view, subject.actor);
    case 'classicMember':
      return memberFacts(view, subject.actor);
    case 'classicGroup':
      return groupFacts(view, subject.group);
    case 'partitionRegistration':
      return partitionFacts(view, subject.partition);
    case 'replica':
      return replicaFacts(view, subject.partition, subject.broker);
  }
}

function brokerFacts({ columns, names }: ClusterView, broker: number): Fact[] {
  const partitions = names.partitions.map((_, partition) => partition);
  const inSync = partitions.filter((it) => ((columns.inSyncReplicas[it] >> broker) & 1) === 1);
  return [
    ['partitions led', String(partitions.filter((it) => columns.leader[it] === broker).length)],
    [
      'in sync for',
      `${inSync.length} of ${partitions.filter((it) => names.partitionReplicas[it].includes(broker)).length}`,
    ],
    ['life', String(columns.life[broker])],
    ['fenced by the controller', columns.isFenced[broker] === 1 ? 'yes' : 'no'],
  ];
}

function producerFacts(view: ClusterView, producer: number): Fact[] {
  const { columns } = view;
  return [
    ['records sent', String(columns.sent[producer])],
    ['held back', String(Math.max(0, view.queued(producer)))],
    ['in flight', String(columns.inFlight[producer])],
    ['acknowledged', String(columns.acknowledged[producer])],
    ['failed', String(columns.failed[producer])],
    ['outcome unknown', String(columns.unknown[producer])],
  ];
}

function memberFacts({ columns, names }: ClusterView, member: number): Fact[] {
  const group = names.actorGroup[member];
  const held = names.partitions.filter((_, it) => columns.holder[columns.readerAt(group, it)] === member);
  const given = names.partitions.filter((_, it) => columns.owner[columns.readerAt(group, it)] === member);
  return [
    ['generation of the group', numberOr(columns.generationId[group])],
    ['counted in', columns.isMember[member] === 1 ? 'yes' : 'no'],
    ['given by the coordinator', listOr(given)],
    ['held by the client', listOr(held)],
    ['life', String(columns.life[member])],
  ];
}

function groupFacts({ columns, names }: ClusterView, group: number): Fact[] {
  const members = names.actors.filter((_, it) => names.actorGroup[it] === group && columns.isMember[it] === 1);
  return [
    ['generation', numberOr(columns.generationId[group])],
    ['members', listOr(members)],
    [
      'partitions given',
      String(names.partitions.filter((_, it) => columns.owner[columns.readerAt(group, it)] >= 0).length),
    ],
  ];
}

function partitionFacts(view: ClusterView, partition: number): Fact[] {
  const { columns, names } = view;
  const brokers = (mask: number): string =>
    listOr(names.actors.filter((_, it) => it < columns.brokerCount && (mask >> it) & 1).map(wordsOf));
  return [
    ['leader', columns.leader[partition] < 0 ? 'nobody' : wordsOf(names.actors[columns.leader[partition]])],
    ['leader epoch', numberOr(columns.leaderEpoch[partition])],
    ['partition epoch', numberOr(columns.partitionEpoch[partition])],
    ['in-sync replicas', brokers(columns.inSyncReplicas[partition])],
    ['eligible leader replicas', brokers(columns.eligibleLeaderReplicas[partition])],
    ['high watermark', String(columns.highWatermark[partition])],
  ];
}

function replicaFacts({ columns, names }: ClusterView, partition: number, broker: number): Fact[] {
  const at = columns.replicaAt(partition, broker);
  const leader = columns.believedLeader[at];
  return [
    ['leader, as it knows', leader < 0 ? 'none' : wordsOf(names.actors[leader])],
    ['leader epoch, as it knows', numberOr(columns.believedLeaderEpoch[at])],
    ['log start', String(columns.logStartOffset[at])],
    ['log end', String(columns.logEndOffset[at])],
    ['in sync', (columns.inSyncReplicas[partition] >> broker) & 1 ? 'yes' : 'no'],
  ];
}

function numberOr(value: number): string {
  return value < 0 ? 'none' : String(value);
}

function listOr(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  return names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
}
