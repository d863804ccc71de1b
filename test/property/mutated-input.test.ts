import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actions, laterActions } from '../../simulations/actions';
import {
  createEventReader,
  decodeLink,
  encodeLink,
  formatProblem,
  normalise,
  readScenario,
} from '../../simulations/scenario';
import type { Json, Problem, Scenario } from '../../simulations/scenario';
import { scenarios } from '../../simulations/scenarios';

/**
 * Wrong input never crashes and never hangs, and every refusal names a place. The numbers of runs are small by
 * default; `TIDEMARK_MUTATIONS=10000` makes the long run.
 */
const numRuns = Math.ceil(Number(process.env.TIDEMARK_MUTATIONS ?? 800) / 4);

/** No single input may take longer than this, however it is made. */
const LIMIT_MS = 3000;

const options = { actions, laterActions };

const hostile: Json[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    0.1,
    '',
    '-5s',
    '5 s',
    'x'.repeat(5000),
    '__proto__',
    'constructor',
    'leader(orders-0)',
  ],
  ...[[], {}, [[]], { a: {} }, Array.from({ length: 2000 }, () => null), JSON.parse('{"__proto__":{"x":1}}') as Json],
];

/** What is done to one value of a tree: replaced, removed, doubled, renamed. */
interface Mutation {
  at: number;
  kind: number;
  value: Json;
  name: string;
}

const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    at: fc.nat(),
    kind: fc.nat(4),
    value: fc.oneof(fc.constantFrom(...hostile), fc.jsonValue() as fc.Arbitrary<Json>),
    name: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('__proto__', 'toString', 'actions', 'at', 'target', '0'),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

const scenario: fc.Arbitrary<Json> = fc.constantFrom(...scenarios.map((one) => asJson(one.scenario)));

function mutate(root: Json, list: readonly Mutation[]): Json {
  const wrapped = asJson({ root }) as { root: Json };
  for (const mutation of list) {
    const places = placesIn(wrapped);
    if (places.length === 0) break;
    const { holder, key } = places[mutation.at % places.length];
    if (Array.isArray(holder)) mutateList(holder, Number(key), mutation);
    else mutateObject(holder, key, mutation);
  }
  return wrapped.root ?? null;
}

function mutateList(holder: Json[], index: number, { kind, value }: Mutation): void {
  if (kind === 0) holder.splice(index, 1);
  else if (kind === 1) holder.splice(index, 0, asJson(holder[index] ?? null));
  else holder[index] = asJson(value);
}

function mutateObject(holder: { [key: string]: Json }, key: string, { kind, value, name }: Mutation): void {
  if (kind === 0) delete holder[key];
  else define(holder, kind === 1 ? name : key, kind === 2 ? asJson(holder[key] ?? null) : asJson(value));
}

function define(holder: object, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function placesIn(value: Json, found: { holder: Json[] | { [key: string]: Json }; key: string }[] = []) {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value).slice(0, 50)) {
    found.push({ holder: value, key });
    placesIn((value as { [key: string]: Json })[key], found);
  }
  return found;
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** Changes, removes or inserts a few characters. */
const edits = fc.array(
  fc.record({
    at: fc.nat(),
    remove: fc.nat(3),
    insert: fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('"', '\n', '[', '{', '\\', '%', '\u0000')),
  }),
  { minLength: 1, maxLength: 8 },
);

function edit(text: string, list: readonly { at: number; remove: number; insert: string }[]): string {
  return list.reduce((before, { at, remove, insert }) => {
    const place = at % (before.length + 1);
    return before.slice(0, place) + insert + before.slice(place + remove);
  }, text);
}

function inTime<T>(work: () => T): T {
  const start = performance.now();
  const done = work();
  expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  return done;
}

/** A path is one that leads into the input, as far as the input goes. */
function expectLocated(problems: readonly Problem[], root: unknown): void {
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) {
    expect(problem.message).not.toBe('');
    expect(formatProblem(problem).length).toBeLessThan(2000);
    let inside: unknown = root;
    for (const key of problem.keys.slice(0, -1)) {
      expect(typeof inside === 'object' && inside !== null && Object.hasOwn(inside, key)).toBe(true);
      inside = (inside as Record<string, unknown>)[key];
    }
  }
}

describe('mutated input', () => {
  test('scenarios: refused with a path, or accepted and complete', () => {
    fc.assert(
      fc.property(scenario, mutations, (whole, list) => {
        const input = mutate(whole, list);
        const result = inTime(() => normalise(input, options));
        if (!result.ok) {
          expectLocated(result.errors, input);
          return;
        }
        const again = normalise(asJson(result.scenario), options);
        expect(again.ok && JSON.stringify(again.scenario)).toBe(JSON.stringify(result.scenario));
        const link = decodeLink(encodeLink(input as unknown as Scenario, scenarios), scenarios);
        expect(link.ok && JSON.stringify(link.scenario)).toBe(JSON.stringify(input));
      }),
      { numRuns },
    );
  });

  test('scenario texts: refused with line and column', () => {
    fc.assert(
      fc.property(scenario, edits, (whole, list) => {
        const text = edit(JSON.stringify(whole, null, 2), list);
        const result = inTime(() => readScenario(text, options));
        const lines = text.split('\n');
        for (const { line, column } of result.ok ? [] : result.errors) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual(lines[line! - 1].length + 1);
        }
      }),
      { numRuns },
    );
  });

  test('links: refused with the part that is wrong', () => {
    fc.assert(
      fc.property(scenario, edits, (whole, list) => {
        const link = `${encodeLink(whole as unknown as Scenario, [])}&t=14.26s&panel=lag&theme=dark&speed=0.5`;
        const result = inTime(() => decodeLink(edit(link, list), scenarios));
        for (const { path, message } of result.ok ? [] : result.errors) {
          expect(path).not.toBe('');
          expect(message).not.toBe('');
        }
      }),
      { numRuns },
    );
  });

  test('event files: bad rows are refused with their line', () => {
    const row = fc.record({ key: fc.string(), value: fc.oneof(fc.integer(), fc.string()), eventTime: fc.nat() });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 10 }),
        edits,
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        (rows, list, isCsv, size) => {
          const quoted = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
          const whole = isCsv
            ? `key,value,eventTime\n${rows.map((one) => `${quoted(one.key)},${quoted(one.value)},${one.eventTime}`).join('\n')}`
            : rows.map((one) => JSON.stringify(one)).join('\n');
          const text = edit(whole, list);
          const reading = inTime(() => {
            const reader = createEventReader({ format: isCsv ? 'csv' : 'ndjson' });
            for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
            return reader.finish();
          });
          const lineCount = text.split(/\r\n|\r|\n/).length;
          for (const { line, message } of reading.problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lineCount);
            expect(message).not.toBe('');
          }
          const { columns } = reading;
          expect([columns.keys.length, columns.values.length, columns.eventTime.length]).toEqual(
            Array(3).fill(columns.count),
          );
        },
      ),
      { numRuns },
    );
  });
});
