import { afterAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { violationsOf } from './axe.ts';
import { closeAll } from './browser.ts';
import { openPlayground, tidemark, timeOf } from './playground.ts';

afterAll(closeAll);

const looks = [
  { name: 'dark, desktop', theme: 'dark', width: 1440, height: 900 },
  { name: 'light, phone', theme: 'light', width: 390, height: 844, touch: true },
] as const;

/** Goes back to 8 s and kills a broker there, with keys alone. */
async function actInThePast(page: Page): Promise<void> {
  await tidemark(page, 'seek', { at: '8s' });
  await page
    .getByRole('region', { name: 'Diagram' })
    .getByRole('button', { name: /^broker 2/ })
    .first()
    .focus();
  await page.keyboard.press('k');
  await page.getByRole('button', { name: /^Branch B kill broker-2 on screen, left A at 8\.000 s/ }).waitFor();
}

async function actorsKilled(page: Page): Promise<string[]> {
  const { actions } = await tidemark<{ actions: { target: string }[] }>(page, 'get', { what: 'scenario' });
  return actions.map(({ target }) => target);
}

describe('branches', () => {
  test('acting in the past leaves the branch that was there; both are one key away', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=20s' });
    await actInThePast(page);
    await expect.poll(() => actorsKilled(page)).toEqual(['broker-2']);
    await page.getByRole('button', { name: /^Branch A as it was opened/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Go on with A' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Branch A as it was opened on screen/ }).waitFor();
    await expect.poll(() => actorsKilled(page)).toEqual([]);
    expect(await timeOf(page)).toBe(8000);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.getByRole('list', { name: 'Branches' }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('compared, both are drawn at one moment, and the first difference can be gone to', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=20s' });
    await actInThePast(page);
    await page.getByRole('button', { name: 'Compare A/B' }).focus();
    await page.keyboard.press('Enter');
    const other = page.getByRole('region', { name: 'Branch A', exact: true });
    await other.waitFor();
    await tidemark(page, 'seek', { at: '16s' });
    await expect.poll(() => other.textContent()).toContain('leads orders-1');
    const own = page.getByRole('region', { name: 'Diagram', exact: true });
    expect(await own.textContent()).toContain('killed 8.000 s');
    expect(await other.textContent()).not.toContain('killed');
    const status = page.getByRole('status').filter({ hasText: 'First difference' });
    expect(await status.textContent()).toMatch(/First difference at 8\.000 s.*A goes on without it.*B kill broker-2/);
    await status.getByRole('button', { name: 'Go there' }).click();
    expect(await timeOf(page)).toBe(8000);
    await page.getByRole('button', { name: 'Go on with A' }).click();
    await page.getByRole('region', { name: 'Branch B', exact: true }).waitFor();
    await expect.poll(() => actorsKilled(page)).toEqual([]);
    await page.getByRole('button', { name: 'Compare A/B' }).click();
    await expect.poll(() => page.getByRole('region', { name: 'Branch B', exact: true }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('a link keeps them: it opens with the same two branches', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=20s' });
    await actInThePast(page);
    const link = await tidemark<string>(page, 'get', { what: 'link' });
    expect(link).toContain('&b=');
    const again = await openPlayground({ hash: link });
    await again.page.getByRole('button', { name: /^Branch B kill broker-2 on screen, left A at 8\.000 s/ }).waitFor();
    expect(await actorsKilled(again.page)).toEqual(['broker-2']);
    expect(await timeOf(again.page)).toBe(8000);
  });

  for (const { name, ...look } of looks) {
    test(`nothing to object to where two branches are compared: ${name}`, async () => {
      const { page, problems } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=14s', ...look });
      await tidemark(page, 'seek', { at: '8s' });
      await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-3', for: '3s' } });
      await page.getByRole('button', { name: 'Compare A/B' }).click();
      await page.getByRole('region', { name: 'Branch A', exact: true }).waitFor();
      // The sheet of a phone lies over the lower part of the page.
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await page.waitForTimeout(500);
      expect(await violationsOf(page)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wide).toBe(false);
      expect(problems).toEqual([]);
    });
  }
});
