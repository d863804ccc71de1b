import { ErrorCode } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { LOG_APPEND_TIME } from '../cluster/settings';

/**
 * What a leader finds wrong with single records of a batch: no key in a compacted topic (K-LOG-11), a timestamp outside
 * the topic's bounds (K-LOG-21). One of them fails the batch (K-PROD-27).
 */
export class RecordChecks {
  /** Places within the batch of the records that {@link check} found wrong. */
  readonly invalid: number[] = [];

  constructor(private readonly cluster: Cluster) {}

  /** The error of a batch of `topic` at `atMs` of virtual time; {@link invalid} then names its records. */
  check(topic: number, batch: number, atMs: number): number {
    this.invalid.length = 0;
    const { topicSettings, trace, shape } = this.cluster;
    const { batches, records } = trace.facts;
    const nowMs = shape.names.clockMs + atMs;
    const latest = nowMs + topicSettings.timestampAfterMaxMs[topic]!;
    const earliest = nowMs - topicSettings.timestampBeforeMaxMs[topic]!;
    const isCreateTime = topicSettings.timestampType[topic] !== LOG_APPEND_TIME;
    const needsKeys = topicSettings.needsKeys[topic] === 1;
    const isEarlyEnough = !isCreateTime || batches.maxTimestampMs[batch]! <= latest;
    if (isEarlyEnough && !needsKeys && !(isCreateTime && earliest > 0)) return ErrorCode.NONE;
    const first = batches.firstSlot[batch]!;
    let error: number = ErrorCode.NONE;
    for (let i = 0; i < batches.count[batch]!; i++) {
      const record = batches.recordAt[first + i]!;
      const timestamp = records.eventTimeMs[record]!;
      const hasWrongTime = isCreateTime && (timestamp < earliest || timestamp > latest);
      if (!hasWrongTime && !(needsKeys && records.key[record]! < 0)) continue;
      this.invalid.push(i);
      if (hasWrongTime) error = ErrorCode.INVALID_TIMESTAMP;
      else if (error === ErrorCode.NONE) error = ErrorCode.INVALID_RECORD;
    }
    return error;
  }
}
