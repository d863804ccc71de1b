/** Requests of the model, numbered densely; the names are Kafka's. Numbers are part of the trace: append only. */
export const API_PRODUCE = 0;
export const API_FETCH = 1;
export const API_LIST_OFFSETS = 2;
export const API_METADATA = 3;
export const API_OFFSET_COMMIT = 4;
export const API_OFFSET_FETCH = 5;
export const API_FIND_COORDINATOR = 6;
export const API_JOIN_GROUP = 7;
export const API_HEARTBEAT = 8;
export const API_LEAVE_GROUP = 9;
export const API_SYNC_GROUP = 10;
export const API_INIT_PRODUCER_ID = 11;
export const API_OFFSET_FOR_LEADER_EPOCH = 12;
export const API_ALTER_PARTITION = 13;
export const API_BROKER_REGISTRATION = 14;
export const API_BROKER_HEARTBEAT = 15;
/** A broker's long poll of the metadata log at the controller (Fetch, in Kafka). */
export const API_METADATA_FETCH = 16;
/** A follower's fetch, told apart from a consumer's. */
export const API_REPLICA_FETCH = 17;

export const apiNames: readonly string[] = [
  'Produce',
  'Fetch',
  'ListOffsets',
  'Metadata',
  'OffsetCommit',
  'OffsetFetch',
  'FindCoordinator',
  'JoinGroup',
  'Heartbeat',
  'LeaveGroup',
  'SyncGroup',
  'InitProducerId',
  'OffsetForLeaderEpoch',
  'AlterPartition',
  'BrokerRegistration',
  'BrokerHeartbeat',
  'MetadataFetch',
  'ReplicaFetch',
];

/** Event kinds of Kafka; those below 16 are the network's and the run's. */
export const EV_PRODUCER_WAKE = 16;
export const EV_PRODUCER_STEP = 17;
export const EV_PRODUCE_EXPIRY = 18;
export const EV_FETCH_EXPIRY = 19;
export const EV_FETCHER_WAKE = 20;
export const EV_ISR_CHECK = 21;
export const EV_BROKER_HEARTBEAT = 22;
export const EV_SESSION_CHECK = 23;
export const EV_METADATA_COMMIT = 24;
export const EV_RETENTION = 25;
export const EV_HIGH_WATERMARK_CHECKPOINT = 26;
export const EV_BROKER_UP = 27;
export const EV_SHUTDOWN_STEP = 28;
export const EV_PREFERRED_CHECK = 29;
export const EV_UNCLEAN_CHECK = 30;
export const EV_CONTROLLER_ELECTION = 31;
export const EV_CLIENT_METADATA = 34;
/** A broker's disk has taken what a Produce request, or the answer to a follower's fetch, holds. */
export const EV_PRODUCE_WRITTEN = 35;
export const EV_FETCH_WRITTEN = 36;
/** Consumers and groups number theirs from here on. */
export const EV_CONSUMER_BASE = 40;
