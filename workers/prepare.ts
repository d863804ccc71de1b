import { actions, scenarios } from '../simulations';
import { encodeLink } from '../simulations/scenario';
import type { Scenario, View } from '../simulations/scenario';
import type { Catalogue } from './protocol';

export { compileScenario } from '../simulations';
export { readSource } from './scenario-source';

/** The presets and the actions, as menus and forms show them. */
export function catalogue(): Catalogue {
  return {
    presets: scenarios.map(({ name, scenario, watch }) => ({
      id: name,
      name: scenario.name ?? name,
      description: scenario.description ?? '',
      watch,
    })),
    actions: actions.map(({ do: name, title, at, fields }) => ({ do: name, title, at, fields })),
  };
}

/** The share link's fragment: the scenario as its difference from a preset, and the view. */
export function link(scenario: Scenario, view: View): string {
  return encodeLink(scenario, scenarios, view);
}
