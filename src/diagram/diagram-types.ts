/** A thing of the diagram that can be pointed at, focused and pinned. Numbers are those of the trace's names. */
export type DiagramTarget =
  | { kind: 'broker' | 'producer' | 'member'; actor: number }
  | { kind: 'group'; group: number }
  | { kind: 'log'; partition: number; broker: number }
  | { kind: 'record'; partition: number; broker: number; offset: number };

/** A node that has a menu, by its name in the scenario ("broker-2", "checkout", "invoice", "invoice-0"). */
export interface DiagramNode {
  kind: 'broker' | 'producer' | 'member' | 'group';
  name: string;
  /** Actor number; of a group its number. */
  number: number;
}

/** An entry of a node's menu. */
export interface NodeAction {
  /** The action's word in a scenario: kill, restart, isolate ... */
  do: string;
  label: string;
  /** At the right edge: a key, a length of time. */
  note?: string;
  /** A second line: what it does. */
  hint?: string;
  disabled?: boolean;
}

/** What the verdict says of records: drawn on their cells from `fromMicros` on. */
export interface DiagramMark {
  kind: 'lost' | 'duplicate';
  partition: number;
  offsets: readonly number[];
  fromMicros: number;
}

/** What a chain of causes speaks of; everything else is dimmed while it is read. Names of the scenario. */
export interface DiagramChain {
  readonly actors: readonly string[];
  readonly records: readonly { readonly partition: string; readonly offsets: readonly number[] }[];
}

/** A link of the network that is to be cut, by the names of its ends. */
export interface DiagramCut {
  client: string;
  broker: string;
}

/** A link that is cut from one moment to another, virtual µs. */
export interface DiagramCutSpan extends DiagramCut {
  fromMicros: number;
  toMicros: number;
}

/** What the trace does not know about the nodes and the scenario does. Keys are names of the scenario. */
export interface DiagramCaptions {
  /** Short notes under a name: "acks=1", "cooperative". */
  readonly producerNotes: Readonly<Record<string, string>>;
  readonly groupNotes: Readonly<Record<string, string>>;
  /** The topics that a producer writes to; absent: all. */
  readonly producerTopics: Readonly<Record<string, readonly string[]>>;
  /** The rack of each broker, by its number from 0; empty: racks are not known. */
  readonly racks?: readonly string[];
  /** Brokers that are controllers too. */
  readonly combinedControllers: boolean;
}

/** Whether two targets are the same thing. */
export function sameTarget(left: DiagramTarget | null, right: DiagramTarget | null): boolean {
  return left === right || (left !== null && right !== null && keyOfTarget(left) === keyOfTarget(right));
}

/** A text that is equal for equal targets. */
export function keyOfTarget(target: DiagramTarget): string {
  switch (target.kind) {
    case 'group':
      return `group ${target.group}`;
    case 'log':
      return `log ${target.partition} ${target.broker}`;
    case 'record':
      return `record ${target.partition} ${target.broker} ${target.offset}`;
    default:
      return `${target.kind} ${target.actor}`;
  }
}
