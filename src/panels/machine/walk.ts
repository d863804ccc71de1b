import type { Sighting } from '../../../simulations/history';
import { isWithin, leafOf } from './chart';
import type { Chart, ChartTransition } from './chart';

/** A step that a machine took. */
export interface TakenTransition {
  atMicros: number;
  /** The row of the history that tells of it, -1: messages alone do. */
  row: number;
  from: string;
  to: string;
  /** The transition of the definition; undefined: it began anew, or the definition has no way there. */
  via: ChartTransition | undefined;
  /** True: no row tells of this step; it lies on the only way from one state that was seen to the next. */
  isBetween: boolean;
  /** True: the machine began anew. */
  isNew: boolean;
}

/** The steps between the states in which a machine was seen, found in its definition. */
export function transitionsOf(chart: Chart, sightings: readonly Sighting[]): TakenTransition[] {
  const steps: TakenTransition[] = [];
  let state = '';
  for (const { atMicros, row, state: next, events, isNew } of sightings) {
    const anew = isNew || state === '' || next === '';
    if (anew) {
      if (atMicros > 0)
        steps.push({ atMicros, row, from: state, to: next, via: undefined, isBetween: false, isNew: true });
    } else {
      const way = wayBetween(chart, state, next, events);
      if (way.length === 0 && state !== next) {
        steps.push({ atMicros, row, from: state, to: next, via: undefined, isBetween: false, isNew: false });
      }
      way.forEach((edge, index) => {
        const isLast = index === way.length - 1;
        const to = isLast ? next : leafOf(chart.states, edge.target ?? next);
        steps.push({ atMicros, row, from: state, to, via: edge, isBetween: !isLast, isNew: false });
        state = to;
      });
    }
    state = next;
  }
  return steps;
}

/** The shortest way, one that ends with a wanted event if there is any. Empty: there is none, or none is needed. */
function wayBetween(chart: Chart, from: string, to: string, events: readonly string[]): ChartTransition[] {
  const ways = events.map((event) => shortest(chart, from, to, event)).filter((way) => way !== undefined);
  // A step that is known to be possible is likelier than two that no row tells of.
  if (ways.length > 0) return ways.toSorted((a, b) => a.length - b.length)[0];
  return (from === to ? undefined : shortest(chart, from, to, undefined)) ?? [];
}

function shortest(chart: Chart, from: string, to: string, last: string | undefined): ChartTransition[] | undefined {
  let edge: { state: string; way: ChartTransition[] }[] = [{ state: from, way: [] }];
  const seen = new Set([from]);
  while (edge.length > 0) {
    const next: typeof edge = [];
    for (const { state, way } of edge) {
      for (const transition of leaving(chart, state)) {
        const reached = leafOf(chart.states, transition.target ?? state);
        const longer = [...way, transition];
        const isEnd = reached === to && (last === undefined || transition.event === last);
        if (isEnd && transition.target !== undefined) return longer;
        if (seen.has(reached)) continue;
        seen.add(reached);
        next.push({ state: reached, way: longer });
      }
    }
    edge = next;
  }
  return undefined;
}

/** What a machine can take from a state: its own transitions, and outer ones that no inner one overrides. */
function leaving(chart: Chart, state: string): ChartTransition[] {
  const own = chart.transitions.filter(({ source }) => isWithin(state, source));
  return own.filter(
    ({ event, source }) =>
      !own.some((other) => other.event === event && other.source.length > source.length && other.guard === ''),
  );
}
