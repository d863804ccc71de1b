import { compileMachine } from '../../kernel';
import { classicGroup } from '../machines/classic-group';

/** The classic group's machine, compiled once. */
export const compiledGroup = compileMachine(classicGroup);

const state = (path: Parameters<typeof compiledGroup.stateId>[0]): number => compiledGroup.stateId(path);
const event = (name: Parameters<typeof compiledGroup.eventId>[0]): number => compiledGroup.eventId(name);
const effect = (name: Parameters<typeof compiledGroup.effectId>[0]): number => compiledGroup.effectId(name);

export const GROUP_EMPTY = state('Empty');
export const GROUP_INITIAL_DELAY = state('PreparingRebalance.InitialDelay');
export const GROUP_JOINING = state('PreparingRebalance.Joining');
export const GROUP_COMPLETING = state('CompletingRebalance');
export const GROUP_STABLE = state('Stable');

export const GroupEvent = {
  GroupLoaded: event('GroupLoaded'),
  MemberIdIssued: event('MemberIdIssued'),
  MemberIdExpired: event('MemberIdExpired'),
  NewMemberJoined: event('NewMemberJoined'),
  KnownMemberJoined: event('KnownMemberJoined'),
  StaticMemberReplaced: event('StaticMemberReplaced'),
  MemberRemoved: event('MemberRemoved'),
  InitialDelayEnded: event('InitialDelayEnded'),
  JoinPhaseTimedOut: event('JoinPhaseTimedOut'),
  SyncReceived: event('SyncReceived'),
  AssignmentStored: event('AssignmentStored'),
  AssignmentNotStored: event('AssignmentNotStored'),
  SyncPhaseTimedOut: event('SyncPhaseTimedOut'),
  Unloaded: event('Unloaded'),
} as const;

export const GroupEffect = {
  answerMemberIdRequired: effect('answerMemberIdRequired'),
  startInitialDelay: effect('startInitialDelay'),
  extendInitialDelay: effect('extendInitialDelay'),
  startJoinTimer: effect('startJoinTimer'),
  stopJoinTimer: effect('stopJoinTimer'),
  startSyncTimer: effect('startSyncTimer'),
  stopSyncTimer: effect('stopSyncTimer'),
  startSessions: effect('startSessions'),
  completeJoinPhase: effect('completeJoinPhase'),
  answerJoinWithCurrent: effect('answerJoinWithCurrent'),
  removeAbsentMembers: effect('removeAbsentMembers'),
  removeUnsyncedMembers: effect('removeUnsyncedMembers'),
  parkSync: effect('parkSync'),
  storeAssignment: effect('storeAssignment'),
  storeEmptyGroup: effect('storeEmptyGroup'),
  answerSyncs: effect('answerSyncs'),
  answerSyncWithCurrent: effect('answerSyncWithCurrent'),
  abortSyncs: effect('abortSyncs'),
  failWaiting: effect('failWaiting'),
} as const;
