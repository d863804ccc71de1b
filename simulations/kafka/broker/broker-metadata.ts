import { ErrorCode } from '../../kernel';
import { M_A, M_ERROR, MESSAGE_WORDS, OPEN } from '../../network';
import { API_METADATA_FETCH } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { BROKER_ACTIVE } from '../cluster/metadata-log';
import { metadataConnection } from '../cluster/shape';
import type { ReplicaRoles } from './replica-roles';

/** Told of what a broker has just applied. */
export interface MetadataListener {
  /** The broker's image has changed; `partitionsChanged` if leaderships may have. */
  onApplied(broker: number, partitionsChanged: boolean): void;
}

/**
 * How brokers learn metadata: each reads the log of the active controller by long poll and applies it row by row, so
 * different brokers see a change at different times (K-CTL-1). M_A of the message: rows it has; of the answer: rows committed.
 */
export class BrokerMetadata {
  constructor(
    private readonly cluster: Cluster,
    private readonly roles: ReplicaRoles,
    private readonly listener: MetadataListener,
    /** Index of the controller that is active, as far as anyone can know; -1: none. */
    private readonly activeController: () => number,
  ) {}

  /** Asks for what comes after the rows that `broker` has. */
  fetch(broker: number): void {
    const { connections, messages, shape, brokers } = this.cluster;
    const controller = this.activeController();
    // A process that is not registered yet applies nothing: its metadata would still name it leader (K-CTL-2).
    if (controller < 0 || brokers.ownEpoch[broker]! < 0) return;
    const connection = metadataConnection(shape, broker, controller);
    if (connections.state[connection] !== OPEN) {
      connections.connect(connection);
      return;
    }
    if (connections.inFlight[connection]! > 0) return;
    const message = messages.create(API_METADATA_FETCH, connection);
    messages.words.array[message * MESSAGE_WORDS + M_A] = brokers.applied[broker]!;
    connections.send(message);
  }

  /** The answer: everything up to the rows that it names. */
  onAnswer(message: number, broker: number): void {
    const words = this.cluster.messages.words.array;
    const base = message * MESSAGE_WORDS;
    if (words[base + M_ERROR] === ErrorCode.NONE) this.apply(broker, words[base + M_A]!);
    this.fetch(broker);
  }

  /** Applies all rows before `offset` that `broker` does not have. */
  apply(broker: number, offset: number): void {
    const { metadata, brokers, shape, kernel } = this.cluster;
    const cause = kernel.cause;
    let partitionsChanged = false;
    let changed = false;
    for (let row = brokers.applied[broker]!; row < offset; row++) {
      changed = true;
      brokers.applied[broker] = row + 1;
      const subject = metadata.subject(row);
      if (subject < 0) {
        this.applyBroker(broker, -1 - subject, row);
        continue;
      }
      const replica = shape.replicaAt[broker * shape.partitionCount + subject]!;
      // A broker that catches up takes the newest state of what it reads, as from a snapshot.
      if (replica < 0 || metadata.stateAt(subject, offset) !== row) continue;
      partitionsChanged = true;
      const told = metadata.traceRow(row);
      kernel.cause = told >= 0 ? told : cause;
      if ((metadata.replicas(row) >> broker) & 1) this.roles.apply(replica, row);
      else this.roles.remove(replica);
    }
    if (changed) this.listener.onApplied(broker, partitionsChanged);
    kernel.cause = cause;
  }

  private applyBroker(broker: number, subject: number, row: number): void {
    const { metadata, brokers, shape } = this.cluster;
    const bit = 1 << subject;
    const isActive = metadata.brokerState(row) === BROKER_ACTIVE;
    brokers.activeMask[broker] = isActive ? brokers.activeMask[broker]! | bit : brokers.activeMask[broker]! & ~bit;
    brokers.brokerEpochs[broker * shape.brokerCount + subject] = metadata.brokerEpoch(row);
  }
}
