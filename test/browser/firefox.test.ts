import type { KeyInput, Page } from 'puppeteer-core';
import { afterAll, describe, expect, test } from 'vitest';
import { hash, runUntil } from '../../simulations';
import type { Run } from '../../simulations';
import { writeTmtrace } from '../../simulations/history';
import { presetRun } from '../golden/run-preset';
import { closeAll, site } from './browser.ts';
import { findFirefox } from './find-firefox.ts';
import { clickInFirefox, closeFirefox, openFirefoxPlayground, openInFirefox, tidemarkInFirefox } from './firefox.ts';

const isThere = findFirefox() !== undefined;
const soon = { timeout: 15_000 };

afterAll(async () => {
  await closeFirefox();
  await closeAll();
});

const timeOf = (page: Page): Promise<number> => tidemarkInFirefox(page, 'get', { what: 'time' });

const actionsOf = async (page: Page): Promise<unknown[]> =>
  (await tidemarkInFirefox<{ actions: unknown[] }>(page, 'get', { what: 'scenario' })).actions;

const textIn = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (element) => element.textContent ?? '');

describe('which Firefox', () => {
  test('none is an error where one is required, and is passed over elsewhere', () => {
    expect(findFirefox({ PATH: '' }, [])).toBeUndefined();
    expect(() => findFirefox({ PATH: '', TIDEMARK_FIREFOX: 'required' }, [])).toThrow('firefox-esr');
  });

  test('the one that is named, or an error that says so', () => {
    expect(findFirefox({ PATH: '', FIREFOX_PATH: process.execPath }, [])).toBe(process.execPath);
    expect(() => findFirefox({ FIREFOX_PATH: 'no/such/program' })).toThrow(
      'FIREFOX_PATH: no program at no/such/program',
    );
  });
});

describe.skipIf(!isThere)('the playground in Firefox', () => {
  test('opens and plays by itself, with its fonts and without a complaint', async () => {
    const { page, problems } = await openFirefoxPlayground();
    const before = await timeOf(page);
    await expect.poll(() => timeOf(page), soon).toBeGreaterThan(before);
    const fonts = await page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts]
        .filter(({ status }) => status === 'loaded')
        .map(({ family }) => family.replaceAll('"', ''));
    });
    expect(fonts).toEqual(expect.arrayContaining(['Instrument Sans', 'Spline Sans Mono']));
    expect(problems).toEqual([]);
  });

  test('goes by key: Space plays and pauses, brackets step, Home and End lead to the ends', async () => {
    const { page, problems } = await openFirefoxPlayground({ hash: 'scenario=acknowledged-and-gone&t=3s' });
    await page.keyboard.press(' ' as KeyInput);
    await expect.poll(() => timeOf(page), soon).toBeGreaterThan(3000);
    await page.keyboard.press(' ' as KeyInput);
    const paused = await timeOf(page);
    await page.keyboard.press(']' as KeyInput);
    expect(await timeOf(page)).toBeGreaterThan(paused);
    await page.keyboard.press('Home');
    expect(await timeOf(page)).toBe(0);
    expect(problems).toEqual([]);
  });

  test('a broker is killed from its menu, the run follows, and undo takes it back', async () => {
    const { page, problems } = await openFirefoxPlayground({ hash: 'scenario=first-event&t=10s' });
    await clickInFirefox(page, '[aria-label="Diagram"] button', /broker 2/i);
    await clickInFirefox(page, '[role="menuitem"]', /^Kill/);
    await expect.poll(() => actionsOf(page), soon).toHaveLength(1);
    await tidemarkInFirefox(page, 'seek', { at: '25s' });
    const result = await tidemarkInFirefox<{ partitions: Record<string, { leader: number }> }>(page, 'get', {
      what: 'result',
    });
    expect([1, 3]).toContain(result.partitions['orders-1']!.leader);
    await clickInFirefox(page, 'button', /Undo/);
    await expect.poll(() => actionsOf(page), soon).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('the verdict is counted, and asking why tells a chain of causes', async () => {
    const { page, problems } = await openFirefoxPlayground({ hash: 'scenario=acknowledged-and-gone&t=3s' });
    await tidemarkInFirefox(page, 'seek', { at: '20s' });
    await clickInFirefox(page, 'button', /^why\? .* lost after ack/);
    await page.waitForSelector('[aria-label="Why"] li');
    expect(await page.$$eval('[aria-label="Why"] li', (steps) => steps.length)).toBeGreaterThanOrEqual(3);
    expect(problems).toEqual([]);
  });

  test('Monaco opens in place of the plain text', async () => {
    const { page, problems } = await openFirefoxPlayground({ hash: 'scenario=first-event&t=8s' });
    await page.waitForSelector('.editor[data-monaco] .view-line');
    expect(await textIn(page, '.monaco-editor .view-lines')).toContain('acks');
    expect(problems).toEqual([]);
  });

  test('nothing is evaluated and nobody else is asked', async () => {
    const { page } = await openFirefoxPlayground({ hash: 'scenario=first-event&t=8s' });
    const refused = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.ranInline = true';
      document.head.append(script);
      await fetch('https://example.invalid/').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { violations, ranInline: 'ranInline' in window };
    });
    expect(refused.ranInline).toBe(false);
    expect(refused.violations).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src']));
  });

  test.each([
    [1440, 900, 'dark'],
    [1440, 900, 'light'],
    [390, 844, 'dark'],
    [390, 844, 'light'],
  ] as const)('fits a screen of %i by %i, %s', async (width, height, theme) => {
    const { page, problems } = await openFirefoxPlayground({
      hash: 'scenario=acknowledged-and-gone&t=13s',
      width,
      height,
      theme,
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await drawnShare(page)).toBeGreaterThan(0.001);
    expect(problems).toEqual([]);
  });
});

