/** Event kinds of the network; systems number theirs from {@link NETWORK_EVENT_KINDS} on. */
export const EV_REQUEST = 0;
export const EV_ANSWER = 1;
export const EV_CONNECTED = 2;
export const EV_BROKEN = 3;
export const EV_TIMEOUT = 4;
export const EV_RECONNECT = 5;

/** States of a connection. */
export const CLOSED = 0;
export const CONNECTING = 1;
export const OPEN = 2;

/** Why a connection broke, as its client sees it. */
export const BREAK_RESET = 0;
export const BREAK_TIMEOUT = 1;
export const BREAK_REFUSED = 2;

/** What the ends of connections do; implemented by the system. */
export interface Endpoints {
  /** The server takes a request; it calls `answer` (or `finish`) for it now or later. */
  onRequest(message: number, connection: number): void;
  /** The client has an answer. The slot is the network's again when this returns. */
  onAnswer(message: number, connection: number): void;
  /** The client can send on `connection`. */
  onConnected(connection: number): void;
  /** The client lost `connection`; called once for each request in flight first, then with message -1. */
  onBroken(connection: number, message: number, why: number): void;
  /** Longest wait for an answer on `connection`, in ms (`request.timeout.ms`). */
  requestTimeoutMs(connection: number): number;
  /** First and longest wait before a connection is tried again, in ms (K-CLI-3). */
  reconnectBackoffMs(connection: number): number;
  reconnectBackoffMaxMs(connection: number): number;
}

/** Reads the number of rules a request matches; set by the actions `loseAnswer` and `refuse`. */
export interface RequestRules {
  /** Error to answer with instead of executing (0: execute) for the `nth` request of `api` by `actor`. */
  refusal(actor: number, api: number, nth: number): number;
  /** 1: hold that refusal until the next request is in flight. */
  refusalWaits(actor: number, api: number, nth: number): boolean;
  losesAnswer(actor: number, api: number, nth: number): boolean;
}
