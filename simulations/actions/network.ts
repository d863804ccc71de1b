import { defineAction } from './definition';
import { processes } from './fields';
import { fewer } from './gentler';
import { plainName, settings } from './wording';

/** The sliders of the network: delay and jitter of one link, or of all that have none of their own. */
export const network = defineAction({
  do: 'network',
  title: 'Change the network',
  at: 'required',
  fields: {
    between: {
      kind: 'pair',
      of: processes,
      optional: true,
      title: 'the two ends of a link; absent: the whole network',
    },
    set: {
      kind: 'set',
      title: 'what changes',
      fields: {
        delay: { kind: 'duration', title: 'one way' },
        jitter: { kind: 'duration', title: 'up to that much more' },
      },
    },
  },
  rules: ['C-FLT-1'],
  say(action) {
    const what =
      action.between === undefined ? 'the network' : `the link between ${action.between.map(plainName).join(' and ')}`;
    return `${what} now has ${settings(action.set)} (ms)`;
  },
  gentler: (action) => fewer(action, 'set'),
  begin(port, action) {
    const { delay, jitter } = action.set;
    const change = {
      ...(delay === undefined ? {} : { delayMicros: Math.round(delay * 1000) }),
      ...(jitter === undefined ? {} : { jitterMicros: Math.round(jitter * 1000) }),
    };
    return port.setNetwork(change, action.between);
  },
});
