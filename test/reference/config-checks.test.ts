import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../simulations/config';
import type { ConfigKind } from '../../simulations/config';
import { lintFile, printProperties } from '../../simulations/config/catalogue';
import { parseProperties } from '../../simulations/config/lint/properties';

/** Configurations and the answers of Kafka 4.2.1's own client, topic, group and broker checks. */
interface Recorded {
  readonly as: ConfigKind;
  readonly config: Record<string, string>;
  readonly ok: boolean;
  readonly error?: string;
  readonly message?: string;
  readonly unknown: readonly string[];
}

function linesOf<T>(name: string): T[] {
  return readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

type Said = Pick<Recorded, 'ok' | 'error' | 'message' | 'unknown'>;

function answer(kind: ConfigKind, config: Record<string, string>): Said {
  const findings = checkConfig(kind, config);
  const refusal = findings.find((finding) => finding.severity === 'error');
  return {
    ok: refusal === undefined,
    error: refusal?.exception,
    message: refusal?.reason,
    unknown: findings.filter((finding) => finding.unknown).flatMap((finding) => finding.keys),
  };
}

const rules =
  'K-CFG-1 K-CFG-3 K-CFG-4 K-CFG-5 K-CFG-6 K-CFG-7 K-CFG-7a K-CFG-10 K-CFG-11 K-CFG-12 K-CFG-12a K-CFG-13 K-CFG-14 ' +
  'K-CFG-15 K-CFG-16 K-CON-30b';

describe.each(['config-checks.ndjson', 'config-checks-more.ndjson'])('%s', (name) => {
  const recorded = linesOf<Recorded>(name);

  test(`${rules}: each configuration is taken or refused with Kafka's class and words`, () => {
    expect(recorded.length).toBeGreaterThanOrEqual(500);
    for (const { as: kind, config, ok, error, message, unknown } of recorded) {
      expect({ kind, config, ...answer(kind, config) }).toEqual({ kind, config, ok, error, message, unknown });
    }
  });

  test('K-CFG-7a: a file of them gets the same answer, with the place of a key that is to blame', () => {
    for (const { as, config, error, message } of recorded) {
      const text = printProperties(config);
      const refusal = lintFile(text, { as }).findings.find((finding) => finding.severity === 'error');
      expect([config, refusal?.exception, refusal?.reason]).toEqual([config, error, message]);
      if (!refusal) continue;
      const key = Object.keys(config)[refusal.line - 1];
      expect(refusal.keys).toContain(key);
    }
  });
});

test('java.util.Properties: every recorded text is taken apart as Java takes it apart', () => {
  interface RecordedText {
    readonly text: string;
    readonly entries?: readonly (readonly [string, string])[];
    readonly error?: string;
  }
  for (const { text, entries, error } of linesOf<RecordedText>('properties-files.ndjson')) {
    const read = () => parseProperties(text).map(({ key, value }) => [key, value]);
    if (error === undefined) expect([text, read()]).toEqual([text, entries]);
    else expect(read).toThrow(/hexadecimal/);
  }
});
