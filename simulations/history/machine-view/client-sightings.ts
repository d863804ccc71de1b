import { CrashFlag, GroupStateCode, LeaveReason, RebalanceReason, RowKind } from '../../kernel/index';
import { ControlApi, controlMessages } from './control-messages';
import { eachTold, SightingList, type MachineSource, type Sighting } from './sighting';

const producerKinds = new Set<number>([
  RowKind.producerIdAssigned,
  RowKind.sendAttempt,
  RowKind.clientClosed,
  RowKind.actorCrashed,
  RowKind.actorStarted,
]);

/**
 * A producer's identity. That it is bumped is told by the new epoch; one without idempotence is known to be ready once
 * its first batch leaves. A fatal error is told nowhere.
 */
export function producerSightings(source: MachineSource, producer: number): Sighting[] {
  const list = new SightingList();
  list.add(0, -1, 'WithoutProducerId', [], true);
  let state = 'WithoutProducerId';
  const tell = (at: number, row: number, next: string, events: string[], isNew = false): void => {
    state = next;
    list.add(at, row, next, events, isNew);
  };
  for (const { api, isAnswer, sender, sentMicros } of controlMessages(source, producer, [ControlApi.initProducerId])) {
    if (api === ControlApi.initProducerId && !isAnswer && sender === producer) {
      list.add(sentMicros, -1, 'AwaitingProducerId', ['SenderPassed']);
    }
  }
  eachTold(source, producerKinds, ({ row, timeMicros, kind, flags, actor, b }) => {
    if (actor !== producer) return;
    if (kind === RowKind.actorStarted) tell(timeMicros, row, 'WithoutProducerId', [], true);
    else if (kind === RowKind.producerIdAssigned) {
      if (b > 0) list.add(timeMicros, row, 'BumpingEpoch', ['EpochBumpRequested']);
      tell(timeMicros, row, 'Ready', b > 0 ? ['SenderPassed'] : ['ProducerIdReceived']);
    } else if (kind === RowKind.sendAttempt) {
      if (state === 'WithoutProducerId') tell(timeMicros, row, 'Ready', ['SenderPassed']);
    } else if (kind === RowKind.clientClosed) tell(timeMicros, row, 'Closed', ['Drained']);
    else if (state !== 'Closed') tell(timeMicros, row, 'Closed', flags & CrashFlag.clean ? ['Drained'] : ['Killed']);
  });
  return list.sorted();
}

const joined = 'KnownMemberJoined';
const eventOfReason: Readonly<Record<number, string>> = {
  [RebalanceReason.memberJoined]: 'NewMemberJoined',
  [RebalanceReason.memberLeft]: 'MemberRemoved',
  [RebalanceReason.memberExpired]: 'MemberRemoved',
  [RebalanceReason.pollTimeout]: 'MemberRemoved',
  [RebalanceReason.leaderRejoined]: joined,
  [RebalanceReason.metadataChanged]: joined,
  [RebalanceReason.subscriptionChanged]: joined,
  [RebalanceReason.forced]: joined,
  [RebalanceReason.syncTimeout]: 'SyncPhaseTimedOut',
  [RebalanceReason.staticReplaced]: 'StaticMemberReplaced',
  [RebalanceReason.coordinatorMoved]: 'AssignmentNotStored',
};

const absent: ReadonlySet<number> = new Set([LeaveReason.rebalanceTimeout, LeaveReason.joinTimeout]);

const groupKinds = new Set<number>([RowKind.groupState, RowKind.memberLeft, RowKind.actorCrashed]);

/**
 * A group at its coordinator: every change of its state is a row. When the coordinator dies the group is nowhere, until
 * another one has read it from the log.
 */
export function groupSightings(source: MachineSource, group: number): Sighting[] {
  const list = new SightingList();
  let state = 'Empty';
  let coordinator = -1;
  let absentAt = -1;
  list.add(0, -1, 'Empty', [], true);
  eachTold(source, groupKinds, (told) => {
    const { row, timeMicros, kind, actor, subject, a, b, c, d: members } = told;
    if (kind === RowKind.actorCrashed) {
      if (actor !== coordinator || state === '') return;
      state = '';
      list.add(timeMicros, row, state);
      return;
    }
    if (subject !== group) return;
    if (kind === RowKind.memberLeft) {
      if (absent.has(b)) absentAt = timeMicros;
      return;
    }
    if (state === '' || (coordinator >= 0 && actor !== coordinator)) {
      list.add(timeMicros, row, 'Empty', [], true);
      // With more members than one who may just have come, it was loaded as a stable group.
      state = c === RebalanceReason.memberJoined && members <= 1 ? 'Empty' : 'Stable';
    }
    coordinator = actor;
    const timedOut = absentAt === timeMicros ? ['JoinPhaseTimedOut'] : [];
    const reason = eventOfReason[c];
    switch (a) {
      case GroupStateCode.Empty:
        state = 'Empty';
        list.add(timeMicros, row, state, [...timedOut, '']);
        return;
      case GroupStateCode.PreparingRebalance:
        state = state === 'Empty' ? 'PreparingRebalance.InitialDelay' : 'PreparingRebalance.Joining';
        list.add(timeMicros, row, state, reason === undefined ? [] : [reason]);
        return;
      case GroupStateCode.CompletingRebalance: {
        const isFirst = state === 'PreparingRebalance.InitialDelay';
        state = 'CompletingRebalance';
        list.add(timeMicros, row, state, isFirst ? ['InitialDelayEnded'] : [...timedOut, '']);
        return;
      }
      case GroupStateCode.Stable:
        list.add(timeMicros, row, 'Stable', state === 'Empty' ? ['GroupLoaded'] : ['AssignmentStored']);
        state = 'Stable';
        return;
      default:
        state = 'Dead';
        list.add(timeMicros, row, 'Dead', ['Unloaded']);
    }
  });
  return list.sorted();
}
