/**
 * The rows of a trace: what each kind means and what its words hold.
 *
 * A row is a time (µs, Float64) and eight 32-bit words:
 *   0 kind (bits 0-7), actor incarnation (bits 8-23), flags (bits 24-31) · 1 subject · 2 a · 3 b · 4 c · 5 d ·
 *   6 cause (row number, -1: none) · 7 op (pairs an invoke with its completion, -1: none)
 *
 * `partition` is an index of `TraceNames.partitions`; `group` of `TraceNames.groups`; `actor` of `TraceNames.actors`;
 * broker sets are masks (bit i = actor i; brokers are the first actors). Ranges of offsets are [from, to).
 * Numbers are part of the file format: append, never renumber.
 */
export const RowKind = {
  /** First row. */
  runStart: 1,
  /** Last row of a finished run. */
  runEnd: 2,
  /** a: phase (0 calm, 1 heal, 2 drain, 3 audit). */
  phase: 3,
  /** subject: action index · a: resolved actor or -1 · b: ordinal of the firing. */
  actionBegin: 4,
  actionEnd: 5,
  /** subject: action index · a: {@link SkipReason}. */
  actionSkipped: 6,
  /** Actor: the new incarnation. */
  actorStarted: 7,
  /** flags: {@link CrashFlag}. Everything in memory is gone; the page cache too if power was lost. */
  actorCrashed: 8,
  actorPaused: 9,
  actorResumed: 10,
  /** Actor: controller · subject: broker actor · a: brokerEpoch · b: 1 if the previous stop was clean. K-CTL-2. */
  brokerRegistered: 11,
  /** Actor: controller · subject: broker actor. K-CTL-3. */
  brokerFenced: 12,
  brokerUnfenced: 13,
  /** Actor: controller · subject: broker actor: controlled shutdown was asked for. K-REP-40. */
  brokerShutdown: 14,
  /** Actor: producer · a: producerId · b: producerEpoch. K-IDEM-1, K-IDEM-10. */
  producerIdAssigned: 15,
  /** Actor: producer · subject: partition · a: batch · b: attempt (1 …) · c: broker actor. */
  sendAttempt: 16,
  /** The attempt failed and the batch goes back to its queue. a: batch · b: error · c: attempt. */
  sendRetry: 17,
  /** a: batch · b: baseOffset (-1 with acks=0) · c: leaderEpoch (-1: unknown). */
  sendOk: 18,
  /** Certainly not stored. a: batch, or record if flag {@link SendFlag.record} · b: error. */
  sendFail: 19,
  /** Perhaps stored (C-OUT-2). a: batch · b: error. */
  sendInfo: 20,
  /** Actor: broker · subject: partition · a: logBatch · b: from · c: to · flags: {@link AppendFlag}. A follower's row may
   * cover several batches: a is then the last of them. */
  append: 21,
  /** Actor: broker · subject: partition · a: new logEndOffset · b: old logEndOffset · c: {@link TruncateReason}. */
  truncate: 22,
  /** Actor: broker · subject: partition · a: everything below is on disk. */
  flush: 23,
  /** Actor: leader · subject: partition · a: highWatermark · b: leaderEpoch. */
  highWatermark: 24,
  /** Actor: broker · subject: partition · a: logStartOffset. */
  logStart: 25,
  /** Actor: controller · subject: partition · a: leader actor · b: leaderEpoch · c: in-sync mask · d: partitionEpoch ·
   * flags: {@link ElectionFlag}. */
  leaderElected: 26,
  /** Actor: controller · subject: partition · a: last known leader actor or -1 · b: leaderEpoch · c: in-sync mask. */
  leaderNone: 27,
  /** Actor: controller · subject: partition · a: in-sync mask · b: eligible leader mask · c: last known leader or -1 ·
   * d: partitionEpoch. */
  isrChanged: 28,
  /** Actor: broker that applied the metadata and now leads · subject: partition · a: leaderEpoch · b: its logEndOffset. */
  leaderStarted: 29,
  /** Actor: broker that applied the metadata and now follows · subject: partition · a: leaderEpoch · b: leader actor. */
  followerStarted: 30,
  /** Actor: member · subject: partition · a: from · b: to · c: position after · d: logBatch that is the tip of what was read. */
  poll: 32,
  /** Actor: member · subject: partition · a: offset · b: {@link PositionReason}. */
  positionSet: 33,
  /** Actor: member · subject: partition · a: offset · b: generationId (-1: none) · c: {@link CommitMode} · op. */
  commitInvoke: 34,
  /** As commitInvoke. */
  commitOk: 35,
  /** As commitInvoke; d: error. */
  commitFail: 36,
  commitInfo: 37,
  /** Actor: coordinator · subject: group · a: member actor · b: generationId. */
  memberJoined: 38,
  /** Actor: coordinator · subject: group · a: member actor · b: {@link LeaveReason}. */
  memberLeft: 39,
  /** Actor: coordinator · subject: group · a: member actor · b: error answered. */
  memberFenced: 40,
  /** Callbacks of the client, one row a partition. Actor: member · subject: partition (-1: an empty list) · a: generationId. */
  partitionAssigned: 41,
  partitionRevoked: 42,
  partitionLost: 43,
  /** Actor: coordinator · subject: group · a: {@link GroupStateCode} · b: generationId · c: {@link RebalanceReason} · d: members. */
  groupState: 44,
  /** The coordinator's side of ownership. Actor: coordinator · subject: partition · a: member actor (-1: nobody) · b: generationId. */
  ownership: 45,
  /** Actor: member · subject: partition · a: from · b: to · d: tip as in poll. */
  processBegin: 46,
  processEnd: 47,
  /** a: offset that failed · b: {@link FailureCode}. */
  processFail: 48,
  /** Actor: member · subject: partition · a: offset · b: record · c: group whose sink it is. */
  effectApplied: 49,
  /** The sink knew the intent already (idempotent). Words as effectApplied. */
  effectIgnored: 50,
  /** Actor: producer or member: an application call that ended with an error. a: error · b: {@link CallCode}. */
  clientError: 51,
  /** Actor: controller · subject: broker actor · an AlterPartition refused: a: partition · b: error. */
  alterRefused: 52,
  /** Actor: client · clean close finished. */
  clientClosed: 53,
  /** Never a row: the fact table of records tells of it. Only anchors are told. */
  sendInvoke: 63,
} as const;

