import { compileMachine } from '../../kernel';
import { classicMember } from '../machines/classic-member';

/** The classic member's machine, compiled once. */
export const compiledMember = compileMachine(classicMember);

const state = (path: Parameters<typeof compiledMember.stateId>[0]): number => compiledMember.stateId(path);
const event = (name: Parameters<typeof compiledMember.eventId>[0]): number => compiledMember.eventId(name);
const effect = (name: Parameters<typeof compiledMember.effectId>[0]): number => compiledMember.effectId(name);

export const MEMBER_UNJOINED = state('Unjoined');
export const MEMBER_PREPARING = state('PreparingJoin');
export const MEMBER_JOIN_DUE = state('JoinDue');
export const MEMBER_STABLE = state('Stable');
export const MEMBER_REJOIN_NEEDED = state('RejoinNeeded');

export const MemberEvent = {
  Polled: event('Polled'),
  CoordinatorFound: event('CoordinatorFound'),
  CoordinatorLost: event('CoordinatorLost'),
  JoinPrepared: event('JoinPrepared'),
  MemberIdRequired: event('MemberIdRequired'),
  JoinAnswered: event('JoinAnswered'),
  SyncAnswered: event('SyncAnswered'),
  JoinFailed: event('JoinFailed'),
  JoinRefused: event('JoinRefused'),
  RebalanceNoticed: event('RebalanceNoticed'),
  RejoinWanted: event('RejoinWanted'),
  GenerationRefused: event('GenerationRefused'),
  MemberUnknown: event('MemberUnknown'),
  InstanceFenced: event('InstanceFenced'),
  PollIntervalExceeded: event('PollIntervalExceeded'),
  Closed: event('Closed'),
} as const;

export const MemberEffect = {
  findCoordinator: effect('findCoordinator'),
  prepareJoin: effect('prepareJoin'),
  sendJoin: effect('sendJoin'),
  retryJoin: effect('retryJoin'),
  computeAssignment: effect('computeAssignment'),
  sendSync: effect('sendSync'),
  completeJoin: effect('completeJoin'),
  startHeartbeats: effect('startHeartbeats'),
  stopHeartbeats: effect('stopHeartbeats'),
  sendLeave: effect('sendLeave'),
  leaveCallbacks: effect('leaveCallbacks'),
  reportFatal: effect('reportFatal'),
  reportError: effect('reportError'),
} as const;
