import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NormalisedScenario } from '../../simulations/scenario';
import { actions, check, createRun, hash, laterActions, resultOf, runUntil, scenarios } from '../../simulations';
import type { Run } from '../../simulations';
import { normalise } from '../../simulations/scenario';
import { printedVerdict } from '../../simulations/cli/printed-verdict';
import { presetRun } from '../golden/run-preset';
import { closeAll } from './browser.ts';
import { findFirefox } from './find-firefox.ts';
import { closeFirefox, openFirefoxPlayground } from './firefox.ts';
import { openPlayground } from './playground.ts';

/**
 * The same scenario is the same trace, byte for byte, in every engine: what the page says in Chromium and in Firefox is
 * held against a run in node, and against the golden files.
 */

/** Calls a method of `window.tidemark`; its answer travels as text, which every driver words alike. */
type Ask = <T>(method: string, message?: unknown) => Promise<T>;

const asker =
  (page: { evaluate: (script: string) => Promise<unknown> }): Ask =>
  async (method, message) =>
    JSON.parse((await page.evaluate(`tidemark.${method}(${JSON.stringify(message)}).then(JSON.stringify)`)) as string);

const opening = { hash: 'scenario=first-event&t=0s' };
const engines: readonly { name: string; isThere: boolean; open: () => Promise<Ask> }[] = [
  { name: 'Chromium', isThere: true, open: async () => asker((await openPlayground(opening)).page) },
  {
    name: 'Firefox',
    isThere: findFirefox() !== undefined,
    open: async () => asker((await openFirefoxPlayground(opening)).page),
  },
];

afterAll(async () => {
  await closeFirefox();
  await closeAll();
});

for (const { name, isThere, open } of engines)
  describe.skipIf(!isThere)(`in ${name}`, () => {
    let ask: Ask;

    beforeAll(async () => {
      ask = await open();
    });

    test.each(scenarios.map((preset) => preset.name))(
      `runs %s to node's trace and result, and to the golden one`,
      async (preset) => {
        await ask('load', { scenario: preset });
        await ask('pause');
        const { duration } = await ask<NormalisedScenario>('get', { what: 'scenario' });
        await ask('seek', { at: duration });
        const run = presetRun(preset, { level: 'history' });
        runUntil(run, run.endMicros);
        expect(await ask('get', { what: 'traceHash' })).toBe(hash(run));
        expect(goldenHash(preset)).toBe(hash(run));
        expect(await ask('get', { what: 'result' })).toEqual(printedResult(run));
      },
    );

    test('and after what was done and set in the page, the run that it says it is', async () => {
      await ask('load', { scenario: 'acknowledged-and-gone' });
      await ask('pause');
      await ask('set', { target: 'checkout', workload: { lateness: { p99: '3s' }, hotShare: 0.4 }, from: 'start' });
      await ask('set', { target: 'checkout', config: { acks: 'all', 'linger.ms': 20 }, from: 'start' });
      await ask('seek', { at: '6.125s' });
      await ask('act', { action: { do: 'kill', target: 'leader(orders-0)', for: '4s' } });
      await ask('act', { action: { do: 'pause', target: 'invoice-0', for: '2s', at: '9s' } });
      await ask('seek', { at: '11.5s' });
      await ask('set', { network: { between: ['broker-1', 'broker-2'], delay: '40ms' } });
      await ask('seek', { at: '20s' });
      const edited = await ask<NormalisedScenario>('get', { what: 'scenario' });
      expect(edited.actions.length).toBeGreaterThanOrEqual(3);
      const reading = normalise(edited, { actions, laterActions });
      if (!reading.ok) throw new Error(`${name}: ${JSON.stringify(reading.errors)}`);
      const run = createRun(reading.scenario, { level: 'history' });
      runUntil(run, 20_000_000);
      expect(await ask('get', { what: 'traceHash' })).toBe(hash(run));
      expect(await ask('get', { what: 'result' })).toEqual(printedResult(run));
    });
  });

function goldenHash(preset: string): string | undefined {
  const golden = readFileSync(join(import.meta.dirname, '..', 'golden', `${preset}.txt`), 'utf8');
  return /^trace (\w+)$/m.exec(golden)?.[1];
}

/** What the command line prints of a run, read back. */
function printedResult(run: Run): unknown {
  const { scenario, settings, names, trace, nowMicros } = run;
  const verdict = check({ scenario, settings, names, audited: false }, trace, { untilMicros: nowMicros });
  const result = resultOf(run, { logs: false, internal: false });
  return JSON.parse(JSON.stringify({ ...result, verdict: printedVerdict(verdict) }));
}
