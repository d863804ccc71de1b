import { keysByScope } from '../../simulations/config';
import type { ConfigScope } from '../../simulations/config';
import type { NormalisedScenario } from '../../simulations/scenario';
import type { OfferedSetting } from './controls';

/** The values to choose among, or undefined where any text may stand. */
export function choicesOf(
  scenario: NormalisedScenario,
  { target, key }: OfferedSetting,
): readonly string[] | undefined {
  const scope = scopeOfTarget(scenario, target);
  const table = scope === undefined ? undefined : keysByScope[scope];
  if (table === undefined || !Object.hasOwn(table, key)) return undefined;
  const { type, check } = table[key as keyof typeof table] as { type: string; check?: { values?: readonly string[] } };
  if (type === 'boolean') return ['true', 'false'];
  return check?.values === undefined
    ? undefined
    : [...new Set(check.values.map((value) => (value === '-1' ? 'all' : value)))];
}

function scopeOfTarget(scenario: NormalisedScenario, target: string): ConfigScope | undefined {
  const name = target.slice(target.indexOf(':') + 1);
  if (Object.hasOwn(scenario.producers, name)) return 'producer';
  if (Object.hasOwn(scenario.groups, name)) return 'consumer';
  if (Object.hasOwn(scenario.topics, name)) return 'topic';
  return name === 'brokers' ? 'broker' : undefined;
}
