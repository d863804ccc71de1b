import { deflateSync, strToU8 } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { encodeLink } from '../../simulations/scenario';
import type { Scenario } from '../../simulations/scenario';
import { closeAll, openPage, site } from './browser.ts';
import { dropFile, tidemark } from './playground.ts';

const opened: Page[] = [];

afterEach(async () => {
  for (const page of opened.splice(0)) await page.context().close();
});
afterAll(closeAll);

const soon = { timeout: 15_000 };
const script = `<img src=x onerror="window.ran = 1"><script>window.ran = 1</script>`;

const packed = (text: string): string => `1${Buffer.from(deflateSync(strToU8(text))).toString('base64url')}`;

/** Opens a page in which everything that runs or is refused by the policy leaves a trace. */
async function openWatched(path: string, hash: string): Promise<{ page: Page; problems: string[] }> {
  const { page, context, problems } = await openPage({ path: 'icon.svg' });
  opened.push(page);
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { refusedByPolicy: seen });
    document.addEventListener('securitypolicyviolation', (event) => {
      seen.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  const { address } = await site();
  await page.goto(`${address}${path}#${hash}`);
  await page.evaluate('window.tidemark?.ready');
  return { page, problems };
}

/** What hostile input may not leave behind. */
async function expectUnharmed(page: Page, problems: readonly string[]): Promise<void> {
  const harm = await page.evaluate(() => ({
    ran: 'ran' in window,
    polluted: 'polluted' in {},
    images: document.querySelectorAll('img[src="x"]').length,
    inline: document.querySelectorAll('script:not([src])').length,
    policy: (window as unknown as { refusedByPolicy: string[] }).refusedByPolicy,
    wide: document.documentElement.scrollWidth > innerWidth,
  }));
  expect(harm).toEqual({ ran: false, polluted: false, images: 0, inline: 0, policy: [], wide: false });
  expect(problems).toEqual([]);
}

const branches = `s=${encodeLink({ version: 1 } as Scenario, []).slice(3)}`;

const links: readonly [name: string, hash: string, said: RegExp][] = [
  ['a bomb', `s=${packed(`[1,"",${JSON.stringify('0'.repeat(5_000_000))}]`)}`, /grows to more than/],
  ['too long', `s=1${'A'.repeat(200_000)}`, /at most 100000 characters/],
  ['another version', 's=7abc', /expected link version 1, got "7"/],
  ['__proto__ in the difference', `s=${packed('[1,"",{"__proto__":{"polluted":1}}]')}`, /s: /],
  ['constructor as the preset', `s=${packed('[1,"constructor",{}]')}`, /preset "constructor", which is not here/],
  ['markup as the preset', `s=${packed(JSON.stringify([1, script, {}]))}`, /it builds on the preset/],
  ['markup as the name of a scenario', `scenario=${encodeURIComponent(script)}`, /there is no scenario/],
  ['javascript: as a scenario', 'scenario=javascript:alert(1)', /there is no scenario/],
  ['__proto__ as a scenario', 'scenario=__proto__', /there is no scenario/],
  ['two scenarios', 'scenario=hot-key&s=1', /s: /],
  ['a part twice', 'scenario=hot-key&t=1s&t=2s', /t: stands there twice/],
  ['markup as a panel', `scenario=hot-key&panel=${encodeURIComponent(script)}`, /panel: expected the name/],
  ['a hostile theme', 'scenario=hot-key&theme=dark"onload="alert(1)', /theme: expected dark/],
  ['an endless time', 'scenario=hot-key&t=1e999s', /t: expected a duration/],
  ['a turned stretch', 'scenario=hot-key&from=9s&to=3s', /to: expected at least from/],
  ['damaged branches', `${branches}&b=1AAAA`, /b: /],
  ['a bomb of branches', `${branches}&b=${packed(JSON.stringify(['0'.repeat(5_000_000)]))}`, /b: /],
  ['broken escapes', 'scenario=%E0%A4%A&t=%', /./],
];

const firstLinks = links.filter(([name]) => /^(a bomb|markup as the name|a part twice)/.test(name));

describe.each(['index.html', 'embed.html'])('a hostile link to %s', (path) => {
  test('is refused with its reason, and leaves the run that was there', async () => {
    const { page, problems } = await openWatched(path, 'scenario=first-event&t=5s');
    const before = await tidemark(page, 'get', { what: 'traceHash' });
    for (const [name, hash, said] of links) {
      await page.evaluate((next) => {
        location.hash = next;
      }, hash);
      const problem = page.locator('.problem, [role="alert"]').filter({ hasText: said });
      await expect.poll(() => problem.count(), { ...soon, message: name }).toBeGreaterThan(0);
      expect((await problem.first().textContent())!.length).toBeLessThan(2000);
      expect(await tidemark(page, 'get', { what: 'time' })).toBe(5000);
    }
    expect(await tidemark(page, 'get', { what: 'traceHash' })).toBe(before);
    await expectUnharmed(page, problems);
  });

  test.each(firstLinks)('is refused as the first thing that the page sees: %s', async (_, hash, said) => {
    const { page, problems } = await openWatched(path, hash);
    await expect.poll(() => page.locator('.problem, [role="alert"]').filter({ hasText: said }).count(), soon).toBe(1);
    await expectUnharmed(page, problems);
  });

  test('may hold names that are markup: they are shown as they are written', async () => {
    const scenario = {
      version: 1,
      name: `javascript:alert(1) ${script}`,
      description: `${script} \u202Ednab`,
      duration: '10s',
      topics: { orders: { partitions: 1 } },
      producers: { checkout: { topic: 'orders' } },
    };
    const hash = `${encodeLink(scenario as Scenario, []).slice(1)}&t=2s`;
    const controls = `set:${encodeURIComponent(script)}.acks,do:constructor,do:__proto__,inject:toString,play"onload=x`;
    const { page, problems } = await openWatched(path, path === 'embed.html' ? `${hash}&controls=${controls}` : hash);
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'javascript:alert(1) <img' }).waitFor({
      state: 'attached',
    });
    expect(await tidemark(page, 'get', { what: 'time' })).toBe(2000);
    await expectUnharmed(page, problems);
  });
});

