import type { GeneratedWorkload, NormalisedAction, NormalisedScenario } from '../../../simulations/scenario';
import type { FaderScale } from '../../design/fader';
import type { NewAction } from '../../app';

/** One fader of the panel: what it reads off the scenario at a moment, and the actions that bring about a new value. */
export interface FaderSpec {
  id: string;
  label: string;
  unit: string;
  scale: FaderScale;
  format: (value: number) => string;
  /** The value at a moment, undefined if this scenario has nothing of the kind. */
  read: (scenario: NormalisedScenario, atMs: number) => number | undefined;
  /** The actions for a new value, at whatever moment they are added. */
  write: (scenario: NormalisedScenario, atMs: number, value: number) => NewAction[];
}

/** Zero, then logarithmic from `from` to `to`. */
function logarithmic(from: number, to: number): FaderScale {
  const span = Math.log(to / from);
  return {
    position: (value) => (value < from ? 0 : Math.min(1, 0.04 + 0.96 * (Math.log(value / from) / span))),
    value: (position) => (position < 0.02 ? 0 : rounded(from * Math.exp(Math.max(0, (position - 0.04) / 0.96) * span))),
  };
}

/** Two digits are enough for a fader. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

const percent: FaderScale = { position: (value) => value / 100, value: (position) => Math.round(position * 100) };

const seconds = (value: number): string => String(Number(value.toFixed(value < 10 ? 2 : 1)));
const whole = (value: number): string => String(Number(value.toFixed(value < 10 ? 1 : 0)));

export const faderSpecs: readonly FaderSpec[] = [
  {
    id: 'lateness',
    label: 'Event lateness, p99',
    unit: 's',
    scale: logarithmic(0.05, 60),
    format: seconds,
    read: (scenario, atMs) => {
      const all = workloadsAt(scenario, atMs);
      return all.length === 0 ? undefined : Math.max(...all.map(({ lateness }) => lateness.p99)) / 1000;
    },
    write: (scenario, atMs, value) =>
      workloadsAt(scenario, atMs).map(({ name, lateness }) => ({
        do: 'workload',
        target: `producer:${name}`,
        set: { lateness: latenessOf(value * 1000, lateness) },
      })),
  },
  {
    id: 'rate',
    label: 'Event rate',
    unit: '/s',
    scale: logarithmic(0.5, 5000),
    format: whole,
    read: (scenario, atMs) => {
      const all = workloadsAt(scenario, atMs);
      return all.length === 0 ? undefined : all.reduce((sum, { rate }) => sum + rate, 0);
    },
    write: (scenario, atMs, value) => {
      const all = workloadsAt(scenario, atMs);
      const sum = all.reduce((total, { rate }) => total + rate, 0);
      return all.map(({ name, rate }) => ({
        do: 'workload',
        target: `producer:${name}`,
        set: { rate: Number((sum === 0 ? value / all.length : (value * rate) / sum).toFixed(3)) },
      }));
    },
  },
  {
    id: 'hotShare',
    label: 'Share of the hottest key',
    unit: '%',
    scale: percent,
    format: whole,
    read: (scenario, atMs) => {
      const all = workloadsAt(scenario, atMs);
      return all.length === 0
        ? undefined
        : Math.max(...all.map(({ hotShare, keyCount }) => hotShare ?? 1 / keyCount)) * 100;
    },
    write: (scenario, atMs, value) =>
      workloadsAt(scenario, atMs).map(({ name }) => ({
        do: 'workload',
        target: `producer:${name}`,
        set: { hotShare: Math.min(1, value / 100) },
      })),
  },
  {
    id: 'replicaDelay',
    label: 'Replica link delay',
    unit: 'ms',
    scale: logarithmic(0.5, 5000),
    format: whole,
    read: (scenario, atMs) =>
      scenario.brokers.count < 2
        ? undefined
        : Math.max(...replicaLinks(scenario).map((link) => delayAt(scenario, link, atMs))),
    write: (scenario, _, value) =>
      replicaLinks(scenario).map((between) => ({ do: 'network', between, set: { delay: value } })),
  },
  {
    id: 'processing',
    label: 'Processing time',
    unit: 'ms',
    scale: logarithmic(0.5, 10_000),
    format: whole,
    read: (scenario, atMs) => {
      const all = processingAt(scenario, atMs);
      return all.length === 0 ? undefined : Math.max(...all.map(({ time }) => time));
    },
    write: (scenario, atMs, value) => {
      const all = processingAt(scenario, atMs);
      const slowest = Math.max(...all.map(({ time }) => time));
      return all.map(({ name, time }) => ({
        do: 'processing',
        target: `group:${name}`,
        // Groups keep their own pace: all of them get slower or faster by the same factor.
        set: { time: Number((slowest === 0 ? value : (value * time) / slowest).toFixed(3)) },
      }));
    },
  },
];

interface WorkloadAt {
  name: string;
  rate: number;
  keyCount: number;
  hotShare: number | undefined;
  lateness: { p50: number; p99: number; max: number };
}

/** The generated workloads as the actions up to a moment have left them. */
function workloadsAt(scenario: NormalisedScenario, atMs: number): WorkloadAt[] {
  return Object.entries(scenario.producers).flatMap(([name, { workload }]) => {
    if (workload.script !== undefined || workload.events !== undefined) return [];
    const { rate, keys, lateness } = workload as GeneratedWorkload;
    const set = setsAt(scenario, 'workload', [name, `producer:${name}`], atMs);
    const start: WorkloadAt = { name, rate, keyCount: keys.count, hotShare: keys.hotShare, lateness };
    return [{ ...start, ...(set as Partial<WorkloadAt>) }];
  });
}

