import type { NormalisedScenario, Scenario } from '../../../simulations/scenario';

/** A control that an author may offer beside an embedded diagram, by its word in the address. */
export interface OfferableControl {
  word: string;
  label: string;
}

export interface OfferableSection {
  title: string;
  controls: readonly OfferableControl[];
}

const transport: readonly OfferableControl[] = [
  { word: 'play', label: 'Play and pause' },
  { word: 'scrub', label: 'Time slider' },
];

const faders: readonly OfferableControl[] = [
  { word: 'inject:lateness', label: 'Lateness' },
  { word: 'inject:rate', label: 'Rate' },
  { word: 'inject:hotShare', label: 'Hottest key' },
  { word: 'inject:replicaDelay', label: 'Replica delay' },
  { word: 'inject:processing', label: 'Processing time' },
];

const faults: readonly OfferableControl[] = [
  { word: 'do:kill', label: 'Kill the leader' },
  { word: 'do:stop', label: 'Stop it' },
  { word: 'do:pause', label: 'Pause it' },
  { word: 'do:powerOff', label: 'Cut its power' },
  { word: 'do:isolate', label: 'Isolate it' },
];

/** More settings than these are a page of their own. */
const SETTINGS_MAX = 8;

/** What can be offered for one scenario: of its settings those that it sets, and `acks` of every producer. */
export function offerableControls(written: Scenario, scenario: NormalisedScenario): readonly OfferableSection[] {
  const settings = [
    ...settingsOf(written.producers, ['acks']),
    ...settingsOf(written.groups),
    ...settingsOf(written.topics),
    ...Object.keys(written.brokers?.config ?? {}).map((key) => `brokers.${key}`),
  ].slice(0, SETTINGS_MAX);
  const hasProducers = Object.keys(scenario.producers).length > 0;
  return [
    { title: 'Transport', controls: transport },
    ...(settings.length === 0
      ? []
      : [{ title: 'Settings', controls: settings.map((place) => ({ word: `set:${place}`, label: place })) }]),
    { title: 'Faults', controls: faults },
    ...(hasProducers ? [{ title: 'Faders', controls: faders }] : []),
  ];
}

function settingsOf(
  parts: Readonly<Record<string, { config?: Readonly<Record<string, unknown>> }>> | undefined,
  always: readonly string[] = [],
): string[] {
  return Object.entries(parts ?? {}).flatMap(([name, { config = {} }]) =>
    [...new Set([...always, ...Object.keys(config)])].map((key) => `${name}.${key}`),
  );
}
