import type { Json, NormalisedScenario } from '../../simulations/scenario';
import type { DiagramCaptions } from './diagram-types';

type Settings = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** What the scenario and its effective settings (by scenario path) say about the nodes. */
export function captionsOf(scenario: NormalisedScenario, settings: Settings): DiagramCaptions {
  const producers = Object.entries(scenario.producers);
  const groups = Object.entries(scenario.groups);
  return {
    producerNotes: Object.fromEntries(
      producers.map(([name, it]) => [name, acksNote(settings[`producers.${name}`] ?? it.config)]),
    ),
    producerTopics: Object.fromEntries(
      producers.flatMap(([name, it]) => (it.topic === undefined ? [] : [[name, [it.topic]]])),
    ),
    groupNotes: Object.fromEntries(
      groups.map(([name, it]) => [name, groupNote(it.kind, settings[`groups.${name}`] ?? it.config)]),
    ),
    racks: scenario.brokers.racks,
    combinedControllers: scenario.controllers.combined,
  };
}

function acksNote(config: Readonly<Record<string, Json>>): string {
  const acks = String(config.acks ?? 'all');
  return `acks=${acks === '-1' ? 'all' : acks}`;
}

/** Eager unless every assignor that the members offer is cooperative. */
function groupNote(kind: string, config: Readonly<Record<string, Json>>): string {
  if (kind === 'assign') return 'assigned by hand';
  const listed = config['partition.assignment.strategy'];
  if (listed === undefined) return '';
  const names = (Array.isArray(listed) ? listed.map(String) : String(listed).split(',')).map((name) => name.trim());
  return names.every((name) => name.toLowerCase().includes('cooperative')) ? 'cooperative' : 'eager';
}