describe.skipIf(!isThere)('a recording in Firefox', () => {
  test('opens, comes to the hash of its run, and cannot be changed', async () => {
    const run = presetRun('acknowledged-and-gone', { level: 'full' });
    runUntil(run, run.endMicros);
    const { page, problems } = await openFirefoxPlayground({ hash: 'scenario=first-event&t=2s' });
    const base64 = Buffer.concat([...recorded(run)]).toString('base64');
    await page.evaluate(async (text) => {
      const { tidemark } = globalThis as unknown as { tidemark: { load(message: object): Promise<unknown> } };
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      await tidemark.load({ trace: new File([bytes], 'run.tmtrace') });
    }, base64);
    await page.waitForSelector('.recording-note[data-on-screen]');
    await tidemarkInFirefox(page, 'seek', { at: '1h' });
    expect(await tidemarkInFirefox(page, 'get', { what: 'traceHash' })).toBe(hash(run));
    const action = { do: 'kill', target: 'broker-1' };
    await expect(tidemarkInFirefox(page, 'act', { action })).rejects.toThrow('A recording: nothing can be changed');
    expect(problems).toEqual([]);
  });
});

/** The bytes of a .tmtrace. */
function recorded({ scenario, settings, names, trace }: Run): Iterable<Uint8Array> {
  const system = { name: 'kafka', source: 'simulated' as const };
  const header = { format: 'history/1' as const, system, scenario, settings: settings as never, simulatorDigest: null };
  return writeTmtrace({ header, names, trace });
}

describe.skipIf(!isThere)('an embedded diagram in Firefox', () => {
  test('says that it is ready and answers its host', async () => {
    const { address } = await site();
    const { page, problems } = await openInFirefox({ path: 'icon.svg' });
    await page.goto(address);
    await page.evaluate(() => {
      const said: unknown[] = [];
      Object.assign(window, { said });
      window.addEventListener('message', ({ data }) => said.push(data));
      const frame = document.createElement('iframe');
      frame.title = 'A diagram';
      frame.src = 'embed.html#scenario=acknowledged-and-gone&t=2s';
      document.body.replaceChildren(frame);
    });
    const said = (): Promise<Record<string, unknown>[]> => page.evaluate('window.said') as never;
    await expect.poll(async () => (await said()).some(({ event }) => event === 'ready'), soon).toBe(true);
    await page.evaluate(() => {
      const { contentWindow } = document.querySelector('iframe')!;
      contentWindow!.postMessage({ target: 'tidemark', version: 1, id: 1, do: 'seek', at: '20s' }, '*');
    });
    const answer = async (id: number): Promise<Record<string, unknown> | undefined> =>
      (await said()).find((message) => message.id === id);
    await expect.poll(() => answer(1), soon).toMatchObject({ ok: true, time: 20_000 });
    await page.evaluate(() => {
      const { contentWindow } = document.querySelector('iframe')!;
      contentWindow!.postMessage({ target: 'tidemark', version: 1, id: 2, do: 'get', what: 'verdict' }, '*');
    });
    await expect.poll(() => answer(2), soon).toMatchObject({ ok: true });
    const { value } = (await answer(2)) as { value: { counts: Record<string, number> } };
    expect(value.counts['lost-write']).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });
});

/** How much of the diagram's canvases is not transparent. */
function drawnShare(page: Page): Promise<number> {
  return page.evaluate(() => {
    let [drawn, all] = [0, 0];
    for (const canvas of document.querySelectorAll('canvas')) {
      const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
      for (let at = 3; at < pixels.length; at += 4) if (pixels[at]! > 0) drawn += 1;
      all += pixels.length / 4;
    }
    return drawn / all;
  });
}
