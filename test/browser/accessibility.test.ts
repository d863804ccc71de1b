import { afterAll, describe, expect, test } from 'vitest';
import { violationsOf } from './axe.ts';
import { closeAll } from './browser.ts';
import { countOf, openPlayground, tidemark, timeOf } from './playground.ts';

afterAll(closeAll);

const looks = [
  { name: 'dark, desktop', theme: 'dark', width: 1440, height: 900 },
  { name: 'light, desktop', theme: 'light', width: 1440, height: 900 },
  { name: 'dark, phone', theme: 'dark', width: 390, height: 844, touch: true },
  { name: 'light, phone', theme: 'light', width: 390, height: 844, touch: true },
] as const;

describe('accessibility', () => {
  for (const { name, ...look } of looks) {
    test(`nothing to object to: ${name}`, async () => {
      const { page } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=14s', ...look });
      await expect.poll(() => countOf(page, 'lost after ack'), { timeout: 15_000 }).toBeGreaterThan(0);
      await page.waitForTimeout(500);
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('button', { name: /^why\? .* lost after ack/ }).click();
      await page.getByRole('region', { name: 'Why' }).waitFor();
      await page.waitForTimeout(400);
      expect(await violationsOf(page)).toEqual([]);
    });
  }

  test('everything can be done with the keyboard', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    const focusOn = async (name: RegExp): Promise<void> => {
      for (let press = 0; press < 80; press += 1) {
        await page.keyboard.press('Tab');
        const label = await page.evaluate(() => {
          const { activeElement: element } = document;
          if (element === document.body) return '';
          return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''}`;
        });
        if (name.test(label)) return;
      }
      throw new Error(`Tab never reaches ${String(name)}`);
    };
    await focusOn(/broker 2/i);
    await page.keyboard.press('k');
    await page.getByRole('button', { name: /Undo kill broker-2/ }).waitFor();
    await focusOn(/^Time/);
    await page.keyboard.press('End');
    expect(await timeOf(page)).toBe(60_000);
    await page.keyboard.press('Home');
    expect(await timeOf(page)).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press(']');
    expect(await timeOf(page)).toBe(8000);
    await page.keyboard.press('?');
    await page.getByRole('region', { name: 'Why' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await page.getByRole('table').first().waitFor();
    await page.keyboard.press('t');
    await page.keyboard.press('/');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: /Hot key/ }).waitFor();
  });

  test('says what happens, politely', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-2', at: '8.5s' } });
    await tidemark(page, 'play');
    await expect
      .poll(() => page.locator('[aria-live=polite]').allTextContents(), { timeout: 10_000 })
      .toContainEqual(expect.stringMatching(/8\.500 s: kill broker-2/));
  });

  test('keeps still when asked to, and plays all the same', async () => {
    const { page } = await openPlayground({ reducedMotion: true });
    await page.waitForTimeout(600);
    expect(await timeOf(page)).toBeGreaterThan(100);
    const running = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    );
    expect(running).toBe(0);
  });

  test('has its panels in a drawer on a page of middling width', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s', width: 1024, height: 768 });
    const config = page.getByRole('region', { name: 'Config', exact: true });
    expect(await config.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Panels' }).click();
    await config.waitFor();
    await page.waitForTimeout(400);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Panels' }).click();
    await config.waitFor({ state: 'hidden' });
  });

  test('is one column with a sheet on a phone, and targets are large enough', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s', width: 390, height: 844, touch: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await page.getByRole('tab', { name: 'Inject' }).click();
    await page.getByRole('slider', { name: 'Event rate' }).waitFor();
    for (const name of [/Play/, /Next event/, /Share/, /More/]) {
      const box = (await page.getByRole('button', { name }).first().boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
    }
  });
});
