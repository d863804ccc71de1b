import type { ClusterView } from '../../simulations/history';
import type { DiagramTarget } from './diagram-types';
import { recordOf } from './log-records';
import type { GroupBox, LogBox, MemberBox, ProducerBox } from './layout-types';
import type { BrokerShape } from './topology';
import { brokerName, list, seconds } from './words';

/** "broker 2, killed at 12.400 s, fenced at 13.410 s, leads nothing". */
export function brokerLabel({ name, words, inSync }: BrokerShape): string {
  return [name, words, inSync === '' ? '' : `in-sync replicas ${inSync}`].filter((part) => part !== '').join(', ');
}

export function logLabel(view: ClusterView, { shape, broker }: LogBox): string {
  const role = shape.note === '' ? 'follower' : shape.note;
  return `${shape.name} on ${brokerName(view.names.actors[broker]!)}, ${role}`;
}

export function producerLabel({ shape }: ProducerBox): string {
  return ['producer ' + shape.name, shape.note].filter((part) => part !== '').join(', ');
}

export function memberLabel(view: ClusterView, group: GroupBox, member: MemberBox): string {
  const { names } = view;
  if (member.form === 'folded') return groupLabel(group);
  const { shape } = member;
  const reads =
    shape.held.length === 0 ? 'reads nothing' : `reads ${list(shape.held.map((it) => names.partitions[it]!))}`;
  return `${shape.name} of group ${group.shape.name}, ${shape.absence === '' ? reads : shape.absence}`;
}

export function groupLabel({ shape }: GroupBox): string {
  const present = shape.members.filter((member) => member.absence === '').length;
  return `group ${shape.name}, ${shape.words === '' ? '' : `${shape.words}, `}${present} of ${shape.members.length} members present`;
}

/** A record in words: where it stands, what it is, where it came from and who has it. */
export function recordWords(view: ClusterView, target: Extract<DiagramTarget, { kind: 'record' }>): string {
  const { names, columns, trace } = view;
  const { partition, broker, offset } = target;
  const record = recordOf(view, columns.replicaAt(partition, broker), offset);
  const place = `${names.partitions[partition]} offset ${offset}`;
  if (record < 0) return `${place}, no record of a producer`;
  const { records, incarnations } = trace.facts;
  const key = records.key[record]!;
  const producer = names.actors[incarnations.actor[records.producer[record]!]!]!;
  const holders = names.partitionReplicas[partition]!.filter((it) => {
    return recordOf(view, columns.replicaAt(partition, it), offset) === record;
  });
  const on = holders.map((it) => brokerName(names.actors[it]!));
  const sent = seconds(records.sentAtMicros[record]!);
  return `${place}, ${key < 0 ? 'no key' : `key ${names.keys[key]}`}, sent by ${producer} at ${sent}, on ${list(on)}`;
}
