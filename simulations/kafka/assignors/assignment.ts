/** What one member brings to an assignment. */
export interface AssignmentMember {
  /** Subscribed topics; topics that do not exist are allowed. */
  readonly topics: readonly string[];
  /** Partitions that it claims from before ("orders-0"), in the order in which it lists them. */
  readonly owned?: readonly string[];
  /** generationId of the claims; absent counts as 1. */
  readonly generation?: number;
  /** 'group.instance.id' of a static member. */
  readonly instanceId?: string;
  /** 'client.rack'. */
  readonly rack?: string;
}

/** Input of an assignor. The order of members is the order in which they joined (K-SIM-5). */
export interface AssignmentInput {
  /** Partition count of each existing topic. */
  readonly topics: Readonly<Record<string, number>> | ReadonlyMap<string, number>;
  readonly members: Readonly<Record<string, AssignmentMember>> | ReadonlyMap<string, AssignmentMember>;
  /** Racks of each partition's replicas, by topic and partition. */
  readonly partitionRacks?:
    Readonly<Record<string, readonly (readonly string[])[]>> | ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** Partitions of each member. Every member has an entry. */
export type Assignment = Record<string, string[]>;

/** Entries of a record or a map, in their order. A map keeps join order also for ids that look like numbers. */
export function entriesOf<T>(source: Readonly<Record<string, T>> | ReadonlyMap<string, T>): [string, T][] {
  return source instanceof Map ? [...(source as ReadonlyMap<string, T>)] : Object.entries(source as Record<string, T>);
}

/** Splits "orders-0" into topic and partition number; null if the text is no partition. */
export function topicPartition(text: string): { topic: string; partition: number } | null {
  const dash = text.lastIndexOf('-');
  if (dash <= 0 || !/^\d{1,10}$/.test(text.slice(dash + 1))) return null;
  return { topic: text.slice(0, dash), partition: Number(text.slice(dash + 1)) };
}

/** Order of Java strings: by UTF-16 unit. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
