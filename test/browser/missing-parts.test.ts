import { afterAll, describe, expect, test } from 'vitest';
import { violationsOf } from './axe.ts';
import { closeAll, openPage } from './browser.ts';
import { openPlayground, tidemark, timeOf } from './playground.ts';

afterAll(closeAll);

const looks = [
  { name: 'dark, desktop', theme: 'dark', width: 1440, height: 900 },
  { name: 'light, phone', theme: 'light', width: 390, height: 844 },
] as const;

describe('a part of the page that cannot be fetched', () => {
  for (const { name, ...look } of looks) {
    test(`the playground itself: said in its place, ready is broken, and trying again mends it: ${name}`, async () => {
      const missing = '**/assets/playground-*.js';
      const { page, context } = await openPage({ hash: 'scenario=first-event', missing, ...look });
      const alert = page.getByRole('alert');
      await alert.getByText('The playground could not be fetched.').waitFor();
      expect(await violationsOf(page)).toEqual([]);
      const refused = page.evaluate('window.tidemark.ready.then(() => "ready", (error) => error.message)');
      expect(await refused).toContain('The page could not be shown: ');
      await context.unroute(missing);
      await alert.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('region', { name: 'Diagram' }).waitFor();
      await page.evaluate('window.tidemark.ready');
      expect(await timeOf(page)).toBeGreaterThanOrEqual(0);
    });
  }

  test('a panel: the rest goes on, the run is not lost, and trying again shows it', async () => {
    const missing = '**/assets/lag-*.js';
    const { page, context } = await openPlayground({ missing });
    await tidemark(page, 'pause');
    await page.getByRole('tab', { name: 'Lag' }).click();
    const alerts = page.getByRole('alert').filter({ hasText: 'The lag table could not be fetched.' });
    await alerts.first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await tidemark(page, 'seek', { at: '3s' });
    expect(await timeOf(page)).toBe(3000);
    await page.getByRole('tab', { name: 'Config' }).click();
    await page.getByRole('region', { name: 'Diagram' }).waitFor();
    await context.unroute(missing);
    await page.getByRole('tab', { name: 'Lag' }).click();
    for (let left = await alerts.count(); left > 0; left -= 1) {
      await alerts.first().getByRole('button', { name: 'Try again' }).click();
      await expect.poll(() => alerts.count()).toBe(left - 1);
    }
    await page.getByRole('table').first().waitFor();
    expect(await timeOf(page)).toBe(3000);
  });

  test('what opens over the page says so over the page', async () => {
    const { page } = await openPlayground({ missing: '**/assets/palette-*.js' });
    await page.keyboard.press('Control+k');
    const alert = page.getByRole('alert').filter({ hasText: 'The command palette could not be fetched.' });
    await alert.waitFor();
    const box = (await alert.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(900);
    expect(box.x).toBeGreaterThan(200);
  });

  test('the checks of a config: what is typed stays, is told not to be checked, and acts once they are there', async () => {
    const missing = '**/assets/check-*.js';
    const { page, context } = await openPlayground({ missing, touch: true });
    await tidemark(page, 'pause');
    const text = page.getByRole('textbox', { name: /checkout/ });
    await text.fill('acks=1\n');
    const told = page.getByRole('alert').filter({ hasText: 'The checks of settings could not be fetched.' });
    await told.getByText('Not checked').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await context.unroute(missing);
    const retyped = async (): Promise<string> => {
      await text.fill('acks=1\nlinger.ms=7\n');
      return JSON.stringify(await tidemark(page, 'get', { what: 'scenario' }));
    };
    await expect.poll(retyped, { interval: 1500, timeout: 20_000 }).toMatch(/"linger\.ms":"?7/);
    expect(await told.count()).toBe(0);
  });

  test('what reads a scenario: the page says why nothing runs', async () => {
    const { page } = await openPage({ hash: 'scenario=first-event', missing: '**/assets/prepare-*.js' });
    const told = page.getByRole('alert').filter({ hasText: 'A part of the simulator could not be fetched.' });
    await told.waitFor();
    expect(await page.getByText('Nothing is running.').count()).toBe(1);
  });
});
