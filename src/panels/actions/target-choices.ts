import type { NormalisedScenario, TargetKind } from '../../../simulations/scenario';
import { targetsOf } from '../../../simulations/scenario';

/** More than this many and a list is typed into, not scrolled through. */
export const LISTED_MAX = 40;

/** What a target may be: the things of the scenario by name, and the roles that are looked up when the action fires. */
export function targetChoices(scenario: NormalisedScenario, of: readonly TargetKind[]): string[] {
  const partitions = Object.entries(scenario.topics).flatMap(([topic, { partitions: count }]) =>
    Array.from({ length: Math.min(count, 12) }, (_, index) => `${topic}-${index}`),
  );
  return [
    ...targetsOf(scenario, of),
    ...(of.includes('broker') ? partitions.map((partition) => `leader(${partition})`) : []),
    ...(of.includes('controller') ? ['controller'] : []),
    ...(of.includes('broker') ? Object.keys(scenario.groups).map((group) => `coordinator(${group})`) : []),
  ];
}

/** The names of a list field, as it is kept: "broker-1, broker-2". */
export function namesIn(value: string): string[] {
  return value.split(/\s*,\s*/).filter((name) => name.trim() !== '');
}
