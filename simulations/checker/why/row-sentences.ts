import {
  AppendFlag,
  CrashFlag,
  ElectionFlag,
  LeaveReason,
  PositionReason,
  RowKind,
  TruncateReason,
  errorName,
  rowFlags,
  rowIncarnation,
  rowKind,
  rowTime,
  rowWord,
  type RowView,
} from '../../kernel';
import type { WhyStep } from '../verdict';
import type { HistoryView } from '../view';
import { brokerNames, listWords, rangeWords } from './words';

/** A row taken apart for its sentence. */
interface Told {
  view: HistoryView;
  row: number;
  at: number;
  flags: number;
  actor: string;
  partition: string;
  subject: number;
  a: number;
  b: number;
  c: number;
  d: number;
  cause: number;
}

type Sentence = (it: Told) => Omit<WhyStep, 'at' | 'row'> | undefined;

/**
 * What a row says in a practitioner's words, undefined if its kind has no sentence. Stories are put together from these,
 * never written freely (C-REP-3).
 */
export function stepOf(view: HistoryView, row: number): WhyStep | undefined {
  const told = takeApart(view, row);
  const step = sentences[rowKind(rowWord(view.rows, row, 0))]?.(told);
  return step && { at: told.at / 1000, row, ...step };
}

function takeApart(view: HistoryView, row: number): Told {
  const rows: RowView = view.rows;
  const word0 = rowWord(rows, row, 0);
  const subject = rowWord(rows, row, 1);
  return {
    view,
    row,
    at: rowTime(rows, row),
    flags: rowFlags(word0),
    actor: view.names.actors[view.actorOf[rowIncarnation(word0)]] ?? '',
    partition: view.names.partitions[subject] ?? '',
    subject,
    a: rowWord(rows, row, 2),
    b: rowWord(rows, row, 3),
    c: rowWord(rows, row, 4),
    d: rowWord(rows, row, 5),
    cause: rowWord(rows, row, 6),
  };
}

const name = (it: Told, actor: number): string => it.view.names.actors[actor] ?? 'nobody';
const countOf = (it: Told): number => it.view.facts.batches.count[it.a] ?? 1;

const batchPartition = (it: Told): string => it.view.names.partitions[it.view.facts.batches.partition[it.a]] ?? '';

/** Who is behind it, if an action is. */
function byAction(it: Told): string | undefined {
  if (it.cause < 0 || rowKind(rowWord(it.view.rows, it.cause, 0)) !== RowKind.actionBegin) return undefined;
  const action = it.view.header.scenario.actions[rowWord(it.view.rows, it.cause, 1)];
  return action ? `action ${action.id}: ${action.do}` : undefined;
}

const crashed: Sentence = (it) => {
  const isPower = (it.flags & CrashFlag.powerLost) !== 0;
  const isClean = (it.flags & CrashFlag.clean) !== 0;
  const isBroker = it.view.names.actorKinds[it.view.actorOfRow(it.row)] === 'broker';
  const say = `${it.actor} ${isPower ? 'loses power' : isClean ? 'is stopped' : 'is killed'}`;
  const kept = isPower ? 'what was not flushed is gone with it' : 'what it wrote stays on its disk';
  return {
    say,
    detail: [byAction(it), isBroker ? kept : undefined].filter(Boolean).join('; ') || undefined,
    actor: it.actor,
  };
};

const actionWords: Readonly<Record<string, string>> = {
  kill: 'is killed',
  stop: 'is stopped',
  powerOff: 'loses power',
  pause: 'is paused',
  isolate: 'is cut off',
  restart: 'is started again',
};

