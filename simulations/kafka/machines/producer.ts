import { assign, setup } from 'xstate';

/** What concerns a producer's identity and life; batches and retries are columns of the sender. */
export type ProducerEvent =
  /** A sender pass begins (section A.7, step 1). */
  | { type: 'SenderPassed' }
  | { type: 'ProducerIdReceived'; producerId: number; producerEpoch: number }
  | { type: 'ProducerIdRefused' }
  /** A batch failed for good with retries left, a range stayed unresolved, or a sequence was out of order (K-IDEM-10). */
  | { type: 'EpochBumpRequested' }
  /** An error after which only close() is left (K-IDEM-15). */
  | { type: 'FatalErrorOccurred' }
  | { type: 'CloseRequested' }
  /** The last batch has its result. */
  | { type: 'Drained' }
  | { type: 'CloseTimedOut' }
  /** The client process ended without close(). */
  | { type: 'Killed' };

/** `isIdempotent` is written once, after the reset; id and epoch are -1 while there is none, and then nothing drains. */
export interface ProducerContext {
  isIdempotent: boolean;
  producerId: number;
  producerEpoch: number;
}

/** The largest 16-bit epoch; after it a new producer id is needed (K-IDEM-10). */
export const LAST_PRODUCER_EPOCH = 32767;

/**
 * A producer's identity: none, asked for, held, being bumped, lost for good (K-IDEM-1, K-IDEM-8, K-IDEM-10, K-IDEM-15).
 *
 * Only a Ready producer, and one that is closing, drains batches. Without idempotence there is no id to wait for. The
 * bump is local: no broker is asked, and the batches of the partitions that asked for it are numbered anew from 0.
 */
export const producer = setup({
  types: { context: {} as ProducerContext, events: {} as ProducerEvent },
  guards: {
    isIdempotent: ({ context }) => context.isIdempotent,
    isEpochExhausted: ({ context }) => context.producerEpoch >= LAST_PRODUCER_EPOCH,
  },
  actions: {
    requestProducerId: () => {},
    retryProducerId: () => {},
    markForRenumbering: () => {},
    renumberBatches: () => {},
    flushAll: () => {},
    failAllBatches: () => {},
    dropAllBatches: () => {},
    noteProducerId: assign({
      producerId: ({ context, event }) => (event.type === 'ProducerIdReceived' ? event.producerId : context.producerId),
      producerEpoch: ({ context, event }) =>
        event.type === 'ProducerIdReceived' ? event.producerEpoch : context.producerEpoch,
    }),
    forgetProducerId: assign({ producerId: -1, producerEpoch: -1 }),
    bumpProducerEpoch: assign({ producerEpoch: ({ context }) => context.producerEpoch + 1 }),
  },
}).createMachine({
  id: 'producer',
  context: { isIdempotent: true, producerId: -1, producerEpoch: -1 },
  initial: 'WithoutProducerId',
  on: {
    FatalErrorOccurred: { target: '.FatalError', actions: 'failAllBatches' },
    Killed: { target: '.Closed', actions: 'dropAllBatches' },
    CloseRequested: { target: '.Closing', actions: 'flushAll' },
  },
  states: {
    WithoutProducerId: {
      on: {
        SenderPassed: [
          { guard: 'isIdempotent', target: 'AwaitingProducerId', actions: 'requestProducerId' },
          { target: 'Ready' },
        ],
        CloseRequested: [
          { guard: 'isIdempotent', target: 'Closing', actions: ['requestProducerId', 'flushAll'] },
          { target: 'Closing', actions: 'flushAll' },
        ],
      },
    },
    AwaitingProducerId: {
      on: {
        ProducerIdReceived: { target: 'Ready', actions: ['noteProducerId', 'renumberBatches'] },
        ProducerIdRefused: { actions: 'retryProducerId' },
      },
    },
    Ready: {
      on: { EpochBumpRequested: { target: 'BumpingEpoch', actions: 'markForRenumbering' } },
    },
    // Until the next pass: several partitions may ask, and one bump serves them all.
    BumpingEpoch: {
      on: {
        EpochBumpRequested: { actions: 'markForRenumbering' },
        SenderPassed: [
          {
            guard: 'isEpochExhausted',
            target: 'AwaitingProducerId',
            actions: ['forgetProducerId', 'requestProducerId'],
          },
          { target: 'Ready', actions: ['bumpProducerEpoch', 'renumberBatches'] },
        ],
        CloseRequested: { target: 'Closing.BumpingEpoch', actions: 'flushAll' },
      },
    },
    // What is buffered still goes out, so identity goes on as above; only new records are refused.
    Closing: {
      initial: 'Draining',
      on: {
        ProducerIdReceived: { actions: ['noteProducerId', 'renumberBatches'] },
        ProducerIdRefused: { actions: 'retryProducerId' },
        Drained: { target: 'Closed' },
        CloseTimedOut: { target: 'Closed', actions: 'failAllBatches' },
        FatalErrorOccurred: { target: 'Closed', actions: 'failAllBatches' },
        CloseRequested: {},
      },
      states: {
        Draining: {
          on: { EpochBumpRequested: { target: 'BumpingEpoch', actions: 'markForRenumbering' } },
        },
        BumpingEpoch: {
          on: {
            EpochBumpRequested: { actions: 'markForRenumbering' },
            SenderPassed: [
              { guard: 'isEpochExhausted', target: 'Draining', actions: ['forgetProducerId', 'requestProducerId'] },
              { target: 'Draining', actions: ['bumpProducerEpoch', 'renumberBatches'] },
            ],
          },
        },
      },
    },
    FatalError: { on: { CloseRequested: { target: 'Closed' }, FatalErrorOccurred: {} } },
    Closed: { on: { FatalErrorOccurred: {}, Killed: {}, CloseRequested: {} } },
  },
});
