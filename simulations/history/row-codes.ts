import { ErrorCode, RowKind } from '../kernel';

/** The incarnation of rows that no actor writes. */
export const NOBODY = 0xffff;
/** Phases by their number. */
export const phases = ['calm', 'heal', 'drain', 'audit'];
/** Kinds of events that differ only in the kind of their row. */
export const commitKinds: Readonly<Record<string, number>> = {
  'commit.invoke': RowKind.commitInvoke,
  'commit.ok': RowKind.commitOk,
  'commit.fail': RowKind.commitFail,
  'commit.info': RowKind.commitInfo,
};
export const plainKinds: Readonly<Record<string, number>> = {
  'run.start': RowKind.runStart,
  'run.end': RowKind.runEnd,
  'actor.paused': RowKind.actorPaused,
  'actor.resumed': RowKind.actorResumed,
  'client.closed': RowKind.clientClosed,
};
export const ownerKinds: Readonly<Record<string, number>> = {
  'partition.assigned': RowKind.partitionAssigned,
  'partition.revoked': RowKind.partitionRevoked,
  'partition.lost': RowKind.partitionLost,
};
export const brokerKinds: Readonly<Record<string, number>> = {
  'broker.fenced': RowKind.brokerFenced,
  'broker.unfenced': RowKind.brokerUnfenced,
  'broker.shutdown': RowKind.brokerShutdown,
};
export const memberKinds: Readonly<Record<string, number>> = {
  'member.joined': RowKind.memberJoined,
  'member.left': RowKind.memberLeft,
  'member.fenced': RowKind.memberFenced,
};
export const actionKinds: Readonly<Record<string, number>> = {
  'action.begin': RowKind.actionBegin,
  'action.end': RowKind.actionEnd,
  'action.skipped': RowKind.actionSkipped,
};

/** The number behind a name, `otherwise` if the name is absent or unknown. */
export function code(table: Readonly<Record<string, number>>, name: unknown, otherwise: number): number {
  return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : otherwise;
}

/** The number of an error; names that the model does not know count as an unknown server error. */
export function errorCode(name: unknown): number {
  return code(ErrorCode, name, ErrorCode.UNKNOWN_SERVER_ERROR);
}

/** A whole number of an event, -1 if it is absent. */
export function whole(value: unknown): number {
  return typeof value === 'number' ? Math.trunc(value) : -1;
}
