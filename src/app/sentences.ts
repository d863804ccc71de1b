import {
  AppendFlag,
  CallCode,
  CrashFlag,
  ElectionFlag,
  GroupStateCode,
  LeaveReason,
  RebalanceReason,
  RowKind,
  SkipReason,
  TruncateReason,
  errorName,
  rowFlags,
  rowIncarnation,
  rowKind,
  rowWord,
} from '../../simulations/kernel';
import type { TraceNames, TraceView } from '../../simulations/kernel';
import type { NormalisedScenario } from '../../simulations/scenario';
import { describeAction } from './action-words';
import { sayEveryday } from './row-sentences';

/** What a sentence is made from. */
export interface Told {
  trace: TraceView;
  names: TraceNames;
  scenario: NormalisedScenario;
}

interface Row {
  actor: string;
  flags: number;
  subject: number;
  a: number;
  b: number;
  c: number;
  d: number;
}

/** "broker-2" is written "broker 2" in words. */
export function wordsOf(actor: string | undefined): string {
  return (actor ?? 'nobody').replace(/^(broker|controller)-(\d+)$/, '$1 $2');
}

/** One row of the history in words, without its time: "broker 3 leads orders-1, epoch 1". */
export function sentenceOf(told: Told, row: number): string {
  const { history, facts } = told.trace;
  const word = rowWord(history, row, 0);
  const read: Row = {
    actor: wordsOf(told.names.actors[facts.incarnations.actor[rowIncarnation(word)]]),
    flags: rowFlags(word),
    subject: rowWord(history, row, 1),
    a: rowWord(history, row, 2),
    b: rowWord(history, row, 3),
    c: rowWord(history, row, 4),
    d: rowWord(history, row, 5),
  };
  return say(told, rowKind(word), read);
}

function say(told: Told, kind: number, row: Row): string {
  switch (kind) {
    case RowKind.actionBegin:
    case RowKind.actionEnd:
    case RowKind.actionSkipped:
      return sayAction(told, kind, row);
    case RowKind.leaderElected:
    case RowKind.leaderNone:
    case RowKind.isrChanged:
    case RowKind.truncate:
      return sayPartition(told, kind, row);
    case RowKind.memberJoined:
    case RowKind.memberLeft:
    case RowKind.memberFenced:
    case RowKind.groupState:
    case RowKind.partitionLost:
    case RowKind.commitFail:
    case RowKind.processFail:
      return sayGroup(told, kind, row);
    case RowKind.sendFail:
    case RowKind.sendInfo:
    case RowKind.sendAttempt:
    case RowKind.sendRetry:
    case RowKind.sendOk:
      return saySend(told, kind, row);
    case RowKind.append:
    case RowKind.highWatermark:
    case RowKind.poll:
    case RowKind.commitOk:
    case RowKind.effectApplied:
      return sayRecords(told, kind, row);
    default:
      return sayProcess(told, kind, row);
  }
}

function sayAction({ scenario, names }: Told, kind: number, { subject, a }: Row): string {
  const action = scenario.actions[subject];
  if (action === undefined) return 'an action of the scenario';
  const target = action.target === undefined || a < 0 ? undefined : names.actors[a];
  const text = describeAction(action, target);
  if (kind === RowKind.actionBegin) return text;
  if (kind === RowKind.actionEnd) return `${text}: over`;
  const reason = {
    [SkipReason.nothingToDo]: 'nothing to do',
    [SkipReason.alreadySo]: 'already so',
    [SkipReason.noSuchTarget]: 'no such target',
    [SkipReason.anchorNeverCame]: 'its moment never came',
  };
  return `${text}: skipped, ${reason[a as 0 | 1 | 2 | 3] ?? 'nothing to do'}`;
}

function sayPartition({ names }: Told, kind: number, { actor, flags, subject, a, b, c }: Row): string {
  const partition = names.partitions[subject];
  switch (kind) {
    case RowKind.leaderElected: {
      const how =
        flags & ElectionFlag.unclean ? ', unclean' : flags & ElectionFlag.preferred ? ', the preferred leader' : '';
      return `${wordsOf(names.actors[a])} leads ${partition}, epoch ${b}${how}`;
    }
    case RowKind.leaderNone:
      return `nobody leads ${partition}`;
    case RowKind.isrChanged:
      return `in-sync replicas of ${partition}: ${brokersOf(names, a)}`;
    default: {
      const because =
        c === TruncateReason.unflushedLost || c === TruncateReason.diskLost ? ': the rest was not on disk' : '';
      return `${actor} truncates ${partition} from ${b} to ${a}${because}`;
    }
  }
}

function sayGroup({ names }: Told, kind: number, { actor, subject, a, b, c, d }: Row): string {
  switch (kind) {
    case RowKind.memberJoined:
      return `${names.actors[a]} joins ${names.groups[subject]}`;
    case RowKind.memberLeft:
      return `${names.actors[a]} leaves ${names.groups[subject]}${leaveWords[b] ?? ''}`;
    case RowKind.memberFenced:
      return `${names.actors[a]} is refused by ${names.groups[subject]}: ${errorName(b)}`;
    case RowKind.groupState:
      if (a === GroupStateCode.Stable)
        return `${names.groups[subject]} is stable, generation ${b}, ${d} ${d === 1 ? 'member' : 'members'}`;
      if (a === GroupStateCode.Empty) return `${names.groups[subject]} is empty`;
      return a === GroupStateCode.PreparingRebalance
        ? `${names.groups[subject]} rebalances${rebalanceWords[c] ?? ''}`
        : `${names.groups[subject]} waits for its assignment`;
    case RowKind.partitionLost:
      return subject < 0 ? `${actor} has lost its partitions` : `${actor} has lost ${names.partitions[subject]}`;
    case RowKind.commitFail:
      return `${actor} cannot commit ${names.partitions[subject]} at ${a}: ${errorName(d)}`;
    default:
      return `${actor} fails to process ${names.partitions[subject]} offset ${a}`;
  }
}

