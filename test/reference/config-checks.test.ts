import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkConfig } from '../../simulations/config';
import type { ConfigKind } from '../../simulations/config';

interface Recorded {
  readonly as: ConfigKind;
  readonly config: Record<string, string>;
  readonly ok: boolean;
  readonly error?: string;
  readonly message?: string;
  readonly unknown: readonly string[];
}

const file = new URL('config-checks.ndjson', import.meta.url);
const recorded = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Recorded);

function answer(kind: ConfigKind, config: Record<string, string>) {
  const findings = checkConfig(kind, config);
  const refusal = findings.find((finding) => finding.severity === 'error');
  return {
    ok: refusal === undefined,
    error: refusal?.exception,
    message: refusal?.reason,
    unknown: findings.filter((finding) => finding.unknown).flatMap((finding) => finding.keys),
  };
}

test('K-CFG-1 K-CFG-3 K-CFG-4 K-CFG-6 K-CFG-7 K-CFG-7a K-CFG-10 K-CFG-11 K-CFG-12 K-CFG-12a K-CFG-13 K-CFG-14 K-CFG-15: every recorded check has its class and words', () => {
  expect(recorded.length).toBe(500);
  for (const line of recorded) {
    const { as: kind, config, ok, error, message, unknown } = line;
    expect({ kind, config, ...answer(kind, config) }).toEqual({ kind, config, ok, error, message, unknown });
  }
});
