import type { MachineSubject } from '../../../simulations/history';
import type { TraceNames } from '../../../simulations/kernel';
import { wordsOf } from '../../app';
import type { SessionView } from '../../app';

export type Target = NonNullable<SessionView['selected']>;

/** One machine of what is chosen. */
export interface MachineChoice {
  id: string;
  label: string;
  /** What it is a machine of, as a sentence without its subject. */
  what: string;
  subject: MachineSubject;
}

/** Everything that has a machine, in the order in which records pass it. */
export function ownersOf(names: TraceNames): { title: string; owners: { label: string; target: Target }[] }[] {
  const actors = (kind: 'broker' | 'producer' | 'member'): { label: string; target: Target }[] =>
    names.actors.flatMap((name, actor) =>
      names.actorKinds[actor] === kind ? [{ label: wordsOf(name), target: { kind, actor } }] : [],
    );
  const partitions = names.partitions.map((label, partition) => ({
    label,
    target: { kind: 'log', partition, broker: names.partitionReplicas[partition][0] } as const,
  }));
  const groups = names.groups.map((label, group) => ({ label, target: { kind: 'group', group } as const }));
  return [
    { title: 'Producers', owners: actors('producer') },
    { title: 'Brokers', owners: actors('broker') },
    { title: 'Partitions', owners: partitions },
    { title: 'Groups', owners: groups },
    { title: 'Members', owners: actors('member') },
  ].filter(({ owners }) => owners.length > 0);
}

/** The owner that a target of the diagram stands for; what has none stands for the first group, or the first broker. */
export function ownerOf(names: TraceNames, selected: Target | null): Target {
  if (selected === null) {
    return names.groups.length > 0 ? { kind: 'group', group: 0 } : { kind: 'broker', actor: 0 };
  }
  if (selected.kind !== 'record') return selected;
  return { kind: 'log', partition: selected.partition, broker: selected.broker };
}

/** A text that is equal for targets with the same owner. */
export function ownerKey(target: Target): string {
  if (target.kind === 'group') return `group ${target.group}`;
  return target.kind === 'log' || target.kind === 'record'
    ? `partition ${target.partition}`
    : `${target.kind} ${target.actor}`;
}

/** The machines of an owner; the first is shown unless another is asked for. */
export function machinesOf(names: TraceNames, target: Target): MachineChoice[] {
  switch (target.kind) {
    case 'broker':
      return [
        { id: 'process', label: 'process', what: 'its own process', subject: machine('broker', target.actor) },
        {
          id: 'registration',
          label: 'registration',
          what: 'as the controller sees it',
          subject: machine('brokerRegistration', target.actor),
        },
      ];
    case 'producer':
      return [
        {
          id: 'producer',
          label: 'identity',
          what: 'its producer id and epoch',
          subject: machine('producer', target.actor),
        },
      ];
    case 'member':
      return [
        {
          id: 'member',
          label: 'membership',
          what: `member of group ${names.groups[names.actorGroup[target.actor]]}, as its client sees it`,
          subject: machine('classicMember', target.actor),
        },
      ];
    case 'group':
      return [
        {
          id: 'group',
          label: 'coordination',
          what: 'as its coordinator keeps it',
          subject: { machine: 'classicGroup', group: target.group },
        },
      ];
    default:
      return partitionMachines(names, target.partition);
  }
}

function partitionMachines(names: TraceNames, partition: number): MachineChoice[] {
  const replicas = names.partitionReplicas[partition].map((broker): MachineChoice => ({
    id: `replica ${broker}`,
    label: `on ${wordsOf(names.actors[broker])}`,
    what: `the replica on ${wordsOf(names.actors[broker])}`,
    subject: { machine: 'replica', partition, broker },
  }));
  return [
    {
      id: 'partition',
      label: 'leadership',
      what: 'as the controller sees it',
      subject: { machine: 'partitionRegistration', partition },
    },
    ...replicas,
  ];
}

function machine(name: 'broker' | 'brokerRegistration' | 'producer' | 'classicMember', actor: number): MachineSubject {
  return { machine: name, actor };
}

/** How its owner is called: "broker 2", "orders-1", "invoice". */
export function ownerName(names: TraceNames, target: Target): string {
  if (target.kind === 'group') return names.groups[target.group];
  if (target.kind === 'log' || target.kind === 'record') return names.partitions[target.partition];
  return wordsOf(names.actors[target.actor]);
}

export type Tone = 'well' | 'waiting' | 'bad' | 'plain';

const tones: Readonly<Record<Exclude<Tone, 'well'>, readonly string[]>> = {
  bad: ['Down', 'Leaderless', 'Dead', 'FatalError', 'Offline', 'NoLeader', 'Fenced'],
  waiting: [
    'Starting',
    'Registering',
    'PendingControlledShutdown',
    'InControlledShutdown',
    'Recovering',
    'Truncating',
    'BackingOff',
    'PreparingRebalance',
    'InitialDelay',
    'Joining',
    'CompletingRebalance',
    'PreparingJoin',
    'JoinDue',
    'WithoutId',
    'WithId',
    'Syncing',
    'RejoinNeeded',
    'AwaitingProducerId',
    'BumpingEpoch',
    'Draining',
    'Closing',
  ],
  plain: ['Unregistered', 'Uncreated', 'WithoutProducerId', 'Closed', 'Unjoined', 'Left', 'Empty'],
};

/** What a state means for whoever is in it. */
export function toneOf(state: string): Tone {
  const name = state.split('.').at(-1) ?? '';
  const tone = (['bad', 'waiting', 'plain'] as const).find((it) => tones[it].includes(name));
  return tone ?? 'well';
}

/** What the trace cannot tell of a machine. */
export const untold: Readonly<Partial<Record<MachineSubject['machine'], string>>> = {
  broker:
    'What a broker hears of itself is told by the answers that reach it: after a cut it may be told a little late.',
  classicMember: 'Told by its requests and their answers: after a pause it may be told late.',
  producer:
    'A fatal error is told nowhere in the trace, so FatalError never lights; without idempotence Ready is known once the first batch leaves.',
  replica: 'That a follower backs off after a refused fetch is told nowhere in the trace, so BackingOff never lights.',
};
