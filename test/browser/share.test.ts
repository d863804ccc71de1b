import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { violationsOf } from './axe.ts';
import { closeAll, site } from './browser.ts';
import { openPlayground, tidemark } from './playground.ts';

afterAll(closeAll);

const soon = { timeout: 15_000 };

const hostileName = `../../CON <img src=x onerror="window.ran=1"> ]]> \u202Egnp.exe & ${'x'.repeat(80)}`;

async function openShare(page: Page, kind?: string): Promise<void> {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('dialog', { name: 'Share' }).waitFor();
  if (kind !== undefined) await page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
}

const shown = (page: Page): Promise<string> => page.getByRole('textbox', { name: /to copy$/ }).inputValue();

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

async function saved(page: Page): Promise<{ name: string; content: Buffer }> {
  const button = page.getByRole('dialog', { name: 'Share' }).getByRole('button', { name: 'Download' });
  const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, button.click()]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

/** What an XML reader of the page makes of a file. */
function anatomyOf(page: Page, svg: string): Promise<Record<string, unknown>> {
  return page.evaluate(async (text) => {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await image.decode();
    const attributes = [...root.querySelectorAll('*')].flatMap((element) => [...element.attributes]);
    return {
      root: root.tagName,
      title: root.querySelector(':scope > title')?.textContent,
      description: root.querySelector(':scope > desc')?.textContent,
      active: root.querySelectorAll('script, foreignObject, image, use, a, style').length,
      unresolved: attributes.filter(({ name, value }) => name === 'class' || value.includes('var(')).length,
      listening: attributes.filter(({ name }) => name.startsWith('on') || name.endsWith('href')).length,
      ground: root.querySelector('rect')?.getAttribute('fill'),
      words: root.textContent,
      size: [image.naturalWidth, image.naturalHeight],
    };
  }, svg);
}