function processingAt(scenario: NormalisedScenario, atMs: number): { name: string; time: number }[] {
  return Object.entries(scenario.groups).map(([name, { processing }]) => {
    const set = setsAt(scenario, 'processing', [name, `group:${name}`], atMs);
    return { name, time: (set.time as number | undefined) ?? processing.time };
  });
}

/** What the actions of one kind have set on a target up to a moment, the later over the earlier. */
function setsAt(
  scenario: NormalisedScenario,
  kind: string,
  targets: readonly string[],
  atMs: number,
): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  for (const action of inOrder(scenario.actions)) {
    if (action.do === kind && action.at !== undefined && action.at <= atMs && targets.includes(action.target ?? '')) {
      Object.assign(set, action.set);
    }
  }
  return set;
}

function replicaLinks(scenario: NormalisedScenario): [string, string][] {
  const brokers = Array.from({ length: scenario.brokers.count }, (_, index) => `broker-${index + 1}`);
  return brokers.flatMap((from, index) => brokers.slice(index + 1).map((to): [string, string] => [from, to]));
}

function delayAt({ network, actions }: NormalisedScenario, link: [string, string], atMs: number): number {
  const joins = (between: unknown): boolean =>
    Array.isArray(between) && between.length === 2 && link.every((end) => between.includes(end));
  let delay = network.links.find(({ between }) => joins(between))?.delay ?? network.delay;
  for (const action of inOrder(actions)) {
    if (action.do !== 'network' || action.at === undefined || action.at > atMs) continue;
    const set = action.set as { delay?: number } | undefined;
    if (set?.delay !== undefined && (action.between === undefined || joins(action.between))) delay = set.delay;
  }
  return delay;
}

function inOrder(actions: readonly NormalisedAction[]): NormalisedAction[] {
  return actions.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

/** The same shape of lateness, stretched so that its p99 is the new one. */
function latenessOf(p99: number, old: { p50: number; p99: number; max: number }): Record<string, number> {
  const ratio = old.p99 > 0 ? { p50: old.p50 / old.p99, max: Math.max(1, old.max / old.p99) } : { p50: 0.1, max: 2 };
  const whole = (value: number): number => Math.round(value * 1000) / 1000;
  return { p50: whole(Math.min(p99, p99 * ratio.p50)), p99: whole(p99), max: whole(p99 * ratio.max) };
}
