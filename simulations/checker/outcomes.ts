import { ErrorCode } from '../kernel';

/** How a send ended, as far as anybody can know (spec/checker.md 3). */
export const Outcome = { open: 0, ok: 1, fail: 2, info: 3 } as const;

/**
 * C-OUT-1: errors after which an attempt certainly left nothing in a log. Every other error leaves it open, also those
 * that look definite: records refused with NOT_LEADER_OR_FOLLOWER have turned up later in real clusters.
 */
const definite: ReadonlySet<number> = new Set([
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.MESSAGE_TOO_LARGE,
  ErrorCode.RECORD_TOO_LARGE,
  ErrorCode.RECORD_LIST_TOO_LARGE,
  ErrorCode.INVALID_TOPIC_EXCEPTION,
  ErrorCode.INVALID_PRODUCER_EPOCH,
  ErrorCode.PRODUCER_FENCED,
  ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
  // Refused before the log was touched, as the first rows of the table are.
  ErrorCode.CORRUPT_MESSAGE,
  ErrorCode.INVALID_TIMESTAMP,
  ErrorCode.INVALID_RECORD,
  ErrorCode.INVALID_RECORD_IN_BATCH,
  ErrorCode.INVALID_REQUIRED_ACKS,
  ErrorCode.POLICY_VIOLATION,
  // Never left the client.
  ErrorCode.METADATA_TIMEOUT,
  ErrorCode.BUFFER_EXHAUSTED,
  ErrorCode.CONFIG_REFUSED,
]);

/** What one attempt's error says (C-OUT-1). */
export function outcomeOfAttempt(error: number): (typeof Outcome)['ok' | 'fail' | 'info'] {
  if (error === ErrorCode.NONE || error === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) return Outcome.ok;
  return definite.has(error) ? Outcome.fail : Outcome.info;
}

/**
 * C-OUT-2: how a send ended, from what each attempt that left the client was told. `open` among them is an attempt
 * without an answer; without any attempt nothing left the client.
 */
export function outcomeOfSend(attempts: readonly number[]): (typeof Outcome)['ok' | 'fail' | 'info'] {
  if (attempts.includes(Outcome.ok)) return Outcome.ok;
  return attempts.every((attempt) => attempt === Outcome.fail) ? Outcome.fail : Outcome.info;
}
