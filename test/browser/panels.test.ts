import { afterAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { violationsOf } from './axe.ts';
import { closeAll } from './browser.ts';
import { openPlayground, tidemark, timeOf } from './playground.ts';

afterAll(closeAll);

/** Text of the named region that is wider than what it stands in, or smaller than 11 px. */
function unreadable(page: Page, region: string): Promise<string[]> {
  return page.getByRole('region', { name: region, exact: true }).evaluate((root) =>
    [...root.querySelectorAll('*')].flatMap((element) => {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      // A text button's target for a finger is wider than its text.
      if (!own || element.closest('.hidden-text, select, .text-button')) return [];
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      const isCut =
        element instanceof HTMLElement && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      return size < 11 || isCut ? [`${element.tagName} ${size} ${element.textContent}`] : [];
    }),
  );
}

const looks = [
  { name: 'dark, desktop', theme: 'dark', width: 1440, height: 900 },
  { name: 'light, desktop', theme: 'light', width: 1440, height: 900 },
  { name: 'dark, phone', theme: 'dark', width: 390, height: 844, touch: true },
  { name: 'light, phone', theme: 'light', width: 390, height: 844, touch: true },
] as const;

describe('panels', () => {
  for (const { name, ...look } of looks) {
    test(`nothing to object to in machine, lag and log: ${name}`, async () => {
      const { page, problems } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=14s', ...look });
      for (const [tab, region] of [
        ['Machine', 'Machine, its last steps'],
        ['Lag', 'Groups'],
        ['Log', 'Log'],
      ] as const) {
        await page.getByRole('tab', { name: tab, exact: true }).click();
        await page.getByRole('region', { name: region, exact: true }).waitFor();
        await page.waitForTimeout(400);
        expect(await violationsOf(page)).toEqual([]);
        expect(await unreadable(page, region)).toEqual([]);
      }
      expect(problems).toEqual([]);
    });
  }

  test('no text of a statechart is wider than its box, whosever machine it is', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s&panel=machine' });
    const choice = page.getByRole('combobox', { name: 'Whose machine' });
    await choice.waitFor();
    const actors = await choice.evaluate((it) => [...(it as HTMLSelectElement).options].map(({ value }) => value));
    expect(actors.length).toBeGreaterThan(10);
    for (const actor of actors) {
      await choice.selectOption(actor);
      await page.locator('.machine-chart').waitFor();
      const wide = await page.locator('.machine-state').evaluateAll((boxes) =>
        boxes.flatMap((it) => {
          const frame = it.querySelector('rect')!.getBoundingClientRect();
          const texts = [...it.querySelectorAll('text')].filter(
            (text) => text.getBoundingClientRect().right > frame.right,
          );
          return texts.map(({ textContent }) => textContent);
        }),
      );
      expect({ actor, wide }).toEqual({ actor, wide: [] });
    }
  });

  test('a link opens the machine; what is chosen in the list is what is drawn, and a step is a jump', async () => {
    const { page } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=14s&panel=machine' });
    await page.getByRole('combobox', { name: 'Whose machine' }).selectOption({ label: 'broker 1' });
    await page.getByRole('img', { name: 'broker 1, in Down' }).waitFor();
    const steps = page.getByRole('list', { name: /Last transitions/ });
    await steps.getByRole('button', { name: /^why\? Down/ }).click();
    await expect.poll(() => steps.textContent()).toContain('kill leader(orders-0)');
    await steps.getByRole('button', { name: /^Go to 15\./ }).click();
    expect(await timeOf(page)).toBeGreaterThan(15_000);
    await page.getByRole('img', { name: 'broker 1, in Starting' }).waitFor();
    await page.getByRole('button', { name: 'Back to the diagram' }).click();
    await page.getByRole('region', { name: 'Diagram', exact: true }).waitFor();
  });

  test('by keyboard: T shows the tables behind chart and heat', async () => {
    const { page } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=14s&panel=machine' });
    await page.getByRole('img', { name: /^invoice, in/ }).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('table', { name: 'Transitions of the definition' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('t');
    await page.getByRole('tab', { name: 'Lag', exact: true }).click();
    await page.getByRole('button', { name: 'Over time' }).click();
    const plot = page.getByRole('application', { name: /^Lag over time/ });
    await plot.focus();
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(() => page.locator('.heat-readout').textContent())
      .toMatch(/^orders-0 at 1\d\.\d+ s: \d+ records?$/);
    await page.keyboard.press('Enter');
    expect(await timeOf(page)).not.toBe(14_000);
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('t');
    await page.getByRole('table', { name: /^Lag in records/ }).waitFor();
  });

  test('K-MET-3: the lag on screen is that of the result', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=20s&panel=lag' });
    const { groups } = await tidemark<{ groups: Record<string, { lag: Record<string, number> }> }>(page, 'get', {
      what: 'result',
    });
    const rows = page.getByRole('table', { name: 'Lag of invoice by partition' }).getByRole('row');
    await expect.poll(() => rows.count()).toBe(4);
    const shown = await rows.evaluateAll((all) =>
      all.slice(1).map((row) => [row.children[0]!.textContent, Number.parseInt(row.children[5]!.textContent, 10)]),
    );
    expect(Object.fromEntries(shown)).toEqual(groups.invoice!.lag);
  });

  test('the log draws what is seen, whatever its length, and scrolls to its first line', async () => {
    const { page } = await openPlayground({ hash: 'scenario=two-groups-one-log&t=40s&panel=log' });
    await page.getByRole('button', { name: 'Every row' }).click();
    const lines = page.getByRole('region', { name: 'Lines of the log' });
    await expect.poll(() => page.locator('.log-count').textContent()).toMatch(/^\d,\d{3} lines/);
    expect(await lines.getByRole('listitem').count()).toBeLessThan(100);
    await lines.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await expect.poll(() => lines.getByRole('listitem').last().textContent()).toContain('the run begins');
  });

  test('every file of settings is seen at 1440', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    const row = page.getByRole('tablist', { name: 'Files' });
    const box = (await row.boundingBox())!;
    for (const tab of await row.getByRole('tab').all()) {
      const own = (await tab.boundingBox())!;
      expect(own.x + own.width).toBeLessThanOrEqual(box.x + box.width);
      expect(own.y + own.height).toBeLessThanOrEqual(box.y + box.height);
    }
  });
});
