import { RowKind } from '../kernel';

/**
 * What the words of each kind of row may hold, for reading a trace that somebody else wrote. A letter a word, in the
 * order subject, a, b, c, d:
 *
 * p partition · P partition or -1 · k batch · r record · l log batch · L log batch or -1 · x actor · X actor or -1 ·
 * g group · G group or -1 · s action · o from 0 · n from -1 · . anything
 */
export const rowDomains: Readonly<Partial<Record<number, string>>> = {
  [RowKind.runStart]: '.....',
  [RowKind.runEnd]: '.....',
  [RowKind.phase]: '.o...',
  [RowKind.actionBegin]: 'sX...',
  [RowKind.actionEnd]: 's....',
  [RowKind.actionSkipped]: 's....',
  [RowKind.actorStarted]: '.....',
  [RowKind.actorCrashed]: '.....',
  [RowKind.actorPaused]: '.....',
  [RowKind.actorResumed]: '.....',
  [RowKind.brokerRegistered]: 'x....',
  [RowKind.brokerFenced]: 'x....',
  [RowKind.brokerUnfenced]: 'x....',
  [RowKind.brokerShutdown]: 'x....',
  [RowKind.producerIdAssigned]: '.....',
  [RowKind.sendAttempt]: 'Pk.X.',
  [RowKind.sendRetry]: '.k...',
  [RowKind.sendOk]: '.knn.',
  // The word is a record if the row's flag says so.
  [RowKind.sendFail]: '.....',
  [RowKind.sendInfo]: '.k...',
  [RowKind.append]: 'ploo.',
  [RowKind.truncate]: 'poo..',
  [RowKind.flush]: 'po...',
  [RowKind.highWatermark]: 'pon..',
  [RowKind.logStart]: 'po...',
  [RowKind.leaderElected]: 'pxo..',
  [RowKind.leaderNone]: 'pXn..',
  [RowKind.isrChanged]: 'p..X.',
  [RowKind.leaderStarted]: 'p....',
  [RowKind.followerStarted]: 'p.X..',
  [RowKind.poll]: 'poonL',
  [RowKind.positionSet]: 'po...',
  [RowKind.commitInvoke]: 'po...',
  [RowKind.commitOk]: 'po...',
  [RowKind.commitFail]: 'po...',
  [RowKind.commitInfo]: 'po...',
  [RowKind.memberJoined]: 'gX...',
  [RowKind.memberLeft]: 'gX...',
  [RowKind.memberFenced]: 'gX...',
  [RowKind.partitionAssigned]: 'P....',
  [RowKind.partitionRevoked]: 'P....',
  [RowKind.partitionLost]: 'P....',
  [RowKind.groupState]: 'g....',
  [RowKind.ownership]: 'pX...',
  [RowKind.processBegin]: 'poo.L',
  [RowKind.processEnd]: 'poo.L',
  [RowKind.processFail]: 'po...',
  [RowKind.effectApplied]: 'Pnrg.',
  [RowKind.effectIgnored]: 'Pnrg.',
  [RowKind.clientError]: '.....',
  [RowKind.alterRefused]: 'xP...',
  [RowKind.clientClosed]: '.....',
};
