import { assign, setup } from 'xstate';

/** What a broker process lives through, as the host it runs on sees it. */
export type BrokerEvent =
  | { type: 'ProcessStarted' }
  | { type: 'LogsRecovered' }
  | { type: 'RegistrationDue' }
  | { type: 'Registered'; brokerEpoch: number }
  | { type: 'RegistrationRefused' }
  | { type: 'RegistrationTimedOut' }
  | { type: 'Unfenced' }
  | { type: 'Fenced' }
  | { type: 'ShutdownRequested'; isControlled: boolean }
  | { type: 'ShutdownAllowed' }
  | { type: 'ShutdownTimedOut' }
  | { type: 'Killed' }
  | { type: 'PowerLost' }
  | { type: 'Paused' }
  | { type: 'Resumed' };

/** `cleanShutdownEpoch` is what the clean-shutdown file on disk holds, -1 without one (K-REP-40, K-CTL-2a). */
export interface BrokerContext {
  brokerEpoch: number;
  cleanShutdownEpoch: number;
  isHostUp: boolean;
  isPaused: boolean;
}

/**
 * A broker process: starting, registering, serving, stopping, dying (K-CTL-2, K-CTL-3, K-REP-40 to K-REP-43).
 *
 * Its state is what the broker knows of itself: one that the controller has fenced is Running here until the metadata
 * reaches it (K-CTL-5). `isHostUp` tells a refused connection (the process died) from silence (the machine did).
 */
export const broker = setup({
  types: { context: {} as BrokerContext, events: {} as BrokerEvent },
  guards: {
    isControlled: ({ event }) => event.type === 'ShutdownRequested' && event.isControlled,
  },
  actions: {
    recoverLogs: () => {},
    sendRegistration: () => {},
    retryRegistration: () => {},
    startHeartbeats: () => {},
    askForShutdown: () => {},
    flushLogs: () => {},
    resetConnections: () => {},
    silenceConnections: () => {},
    destroyUnflushed: () => {},
    freeze: () => {},
    thaw: () => {},
    bootHost: assign({ isHostUp: true }),
    loseHost: assign({ isHostUp: false }),
    noteBrokerEpoch: assign({
      brokerEpoch: ({ context, event }) => (event.type === 'Registered' ? event.brokerEpoch : context.brokerEpoch),
      cleanShutdownEpoch: -1,
    }),
    writeCleanShutdownFile: assign({ cleanShutdownEpoch: ({ context }) => context.brokerEpoch }),
    endProcess: assign({ brokerEpoch: -1, isPaused: false }),
    endUncleanly: assign({ brokerEpoch: -1, cleanShutdownEpoch: -1, isPaused: false }),
    notePaused: assign({ isPaused: true }),
    noteResumed: assign({ isPaused: false }),
  },
}).createMachine({
  id: 'broker',
  context: { brokerEpoch: -1, cleanShutdownEpoch: -1, isHostUp: true, isPaused: false },
  initial: 'Down',
  on: {
    Killed: { target: '.Down', actions: ['endUncleanly', 'resetConnections'] },
    PowerLost: { target: '.Down', actions: ['endUncleanly', 'loseHost', 'destroyUnflushed', 'silenceConnections'] },
    Paused: { actions: ['notePaused', 'freeze'] },
    Resumed: { actions: ['noteResumed', 'thaw'] },
  },
  states: {
    Down: {
      on: {
        ProcessStarted: { target: 'Starting', actions: 'bootHost' },
        // The page cache outlives a killed process, but not the machine: what it had not flushed is lost now.
        PowerLost: { actions: ['loseHost', 'destroyUnflushed', 'silenceConnections'] },
        Killed: {},
        Paused: {},
        Resumed: {},
      },
    },
    Starting: {
      entry: 'recoverLogs',
      on: {
        LogsRecovered: 'Registering',
        ShutdownRequested: { target: 'Down', actions: ['flushLogs', 'endProcess', 'resetConnections'] },
      },
    },
    Registering: {
      entry: 'sendRegistration',
      on: {
        Registered: { target: 'Fenced', actions: ['noteBrokerEpoch', 'startHeartbeats'] },
        RegistrationRefused: { actions: 'retryRegistration' },
        RegistrationDue: { actions: 'sendRegistration' },
        RegistrationTimedOut: { target: 'Down', actions: ['flushLogs', 'endProcess', 'resetConnections'] },
        ShutdownRequested: { target: 'Down', actions: ['flushLogs', 'endProcess', 'resetConnections'] },
      },
    },
    Fenced: {
      on: {
        Unfenced: 'Running',
        ShutdownRequested: [
          { guard: 'isControlled', target: 'PendingControlledShutdown' },
          { target: 'Down', actions: ['flushLogs', 'writeCleanShutdownFile', 'endProcess', 'resetConnections'] },
        ],
      },
    },
    Running: {
      on: {
        Fenced: 'Fenced',
        ShutdownRequested: [
          { guard: 'isControlled', target: 'PendingControlledShutdown' },
          { target: 'Down', actions: ['flushLogs', 'writeCleanShutdownFile', 'endProcess', 'resetConnections'] },
        ],
      },
    },
    PendingControlledShutdown: {
      entry: 'askForShutdown',
      on: {
        ShutdownAllowed: {
          target: 'Down',
          actions: ['flushLogs', 'writeCleanShutdownFile', 'endProcess', 'resetConnections'],
        },
        // A broker that cannot reach the controller stops all the same, only later.
        ShutdownTimedOut: {
          target: 'Down',
          actions: ['flushLogs', 'writeCleanShutdownFile', 'endProcess', 'resetConnections'],
        },
      },
    },
  },
});