describe('a hostile file', () => {
  const names = [
    `${script}.json`,
    '../../../etc/passwd.json',
    `${'x'.repeat(10_000)}.json`,
    'invoice\u202Enosj.exe',
    'a\u0000b\u0007c\u001B[31m.json',
    '__proto__',
  ];

  test('is refused by its name, which stays text', async () => {
    const { page, problems } = await openWatched('index.html', 'scenario=first-event&t=5s');
    const before = await tidemark(page, 'get', { what: 'traceHash' });
    for (const name of names) {
      await dropFile(page, { name, text: '{ "version": 1, "brokers": "' });
      const problem = page.locator('.problem').filter({ hasText: `was refused` });
      await problem.waitFor();
      const said = (await problem.textContent())!;
      expect(said.length).toBeLessThan(500);
      expect(said).not.toMatch(/\p{Cc}|\u202E/u);
      await page.getByRole('button', { name: 'Dismiss' }).click();
    }
    expect(await tidemark(page, 'get', { what: 'traceHash' })).toBe(before);
    await expectUnharmed(page, problems);
  });

  test('of events keeps its name as text', async () => {
    const { page, problems } = await openWatched('index.html', 'scenario=first-event&t=5s');
    const line = (number: number): string =>
      JSON.stringify({ key: `k${number}`, time: `2026-01-01T00:00:0${number}Z`, value: script });
    for (const name of names) {
      await dropFile(page, { name: `${name}.ndjson`, text: [1, 2, 3].map(line).join('\n') });
      const heading = page.locator('form, [role=dialog], section').getByRole('heading', { name: /\.ndjson$/ });
      await heading.waitFor();
      expect((await heading.textContent())!.length).toBeLessThan(200);
      await page.keyboard.press('Escape');
    }
    await expectUnharmed(page, problems);
  });
});

