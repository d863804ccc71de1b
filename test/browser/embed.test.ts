import type { Frame, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { violationsOf } from './axe.ts';
import { closeAll, openPage, site } from './browser.ts';

afterAll(closeAll);

const soon = { timeout: 15_000 };

interface Answer {
  source: string;
  id: number;
  ok: boolean;
  error?: string;
  value?: unknown;
  time?: number;
  playing?: boolean;
}

/** A page of somebody else's with diagrams in it, and what the frames said to it. */
async function openHost(body: string): Promise<{ page: Page; problems: string[] }> {
  const { address } = await site();
  const { page, problems, context } = await openPage({ path: 'icon.svg' });
  const script = `
    window.said = [];
    addEventListener('message', ({ data }) => said.push(data));
    window.ask = (message, frame = document.querySelector('iframe')) => new Promise((resolve) => {
      const id = Math.random();
      addEventListener('message', function listen({ data }) {
        if (data.id === id) { removeEventListener('message', listen); resolve(data); }
      });
      frame.contentWindow.postMessage({ target: 'tidemark', version: 1, id, ...message }, '*');
    });`;
  await context.route('**/host.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>A lesson</title><body><script>${script}</script>${body}</body></html>`,
    }),
  );
  await page.goto(`${address}host.html`);
  return { page, problems };
}

const frameTo = (fragment: string): string =>
  `<iframe title="A diagram" width="640" height="360" src="embed.html#${fragment}"></iframe>`;

const ask = (page: Page, message: object): Promise<Answer> =>
  page.evaluate((it) => (globalThis as unknown as { ask: (m: object) => Promise<Answer> }).ask(it), message);

const said = (page: Page): Promise<Record<string, unknown>[]> =>
  page.evaluate(() => (globalThis as unknown as { said: Record<string, unknown>[] }).said);

async function embedded(page: Page): Promise<Frame> {
  await expect.poll(async () => (await said(page)).some(({ event }) => event === 'ready'), soon).toBe(true);
  return page.frames().find((frame) => frame.url().includes('embed.html'))!;
}

