import { actions, check, createRun, laterActions, resultOf, runUntil } from '../../../simulations';
import type { Run, RunResult } from '../../../simulations';
import { rowKind, rowKindNames, rowTime, rowWord } from '../../../simulations/kernel';
import { normalise, type Scenario } from '../../../simulations/scenario';

/** What a scenario came to: the result with logs, and how often the judge saw each anomaly. */
export interface Outcome extends RunResult {
  readonly counts: Readonly<Record<string, number>>;
  readonly logs: NonNullable<RunResult['logs']>;
  readonly delivered: NonNullable<RunResult['delivered']>;
  readonly processed: NonNullable<RunResult['processed']>;
  /** When the n-th history row with this name about a partition of the scenario was written, in ms. */
  timeOf(name: string, nth: number): number;
}

type Config = Readonly<Record<string, string | number | boolean>>;

/** The common base of spec/kafka.md H, and what a scenario changes of it. */
export interface Change {
  readonly seconds: number;
  readonly brokers?: Scenario['brokers'];
  readonly controllers?: Scenario['controllers'];
  readonly network?: Scenario['network'];
  /** Settings of the topic `orders`; its other fields. */
  readonly topic?: Config;
  readonly topics?: Scenario['topics'];
  /** Settings of the producer `checkout`; its other fields. */
  readonly producer?: Config;
  readonly rate?: number;
  readonly stop?: string;
  readonly producers?: Scenario['producers'];
  readonly groups?: Scenario['groups'];
  readonly actions?: Scenario['actions'];
}

/** One topic of one partition with replicas on 1, 2 and 3, a producer of 40 keyed records a second, one group. */
export function scenarioOf(change: Change): Scenario {
  return {
    version: 1,
    seed: 7,
    duration: `${change.seconds}s`,
    brokers: { count: 3, ...change.brokers },
    controllers: { count: 1, ...change.controllers },
    network: { delay: '1ms', ...change.network },
    topics: change.topics ?? {
      orders: { partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]], config: { ...change.topic } },
    },
    producers: change.producers ?? {
      checkout: {
        topic: 'orders',
        config: { ...change.producer },
        workload: { rate: change.rate ?? 40, keys: { count: 10 }, stop: change.stop ?? `${change.seconds - 5}s` },
      },
    },
    groups: change.groups ?? {
      invoice: {
        topics: ['orders'],
        config: { 'auto.offset.reset': 'earliest', 'enable.auto.commit': false },
        members: { 'invoice-0': {} },
      },
    },
    actions: change.actions ?? [],
  };
}

/** Runs a changed base to its end and judges it. */
export function outcomeOf(change: Change): Outcome {
  const reading = normalise(scenarioOf(change), { actions, laterActions });
  if (!reading.ok) throw new Error(reading.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const run = createRun(reading.scenario, { level: 'history' });
  runUntil(run, run.endMicros);
  const { scenario, settings, names, trace } = run;
  const verdict = check({ scenario, settings, names, audited: false }, trace, { invariants: true });
  const timeOf = (name: string, nth: number): number => timesOf(run, name)[nth - 1]!;
  return { ...resultOf(run, { logs: true, internal: false }), counts: verdict.counts, timeOf } as Outcome;
}

function timesOf({ trace, names }: Run, name: string): number[] {
  const times: number[] = [];
  for (let row = 0; row < trace.history.length; row++) {
    const kind = rowKind(rowWord(trace.history, row, 0));
    const isOfScenario = rowWord(trace.history, row, 1) < names.userPartitionCount;
    if (rowKindNames[kind] === name && isOfScenario) times.push(rowTime(trace.history, row) / 1000);
  }
  return times;
}

/** What the catalogue counts as lost, repeated or reordered in a log. */
export function logDamage({ counts }: Outcome): Record<string, number> {
  const kinds = ['lost-write', 'duplicate-append', 'log-order-violation'];
  return Object.fromEntries(kinds.flatMap((kind) => (counts[kind] ? [[kind, counts[kind]]] : [])));
}
