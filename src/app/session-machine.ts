import { assign, setup } from 'xstate';

/** What a session does as a whole; the run itself and the moment on screen lie beside it. */
export type SessionEvent =
  | { type: 'open' }
  | { type: 'opened'; play: boolean }
  | { type: 'refused' }
  | { type: 'broken' }
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'ended' };

/**
 * loading: no run yet, or another one is being opened · playing and paused: a run is on screen · failed: nothing is,
 * and the page says why. A refused scenario leaves a run that was there on screen.
 */
export const sessionMachine = setup({
  types: { events: {} as SessionEvent, context: {} as { hasRun: boolean } },
  guards: { hasRun: ({ context }) => context.hasRun },
  // What these do to the clock is given where the machine is started.
  actions: { startClock: () => undefined, stopClock: () => undefined, noteRun: assign({ hasRun: true }) },
}).createMachine({
  id: 'session',
  context: { hasRun: false },
  initial: 'loading',
  on: { open: '.loading', broken: '.failed' },
  states: {
    loading: {
      on: {
        opened: [
          { guard: ({ event }) => event.play, target: 'playing', actions: 'noteRun' },
          { target: 'paused', actions: 'noteRun' },
        ],
        refused: [{ guard: 'hasRun', target: 'paused' }, { target: 'failed' }],
      },
    },
    playing: {
      entry: 'startClock',
      exit: 'stopClock',
      on: { pause: 'paused', ended: 'paused' },
    },
    paused: { on: { play: 'playing' } },
    failed: {},
  },
});
