import type { ClusterView } from '../../../simulations/history';
import { rackOrder } from '../rack-order';
import { isAtRisk, isDown } from '../topology';
import { brokerNumber, brokerWords } from '../words';
import type { BrokerRow } from './broker-stage';

/** What stands beside the bars of a broker. */
export interface BrokerLine extends BrokerRow {
  actor: number;
  name: string;
  number: string;
  rack: string;
  /** First of its rack. */
  beginsRack: boolean;
  state: 'up' | 'down' | 'risk';
  words: string;
  leaders: number;
}

const leastHeight = 16;
const greatestHeight = 34;
const rackGap = 7;

/** A row for each broker, those of a rack together, in `height` px or, where that is too little, below each other. */
export function brokerLines(view: ClusterView, racks: readonly string[], height: number): BrokerLine[] {
  const { columns, names } = view;
  const order = rackOrder(columns.brokerCount, racks);
  const leaders = new Int32Array(columns.brokerCount);
  for (let partition = 0; partition < names.userPartitionCount; partition++) {
    const leader = columns.leader[partition]!;
    if (leader >= 0) leaders[leader]!++;
  }
  const rackCount = new Set(racks).size;
  const room = height - Math.max(0, rackCount - 1) * rackGap;
  const each = Math.max(leastHeight, Math.min(greatestHeight, Math.floor(room / Math.max(1, order.length))));
  let y = 0;
  return order.map((actor, index) => {
    const rack = racks[actor] ?? '';
    const beginsRack = index === 0 || rack !== (racks[order[index - 1]!] ?? '');
    if (beginsRack && index > 0) y += rackGap;
    const line: BrokerLine = {
      actor,
      broker: actor,
      name: names.actors[actor]!,
      number: brokerNumber(view, actor).padStart(order.length > 9 ? 2 : 1, '0'),
      rack,
      beginsRack,
      y,
      height: each,
      state: isDown(view, actor) ? 'down' : isAtRisk(view, actor) ? 'risk' : 'up',
      words: brokerWords(view, actor, false, true),
      leaders: leaders[actor]!,
    };
    y += each;
    return line;
  });
}

/** What is true of the whole cluster: "29 of 30 brokers up, 12 partitions under-replicated, none offline". */
export interface ClusterCounts {
  brokers: number;
  up: number;
  partitions: number;
  underReplicated: number;
  offline: number;
}

export function clusterCounts(view: ClusterView): ClusterCounts {
  const { columns, names } = view;
  let underReplicated = 0;
  let offline = 0;
  for (let partition = 0; partition < names.userPartitionCount; partition++) {
    if (columns.leader[partition]! < 0) offline++;
    const inSync = names.partitionReplicas[partition]!.filter((it) => columns.inSyncReplicas[partition]! & (1 << it));
    if (inSync.length < names.partitionReplicas[partition]!.length) underReplicated++;
  }
  let up = 0;
  for (let broker = 0; broker < columns.brokerCount; broker++) if (!isDown(view, broker)) up++;
  return { brokers: columns.brokerCount, up, partitions: names.userPartitionCount, underReplicated, offline };
}
