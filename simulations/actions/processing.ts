import { defineAction, forEachTarget } from './definition';
import { fewer } from './gentler';
import { named, settings } from './wording';

/** The sliders of a group: how long a record takes to process. */
export const processing = defineAction({
  do: 'processing',
  title: 'Change the processing',
  at: 'required',
  fields: {
    target: { kind: 'target', of: ['group'], title: 'the group' },
    set: {
      kind: 'set',
      title: 'what changes',
      fields: {
        time: { kind: 'duration', title: 'of one record' },
        jitter: { kind: 'duration', title: 'up to that much more or less' },
      },
    },
  },
  rules: ['C-FLT-1'],
  say: (action) => `${named(action.targets)} now processes with ${settings(action.set)} (ms)`,
  gentler: (action) => fewer(action, 'set'),
  begin(port, action) {
    const { time, jitter } = action.set;
    const change = {
      ...(time === undefined ? {} : { timeMicros: Math.round(time * 1000) }),
      ...(jitter === undefined ? {} : { jitterMicros: Math.round(jitter * 1000) }),
    };
    return forEachTarget(action, (group) => port.setProcessing(group, change));
  },
});
