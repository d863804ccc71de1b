import type { ConfigMap } from '../../simulations/scenario';
import type { RunView } from '../app';
import type { OfferedSetting } from './controls';

/** The value of a setting as text: what the actions up to a moment made it, else what is in force from the start. */
export function settingAt({ scenario, settings }: RunView, { target, key }: OfferedSetting, atMs: number): string {
  const name = target.slice(target.indexOf(':') + 1);
  const changes = scenario.actions
    .filter((action) => action.do === 'config' && action.at !== undefined && action.at <= atMs)
    .filter((action) => action.target === target || action.target?.slice(action.target.indexOf(':') + 1) === name)
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  let value: unknown;
  for (const { set } of changes) {
    const config = set as ConfigMap;
    if (Object.hasOwn(config, key)) value = config[key];
  }
  const places = ['producers', 'groups', 'topics'].map((room) => `${room}.${name}`);
  value ??= [...places, name].map((place) => settings[place]?.[key]).find((found) => found !== undefined);
  return value === undefined || value === null ? '' : String(value);
}
