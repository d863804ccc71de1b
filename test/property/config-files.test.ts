import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, keysByScope } from '../../simulations/config';
import type { ConfigKind } from '../../simulations/config';
import { lintFile, printProperties } from '../../simulations/config/catalogue';
import type { FileFormat } from '../../simulations/config/catalogue';
import { parseJson } from '../../simulations/config/lint/json';
import { parseProperties } from '../../simulations/config/lint/properties';

/** Short by default; `TIDEMARK_MUTATIONS=10000` makes the long run. */
const numRuns = Math.ceil(Number(process.env.TIDEMARK_MUTATIONS ?? 800) / 2);

/** No single text may take longer, however it is made. */
const LIMIT_MS = 3000;

const kinds: ConfigKind[] = ['producer', 'consumer', 'share-consumer', 'admin', 'topic', 'group', 'broker'];
const keys = [...new Set(Object.values(keysByScope).flatMap((table) => Object.keys(table)))];
const key = fc.oneof(fc.constantFrom(...keys), fc.constantFrom('__proto__', 'constructor', 'my.app', ''), fc.string());
const value = fc.oneof(
  fc.constantFrom('true', '0', '-1', 'all', '1', 'a,,b', ' 7 ', '9223372036854775808', 'NaN', 'x://y:1', '1@a:1', '*'),
  fc.constantFrom('CONSUMER', 'by_duration:PT1S', 'a'.repeat(300), 'SSL://h:1,SSL://h:1', 'org.apache.kafka.X'),
  fc.integer().map(String),
  fc.string(),
);
const settings = fc.dictionary(key, value, { maxKeys: 12, noNullPrototype: false });
const characters = fc.constantFrom(
  '\\',
  '\\u',
  '\n',
  '\r',
  '#',
  '=',
  ':',
  '"',
  '{',
  '[',
  '- ',
  '  ',
  '\t',
  '\u0000',
  '\ud800',
);
const edits = fc.array(
  fc.record({ at: fc.nat(), remove: fc.nat(3), insert: fc.oneof(characters, fc.string({ maxLength: 4 })) }),
  { maxLength: 8 },
);

type Edits = readonly { at: number; remove: number; insert: string }[];

function edit(text: string, list: Edits): string {
  return list.reduce((before, { at, remove, insert }) => {
    const place = at % (before.length + 1);
    return before.slice(0, place) + insert + before.slice(place + remove);
  }, text);
}

function lintInTime(text: string, as: ConfigKind, format: FileFormat) {
  const start = performance.now();
  const report = lintFile(text, { as, format });
  expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  return report;
}

describe('configuration files', () => {
  test('.properties: what was printed is read back', () => {
    fc.assert(
      fc.property(settings, (written) => {
        const read = parseProperties(printProperties(written)).map((entry) => [entry.key, entry.value]);
        expect(read).toEqual(Object.entries(written));
      }),
      { numRuns },
    );
  });

  test('JSON: every object is read as JSON.parse reads it', () => {
    const flat = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.string())),
    );
    fc.assert(
      fc.property(flat, fc.nat(3), (written, indent) => {
        const read = parseJson(JSON.stringify(written, null, indent)).map((entry) => [entry.key, entry.value]);
        expect(read).toEqual(Object.entries(written));
      }),
      { numRuns },
    );
  });

  test('mutated files: no crash, no hang, and every finding has a place inside the text', () => {
    const format = fc.constantFrom<FileFormat>('properties', 'json', 'yaml');
    fc.assert(
      fc.property(settings, edits, fc.constantFrom(...kinds), format, (written, list, kind, as) => {
        const printed = {
          properties: printProperties,
          json: (values: object) => JSON.stringify(values, null, 1),
          yaml: (values: object) =>
            Object.entries(values)
              .map(([name, text]) => `${JSON.stringify(name)}: ${text}\n`)
              .join(''),
        };
        const text = edit(printed[as](written), list);
        const lines = text.split(/\r\n|\r|\n/);
        for (const finding of lintInTime(text, kind, as).findings) {
          expect(finding.message).not.toBe('');
          expect(finding.line).toBeGreaterThanOrEqual(1);
          expect(finding.line).toBeLessThanOrEqual(lines.length);
          expect(finding.column).toBeGreaterThanOrEqual(1);
          expect(finding.column).toBeLessThanOrEqual(lines[finding.line - 1].length + 1);
        }
      }),
      { numRuns },
    );
  });

  test('anything at all as a setting is judged without a crash', () => {
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), fc.constantFrom(...kinds), (written, kind) => {
        for (const finding of checkConfig(kind, written)) expect(finding.keys.length).toBeGreaterThan(0);
      }),
      { numRuns },
    );
  });

  test.each([
    ['a long gap in a list', `bootstrap.servers=a${' '.repeat(200_000)}b`],
    ['a long list', `bootstrap.servers=${Array.from({ length: 50_000 }, (_, i) => `h${i}:1`).join(',')}`],
    ['many strange keys', Array.from({ length: 20_000 }, (_, i) => `strange.key.number.${i}=1`).join('\n')],
    ['many digits', `linger.ms=${'9'.repeat(200_000)}`],
    ['many backslashes', `client.id=${'\\'.repeat(200_001)}`],
    ['a long listener', `listeners=${'a://'.repeat(50_000)}`],
    ['a long duration', `auto.offset.reset=by_duration:P${'1'.repeat(200_000)}D`],
  ])('%s takes no longer than a moment', (_, text) => {
    for (const kind of ['producer', 'consumer', 'broker'] as const) {
      expect(lintInTime(text, kind, 'properties').kind).toBe(kind);
    }
  });
});
