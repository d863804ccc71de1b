import type { FactView, Kernel, LogBatchTable, Trace } from '../../kernel';
import type { Connections, Links, Messages } from '../../network';
import type { MetadataLog } from './metadata-log';
import type { Replicas } from './replicas';
import type { BrokerSettings, ProducerSettings, TopicSettings } from './settings';
import type { ClusterShape } from './shape';

/**
 * What every role of a cluster shares: the kernel, the layout, the network, the settings, the logs.
 * Roles own their columns and act on each other by messages only.
 */
export interface Cluster {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly log: LogBatchTable & FactView['logBatches'];
  readonly shape: ClusterShape;
  readonly links: Links;
  readonly messages: Messages;
  readonly connections: Connections;
  readonly metadata: MetadataLog;
  readonly replicas: Replicas;
  readonly topicSettings: TopicSettings;
  readonly brokerSettings: BrokerSettings;
  readonly producerSettings: ProducerSettings;
  readonly brokers: BrokerImages;
  /** Disk: time of an append and of a flush, in µs. */
  readonly diskAppendMicros: number;
  readonly diskFlushMicros: number;
  readonly restartMicros: number;
  readonly hasEligibleLeaders: boolean;
  /** One stream of ties per actor, for its own timers. */
  readonly timerStream: Int32Array;
}

/** The metadata that each broker has applied: its image. */
export interface BrokerImages {
  /** Rows of the metadata log that the broker applied. */
  readonly applied: Int32Array;
  /** Brokers that its image calls active. */
  readonly activeMask: Int32Array;
  /** `broker * brokerCount + other`: the other's broker epoch in its image. */
  readonly brokerEpochs: Int32Array;
  /** The broker's own epoch, from its last registration; -1: none. */
  readonly ownEpoch: Int32Array;
}
