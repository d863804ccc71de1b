import type { Run } from '../run';
import { canonicalReplica } from './partitions';
import type { RecordText } from './record-text';
import type { LogEntry } from './run-result';

/** The log of a partition: its latest leader's, from its log start to its end. */
export function logOf(run: Run, partition: number, text: RecordText): LogEntry[] {
  const { facts } = run.trace;
  const { logBatches } = facts;
  const { replicas } = run.system.cluster;
  const replica = canonicalReplica(run, partition);
  const logStart = replicas.logStartOffset[replica]!;
  const nodes: number[] = [];
  for (let node = replicas.tip[replica]!; node >= 0 && logBatches.endOffset[node]! > logStart;) {
    nodes.push(node);
    node = logBatches.parent[node]!;
  }
  const entries: LogEntry[] = [];
  for (let i = nodes.length - 1; i >= 0; i--) appendBatch(run, nodes[i]!, logStart, text, entries);
  return entries;
}

function appendBatch(run: Run, node: number, logStart: number, text: RecordText, entries: LogEntry[]): void {
  const { facts } = run.trace;
  const { logBatches, batches, records, incarnations } = facts;
  const batch = logBatches.batch[node]!;
  const baseOffset = logBatches.baseOffset[node]!;
  const leaderEpoch = logBatches.leaderEpoch[node]!;
  for (let offset = Math.max(baseOffset, logStart); offset < logBatches.endOffset[node]!; offset++) {
    if (batch < 0) {
      const timestamp = logBatches.maxTimestampMs[node]!;
      entries.push({ offset, kind: 'data', key: null, value: null, timestamp, producer: null, leaderEpoch });
      continue;
    }
    const record = batches.recordAt[batches.firstSlot[batch]! + offset - baseOffset]!;
    const hasAppendTime = logBatches.logAppendTime[node] === 1;
    entries.push({
      offset,
      kind: 'data',
      key: text.key(record),
      value: text.value(record),
      timestamp: hasAppendTime ? logBatches.maxTimestampMs[node]! : records.eventTimeMs[record]!,
      producer: run.names.actors[incarnations.actor[records.producer[record]!]!]!,
      leaderEpoch,
    });
  }
}