describe('an embedded diagram', () => {
  test('answers its host in the words of window.tidemark', async () => {
    const { page, problems } = await openHost(frameTo('scenario=acknowledged-and-gone&t=2s'));
    await embedded(page);
    expect(await ask(page, { do: 'seek', at: '20s' })).toMatchObject({ ok: true, time: 20_000, playing: false });
    expect(await ask(page, { do: 'get', what: 'time' })).toMatchObject({ ok: true, value: 20_000 });
    const verdict = await ask(page, { do: 'get', what: 'verdict' });
    expect((verdict.value as { counts: Record<string, number> }).counts['lost-write']).toBeGreaterThan(0);
    expect(await ask(page, { do: 'set', target: 'checkout', config: { acks: 'all' }, from: 'start' })).toMatchObject({
      ok: true,
    });
    const mended = await ask(page, { do: 'get', what: 'verdict' });
    expect((mended.value as { counts: Record<string, number> }).counts['lost-write'] ?? 0).toBe(0);
    expect(await ask(page, { do: 'act', action: { do: 'kill', target: 'broker-2', at: '21s' } })).toMatchObject({
      ok: true,
    });
    expect(await ask(page, { do: 'act', action: { do: 'kill', target: 'nobody' } })).toMatchObject({
      ok: false,
      error: expect.stringContaining('target'),
    });
    expect(await ask(page, { do: 'speed', value: 2 })).toMatchObject({ ok: true });
    expect(await ask(page, { do: 'play' })).toMatchObject({ ok: true, playing: true });
    await expect.poll(async () => (await ask(page, { do: 'get', what: 'time' })).value, soon).toBeGreaterThan(20_000);
    const { time } = await ask(page, { do: 'pause' });
    expect((await ask(page, { do: 'step' })).time).toBeGreaterThan(time!);
    expect(await ask(page, { do: 'load', scenario: 'hot-key' })).toMatchObject({ ok: true });
    expect((await ask(page, { do: 'get', what: 'link' })).value).toMatch(/^#/);
    const events = (await said(page)).map(({ event }) => event);
    expect(events).toContain('verdict');
    expect(events).toContain('time');
    expect(problems).toEqual([]);
  });

  test('is locked to its stretch and to the controls that its author named', async () => {
    const fragment = 'scenario=acknowledged-and-gone&from=3s&to=9s&controls=play,scrub,set:checkout.acks,do:kill';
    const { page, problems } = await openHost(frameTo(fragment));
    const frame = await embedded(page);
    await ask(page, { do: 'pause' });
    expect((await ask(page, { do: 'seek', at: 0 })).time).toBe(3000);
    expect((await ask(page, { do: 'seek', at: '25s' })).time).toBe(9000);
    expect(await ask(page, { do: 'act', action: { do: 'powerOff', target: 'broker-1' } })).toMatchObject({
      ok: false,
      error: expect.stringContaining('do:powerOff'),
    });
    expect(await ask(page, { do: 'set', target: 'checkout', config: { retries: 1 } })).toMatchObject({ ok: false });
    expect(await ask(page, { do: 'load', scenario: 'hot-key' })).toMatchObject({ ok: false });
    expect(await ask(page, { do: 'set', target: 'checkout', config: { acks: '1' } })).toMatchObject({ ok: true });
    const address = frame.url();
    await frame.getByRole('button', { name: 'all', exact: true }).click();
    await expect
      .poll(async () => JSON.stringify((await ask(page, { do: 'get', what: 'scenario' })).value), soon)
      .toContain('"acks":"all"');
    await frame.getByRole('button', { name: 'Kill the leader' }).waitFor();
    expect(frame.url()).toBe(address);
    expect(problems).toEqual([]);
  });

  test('hears nobody but its host, and nothing of another form', async () => {
    const { page, problems } = await openHost(
      `${frameTo('scenario=first-event&t=5s')}<iframe name="other" title="Another" srcdoc="<p>somebody else</p>"></iframe>`,
    );
    const frame = await embedded(page);
    const before = await ask(page, { do: 'get', what: 'traceHash' });
    const hostile: unknown[] = [
      null,
      'tidemark',
      42,
      [],
      { target: 'tidemark' },
      { target: 'tidemark', version: 2, id: 1, do: 'play' },
      { target: 'tidemark', version: 1, id: 1, do: 'constructor' },
      { target: 'tidemark', version: 1, id: 1, do: '__proto__' },
      { target: 'tidemark', version: 1, id: { toString: 'x' }, do: 'play' },
      { target: 'other', version: 1, id: 1, do: 'play' },
    ];
    const count = (await said(page)).filter(({ id }) => id === 1).length;
    await page.evaluate((messages) => {
      for (const message of messages) document.querySelector('iframe')!.contentWindow!.postMessage(message, '*');
    }, hostile);
    const other = page.frames().find((it) => it.name() === 'other')!;
    await other.evaluate(() => {
      const target = window.parent.frames[0]!;
      target.postMessage({ target: 'tidemark', version: 1, id: 2, do: 'seek', at: '30s' }, '*');
    });
    const wrong: object[] = [
      { do: 'seek', at: { valueOf: 'x' } },
      { do: 'seek' },
      { do: 'act' },
      { do: 'act', action: { do: '<img src=x onerror=alert(1)>', target: 'broker-1' } },
      { do: 'set', target: '__proto__', config: { acks: '1' } },
      { do: 'speed', value: 'fast' },
      { do: 'load', scenario: { version: 1, name: 'x', duration: '10s', topics: 7 } },
      { do: 'load', link: `#s=${'A'.repeat(200_000)}` },
      { do: 'get', what: 'cookies' },
    ];
    for (const message of wrong) expect(await ask(page, message)).toMatchObject({ ok: false });
    expect((await said(page)).filter(({ id }) => id === 1 || id === 2)).toHaveLength(count);
    expect(await frame.locator('img').count()).toBe(0);
    expect(await ask(page, { do: 'get', what: 'time' })).toMatchObject({ value: 5000 });
    expect((await ask(page, { do: 'get', what: 'traceHash' })).value).toBe(before.value);
    expect(problems).toEqual([]);
  });

  test('opens in the playground as it is', async () => {
    const { page } = await openPage({ path: 'embed.html', hash: 'scenario=first-event&t=5s' });
    await page.evaluate('window.tidemark.ready');
    await page.evaluate("window.tidemark.act({ action: { do: 'kill', target: 'broker-2' } })");
    const hash = await page.evaluate("window.tidemark.get({ what: 'traceHash' })");
    const opening = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Open in playground' }).click();
    const playground = await opening;
    await expect.poll(() => playground.evaluate('typeof window.tidemark'), soon).toBe('object');
    await playground.evaluate('window.tidemark.ready');
    expect(await playground.evaluate("window.tidemark.get({ what: 'traceHash' })")).toBe(hash);
  });

  test.each([
    ['dark', 640, 360],
    ['light', 390, 480],
  ] as const)('has nothing to object to: %s', async (theme, width, height) => {
    const { page, problems } = await openPage({
      path: 'embed.html',
      hash: 'scenario=kill-the-leader-mid-write&t=6s&controls=play,scrub,set:checkout.acks,do:kill',
      theme,
      width,
      height,
    });
    await page.evaluate('window.tidemark.ready');
    expect(await violationsOf(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('stands in a page as an element, and waits while it is off the screen', async () => {
    const { page, problems } = await openHost(
      `<script type="module" src="embed.js"></script>
       <tidemark-diagram id="near" scenario="hot-key" at="4s" controls="play,scrub" theme="light">A picture instead.</tidemark-diagram>
       <div style="height: 6000px"></div>
       <tidemark-diagram id="far" scenario="first-event">A picture instead.</tidemark-diagram>`,
    );
    await expect
      .poll(
        () =>
          page.evaluate(() =>
            (document.getElementById('near') as unknown as { send(what: string, more: object): Promise<unknown> })
              .send('get', { what: 'time' })
              .catch(String),
          ),
        soon,
      )
      .toBe(4000);
    expect(page.frames().filter((frame) => frame.url().includes('first-event'))).toEqual([]);
    expect(problems).toEqual([]);
  });
});
