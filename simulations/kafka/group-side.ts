import type { ConsumerSide } from './broker/brokers';
import type { Effective } from './cluster/settings';

/** The clients of groups and their coordinators, as the system drives them. */
export interface GroupSide extends ConsumerSide {
  start(): void;
  dispatch(kind: number, a: number, b: number): void;
  onAnswer(message: number, connection: number, member: number): void;
  onConnected(connection: number, member: number): void;
  onBroken(connection: number, message: number, why: number, member: number): void;
  onMetadata(member: number): void;
  requestTimeoutMs(member: number): number;
  reconnectBackoffMs(member: number): number;
  reconnectBackoffMaxMs(member: number): number;
  retryBackoffMicros(member: number): number;
  metadataMaxAgeMicros(member: number): number;
  /** The member that the coordinator says owns a partition, -1: nobody. */
  ownerOf(group: number, partition: number): number;
  /** Of a member's process: ends it, closes it cleanly, starts it anew. False: there was nothing to do. */
  kill(member: number): boolean;
  close(member: number): boolean;
  restart(member: number): boolean;
  /** New settings of a group or a member, by its full name. */
  configure(target: string, set: Readonly<Record<string, unknown>>): boolean;
  /** A broker reads its settings as a coordinator anew, when its process starts. */
  configureBroker(broker: number, settings: Effective): void;
  setProcessing(group: number, change: { readonly timeMicros?: number; readonly jitterMicros?: number }): void;
  /** Makes the coordinator begin a rebalance; false: the group is empty. */
  rebalance(group: number): boolean;
  /** A group in the book of its present coordinator, null: nobody has it ready. For results. */
  viewOf(group: number): GroupView | null;
  /** Committed offsets of a group by partition. */
  committedOf(group: number): ReadonlyMap<number, number>;
}

/** A group as its coordinator sees it. */
export interface GroupView {
  readonly state: string;
  readonly generationId: number;
  /** Partitions of each member (0 …) that is in the group. */
  readonly assignments: ReadonlyMap<number, readonly number[]>;
}