describe('sharing a run', () => {
  test('one press copies the link; every other form is one choice away, by keyboard too', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=13s' });
    await expect.poll(() => tidemark(page, 'get', { what: 'time' }), soon).toBe(13_000);
    await page.getByRole('button', { name: 'Share' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Share' }).waitFor();
    expect(await clipboard(page)).toBe(await page.evaluate(() => location.href));
    const texts: Record<string, string> = {};
    for (const kind of ['Markdown', 'Element', 'iframe']) {
      await page.keyboard.press('ArrowDown');
      expect(await page.getByRole('radio', { name: kind, exact: true }).isChecked()).toBe(true);
      texts[kind] = await shown(page);
    }
    for (const kind of ['JSON', 'Command']) {
      await page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
      await page.getByRole('button', { name: /^Copy / }).click();
      await expect.poll(() => clipboard(page), soon).toBe(await shown(page));
      texts[kind] = await shown(page);
    }
    expect(texts.Markdown).toMatch(/^\[Acknowledged and gone: 2 lost after ack up to 13\.000 s\]\(http.*t=13s\)$/);
    expect(texts.Element).toContain('scenario="acknowledged-and-gone"');
    expect(texts.iframe).toContain('embed.html#scenario=acknowledged-and-gone&amp;t=13s');
    expect(JSON.parse(texts.JSON!)).toMatchObject({ version: 1, name: 'Acknowledged and gone' });
    expect(texts.Command).toBe('npx tidemark run acknowledged-and-gone --until 13s');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('Share');
    expect(problems).toEqual([]);
  });

  test('the code of an element shows the same run in another page, with the chosen controls and stretch', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=8s' });
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-3', at: '7s' } });
    await openShare(page, 'Element');
    await page.getByRole('checkbox', { name: 'checkout.acks' }).check();
    await page.getByRole('checkbox', { name: 'Kill the leader' }).check();
    await page.getByRole('textbox', { name: 'from', exact: true }).fill('6');
    await page.getByRole('textbox', { name: 'to', exact: true }).fill('soon');
    await page.getByRole('alert').filter({ hasText: 'to: expected a duration' }).waitFor();
    await page.getByRole('textbox', { name: 'to', exact: true }).fill('9s');
    const code = await shown(page);
    expect(code).toContain('controls="play,scrub,set:checkout.acks,do:kill"');
    const { address } = await site();
    const body = `<!doctype html><title>A lesson</title><body>${code}</body>`;
    await page.context().route('**/lesson.html', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(`${address}lesson.html`);
    const frame = page.frameLocator('tidemark-diagram iframe');
    await frame.getByRole('button', { name: 'Kill the leader' }).waitFor();
    await frame.getByRole('button', { name: 'all', exact: true }).waitFor();
    const ask = (command: string, fields: object): Promise<unknown> =>
      page
        .locator('tidemark-diagram')
        .evaluate(
          (element, [name, more]) =>
            (element as unknown as { send(name: string, more: object): Promise<unknown> }).send(
              name as string,
              more as object,
            ),
          [command, fields] as const,
        );
    expect(await ask('get', { what: 'time' })).toBe(8000);
    expect(JSON.stringify(await ask('get', { what: 'scenario' }))).toContain('broker-3');
    expect(await ask('seek', { at: '20s' })).toMatchObject({ time: 9000 });
    expect(problems).toEqual([]);
  });

  test.each(['dark', 'light'] as const)('a picture stands for itself: %s', async (theme) => {
    const { page, problems } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=13s', theme });
    await openShare(page, 'SVG');
    await page.getByRole('img', { name: /2 lost after ack/ }).waitFor();
    const { name, content } = await saved(page);
    expect(name).toBe('acknowledged-and-gone-at-13000-ms.svg');
    const anatomy = await anatomyOf(page, content.toString());
    expect(anatomy).toMatchObject({
      root: 'svg',
      title: 'Acknowledged and gone, 13.000 s',
      active: 0,
      unresolved: 0,
      listening: 0,
      ground: theme === 'dark' ? '#0b0e10' : '#f5f6f5',
    });
    expect(anatomy.description).toContain('2 lost after ack up to 13.000 s');
    expect(anatomy.words).toContain('acked, on no other disk');
    expect(content.length).toBeLessThan(60_000);
    expect(problems).toEqual([]);
  });

  test('PNG is twice as large, on the clipboard and as a file', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=5s' });
    await openShare(page, 'PNG');
    const image = page.getByRole('dialog', { name: 'Share' }).getByRole('img');
    await image.waitFor();
    await page.getByRole('button', { name: 'Copy PNG' }).click();
    const types = (): Promise<string[]> =>
      page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => [...item.types]));
    await expect.poll(types, soon).toEqual(['image/png']);
    const { name, content } = await saved(page);
    expect(name).toMatch(/\.png$/);
    expect(content.subarray(1, 4).toString()).toBe('PNG');
    expect(content.readUInt32BE(16)).toBe(2 * Number(await image.getAttribute('width')));
    expect(content.readUInt32BE(20)).toBe(2 * Number(await image.getAttribute('height')));
    expect(problems).toEqual([]);
  });

  test('a large cluster has a picture too', async () => {
    const { page, problems } = await openPlayground();
    const scenario = {
      version: 1,
      name: 'Thirty brokers',
      duration: '4s',
      brokers: { count: 30 },
      topics: { orders: { partitions: 300, replicationFactor: 3 } },
      producers: { checkout: { topic: 'orders', workload: { rate: 50 } } },
      groups: { invoice: { topics: ['orders'] } },
    };
    await tidemark(page, 'load', { scenario });
    await tidemark(page, 'seek', { at: '3s' });
    await openShare(page, 'SVG');
    const { content } = await saved(page);
    const anatomy = await anatomyOf(page, content.toString());
    expect(anatomy).toMatchObject({ root: 'svg', active: 0, unresolved: 0, listening: 0 });
    expect(anatomy.words).toContain('30 of 30 brokers up · 300 partitions');
    expect(anatomy.words).toContain('Lag of invoice');
    expect(problems).toEqual([]);
  });

  test('no name of a scenario gets out of a code, a picture or a file name', async () => {
    const { page, problems } = await openPlayground();
    const scenario = { ...(await tidemark<object>(page, 'get', { what: 'scenario' })), name: hostileName };
    await tidemark(page, 'load', { scenario });
    await tidemark(page, 'seek', { at: '5s' });
    await openShare(page, 'SVG');
    const svg = await saved(page);
    expect(svg.name).toMatch(/^tidemark-con-[\w-]+\.svg$/);
    const anatomy = await anatomyOf(page, svg.content.toString());
    expect(anatomy).toMatchObject({ root: 'svg', active: 0, listening: 0 });
    await page.getByRole('radio', { name: 'JSON', exact: true }).check({ force: true });
    const json = await saved(page);
    expect(json.name).toMatch(/^tidemark-con-[\w-]+\.json$/);
    expect(JSON.parse(json.content.toString())).toMatchObject({ name: hostileName });
    for (const kind of ['Element', 'iframe']) {
      await page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
      const parts = await page.evaluate(
        (code) => {
          const parsed = new DOMParser().parseFromString(code, 'text/html');
          return [...parsed.body.querySelectorAll('*'), ...parsed.head.querySelectorAll('*')].map(({ tagName }) =>
            tagName.toLowerCase(),
          );
        },
        await shown(page),
      );
      expect(parts.toSorted()).toEqual(kind === 'iframe' ? ['iframe'] : ['a', 'script', 'tidemark-diagram']);
    }
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    expect(problems).toEqual([]);
  });

  test.each([
    ['dark', 1440, 900],
    ['light', 390, 844],
  ] as const)('has nothing to object to: %s, %d', async (theme, width, height) => {
    const { page, problems } = await openPlayground({
      hash: 'scenario=acknowledged-and-gone&t=13s',
      ...{ theme, width, height },
    });
    for (const kind of ['Element', 'SVG']) {
      if ((await page.getByRole('dialog').count()) === 0) await openShare(page, kind);
      else await page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
      await page.getByRole('button', { name: /^Copy / }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      const box = (await page.getByRole('dialog', { name: 'Share' }).boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
    }
    expect(problems).toEqual([]);
  });
});
