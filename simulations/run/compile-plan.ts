import { effectiveValues } from '../kafka';
import { layOut, type ClusterShape, type Effective, type KafkaPlan } from '../kafka';
import { namesOf, type ConfigMap, type EventColumns, type NormalisedScenario } from '../scenario';
import { actions } from '../actions';
import { compileActions, type CompiledActions } from './compile-actions';
import { compileProducers } from './compile-producers';
import { effectiveSettings, type EffectiveSettings } from './effective-settings';
import { Interner } from './interner';

const micros = (ms: number): number => Math.round(ms * 1000);

/** Everything that a run is made from, besides its seed. */
export interface CompiledScenario {
  readonly scenario: NormalisedScenario;
  readonly settings: EffectiveSettings;
  /** What settings come to, for those that change while it runs; handed over so that a run need not know the catalogue. */
  readonly valuesOf: ValuesOf;
  /** What the actions mean; handed over for the same reason. */
  readonly actions: CompiledActions;
  readonly shape: ClusterShape;
  readonly kafka: KafkaPlan;
  /** Members of each group, those that join by an action included. */
  readonly members: readonly { readonly group: string; readonly name: string }[];
}

/** Effective values of a scope by their real names; topics fall back to `broker`. */
export type ValuesOf = (
  scope: 'broker' | 'topic' | 'producer' | 'consumer',
  written: ConfigMap,
  surroundings?: { readonly broker: ConfigMap },
) => Effective;

/** Compiles a scenario into numbers: layout, settings, workloads. */
export function compileScenario(
  scenario: NormalisedScenario,
  events: Readonly<Record<string, EventColumns>>,
): CompiledScenario {
  const interner = new Interner();
  const producers = compileProducers(scenario, interner, events);
  const brokerSettings = effectiveValues('broker', scenario.brokers.config);
  const names = namesOf(scenario, actions);
  const groups = Object.entries(names.groups).map(([name, group]) => ({
    name,
    members: Object.keys(group.members),
    hasMembership: scenario.groups[name]!.kind === 'consumer',
  }));
  const shape = layOut({
    brokerCount: scenario.brokers.count,
    controllerCount: scenario.controllers.count,
    controllersAreBrokers: scenario.controllers.combined,
    racks: scenario.brokers.racks,
    topics: Object.entries(scenario.topics).map(([name, topic]) => ({
      name,
      ...topic,
      partitionsLater: names.topics[name]!.partitions,
      reassigned: reassignedIn(scenario, name),
    })),
    offsetsTopic: {
      partitions: Number(brokerSettings['offsets.topic.num.partitions']),
      replicationFactor: Math.min(Number(brokerSettings['offsets.topic.replication.factor']), scenario.brokers.count),
    },
    producers: producers.map((producer) => producer.name),
    groups,
    keys: interner.keys,
    texts: interner.texts,
    clockMs: scenario.clock,
  });
  const surroundings = { broker: scenario.brokers.config };
  const topics = Object.values(scenario.topics).map((topic) => effectiveValues('topic', topic.config, surroundings));
  const offsets = effectiveValues('topic', { 'cleanup.policy': 'compact', 'segment.bytes': 104857600 }, surroundings);
  return {
    scenario,
    settings: effectiveSettings(scenario),
    valuesOf: effectiveValues as ValuesOf,
    actions: compileActions(scenario),
    shape,
    kafka: {
      shape,
      producers,
      keys: interner.keyColumns(),
      clientPartitioner: Object.values(scenario.producers).map((producer) => {
        if (producer.client !== 'librdkafka') return null;
        return interner.clientPartitioner(String(producer.config['partitioner'] ?? 'consistent_random'));
      }),
      topics: [...topics, { ...offsets, 'cleanup.policy': 'compact-internal' }],
      brokers: brokerSettings,
      diskAppendMicros: micros(scenario.brokers.disk.append),
      diskFlushMicros: micros(scenario.brokers.disk.flush),
      restartMicros: micros(scenario.brokers.restartTime),
      hasEligibleLeaders: scenario.brokers.features['eligible.leader.replicas.version'] > 0,
    },
    members: groups.flatMap((group) => group.members.map((name) => ({ group: group.name, name }))),
  };
}

/** Broker numbers that reassignments of a topic's partitions name, by partition: the layout has room for their copies. */
function reassignedIn(scenario: NormalisedScenario, topic: string): Map<number, readonly number[]> {
  const named = new Map<number, readonly number[]>();
  for (const action of scenario.actions) {
    if (action.do !== 'reassign' || !Array.isArray(action.replicas)) continue;
    const partition = /^(?:partition:)?(.+)-(\d+)$/.exec(action.target ?? '');
    if (partition?.[1] !== topic) continue;
    const number = Number(partition[2]);
    named.set(number, [...(named.get(number) ?? []), ...(action.replicas as number[])]);
  }
  return named;
}