describe('a message from a page that is not the parent', () => {
  const attack = { target: 'tidemark', version: 1, id: 1, do: 'act', action: { do: 'kill', target: 'broker-1' } };

  test.each(['index.html', 'embed.html'])('changes nothing in a window that it opened: %s', async (path) => {
    const { page, problems } = await openWatched('icon.svg', '');
    const { address } = await site();
    await page
      .context()
      .route('**/evil.html', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Evil</title><body>' }),
      );
    await page.goto(`${address}evil.html`);
    const opening = page.context().waitForEvent('page');
    await page.evaluate((target) => {
      Object.assign(window, { opened: window.open(target), answers: [] });
      addEventListener('message', ({ data }) => (window as unknown as { answers: unknown[] }).answers.push(data));
    }, `${path}#scenario=first-event&t=5s`);
    const opened = await opening;
    await expect.poll(() => opened.evaluate('typeof window.tidemark'), soon).toBe('object');
    const flood = (): Promise<void> =>
      page.evaluate((message) => {
        const { opened: target } = window as unknown as { opened: Window };
        for (let i = 0; i < 50; i += 1) target.postMessage(message, '*');
      }, attack);
    await flood();
    await opened.evaluate('window.tidemark.ready');
    await flood();
    expect(await tidemark(opened, 'get', { what: 'time' })).toBe(5000);
    const scenario = await tidemark<{ actions: unknown[] }>(opened, 'get', { what: 'scenario' });
    expect(scenario.actions).toEqual([]);
    expect(await page.evaluate('window.answers')).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('changes nothing from a sandboxed frame beside it, while it loads and after', async () => {
    const { page, problems } = await openWatched('icon.svg', '');
    const { address } = await site();
    const other = `setInterval(() => { for (let i = 0; i < parent.frames.length; i++) parent.frames[i].postMessage(${JSON.stringify(attack)}, '*') }, 5)`;
    const body = `<!doctype html><title>A lesson</title><body>
      <iframe sandbox="allow-scripts" srcdoc="<script>${other.replaceAll('"', '&quot;')}</script>"></iframe>
      <iframe name="one" src="embed.html#scenario=first-event&t=5s"></iframe>
      <iframe name="two" src="embed.html#scenario=first-event&t=5s"></iframe>`;
    await page.context().route('**/lesson.html', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(`${address}lesson.html`);
    const frameOf = (name: string) => page.frames().find((frame) => frame.name() === name)!;
    for (const name of ['one', 'two']) {
      await expect.poll(() => frameOf(name).evaluate('typeof window.tidemark'), soon).toBe('object');
      await frameOf(name).evaluate('window.tidemark.ready');
    }
    // The parent may act, on the frame that it names and on no other.
    const answer = await page.evaluate(
      (message) =>
        new Promise((resolve) => {
          addEventListener('message', ({ data }) => data.id === 1 && resolve(data));
          (window.frames as unknown as Record<string, Window>).two!.postMessage(message, '*');
        }),
      attack,
    );
    expect(answer).toMatchObject({ ok: true });
    const actionsOf = (name: string): Promise<unknown[]> =>
      frameOf(name).evaluate("window.tidemark.get({ what: 'scenario' }).then(({ actions }) => actions)");
    expect(await actionsOf('one')).toEqual([]);
    expect(await actionsOf('two')).toHaveLength(1);
    expect(problems).toEqual([]);
  });
});

describe('the content security policy', () => {
  const policyOf = (page: Page): Promise<string | null> =>
    page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');

  test('holds in the playground through a whole journey', async () => {
    const { page, problems } = await openWatched('index.html', 'scenario=acknowledged-and-gone&t=13s');
    expect(await policyOf(page)).toContain("default-src 'none'; script-src 'self'");
    await page.getByRole('tab', { name: 'Config' }).click();
    await page.locator('.monaco-editor').first().waitFor();
    for (const name of ['Machine', 'Lag', 'Log']) await page.getByRole('tab', { name }).click();
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-3' } });
    await page.keyboard.press('t');
    await page.keyboard.press('t');
    await page.getByRole('button', { name: 'Share' }).click();
    for (const kind of ['Element', 'PNG']) {
      await page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
    }
    await page.getByRole('button', { name: 'Copy PNG' }).click();
    await page.getByText('PNG copied').first().waitFor({ state: 'attached' });
    await page.evaluate(() => {
      location.hash = '';
    });
    await page.getByText('Hot key').first().waitFor();
    await expectUnharmed(page, problems);
  });

  test('holds in an embedded diagram through a whole journey', async () => {
    const controls = 'play,scrub,set:checkout.acks,set:checkout.linger.ms,inject:rate,do:kill';
    const { page, problems } = await openWatched('embed.html', `scenario=hot-key&t=5s&controls=${controls}`);
    expect(await policyOf(page)).toContain("style-src 'self';");
    await page.getByRole('button', { name: 'Play, Space' }).click();
    await page.getByRole('button', { name: 'Pause, Space' }).click();
    await page.getByRole('slider', { name: 'Event rate' }).press('ArrowRight');
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page
      .getByRole('region', { name: 'Diagram' })
      .getByRole('button', { name: /broker 2/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /Kill/ }).click();
    const actions = async (): Promise<string[]> =>
      (await tidemark<{ actions: { do: string }[] }>(page, 'get', { what: 'scenario' })).actions.map((it) => it.do);
    await expect.poll(actions, soon).toEqual(expect.arrayContaining(['workload', 'config', 'kill']));
    await expectUnharmed(page, problems);
  });

  test('holds in the lesson with six diagrams, of which only those on the screen run', async () => {
    const { page, problems } = await openWatched('embed-demo.html', '');
    expect(await policyOf(page)).toContain("script-src 'self'");
    const diagrams = page.locator('tidemark-diagram');
    expect(await diagrams.count()).toBe(6);
    const timesOf = (): Promise<number[]> =>
      Promise.all(
        page
          .frames()
          .filter((frame) => frame.url().includes('embed.html'))
          .map((frame) => frame.evaluate("window.tidemark?.get({ what: 'time' }) ?? 0") as Promise<number>),
      );
    await expect.poll(async () => (await timesOf())[0] ?? 0, soon).toBeGreaterThan(500);
    await diagrams.last().scrollIntoViewIfNeeded();
    await expect.poll(async () => (await timesOf())[5] ?? 0, soon).toBeGreaterThan(500);
    const before = await timesOf();
    await expect.poll(async () => (await timesOf())[5]!, soon).toBeGreaterThan(before[5]! + 300);
    expect((await timesOf()).slice(0, 3)).toEqual(before.slice(0, 3));
    await diagrams.nth(1).evaluate((element) => (element as unknown as { send(it: string): unknown }).send('pause'));
    await page.getByRole('button', { name: 'Go to 3.9 s' }).click();
    await expect.poll(async () => (await timesOf())[1], soon).toBe(3900);
    await page.getByText('2 acknowledged records are lost').waitFor();
    await expectUnharmed(page, problems);
  });
});
