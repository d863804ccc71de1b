import type { NormalisedAction } from '../scenario';

/** Steps by which an action becomes milder. Each answers with a list, so that steps can be put one after another. */

/** Half as long, down to a bound in milliseconds; an action that lasts until healed has no half. */
export function shorter(action: NormalisedAction, downTo: number): NormalisedAction[] {
  return smaller(action, 'for', { toward: 0, downTo });
}

/** A number half as far from where it has no effect, until it is no more than `downTo` away from it. */
export function smaller(
  action: NormalisedAction,
  field: string,
  bounds: { toward: number; downTo: number },
): NormalisedAction[] {
  const value = action[field];
  if (typeof value !== 'number') return [];
  const distance = value - bounds.toward;
  if (Math.abs(distance) <= bounds.downTo) return [];
  return [{ ...action, [field]: round(bounds.toward + distance / 2) }];
}

/** The same moment and target as another, milder action that lasts as long. */
export function instead(action: NormalisedAction, milder: string): NormalisedAction[] {
  const { id, at, after, target } = action;
  if (typeof action.for !== 'number') return [];
  return [
    {
      id,
      ...(at === undefined ? {} : { at }),
      ...(after === undefined ? {} : { after }),
      do: milder,
      target,
      for: action.for,
    },
  ];
}

/** One entry fewer in a list or a map, once for each entry, while at least one is left. */
export function fewer(action: NormalisedAction, field: string): NormalisedAction[] {
  const value = action[field];
  if (Array.isArray(value) && value.length > 1) {
    return value.map((_, index) => ({ ...action, [field]: value.toSpliced(index, 1) }));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 1) {
    const entries = Object.entries(value);
    return entries.map((_, index) => ({ ...action, [field]: Object.fromEntries(entries.toSpliced(index, 1)) }));
  }
  return [];
}

/** Durations have whole microseconds. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
