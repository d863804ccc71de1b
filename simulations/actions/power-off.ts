import { defineAction, forEachTarget } from './definition';
import { forAWhile, processes } from './fields';
import { instead, shorter } from './gentler';
import { lasting, named } from './wording';

/** Like a kill, and each log loses what was written after its last flush. A rack: all its brokers at once. */
export const powerOff = defineAction({
  do: 'powerOff',
  title: 'Power off',
  at: 'required',
  fields: {
    target: { kind: 'target', of: [...processes, 'rack'], title: 'the machine, or a rack' },
    for: forAWhile,
  },
  rules: ['C-FLT-1', 'K-REP-42'],
  say: (action) =>
    `${named(action.targets)} ${action.targets.length > 1 ? 'lose' : 'loses'} power${lasting(action.for)}`,
  gentler: (action) => [...shorter(action, 20), ...(isOneMachine(action.target) ? instead(action, 'kill') : [])],
  begin: (port, action) => port.powerOff(action.targets),
  end: (port, action) => forEachTarget(action, (actor) => port.restart(actor)),
});

/** A rack cannot be killed, only its brokers one by one. */
function isOneMachine(target: string | undefined): boolean {
  return target !== undefined && !target.startsWith('rack:');
}
