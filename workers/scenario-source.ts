import { actions, laterActions, scenarios } from '../simulations';
import { decodeLink, normalise, readScenario, unwrapScenario } from '../simulations/scenario';
import type { Json, Scenario, View } from '../simulations/scenario';
import type { ReadScenario } from './engine';
import type { ScenarioSource } from './protocol';

/** Reads a scenario from wherever it comes; what is wrong is said as the command line says it. */
export function readSource(source: ScenarioSource): ReadScenario {
  if ('text' in source) return readText(source.text);
  if ('scenario' in source) return read(source.scenario, {});
  const fragment = 'preset' in source ? `scenario=${encodeURIComponent(source.preset)}` : source.fragment;
  const link = decodeLink(fragment, scenarios);
  if (!link.ok) return { ok: false, problems: link.errors };
  if (link.scenario === undefined) {
    const message = 'names no scenario';
    return { ok: false, problems: [{ path: '', message, mend: 'a link has scenario=NAME or s=TEXT', keys: [] }] };
  }
  const reading = read(link.scenario, link.view);
  if (!reading.ok) return reading;
  const preset = scenarios.find(({ name }) => name === link.preset);
  return {
    ...reading,
    warnings: [...link.warnings, ...reading.warnings],
    ...(preset === undefined ? {} : { preset: preset.name, watch: preset.watch }),
  };
}

function read(json: Json, view: View): ReadScenario {
  const { scenario: written } = unwrapScenario(json);
  const reading = normalise(written, { actions, laterActions });
  if (!reading.ok) return { ok: false, problems: reading.errors };
  return {
    ok: true,
    written: written as unknown as Scenario,
    scenario: reading.scenario,
    warnings: reading.warnings,
    view,
  };
}

function readText(text: string): ReadScenario {
  const reading = readScenario(text, { actions, laterActions });
  if (!reading.ok) return { ok: false, problems: reading.errors };
  const { written, scenario, warnings } = reading;
  return { ok: true, written, scenario, warnings, view: {} };
}
