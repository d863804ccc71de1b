import { ErrorCode } from '../../kernel';

/** Errors after which the client sends a batch again by itself (spec/kafka.md section 1, column R). */
export function isRetriable(error: number): boolean {
  switch (error) {
    case ErrorCode.CORRUPT_MESSAGE:
    case ErrorCode.UNKNOWN_TOPIC_OR_PARTITION:
    case ErrorCode.LEADER_NOT_AVAILABLE:
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
    case ErrorCode.REQUEST_TIMED_OUT:
    case ErrorCode.NETWORK_EXCEPTION:
    case ErrorCode.NOT_ENOUGH_REPLICAS:
    case ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
    case ErrorCode.NOT_COORDINATOR:
    case ErrorCode.FENCED_LEADER_EPOCH:
    case ErrorCode.UNKNOWN_LEADER_EPOCH:
      return true;
    default:
      return false;
  }
}

/** Errors that also make the client ask for metadata (column M). */
export function wantsMetadata(error: number): boolean {
  switch (error) {
    case ErrorCode.UNKNOWN_TOPIC_OR_PARTITION:
    case ErrorCode.LEADER_NOT_AVAILABLE:
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
    case ErrorCode.NETWORK_EXCEPTION:
    case ErrorCode.FENCED_LEADER_EPOCH:
      return true;
    default:
      return false;
  }
}

/** Outcomes of an attempt after which its records may be in the log (K-PROD-26, C-OUT-1). */
export function mayBeWritten(error: number): boolean {
  switch (error) {
    case ErrorCode.REQUEST_TIMED_OUT:
    case ErrorCode.NETWORK_EXCEPTION:
    case ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
      return true;
    default:
      return false;
  }
}

/** The Java class that the application sees for an error of a send (K-PROD-26). */
export function exceptionOf(error: number): string {
  return classes[error] ?? 'UnknownServerException';
}

const classes: Readonly<Record<number, string>> = {
  [ErrorCode.UNKNOWN_SERVER_ERROR]: 'UnknownServerException',
  [ErrorCode.CORRUPT_MESSAGE]: 'CorruptRecordException',
  [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]: 'UnknownTopicOrPartitionException',
  [ErrorCode.LEADER_NOT_AVAILABLE]: 'LeaderNotAvailableException',
  [ErrorCode.NOT_LEADER_OR_FOLLOWER]: 'NotLeaderOrFollowerException',
  [ErrorCode.REQUEST_TIMED_OUT]: 'TimeoutException',
  [ErrorCode.MESSAGE_TOO_LARGE]: 'RecordTooLargeException',
  [ErrorCode.NETWORK_EXCEPTION]: 'NetworkException',
  [ErrorCode.RECORD_LIST_TOO_LARGE]: 'RecordBatchTooLargeException',
  [ErrorCode.NOT_ENOUGH_REPLICAS]: 'NotEnoughReplicasException',
  [ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND]: 'NotEnoughReplicasAfterAppendException',
  [ErrorCode.INVALID_TIMESTAMP]: 'InvalidTimestampException',
  [ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER]: 'OutOfOrderSequenceException',
  [ErrorCode.INVALID_PRODUCER_EPOCH]: 'InvalidProducerEpochException',
  [ErrorCode.INVALID_RECORD]: 'InvalidRecordException',
  [ErrorCode.INVALID_REQUIRED_ACKS]: 'InvalidRequiredAcksException',
  [ErrorCode.DELIVERY_TIMEOUT]: 'TimeoutException',
  [ErrorCode.METADATA_TIMEOUT]: 'TimeoutException',
  [ErrorCode.BUFFER_EXHAUSTED]: 'BufferExhaustedException',
  [ErrorCode.RECORD_TOO_LARGE]: 'RecordTooLargeException',
  [ErrorCode.PRODUCER_CLOSED]: 'KafkaException',
  [ErrorCode.INVALID_RECORD_IN_BATCH]: 'KafkaException',
};
