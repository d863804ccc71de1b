/** Words of the entries of Kafka's data requests; word 0 is the link to the next entry. */

/** Produce: slot of the client, partition, batch, producer state; overwritten by the answer as named. */
export const P_SLOT = 1;
export const P_PARTITION = 2;
export const P_BATCH = 3;
/** Request: producerId (-1: none). Answer: baseOffset. */
export const P_PRODUCER_ID = 4;
export const P_BASE_OFFSET = 4;
/** Request: producerEpoch. Answer: the metadata row that the broker knows (K-CLI-5). */
export const P_PRODUCER_EPOCH = 5;
export const P_KNOWN_STATE = 5;
/** Request: baseSequence. While it waits: the offset that the high watermark must reach. */
export const P_SEQUENCE = 6;
export const P_REQUIRED = 6;
/** Answer that names invalid records (K-PROD-27): the virtual ms at which they were judged. */
export const P_CHECKED_AT = 6;
/** Answer: error, or {@link WAITING}. */
export const P_STATE = 7;
export const P_NEXT_WAITING = 8;
export const P_MESSAGE = 9;
export const WAITING = 9999;

/** Replica and consumer fetch: replica of the follower, or the consumer's own number for the partition. */
export const F_OWNER = 1;
export const F_PARTITION = 2;
/** Request: fetchOffset. Answer: error, {@link DIVERGING} or {@link NOTHING}. */
export const F_OFFSET = 3;
export const F_ERROR = 3;
/** Request: epoch of the last batch fetched (follower). Answer: tip, or the diverging epoch. */
export const F_LAST_EPOCH = 4;
export const F_TIP = 4;
/** Request: leader epoch the client believes in, -1: none. Answer: first offset, or the diverging epoch's end. */
export const F_LEADER_EPOCH = 5;
export const F_FROM = 5;
/** Answer: end of what is returned. */
export const F_TO = 6;
export const F_HIGH_WATERMARK = 7;
export const F_LOG_START = 8;
/** Answer to a consumer: the metadata row that the broker knows (K-CLI-5). */
export const F_KNOWN_STATE = 9;
export const NOTHING = -1000;
export const DIVERGING = -1001;

/** AlterPartition: partition, new in-sync mask, leaderEpoch, partitionEpoch, broker epoch of who joins; answer: error. */
export const A_PARTITION = 1;
export const A_IN_SYNC = 2;
export const A_LEADER_EPOCH = 3;
export const A_PARTITION_EPOCH = 4;
export const A_ERROR = 5;
/** Request: broker epoch of the replica that is to join, -1: nobody joins (K-REP-23). */
export const A_BROKER_EPOCH = 7;
