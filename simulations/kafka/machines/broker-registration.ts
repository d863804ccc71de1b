import { assign, setup } from 'xstate';

/** What reaches the controller about one broker. */
export type BrokerRegistrationEvent =
  | {
      type: 'RegistrationReceived';
      /** Offset of the new registration record. */
      brokerEpoch: number;
      /** Whether the last heartbeat of the registered incarnation is younger than 'broker.session.timeout.ms'. */
      isSessionValid: boolean;
      /** Whether the request's previous broker epoch, from the clean-shutdown file, equals the registered one. */
      isCleanRestart: boolean;
      /** Whether the feature eligible.leader.replicas.version is on. */
      hasEligibleLeaderReplicas: boolean;
    }
  | { type: 'HeartbeatReceived'; isCaughtUp: boolean }
  | { type: 'SessionExpired' }
  | { type: 'ShutdownWanted'; leadsAny: boolean }
  | { type: 'ShutdownDone' };

/** `brokerEpoch` is the registered incarnation, -1 for none. */
export interface BrokerRegistrationContext {
  brokerEpoch: number;
}

/**
 * The controller's view of one broker (K-CTL-2, K-CTL-2a, K-CTL-3, K-REP-40).
 *
 * Only an Active broker may join an ISR or be elected. The time of the last heartbeat lies in a column of the role,
 * which `touchSession` writes and `forgetSession` clears; `fence` and its siblings are the metadata records with the
 * elections that follow from them.
 */
export const brokerRegistration = setup({
  types: { context: {} as BrokerRegistrationContext, events: {} as BrokerRegistrationEvent },
  guards: {
    isSessionValid: ({ event }) => event.type === 'RegistrationReceived' && event.isSessionValid,
    // Without ELR every restart counts as clean: the last ISR member is never removed (K-REP-35a).
    isUncleanWithEligibleLeaders: ({ event }) =>
      event.type === 'RegistrationReceived' && event.hasEligibleLeaderReplicas && !event.isCleanRestart,
    isCaughtUp: ({ event }) => event.type === 'HeartbeatReceived' && event.isCaughtUp,
    leadsAny: ({ event }) => event.type === 'ShutdownWanted' && event.leadsAny,
  },
  actions: {
    recordRegistration: () => {},
    refuseDuplicate: () => {},
    repairClean: () => {},
    repairUnclean: () => {},
    touchSession: () => {},
    forgetSession: () => {},
    fence: () => {},
    unfence: () => {},
    startControlledShutdown: () => {},
    allowShutdown: () => {},
    noteBrokerEpoch: assign({
      brokerEpoch: ({ context, event }) =>
        event.type === 'RegistrationReceived' ? event.brokerEpoch : context.brokerEpoch,
    }),
  },
}).createMachine({
  id: 'brokerRegistration',
  context: { brokerEpoch: -1 },
  initial: 'Unregistered',
  on: {
    RegistrationReceived: [
      { guard: 'isSessionValid', actions: 'refuseDuplicate' },
      {
        guard: 'isUncleanWithEligibleLeaders',
        target: '.Fenced',
        actions: ['forgetSession', 'repairUnclean', 'noteBrokerEpoch', 'recordRegistration'],
      },
      { target: '.Fenced', actions: ['forgetSession', 'repairClean', 'noteBrokerEpoch', 'recordRegistration'] },
    ],
  },
  states: {
    Unregistered: {
      on: { RegistrationReceived: { target: 'Fenced', actions: ['noteBrokerEpoch', 'recordRegistration'] } },
    },
    Fenced: {
      on: {
        HeartbeatReceived: [
          { guard: 'isCaughtUp', target: 'Active', actions: ['touchSession', 'unfence'] },
          { actions: 'touchSession' },
        ],
        SessionExpired: { actions: 'forgetSession' },
        ShutdownWanted: { actions: ['forgetSession', 'allowShutdown'] },
      },
    },
    Active: {
      on: {
        HeartbeatReceived: { actions: 'touchSession' },
        SessionExpired: { target: 'Fenced', actions: ['forgetSession', 'fence'] },
        ShutdownWanted: [
          { guard: 'leadsAny', target: 'InControlledShutdown', actions: ['touchSession', 'startControlledShutdown'] },
          // Nothing to move: it may go at once.
          { target: 'Fenced', actions: ['forgetSession', 'fence', 'allowShutdown'] },
        ],
      },
    },
    InControlledShutdown: {
      on: {
        HeartbeatReceived: { actions: 'touchSession' },
        ShutdownWanted: { actions: 'touchSession' },
        SessionExpired: { target: 'Fenced', actions: ['forgetSession', 'fence'] },
        // It leads nothing and every active broker has applied the metadata that says so.
        ShutdownDone: { target: 'Fenced', actions: ['forgetSession', 'fence', 'allowShutdown'] },
      },
    },
  },
});
