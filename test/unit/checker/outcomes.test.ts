import { describe, expect, test } from 'vitest';
import { outcomeOfAttempt, outcomeOfSend } from '../../../simulations/checker/index';
import { Outcome } from '../../../simulations/checker/outcomes';
import { ErrorCode } from '../../../simulations/kernel/index';

describe('C-OUT-1: attempts', () => {
  test.each([
    ['NOT_ENOUGH_REPLICAS', 'fail'],
    ['MESSAGE_TOO_LARGE', 'fail'],
    ['RECORD_TOO_LARGE', 'fail'],
    ['INVALID_TOPIC_EXCEPTION', 'fail'],
    ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'info'],
    ['REQUEST_TIMED_OUT', 'info'],
    ['NETWORK_EXCEPTION', 'info'],
    ['NOT_LEADER_OR_FOLLOWER', 'info'],
    ['INVALID_PRODUCER_EPOCH', 'fail'],
    ['PRODUCER_FENCED', 'fail'],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'fail'],
    ['DUPLICATE_SEQUENCE_NUMBER', 'ok'],
    ['UNKNOWN_SERVER_ERROR', 'info'],
    ['NONE', 'ok'],
  ] as const)('%s is %s', (error, outcome) => {
    expect(outcomeOfAttempt(ErrorCode[error])).toBe(Outcome[outcome]);
  });
});

describe('C-OUT-2: sends', () => {
  const { ok, fail, info, open } = Outcome;
  test.each([
    ['any attempt acknowledged', [info, fail, ok], ok],
    ['every attempt failed definitely', [fail, fail], fail],
    ['one attempt unanswered', [fail, open], info],
    ['one attempt unknown', [fail, info], info],
    ['never left the client', [], fail],
  ])('%s', (_, attempts, outcome) => {
    expect(outcomeOfSend(attempts)).toBe(outcome);
  });
});
