import { M_A, M_C, M_D, M_E, M_F, M_G, MESSAGE_WORDS } from '../../network';

/**
 * Words of the requests between a member and its coordinator. A member's group is known from the actor that sends.
 *
 * All but FindCoordinator: M_A generationId (-1: none), M_C number of the member id (-1: none).
 * JoinGroup: M_D payload; answer: M_D payload of the answer, or with MEMBER_ID_REQUIRED M_C the id.
 * SyncGroup: M_D payload of the leader's assignment (-1: a follower); answer: M_D payload of the member's own.
 * LeaveGroup: M_D {@link LeaveReason}. FindCoordinator: answer: M_D broker.
 * OffsetCommit: M_D commit mode, M_E 1 if the application waits for it, M_F tries so far, M_G virtual ms at
 * which it is given up; one entry a partition, C_*.
 * OffsetFetch: one entry a partition, C_*, filled in by the answer.
 */
export const R_GENERATION = M_A;
export const R_MEMBER_ID = M_C;
export const R_PAYLOAD = M_D;
export const R_LEAVE_REASON = M_D;
export const R_COORDINATOR = M_D;
export const R_COMMIT_MODE = M_D;
export const R_WAITER = M_E;
export const R_ATTEMPT = M_F;
export const R_LIMIT = M_G;

/** OffsetCommit and OffsetFetch: partition, offset (-1: none), leader epoch of the record before it (-1: unknown). */
export const C_PARTITION = 1;
export const C_OFFSET = 2;
export const C_LEADER_EPOCH = 3;

export const wordOf = (message: number, word: number): number => message * MESSAGE_WORDS + word;
