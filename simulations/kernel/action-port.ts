/**
 * The port through which actions act. An action knows no system; a run resolves its roles ("leader(orders-0)") to
 * actors and hands it this. It is a type of the kernel because systems implement it and actions call it, and neither
 * may import the other.
 */

/**
 * A resolved target, by its full name: `broker-2`, `controller-1`, `producer:checkout`, `member:invoice/invoice-0`,
 * `group:invoice`, `topic:orders`, `partition:orders-0`.
 */
export type ActorRef = string;

/** Done, or why there was nothing to do: then the action is recorded as skipped. */
export type ActionOutcome = true | { skipped: string };

/** `in`: what the actor would receive is cut, `out`: what it would send. */
export type CutDirection = 'both' | 'in' | 'out';

/** Added to every message's delay, or multiplying it. */
export type Slowdown = { addMicros: number } | { factor: number };

/** The n-th request of one API that an actor sends, counted over all its lives, resends included; n from 1. */
export interface RequestMatch {
  /** Kafka's API name: Produce, Fetch, OffsetCommit, ... */
  api: string;
  actor: ActorRef;
  nth: number;
}

export interface Refusal {
  /** Kafka's error name: NOT_ENOUGH_REPLICAS, ... */
  error: string;
  answered: 'at once' | 'when the next request is in flight';
}

export type SettingValue = string | number | boolean | null;

/** Settings of a generated workload that may change while it runs; only the keys that are there change. */
export interface WorkloadChange {
  /** Records a second. */
  rate?: number;
  latenessMicros?: { p50: number; p99: number; max: number };
  /** 0 to 1. */
  hotShare?: number;
  valueSizeBytes?: number;
}

export interface ProcessingChange {
  timeMicros?: number;
  jitterMicros?: number;
}

export interface NetworkChange {
  delayMicros?: number;
  jitterMicros?: number;
}

/**
 * Every method changes the run now and says whether it had something to do. Ends (`thaw`, `heal`, ...) undo exactly
 * what the action with the same `actionId` began; two actions on the same link do not undo each other.
 */
export interface ActionPort {
  /** Process memory is gone, the page cache survives. */
  kill(actor: ActorRef): ActionOutcome;
  /** A clean end: flush, hand over leadership, leave the group. */
  stop(actor: ActorRef): ActionOutcome;
  /** Like `kill`, and each log loses what was not flushed. All of them at the same instant. */
  powerOff(actors: readonly ActorRef[]): ActionOutcome;
  /** Starts what was killed, stopped or lost power: a new incarnation with the same settings. */
  restart(actor: ActorRef): ActionOutcome;
  /** Nothing runs, no timer fires, the inbox fills. */
  freeze(actor: ActorRef): ActionOutcome;
  thaw(actor: ActorRef): ActionOutcome;

  /** Cuts the links from `actor` to each of `from` (absent: to everyone). */
  cut(actionId: string, cut: { actor: ActorRef; from?: readonly ActorRef[]; direction: CutDirection }): ActionOutcome;
  /** Slows one link, or all messages from and to one actor. */
  slow(actionId: string, slow: { between: readonly [ActorRef, ActorRef]; by: Slowdown }): ActionOutcome;
  slow(actionId: string, slow: { actor: ActorRef; by: Slowdown }): ActionOutcome;
  /** Ends what `cut` or `slow` began under this id. */
  heal(actionId: string): ActionOutcome;

  /** Arms: executed, but the answer and every later one of that connection never come. */
  loseAnswer(actionId: string, match: RequestMatch): ActionOutcome;
  /** Arms: answered with the error and not executed. */
  refuse(actionId: string, match: RequestMatch, refusal: Refusal): ActionOutcome;

  /**
   * A client: clean close and a new incarnation with the new settings; a broker, topic or group: dynamic, and a
   * read-only key waits for the restart.
   */
  configure(target: ActorRef, set: Readonly<Record<string, SettingValue>>): ActionOutcome;
  setWorkload(producer: ActorRef, set: WorkloadChange): ActionOutcome;
  setProcessing(group: ActorRef, set: ProcessingChange): ActionOutcome;
  /** One link, or without `between` the whole network. */
  setNetwork(set: NetworkChange, between?: readonly [ActorRef, ActorRef]): ActionOutcome;

  join(group: ActorRef, memberName: string): ActionOutcome;
  /** A clean close. */
  leave(member: ActorRef): ActionOutcome;
  /** Makes the coordinator start a rebalance. */
  rebalance(group: ActorRef): ActionOutcome;

  /** Gives a partition another replica list, by broker numbers from 1; null: takes back what a reassignment adds. */
  reassign(partition: ActorRef, replicas: readonly number[] | null): ActionOutcome;
  /** Moves leaderships back to the preferred replicas: of a partition, of a topic, or without it of all. */
  electPreferred(of?: ActorRef): ActionOutcome;
  /** `count` is how many the topic then has. */
  addPartitions(topic: ActorRef, count: number): ActionOutcome;
  /** Everything below the offset `before` is deleted; -1: below the high watermark. */
  deleteRecords(partition: ActorRef, before: number): ActionOutcome;
  /** Another broker coordinates the group: it becomes the leader of the partition that keeps the group. */
  moveCoordinator(group: ActorRef, to: ActorRef): ActionOutcome;

  /** Multiplies the producer's rate until `endBurst`. */
  burst(actionId: string, producer: ActorRef, factor: number): ActionOutcome;
  endBurst(actionId: string): ActionOutcome;
  /** That share (0 to 1) of the producer's records takes its hottest key until `endHotKey`. */
  hotKey(actionId: string, producer: ActorRef, share: number): ActionOutcome;
  endHotKey(actionId: string): ActionOutcome;
}
