import type { Json, NormalisedScenario } from '../scenario';
import { HistoryError, type HistoryHeader } from './header';

type Shape = Readonly<Record<string, 'object' | 'array' | 'number' | 'text'>>;

const scenarioShape: Shape = {
  duration: 'number',
  clock: 'number',
  brokers: 'object',
  controllers: 'object',
  topics: 'object',
  producers: 'object',
  groups: 'object',
  actions: 'array',
};
const brokersShape: Shape = { count: 'number', features: 'object' };
const topicShape: Shape = { partitions: 'number', replicationFactor: 'number' };
const producerShape: Shape = { config: 'object', resend: 'object' };
const groupShape: Shape = {
  topics: 'array',
  partitions: 'array',
  members: 'object',
  processing: 'object',
  sink: 'object',
};
const memberShape: Shape = { script: 'array' };
const actionShape: Shape = { id: 'text', do: 'text' };

/**
 * Holds a parsed header to what the judge reads of it. The scenario must be a normalised one; null or absent: the history
 * has none (`null` is returned for it).
 *
 * @throws HistoryError that names the path and the line.
 */
export function readHeader(
  value: unknown,
  line: number,
): Omit<HistoryHeader, 'scenario'> & { scenario: NormalisedScenario | null } {
  const fail = (message: string): never => {
    throw new HistoryError({ line, message: `header: ${message}` });
  };
  if (!isObject(value)) return fail('must be an object');
  if (value.format !== 'history/1') return fail(`format: expected "history/1", got ${JSON.stringify(value.format)}`);
  const system = isObject(value.system) ? value.system : {};
  const settings = value.settings ?? {};
  if (!isObject(settings) || !Object.values(settings).every(isObject)) return fail('settings: expected a map of maps');
  if (value.scenario !== undefined && value.scenario !== null) holdScenario(value.scenario, fail);
  return {
    format: 'history/1',
    system: { name: String(system.name ?? 'kafka'), source: system.source === 'simulated' ? 'simulated' : 'real' },
    scenario: (value.scenario ?? null) as NormalisedScenario | null,
    settings: settings as Record<string, Record<string, Json>>,
    simulatorDigest: typeof value.simulatorDigest === 'string' ? value.simulatorDigest : null,
    audited: value.audited === true,
  };
}

type Fail = (message: string) => never;

function holdScenario(value: unknown, fail: Fail): void {
  const scenario = hold(value, 'scenario', scenarioShape, fail);
  hold(scenario.brokers, 'scenario.brokers', brokersShape, fail);
  const each = (name: string, shape: Shape, visit?: (entry: Record<string, unknown>, path: string) => void): void => {
    for (const [key, entry] of Object.entries(scenario[name] as object)) {
      const path = `scenario.${name}.${key}`;
      const held = hold(entry, path, shape, fail);
      visit?.(held, path);
    }
  };
  each('topics', topicShape);
  each('producers', producerShape);
  each('actions', actionShape);
  each('groups', groupShape, (group, path) => {
    for (const [name, member] of Object.entries(group.members as object)) {
      hold(member, `${path}.members.${name}`, memberShape, fail);
    }
  });
}

function hold(value: unknown, path: string, shape: Shape, fail: Fail): Record<string, unknown> {
  if (!isObject(value)) return fail(`${path}: expected an object`);
  for (const [key, wanted] of Object.entries(shape)) {
    const found = value[key];
    const fits =
      wanted === 'array'
        ? Array.isArray(found)
        : wanted === 'object'
          ? isObject(found)
          : wanted === 'text'
            ? typeof found === 'string'
            : typeof found === 'number' && Number.isFinite(found);
    if (!fits)
      fail(`${path}.${key}: expected ${wanted === 'text' ? 'a text' : `a${wanted === 'number' ? '' : 'n'} ${wanted}`}`);
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
