import { actionsField } from './action-shapes';
import type { ActionSpec } from './action-spec';
import { groups, producers } from './client-shapes';
import { brokers, controllers, network, topics } from './cluster-shapes';
import { epochMs } from './workload-shape';
import { fallback, object, optional, required } from './object-shape';
import { choice, duration, integer, isObject, number, scalar, text } from './shape';
import type { Read, Shape } from './shape';
import type { Json } from './types';
import { notYet, printValue, suggest } from './wording';

/** The whole scenario, put together. Everything else about the format hangs below this file. */

const version = scalar<1>({
  schema: { const: 1 },
  expected: '1',
  accept: (value) => (value === 1 ? 1 : undefined),
  standIn: 1,
});

const SEED_MAX = 2 ** 32 - 1;

const survived: Shape<Record<string, number | 'any'>> = {
  schema: { type: 'object', additionalProperties: { anyOf: [{ type: 'integer', minimum: 0 }, { const: 'any' }] } },
  standIn: () => ({}),
  read(value, path, problems) {
    const read: Record<string, number | 'any'> = {};
    if (!isObject(value)) {
      problems.error(path, `expected an object, got ${printValue(value)}`);
      return read;
    }
    for (const [action, times] of Object.entries(value)) {
      if (action in {} || action.length > 60) problems.error([...path, action], 'expected the name of an action');
      else if (times === 'any' || (Number.isInteger(times) && Number(times) >= 0))
        read[action] = times as number | 'any';
      else problems.error([...path, action], `expected a whole number of 0 or more, or any, got ${printValue(times)}`);
    }
    return read;
  },
};

const guarantees = object({
  delivery: optional(choice(['at-most-once', 'at-least-once', 'effectively-once', 'exactly-once'])),
  order: optional(choice(['none', 'per-partition', 'per-key'])),
  isolation: optional(choice(['read_committed', 'read_uncommitted'])),
  recoverWithin: optional(duration()),
  maxLag: optional(duration()),
  maxLateShare: optional(number(0, 1)),
  survives: optional(survived),
});

/** The keys of a job; a typing slip in one is worth saying even before jobs run. */
const JOB_KEYS = [
  ...['engine', 'time', 'watermark', 'keyBy', 'window', 'aggregate', 'allowedLateness', 'lateOutput', 'trigger'],
  ...['batchInterval', 'outputMode', 'parallelism', 'maxParallelism', 'taskManagers', 'source', 'state', 'checkpoint'],
  ...['restart', 'network', 'service', 'recordBytes', 'sink', 'profile', 'config', 'sql', 'operators'],
];

const jobs: Shape<Record<string, Json>> = {
  schema: { type: 'object', maxProperties: 0 },
  standIn: () => ({}),
  read(value, path, problems) {
    if (!isObject(value)) problems.error(path, `expected an object, got ${printValue(value)}`);
    else {
      for (const [name, job] of Object.entries(value)) {
        problems.error([...path, name], notYet('jobs'));
        if (!isObject(job)) continue;
        for (const key of Object.keys(job)) {
          if (!JOB_KEYS.includes(key)) problems.error([...path, name, key], 'unknown key', suggest(key, JOB_KEYS));
        }
      }
    }
    return {};
  },
};

const quotas: Shape<Json[]> = {
  schema: { type: 'array', maxItems: 0 },
  standIn: () => [],
  read(value, path, problems) {
    if (!Array.isArray(value)) problems.error(path, `expected a list, got ${printValue(value)}`);
    else if (value.length > 0) problems.error([...path, 0], notYet('quotas'));
    return [];
  },
};

/** The shape of a scenario with these actions. */
export function scenarioShape(actions: readonly ActionSpec[], laterActions: readonly string[] = []) {
  return object({
    version: required(version),
    name: fallback(text(200), ''),
    description: fallback(text(10_000), ''),
    seed: fallback(integer(0, SEED_MAX), 1),
    duration: fallback(duration(0.001), 30_000),
    clock: fallback(epochMs, 1_700_000_000_000),
    platform: fallback(choice(['kafka'], ['redpanda', 'pulsar']), 'kafka'),
    brokers,
    controllers,
    network,
    topics,
    quotas: fallback(quotas, () => []),
    producers,
    groups,
    jobs: fallback(jobs, () => ({})),
    actions: actionsField(actions, laterActions),
    guarantees: optional(guarantees),
  });
}

export type DraftScenario = Read<ReturnType<typeof scenarioShape>>;
