import type { ActionOutcome, Slowdown } from '../kernel';
import { parseSlowdown } from '../scenario';
import type { NormalisedAction } from '../scenario';
import { defineAction, forEachTarget } from './definition';
import { forAWhile, processes } from './fields';
import { shorter } from './gentler';
import { lasting, named, plainName, spaced } from './wording';

/** Makes one link, or everything from and to one process, slower: by a delay that is added, or by a factor. */
export const slow = defineAction({
  do: 'slow',
  title: 'Slow down',
  at: 'required',
  exactlyOne: ['target', 'between'],
  fields: {
    target: { kind: 'target', of: processes, optional: true, title: 'the process, or between' },
    between: { kind: 'pair', of: processes, optional: true, title: 'the two ends of a link' },
    by: { kind: 'slowdown', title: '"40ms" more, or "4x" as long' },
    for: forAWhile,
  },
  rules: ['C-FLT-1'],
  say(action) {
    const what =
      action.between === undefined
        ? named(action.targets)
        : `the link between ${action.between.map(plainName).join(' and ')}`;
    const by = action.by.endsWith('x') ? `${action.by.slice(0, -1)} times slower` : `slower by ${spaced(action.by)}`;
    return `${what} becomes ${by}${lasting(action.for)}`;
  },
  gentler: (action) => [...shorter(action, 20), ...halfAsSlow(action)],
  begin(port, action): ActionOutcome {
    const by = slowdownOf(action.by);
    if (action.between !== undefined) return port.slow(action.id, { between: action.between, by });
    return forEachTarget(action, (actor) => port.slow(action.id, { actor, by }));
  },
  end: (port, action) => port.heal(action.id),
});

function slowdownOf(by: string): Slowdown {
  const parsed = parseSlowdown(by);
  if (parsed === undefined) throw new Error(`slow.by was not checked: ${by}`);
  return 'factor' in parsed ? parsed : { addMicros: Math.round(parsed.addMs * 1000) };
}

function halfAsSlow(action: NormalisedAction): NormalisedAction[] {
  const by = slowdownOf(String(action.by));
  if ('factor' in by) {
    const factor = Math.round((1 + (by.factor - 1) / 2) * 100) / 100;
    return factor > 1.1 ? [{ ...action, by: `${factor}x` }] : [];
  }
  return by.addMicros > 1000 ? [{ ...action, by: `${Math.round(by.addMicros / 2)}us` }] : [];
}
