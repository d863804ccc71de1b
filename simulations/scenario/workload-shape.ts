import type { GeneratedWorkload, ProducerOp } from './normalised';
import { topicName } from './name-shapes';
import { fallback, object, optional, required, section, variants } from './object-shape';
import type { Fields } from './object-shape';
import { choice, duration, integer, isObject, list, map, number, scalar, text } from './shape';
import type { JsonSchema, Read, Shape } from './shape';
import { notYet } from './wording';

/** What a producer sends: generated records, one's own events, or a script. */

const TEXT_MAX = 1_048_576;
const RATE_MAX = 1_000_000;

export const SCRIPT_OPS_MAX = 100_000;

const latenessParts = object({
  p50: fallback(duration(), 0),
  p99: optional(duration()),
  max: optional(duration()),
});

/** How far event time lags send time: a log-normal through p50 and p99, cut at max; or one duration, always that. */
export const lateness: Shape<GeneratedWorkload['lateness']> = {
  schema: { anyOf: [...(duration().schema.anyOf as JsonSchema[]), latenessParts.schema] },
  standIn: () => ({ p50: 0, p99: 0, max: 0 }),
  read(value, path, problems) {
    if (!isObject(value)) {
      const always = duration().read(value, path, problems);
      return { p50: always, p99: always, max: always };
    }
    const { p50, p99 = p50, max = p99 } = latenessParts.read(value, path, problems);
    if (!problems.covers(path) && (p50 > p99 || p99 > max)) {
      problems.error(path, 'expected p50 to be at most p99, and p99 at most max');
    }
    return { p50, p99, max };
  },
};

/** Epoch milliseconds, from 1970 to 2255. */
export const epochMs: Shape<number> = integer(0, 9_000_000_000_000);

const generated = object({
  rate: fallback(number(0, RATE_MAX), 10),
  start: fallback(duration(), 0),
  stop: optional(duration()),
  keys: section({ count: fallback(integer(1, 10_000_000), 50), hotShare: optional(number(0, 1)) }),
  values: section({
    min: fallback(integer(-1_000_000_000_000, 1_000_000_000_000), 1),
    max: fallback(integer(-1_000_000_000_000, 1_000_000_000_000), 100),
  }),
  valueSize: fallback(integer(0, 1_073_741_824), 100),
  lateness: fallback(lateness, () => lateness.standIn()),
  moves: fallback(
    list(object({ n: required(integer(1, 1_000_000_000)), by: required(duration()) }), { max: 10_000 }),
    () => [],
  ),
});

const fieldName = text(500);

const events = object({
  events: required(
    object({
      file: required(text(500)),
      sha256: optional(
        scalar({
          schema: { type: 'string', pattern: '^[0-9a-fA-F]{64}$' },
          expected: 'a SHA-256 of 64 hexadecimal digits',
          accept: (value) =>
            typeof value === 'string' && /^[0-9a-fA-F]{64}$/.test(value) ? value.toLowerCase() : undefined,
          standIn: '',
        }),
      ),
      count: optional(integer(0, 100_000_000)),
      map: section({
        key: optional(fieldName),
        value: optional(fieldName),
        eventTime: optional(fieldName),
        processingTime: optional(fieldName),
      }),
    }),
  ),
  rate: fallback(number(0, RATE_MAX), 10),
  start: fallback(duration(), 0),
  stop: optional(duration()),
});

/** Text, or null: a record without key, a tombstone. */
const textOrNull: Shape<string | null> = {
  schema: { type: ['string', 'null'], maxLength: TEXT_MAX },
  standIn: () => null,
  read: (value, path, problems) => (value === null ? null : text(TEXT_MAX).read(value, path, problems)),
};

/** Ops of a transactional producer. */
const LATER_OPS = ['init', 'begin', 'sendOffsets', 'commit', 'abort'];

/** One op: its place in time, its word, and what only it takes. */
export function op<W extends string, F extends Fields>(word: W, fields: F) {
  return object({ at: required(duration()), op: required(choice([word])), ...fields });
}

const producerOp = variants<ProducerOp>({
  key: 'op',
  shapes: {
    send: op('send', {
      key: fallback(textOrNull, null),
      value: fallback(textOrNull, null),
      topic: optional(topicName),
      partition: optional(integer(0, 999)),
      timestamp: optional(epochMs),
      headers: optional(
        map(text(TEXT_MAX), {
          max: 100,
          key: {
            pattern: '^[^]*$',
            lengthMax: 1000,
            plural: 'headers',
            expected: 'expected a header of at most 1000 characters',
          },
        }),
      ),
      valueSize: optional(integer(0, 1_073_741_824)),
    }) as Shape<ProducerOp>,
    flush: op('flush', {}) as Shape<ProducerOp>,
    close: op('close', {}) as Shape<ProducerOp>,
    crash: op('crash', {}) as Shape<ProducerOp>,
  },
  refuse: (word) => (LATER_OPS.includes(word) ? notYet(`${word} (transactions)`) : undefined),
});

const script = object({ script: required(list(producerOp, { max: SCRIPT_OPS_MAX })) });

export type DraftWorkload = Read<typeof generated> | Read<typeof events> | Read<typeof script>;

/** Which of the three it is shows in its keys: `script`, `events`, or neither. */
export const workload: Shape<DraftWorkload> = {
  schema: { anyOf: [generated.schema, events.schema, script.schema] },
  standIn: () => generated.standIn(),
  read(value, path, problems) {
    if (isObject(value) && value.script !== undefined) {
      if (value.events === undefined) return script.read(value, path, problems);
      problems.error([...path, 'events'], 'expected either events or script, got both');
      return script.read({ script: value.script }, path, problems);
    }
    if (isObject(value) && value.events !== undefined) return events.read(value, path, problems);
    return generated.read(value, path, problems);
  },
};
