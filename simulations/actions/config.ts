import { defineAction, forEachTarget } from './definition';
import { fewer } from './gentler';
import { named, settings } from './wording';

/**
 * New settings while it runs. A client is closed cleanly and a new process starts with them; on a broker, topic or
 * group they act at once, but a key that Kafka reads only at the start waits for the restart.
 */
export const config = defineAction({
  do: 'config',
  title: 'Change settings',
  at: 'required',
  fields: {
    target: {
      kind: 'target',
      of: ['broker', 'topic', 'group', 'producer', 'member'],
      title: 'a client, a broker, a topic or a group',
    },
    set: { kind: 'config', title: 'settings by their real names' },
  },
  rules: ['C-FLT-1', 'K-CFG-7'],
  say: (action) => `${named(action.targets)} ${action.targets.length > 1 ? 'get' : 'gets'} ${settings(action.set)}`,
  gentler: (action) => fewer(action, 'set'),
  begin: (port, action) => forEachTarget(action, (actor) => port.configure(actor, action.set)),
});
