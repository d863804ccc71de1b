import { EV_CONSUMER_BASE } from '../cluster/apis';

/** Event kinds of consumers and of the brokers' half of groups. */

/** a: place of the connection among consumers' data connections · b: broker. */
export const EV_CONSUMER_FETCH_EXPIRY = EV_CONSUMER_BASE;

/** Of members; a: member. */
export const EV_MEMBER_START = EV_CONSUMER_BASE + 1;
export const EV_MEMBER_LEAVE = EV_CONSUMER_BASE + 2;
/** Something that poll() waits for is due. */
export const EV_MEMBER_WAKE = EV_CONSUMER_BASE + 3;
/** The heartbeat thread has something to look at. */
export const EV_MEMBER_HEARTBEAT = EV_CONSUMER_BASE + 4;
/** The record in hand is done; b: number of the step. */
export const EV_MEMBER_RECORD = EV_CONSUMER_BASE + 5;
/** b: thread whose record is done. */
export const EV_MEMBER_THREAD = EV_CONSUMER_BASE + 6;
/** b: operation of the member's script. */
export const EV_MEMBER_SCRIPT = EV_CONSUMER_BASE + 7;
/** The application goes on behind a processed record; b: number of the step. */
export const EV_MEMBER_RECORD_DONE = EV_CONSUMER_BASE + 8;

/** Of coordinators; a: `broker * groupCount + group`. */
export const EV_GROUP_SESSION = EV_CONSUMER_BASE + 10;
/** b of these: the phase that the timer belongs to. */
export const EV_GROUP_INITIAL_DELAY = EV_CONSUMER_BASE + 11;
export const EV_GROUP_JOIN_PHASE = EV_CONSUMER_BASE + 12;
export const EV_GROUP_SYNC_PHASE = EV_CONSUMER_BASE + 13;
/** b: leader epoch of the coordinator partition. */
export const EV_GROUP_LOADED = EV_CONSUMER_BASE + 14;