const sentences: Readonly<Partial<Record<number, Sentence>>> = {
  [RowKind.actionBegin]: (it) => {
    const action = it.view.header.scenario.actions[it.subject];
    if (!action) return undefined;
    const target = it.a >= 0 ? name(it, it.a) : (action.target ?? 'the cluster');
    const words = actionWords[action.do];
    return {
      say: words ? `${target} ${words}` : `${action.do} at ${target}`,
      detail: `action ${action.id}`,
      actor: target,
    };
  },
  [RowKind.actorCrashed]: crashed,
  [RowKind.actorStarted]: (it) => ({ say: `${it.actor} starts again`, actor: it.actor }),
  [RowKind.actorPaused]: (it) => ({ say: `${it.actor} is paused`, detail: byAction(it), actor: it.actor }),
  [RowKind.actorResumed]: (it) => ({ say: `${it.actor} runs on with what it believed before`, actor: it.actor }),
  [RowKind.clientClosed]: (it) => ({ say: `${it.actor} closes`, actor: it.actor }),
  [RowKind.brokerFenced]: (it) => {
    const broker = name(it, it.subject);
    const { downRow, pauseRow, actionRow } = it.view.actors;
    const since = [downRow[it.subject], pauseRow[it.subject], actionRow[it.subject]].filter(
      (row) => row >= 0 && row < it.row,
    );
    const quiet =
      since.length === 0
        ? ''
        : `: silent for ${((it.at - it.view.timeOf(Math.max(...since))) / 1_000_000).toFixed(1)} s`;
    return {
      say: `${it.actor} fences ${broker}${quiet}`,
      detail: 'it leaves every in-sync set and leads nothing',
      actor: broker,
    };
  },
  [RowKind.brokerRegistered]: (it) => ({ say: `${name(it, it.subject)} registers anew`, actor: name(it, it.subject) }),
  [RowKind.append]: (it) => {
    if ((it.flags & AppendFlag.follower) !== 0)
      return {
        say: `${it.actor} copies ${rangeWords(it.b, it.c)} of ${it.partition}`,
        actor: it.actor,
        partition: it.partition,
      };
    const epoch = it.view.facts.logBatches.leaderEpoch[it.a];
    return {
      say: `${it.actor} leads ${it.partition} and appends ${rangeWords(it.b, it.c)}`,
      detail: `leader epoch ${epoch}`,
      actor: it.actor,
      partition: it.partition,
    };
  },
  [RowKind.truncate]: (it) => ({
    say: `${it.actor} truncates ${it.partition} to ${it.a}`,
    detail:
      it.c === TruncateReason.unflushedLost
        ? 'what was not flushed is lost'
        : it.c === TruncateReason.diskLost
          ? 'its disk is empty'
          : `its log ended at ${it.b}; the leader's does not hold the rest`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.highWatermark]: (it) => ({
    say: `the high watermark of ${it.partition} is ${it.a}`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.logStart]: (it) => ({
    say: `${it.actor} removes ${it.partition} below offset ${it.a}`,
    detail: 'retention',
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.leaderElected]: (it) => {
    const leader = name(it, it.a);
    const kind =
      (it.flags & ElectionFlag.lastKnown) !== 0
        ? 'nobody else was left: it is the last known leader'
        : (it.flags & ElectionFlag.unclean) !== 0
          ? 'it was not in the in-sync set: an unclean election'
          : (it.flags & ElectionFlag.fromEligible) !== 0
            ? 'it was an eligible leader replica'
            : 'it is in the in-sync set, so the election is clean';
    return {
      say: `${leader} leads ${it.partition}, epoch ${it.b}`,
      detail: kind,
      actor: leader,
      partition: it.partition,
    };
  },
  [RowKind.leaderNone]: (it) => ({
    say: `${it.partition} has no leader`,
    detail: 'no replica may lead it',
    partition: it.partition,
  }),
  [RowKind.isrChanged]: (it) => ({
    say: `in sync on ${it.partition}: ${listWords(brokerNames(it.view.names, it.a))}`,
    partition: it.partition,
  }),
  [RowKind.sendOk]: (it) => {
    const what = it.b < 0 ? 'sent' : `${rangeWords(it.b, it.b + countOf(it))} of ${batchPartition(it)} acknowledged`;
    const acks = String(it.view.header.settings[`producers.${it.actor}`]?.acks ?? '');
    const detail =
      acks === '1'
        ? 'acks=1: the leader answers without waiting for its followers'
        : acks === '0'
          ? 'acks=0: nobody answers'
          : undefined;
    return { say: `${it.actor} is told: ${what}`, detail, actor: it.actor };
  },
  [RowKind.sendAttempt]: (it) => ({
    say: `${it.actor} sends to ${name(it, it.c)}`,
    detail: `attempt ${it.b}`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.sendRetry]: (it) => ({
    say: `${it.actor} hears ${errorName(it.b)} and sends again`,
    detail: `attempt ${it.c} failed`,
    actor: it.actor,
  }),
  [RowKind.sendFail]: (it) => ({ say: `${it.actor} is told: failed, ${errorName(it.b)}`, actor: it.actor }),
  [RowKind.sendInfo]: (it) => ({
    say: `${it.actor} gives up: ${errorName(it.b)}`,
    detail: 'the record may be stored all the same',
    actor: it.actor,
  }),
  [RowKind.poll]: (it) => ({
    say: `${it.actor} is handed ${rangeWords(it.a, it.b)} of ${it.partition}`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.processEnd]: (it) => ({
    say: `${it.actor} finishes ${rangeWords(it.a, it.b)} of ${it.partition}`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.processFail]: (it) => ({
    say: `${it.actor} fails at offset ${it.a} of ${it.partition}`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.positionSet]: (it) => {
    const how =
      it.b === PositionReason.reset
        ? `has no valid offset for ${it.partition} and resets to ${it.a}`
        : it.b === PositionReason.assigned
          ? `starts at offset ${it.a} of ${it.partition}`
          : `goes to offset ${it.a} of ${it.partition}`;
    const detail =
      it.b === PositionReason.reset
        ? 'auto.offset.reset'
        : it.b === PositionReason.assigned
          ? 'the committed offset'
          : undefined;
    return { say: `${it.actor} ${how}`, detail, actor: it.actor, partition: it.partition };
  },
  [RowKind.commitInvoke]: (it) => ({
    say: `${it.actor} commits offset ${it.a} of ${it.partition}`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.commitOk]: (it) => ({
    say: `${it.actor} commits offset ${it.a} of ${it.partition}: accepted`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.commitFail]: (it) => ({
    say: `${it.actor}'s commit of ${it.partition} is refused: ${errorName(it.d)}`,
    actor: it.actor,
    partition: it.partition,
  }),
  [RowKind.memberLeft]: (it) => ({
    say: `${name(it, it.a)} is out of ${it.view.names.groups[it.subject]}: ${leaveWords[it.b] ?? 'left'}`,
    actor: name(it, it.a),
  }),
  [RowKind.ownership]: (it) => ({
    say: it.a < 0 ? `${it.partition} belongs to nobody` : `${it.partition} now belongs to ${name(it, it.a)}`,
    detail: `generation ${it.b}`,
    actor: it.a < 0 ? undefined : name(it, it.a),
    partition: it.partition,
  }),
  [RowKind.groupState]: (it) => ({ say: `group ${it.view.names.groups[it.subject]} is in generation ${it.b}` }),
  [RowKind.effectApplied]: (it) => ({
    say: `the sink of ${it.view.names.groups[it.c]} applies offset ${it.a} of ${it.partition}`,
    actor: it.actor,
    partition: it.partition,
  }),
};

const leaveWords: Readonly<Record<number, string>> = {
  [LeaveReason.left]: 'it left',
  [LeaveReason.sessionExpired]: 'no heartbeat within session.timeout.ms',
  [LeaveReason.rebalanceTimeout]: 'it did not rejoin within the rebalance timeout',
  [LeaveReason.pollTimeout]: 'no poll within max.poll.interval.ms',
  [LeaveReason.joinTimeout]: 'it did not join in time',
  [LeaveReason.syncTimeout]: 'it did not sync in time',
  [LeaveReason.fenced]: 'another took its place',
};

/** For steps that no row stands for. */
export function damage(at: number, say: string, more: Omit<Partial<WhyStep>, 'at' | 'say'> = {}): WhyStep {
  return { at: at / 1000, say, row: -1, ...more };
}
