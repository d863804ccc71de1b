import { ErrorCode } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { F_ERROR, F_PARTITION, F_TIP, P_PARTITION } from './entries';
import { firstEntry, nextEntry } from './purgatory';

/**
 * How long a broker's disk takes with what a message carries: the time of an append for each batch, and, where
 * `flush.messages` is 1, of a flush as well (K-REP-50).
 */
export class Disk {
  constructor(private readonly cluster: Cluster) {}

  /** Time in µs to write the batches of a Produce request. */
  produceMicros(message: number): number {
    if (this.isInstant()) return 0;
    const { entries } = this.cluster.messages;
    let micros = 0;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      micros += this.appendMicros(entries.array[place + P_PARTITION]!);
    }
    return micros;
  }

  /** Time in µs to write what the answer to a follower's fetch holds. */
  fetchMicros(message: number): number {
    if (this.isInstant()) return 0;
    const { entries } = this.cluster.messages;
    let micros = 0;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      const hasData = entries.array[place + F_ERROR] === ErrorCode.NONE && entries.array[place + F_TIP]! >= 0;
      if (hasData) micros += this.appendMicros(entries.array[place + F_PARTITION]!);
    }
    return micros;
  }

  private isInstant(): boolean {
    return this.cluster.diskAppendMicros === 0 && !this.cluster.topicSettings.flushesSome;
  }

  private appendMicros(partition: number): number {
    const { diskAppendMicros, diskFlushMicros, topicSettings, shape } = this.cluster;
    const flushes = topicSettings.flushMessages[shape.partitionTopic[partition]!]! <= 1;
    return flushes ? diskAppendMicros + diskFlushMicros : diskAppendMicros;
  }
}
