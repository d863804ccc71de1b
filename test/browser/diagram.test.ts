import { afterAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { violationsOf } from './axe.ts';
import { closeAll } from './browser.ts';
import { countOf, openPlayground, tidemark } from './playground.ts';

afterAll(closeAll);

interface Written {
  actions?: Record<string, unknown>[];
}

async function actionsOf(page: Page): Promise<Record<string, unknown>[]> {
  return (await tidemark<Written>(page, 'get', { what: 'scenario' })).actions ?? [];
}

/** A paused playground with the diagram at one moment. */
async function openAt(hash: string, look: Record<string, unknown> = {}): Promise<{ page: Page; problems: string[] }> {
  const { page, problems } = await openPlayground({ hash, ...look });
  await tidemark(page, 'pause');
  await page.locator('.diagram-stage .link').first().waitFor({ state: 'attached' });
  return { page, problems };
}

/** Many brokers in racks, and more partitions than have a row each. */
const large = {
  version: 1,
  name: 'Many partitions',
  seed: 7,
  duration: '12s',
  brokers: { count: 12, racks: Array.from({ length: 12 }, (_, broker) => 'abc'[broker % 3]) },
  topics: { orders: { partitions: 240, replicationFactor: 3 } },
  producers: { checkout: { topic: 'orders', workload: { rate: 300, keys: { count: 2000 } } } },
  groups: { settle: { topics: ['orders'], members: { a: {}, b: {}, c: {} } } },
  actions: [{ do: 'kill', target: 'broker-2', at: 4000 }],
};

async function openLarge(look: Record<string, unknown> = {}): Promise<{ page: Page; problems: string[] }> {
  const { page, problems } = await openPlayground(look);
  await tidemark(page, 'load', { scenario: large });
  await tidemark(page, 'pause');
  await page.locator('.scale-partition').first().waitFor({ state: 'attached' });
  return { page, problems };
}

const diagramOf = (page: Page): Locator => page.getByRole('region', { name: 'Diagram' });

describe('the diagram', () => {
  test('a record under the pointer tells its life from send to commit', async () => {
    const { page } = await openAt('scenario=first-event&t=14s');
    const stage = (await page.locator('.diagram-stage').boundingBox())!;
    const cells = (await page.locator('.diagram-node.diagram-log').first().boundingBox())!;
    await page.mouse.move(stage.x + 420, cells.y + cells.height / 2);
    const card = page.getByLabel(/^Life of orders-\d+ offset \d+$/);
    await card.waitFor();
    const text = await card.textContent();
    for (const step of ['sent by', 'on the wire', 'appended on', 'replicated to', 'visible to readers', 'read by'])
      expect(text).toContain(step);
    expect(text).toMatch(/\+\d+(\.\d)? ms/);
  });

  test('a log opens the life of its partition beside the diagram; everything else is dimmed until Escape', async () => {
    const { page } = await openAt('scenario=first-event&t=14s');
    await diagramOf(page)
      .getByRole('button', { name: /^broker 1/ })
      .focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('f');
    const sheet = page.getByLabel(/^Life of orders-\d+$/);
    await sheet.waitFor();
    expect(await sheet.textContent()).toMatch(/leads, epoch \d+/);
    expect(await page.locator('.diagram .link.cold').count()).toBeGreaterThan(0);
    const moment = sheet.getByRole('button', { name: /\d\.\d{3} s/ }).first();
    await moment.click();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  test('a stroke across links cuts them', async () => {
    const { page } = await openAt('scenario=first-event&t=8s');
    const stage = (await page.locator('.diagram-stage').boundingBox())!;
    const broker = (await diagramOf(page)
      .getByRole('button', { name: /^broker 1/ })
      .boundingBox())!;
    const x = broker.x - 24;
    await page.mouse.move(x, stage.y + 12);
    await page.mouse.down();
    await page.mouse.move(x + 3, stage.y + 300, { steps: 10 });
    await page.getByText(/^Cut checkout–broker 1/).waitFor();
    await page.mouse.up();
    await expect.poll(async () => (await actionsOf(page)).map((it) => it.do)).toContain('isolate');
    const [cut] = await actionsOf(page);
    expect(cut).toMatchObject({ do: 'isolate', target: 'checkout' });
    expect(cut!.from).toContain('broker-1');
    await page.locator('.diagram .link-dead').first().waitFor({ state: 'attached' });
  });

  test('Escape lets a stroke go', async () => {
    const { page } = await openAt('scenario=first-event&t=8s');
    const stage = (await page.locator('.diagram-stage').boundingBox())!;
    const broker = (await diagramOf(page)
      .getByRole('button', { name: /^broker 1/ })
      .boundingBox())!;
    await diagramOf(page)
      .getByRole('button', { name: /^broker 1/ })
      .focus();
    await page.mouse.move(broker.x - 24, stage.y + 12);
    await page.mouse.down();
    await page.mouse.move(broker.x - 20, stage.y + 300, { steps: 6 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.locator('.stroke').waitFor({ state: 'detached' });
    expect(await actionsOf(page)).toEqual([]);
  });

  test('a link is reached and cut by keyboard', async () => {
    const { page } = await openAt('scenario=first-event&t=8s');
    await diagramOf(page)
      .getByRole('button', { name: /^producer checkout/ })
      .focus();
    await page.keyboard.press('ArrowRight');
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(focused).toMatch(/^link: \w+ sends to broker \d$/);
    await page.keyboard.press('Enter');
    await page
      .getByRole('menuitem', { name: /^Cut3 s/ })
      .or(page.getByRole('menuitem', { name: /Cut.*3 s/ }))
      .click();
    await expect.poll(() => actionsOf(page)).toMatchObject([{ do: 'isolate', for: 3000 }]);
  });

  test('+, - and Fit change what is looked at', async () => {
    const { page } = await openAt('scenario=first-event&t=14s');
    const ticks = (): Promise<string> =>
      page
        .locator('.diagram-layer')
        .first()
        .locator('text')
        .allTextContents()
        .then((it) => it.filter((text) => text !== '').join());
    const before = await ticks();
    await diagramOf(page).getByRole('button', { name: 'Nearer' }).click();
    await expect.poll(ticks).not.toBe(before);
    await diagramOf(page).getByRole('button', { name: 'Fit' }).click();
    await expect.poll(ticks).toBe(before);
  });

  test('what a chain of causes speaks of is lit while it is read', async () => {
    const { page } = await openAt('scenario=acknowledged-and-gone&t=14s');
    await expect.poll(() => countOf(page, 'lost after ack'), { timeout: 15_000 }).toBeGreaterThan(0);
    expect(await page.locator('.diagram .cold').count()).toBe(0);
    await page.getByRole('button', { name: /^why\? .* lost after ack/ }).click();
    await expect.poll(() => page.locator('.diagram .cold').count()).toBeGreaterThan(3);
    await page
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await expect.poll(() => page.locator('.diagram .cold').count()).toBe(0);
  });
});

describe('many brokers and partitions', () => {
  test('brokers are rows in their racks, partitions are looked at a few at a time', async () => {
    const { page, problems } = await openLarge();
    await tidemark(page, 'seek', { at: 3000 });
    const brokers = diagramOf(page).getByRole('region', { name: 'Brokers' });
    expect(await brokers.getByRole('button').count()).toBe(12);
    expect(await brokers.getByRole('button', { name: /^broker 1, rack a/ }).count()).toBe(1);
    const title = diagramOf(page).getByRole('region', { name: 'Partitions' }).getByRole('heading');
    expect(await title.textContent()).toMatch(/^Partitions 1 to \d+$/);
    await diagramOf(page).getByRole('button', { name: 'Fit' }).click();
    await expect.poll(() => title.textContent()).toContain('1 to 240');
    expect(problems).toEqual([]);
  });

  test('everything by keyboard: rows, zoom, the frame of what is looked at, a life, the table', async () => {
    const { page } = await openLarge();
    const diagram = diagramOf(page);
    await diagram.getByRole('region', { name: 'Brokers' }).getByRole('button').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^broker 4, rack a/);
    const title = diagram.getByRole('region', { name: 'Partitions' }).getByRole('heading');
    const before = await title.textContent();
    await page.keyboard.press('+');
    await expect.poll(() => title.textContent()).not.toBe(before);
    const frame = diagram.getByRole('slider', { name: 'Partitions in the list' });
    await frame.focus();
    await page.keyboard.press('End');
    await expect.poll(() => title.textContent()).toContain('to 240');
    await diagram.locator('.scale-partition').first().focus();
    await page.keyboard.press('Enter');
    const sheet = page.getByLabel(/^Life of orders-\d+$/);
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.keyboard.press('t');
    await diagram.getByText('1 to 50 of 240').waitFor();
    await diagram.getByRole('button', { name: 'Next' }).click();
    await diagram.getByText('51 to 100 of 240').waitFor();
  });

  test('a broker of the rows can be killed', async () => {
    const { page } = await openLarge();
    await diagramOf(page)
      .getByRole('button', { name: /^broker 7/ })
      .focus();
    await page.keyboard.press('k');
    await expect.poll(async () => (await actionsOf(page)).map((it) => it.target)).toContain('broker-7');
    await diagramOf(page)
      .getByRole('button', { name: /^broker 7.*killed/ })
      .waitFor();
  });

  for (const look of [
    { name: 'dark, desktop', theme: 'dark', width: 1440, height: 900 },
    { name: 'light, desktop', theme: 'light', width: 1440, height: 900 },
    { name: 'dark, phone', theme: 'dark', width: 390, height: 844, touch: true },
    { name: 'light, phone', theme: 'light', width: 390, height: 844, touch: true },
  ] as const) {
    test(`nothing to object to: ${look.name}`, async () => {
      const { page } = await openLarge(look);
      await tidemark(page, 'seek', { at: 3000 });
      if (look.width < 900) {
        await diagramOf(page).getByRole('button', { name: 'Lag', exact: true }).click();
        await diagramOf(page)
          .getByRole('region', { name: /^Lag of/ })
          .waitFor();
      }
      await page.waitForTimeout(400);
      expect(await violationsOf(page)).toEqual([]);
    });
  }
});
