import { compileMachine, MachineInstances, RowKind, type Arena } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { producer as producerMachine } from '../machines/producer';

const compiled = compileMachine(producerMachine);
const PASSED = compiled.eventId('SenderPassed');
const ID_RECEIVED = compiled.eventId('ProducerIdReceived');
const ID_REFUSED = compiled.eventId('ProducerIdRefused');
const BUMP_REQUESTED = compiled.eventId('EpochBumpRequested');
const CLOSE_REQUESTED = compiled.eventId('CloseRequested');
const DRAINED = compiled.eventId('Drained');
const KILLED = compiled.eventId('Killed');
const REQUEST_ID = compiled.effectId('requestProducerId');
const RETRY_ID = compiled.effectId('retryProducerId');
const RENUMBER = compiled.effectId('renumberBatches');
const FLUSH_ALL = compiled.effectId('flushAll');
const FAIL_ALL = compiled.effectId('failAllBatches');
const DROP_ALL = compiled.effectId('dropAllBatches');
const READY = compiled.stateId('Ready');
const DRAINING = compiled.stateId('Closing.Draining');
const CLOSED = compiled.stateId('Closed');

/** What the sender does for the identity of its producer. */
export interface IdentityEffects {
  requestProducerId(producer: number): void;
  renumberBatches(producer: number): void;
  flushAll(producer: number): void;
  failAllBatches(producer: number): void;
  dropAllBatches(producer: number): void;
}

/** The identity and the life of every producer: its id and epoch, bumps, close (K-IDEM-1, K-IDEM-8, K-IDEM-10). */
export class ProducerIdentity {
  private readonly instances: MachineInstances<typeof producerMachine>;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly effects: IdentityEffects,
  ) {
    this.instances = new MachineInstances(compiled, cluster.shape.producerCount, arena, (effect, producer) =>
      this.perform(effect, producer),
    );
  }

  /** A process begins; settings are loaded. */
  begin(producer: number): void {
    this.instances.reset(producer);
    this.instances.columns.isIdempotent[producer] = this.cluster.producerSettings.isIdempotent[producer]!;
  }

  /** The producer's id, -1: none. */
  producerId(producer: number): number {
    return this.instances.columns.producerId[producer]!;
  }

  producerEpoch(producer: number): number {
    return this.instances.columns.producerEpoch[producer]!;
  }

  /** True if batches may be drained: it has what it needs. */
  canDrain(producer: number): boolean {
    const state = this.instances.stateColumn[producer];
    if (state !== READY && state !== DRAINING) return false;
    return this.instances.columns.isIdempotent[producer] === 0 || this.instances.columns.producerId[producer]! >= 0;
  }

  isClosed(producer: number): boolean {
    return this.instances.stateColumn[producer] === CLOSED;
  }

  isClosing(producer: number): boolean {
    return this.instances.matches(producer, 'Closing');
  }

  /** A pass of the sender begins (spec/kafka.md A.7, step 1). */
  passed(producer: number): void {
    if (this.instances.stateColumn[producer] !== READY) this.instances.sendPlain(producer, PASSED);
  }

  /** InitProducerId was answered. */
  received(producer: number, producerId: number): void {
    this.instances.send(producer, ID_RECEIVED, { type: 'ProducerIdReceived', producerId, producerEpoch: 0 });
  }

  refused(producer: number): void {
    this.instances.sendPlain(producer, ID_REFUSED);
  }

  /** A partition needs a new epoch (K-IDEM-10). */
  requestBump(producer: number): void {
    this.instances.sendPlain(producer, BUMP_REQUESTED);
  }

  requestClose(producer: number): void {
    this.instances.sendPlain(producer, CLOSE_REQUESTED);
  }

  drained(producer: number): void {
    this.instances.sendPlain(producer, DRAINED);
  }

  killed(producer: number): void {
    this.instances.sendPlain(producer, KILLED);
  }

  private perform(effect: number, producer: number): void {
    switch (effect) {
      case REQUEST_ID:
      case RETRY_ID:
        this.effects.requestProducerId(producer);
        break;
      case RENUMBER:
        this.effects.renumberBatches(producer);
        this.note(producer);
        break;
      case FLUSH_ALL:
        this.effects.flushAll(producer);
        break;
      case FAIL_ALL:
        this.effects.failAllBatches(producer);
        break;
      case DROP_ALL:
        this.effects.dropAllBatches(producer);
        break;
    }
  }

  private note(producer: number): void {
    const { kernel, shape } = this.cluster;
    const { producerId, producerEpoch } = this.instances.columns;
    const actor = shape.firstProducer + producer;
    kernel.row(RowKind.producerIdAssigned, actor, 0, -1, producerId[producer]!, producerEpoch[producer]!, 0, 0);
  }
}