/** The name of a kind as history/1 writes it (spec/checker.md 2.2); kinds of our own follow the same style. */
export const rowKindNames: Readonly<Record<number, string>> = {
  1: 'run.start',
  2: 'run.end',
  3: 'phase',
  4: 'action.begin',
  5: 'action.end',
  6: 'action.skipped',
  7: 'actor.started',
  8: 'actor.crashed',
  9: 'actor.paused',
  10: 'actor.resumed',
  11: 'broker.registered',
  12: 'broker.fenced',
  13: 'broker.unfenced',
  14: 'broker.shutdown',
  15: 'producer.id',
  16: 'send.attempt',
  17: 'send.attemptResult',
  18: 'send.ok',
  19: 'send.fail',
  20: 'send.info',
  21: 'append',
  22: 'truncate',
  23: 'flush',
  24: 'highWatermark',
  25: 'logStart',
  26: 'leader.elected',
  27: 'leader.none',
  28: 'isr.changed',
  29: 'leader.started',
  30: 'follower.started',
  32: 'poll.ok',
  33: 'position.set',
  34: 'commit.invoke',
  35: 'commit.ok',
  36: 'commit.fail',
  37: 'commit.info',
  38: 'member.joined',
  39: 'member.left',
  40: 'member.fenced',
  41: 'partition.assigned',
  42: 'partition.revoked',
  43: 'partition.lost',
  44: 'group.state',
  45: 'ownership',
  46: 'process.begin',
  47: 'process.end',
  48: 'process.fail',
  49: 'effect.applied',
  50: 'effect.ignored',
  51: 'client.error',
  52: 'alter.refused',
  53: 'client.closed',
};

export const SkipReason = { nothingToDo: 0, alreadySo: 1, noSuchTarget: 2, anchorNeverCame: 3 } as const;
export const CrashFlag = { clean: 1, powerLost: 2 } as const;
export const SendFlag = { record: 1 } as const;
export const AppendFlag = { follower: 1, internal: 2 } as const;
export const ElectionFlag = { unclean: 1, preferred: 2, initial: 4, fromEligible: 8, lastKnown: 16 } as const;
export const TruncateReason = {
  epochMismatch: 0,
  unflushedLost: 1,
  diskLost: 2,
  uncleanLeader: 3,
  leaderLogEnd: 4,
  replicaRemoved: 5,
} as const;
export const PositionReason = { assigned: 0, seek: 1, reset: 2, rewind: 3, restored: 4 } as const;
export const CommitMode = { auto: 0, sync: 1, async: 2, txn: 3 } as const;
export const LeaveReason = {
  left: 0,
  sessionExpired: 1,
  rebalanceTimeout: 2,
  pollTimeout: 3,
  joinTimeout: 4,
  syncTimeout: 5,
  fenced: 6,
} as const;
export const GroupStateCode = { Empty: 0, PreparingRebalance: 1, CompletingRebalance: 2, Stable: 3, Dead: 4 } as const;
export const RebalanceReason = {
  none: 0,
  memberJoined: 1,
  memberLeft: 2,
  memberExpired: 3,
  leaderRejoined: 4,
  metadataChanged: 5,
  subscriptionChanged: 6,
  forced: 7,
  syncTimeout: 8,
  pollTimeout: 9,
  coordinatorMoved: 10,
  staticReplaced: 11,
} as const;
export const CallCode = { send: 0, poll: 1, commit: 2, flush: 3, close: 4, construct: 5, init: 6 } as const;
export const FailureCode = { close: 0, crash: 1, skip: 2, retry: 3 } as const;