function saySend({ trace, names }: Told, kind: number, { actor, flags, a, b, c }: Row): string {
  const isRecord = (flags & 1) !== 0;
  const count = isRecord ? 1 : (trace.facts.batches.count[a] ?? 0);
  const partition = names.partitions[(isRecord ? trace.facts.records : trace.facts.batches).partition[a]];
  const what = `${count} ${count === 1 ? 'record' : 'records'}${partition === undefined ? '' : ` for ${partition}`}`;
  switch (kind) {
    case RowKind.sendAttempt:
      return `${actor} sends ${what} to ${wordsOf(names.actors[c])}${b > 1 ? `, attempt ${b}` : ''}`;
    case RowKind.sendRetry:
      return `${actor} will send ${what} again: ${errorName(b)}`;
    case RowKind.sendOk:
      return `${actor} counts ${what} as acknowledged${b < 0 ? '' : `, from offset ${b}`}`;
    case RowKind.sendFail:
      return `${actor} gives up ${what}: ${errorName(b)}`;
    default:
      return `${actor} does not know whether ${what} arrived: ${errorName(b)}`;
  }
}

function sayRecords({ names }: Told, kind: number, { actor, flags, subject, a, b, c }: Row): string {
  const partition = names.partitions[subject];
  switch (kind) {
    case RowKind.append:
      return `${actor} ${flags & AppendFlag.follower ? 'copies' : 'appends'} ${partition} ${offsetsOf(b, c)}`;
    case RowKind.highWatermark:
      return `the high watermark of ${partition} is ${a}`;
    case RowKind.poll:
      return `${actor} reads ${partition} ${offsetsOf(a, b)}`;
    case RowKind.commitOk:
      return `${actor} commits ${partition} at ${a}`;
    default:
      return `${actor} applies ${partition} offset ${a}`;
  }
}

function offsetsOf(from: number, to: number): string {
  return to - from <= 1 ? `offset ${from}` : `offsets ${from} to ${to - 1}`;
}

function sayProcess({ names }: Told, kind: number, row: Row): string {
  const { actor, flags, subject, a, b } = row;
  const broker = wordsOf(names.actors[subject]);
  switch (kind) {
    case RowKind.actorStarted:
      return `${actor} starts`;
    case RowKind.actorCrashed:
      if (flags & CrashFlag.clean) return `${actor} has stopped cleanly`;
      return flags & CrashFlag.powerLost ? `${actor} lost power` : `${actor} is dead`;
    case RowKind.brokerFenced:
      return `${broker} is fenced`;
    case RowKind.brokerUnfenced:
      return `${broker} is back in the cluster`;
    case RowKind.brokerShutdown:
      return `${broker} asks to shut down`;
    case RowKind.clientClosed:
      return `${actor} has closed`;
    case RowKind.clientError:
      return `${actor}: ${callNames[b] ?? 'a call'} fails with ${errorName(a)}`;
    default:
      return sayEveryday(names, kind, row) ?? actor;
  }
}

/** "1 and 3" of a broker set. */
function brokersOf(names: TraceNames, mask: number): string {
  const brokers = names.actors.flatMap((name, index) =>
    names.actorKinds[index] === 'broker' && (mask & (1 << index)) !== 0 ? [name.replace('broker-', '')] : [],
  );
  if (brokers.length === 0) return 'none';
  return brokers.length === 1 ? brokers[0] : `${brokers.slice(0, -1).join(', ')} and ${brokers.at(-1)}`;
}

const leaveWords: Readonly<Record<number, string>> = {
  [LeaveReason.sessionExpired]: ': its session expired',
  [LeaveReason.rebalanceTimeout]: ': it missed the rebalance',
  [LeaveReason.pollTimeout]: ': it did not poll in time',
  [LeaveReason.joinTimeout]: ': it did not join in time',
  [LeaveReason.syncTimeout]: ': it did not sync in time',
  [LeaveReason.fenced]: ': it was fenced',
};

const rebalanceWords: Readonly<Record<number, string>> = {
  [RebalanceReason.memberJoined]: ': a member joined',
  [RebalanceReason.memberLeft]: ': a member left',
  [RebalanceReason.memberExpired]: ': a session expired',
  [RebalanceReason.leaderRejoined]: ': its leader joined again',
  [RebalanceReason.metadataChanged]: ': partitions changed',
  [RebalanceReason.subscriptionChanged]: ': a subscription changed',
  [RebalanceReason.forced]: ': it was asked to',
  [RebalanceReason.syncTimeout]: ': an assignment was not fetched',
  [RebalanceReason.pollTimeout]: ': a member did not poll in time',
  [RebalanceReason.coordinatorMoved]: ': its coordinator moved',
  [RebalanceReason.staticReplaced]: ': a static member was replaced',
};

const callNames: Readonly<Record<number, string>> = {
  [CallCode.send]: 'send',
  [CallCode.poll]: 'poll',
  [CallCode.commit]: 'commit',
  [CallCode.flush]: 'flush',
  [CallCode.close]: 'close',
  [CallCode.construct]: 'its configuration',
  [CallCode.init]: 'init',
};
