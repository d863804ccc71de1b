import { afterAll, describe, expect, test } from 'vitest';
import { violationsOf } from './axe.ts';
import { closeAll, openPage } from './browser.ts';
import { actionCountOf, dropFile, openHome, openPlayground, tidemark, timeOf } from './playground.ts';

afterAll(closeAll);

/** A busy machine computes and judges a run in its own time. */
const soon = { timeout: 15_000 };

describe('work in progress', () => {
  test('survives a reload, with its steps, its moment and what is half typed', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-2' } });
    await tidemark(page, 'seek', { at: '11s' });
    await page.waitForSelector('.editor[data-monaco]');
    await page.locator('.monaco-editor .view-line', { hasText: 'acks=all' }).click();
    await page.keyboard.press('End');
    await page.keyboard.type('x');
    await page.getByText('not applied yet').waitFor();
    await page.reload();
    await page.evaluate('window.tidemark.ready');
    expect(await actionCountOf(page)).toBe(1);
    expect(await timeOf(page)).toBe(11_000);
    await page.getByText('Back where you were, with 1 change').waitFor();
    await expect.poll(() => page.getByRole('region', { name: 'Config' }).textContent(), soon).toContain('acks=allx');
    await page.getByRole('button', { name: 'Undo kill broker-2' }).click();
    await expect.poll(() => actionCountOf(page), soon).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('keeps the form of an action that is being filled in', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Find a command/ }).fill('pause');
    await page.getByRole('option', { name: /^Pause …/ }).click();
    await page.getByRole('form').getByLabel(/^for/).fill('7s');
    await page.reload();
    await page.evaluate('window.tidemark.ready');
    await expect.poll(() => page.getByRole('form').getByLabel(/^for/).inputValue(), soon).toBe('7s');
  });

  test('asks for a file of events again, and goes on with every step', async () => {
    const file = { name: 'orders.csv', text: 'key,value\na,1\nb,2\nc,3\n' };
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=1s' });
    const send = async (): Promise<void> => {
      await dropFile(page, file);
      const form = page.getByRole('form', { name: 'Events' });
      await page.getByRole('button', { name: 'Send these events' }).click();
      await expect.poll(() => form.count(), soon).toBe(0);
    };
    await send();
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-2', at: '2s' } });
    await page.reload();
    await page.evaluate('window.tidemark.ready');
    await page.getByText('Files of events are not kept: give it the file again.').waitFor();
    await page.getByText(/orders\.csv is needed/).waitFor();
    await send();
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
    await page.getByRole('button', { name: 'Undo kill broker-2' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('belongs to one tab: a second one goes on with a copy, and neither loses anything', async () => {
    const { page, context, problems } = await openPlayground({ hash: 'scenario=first-event' });
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-2', at: '2s' } });
    await page.reload();
    await page.evaluate('window.tidemark.ready');
    await page.getByText('Back where you were, with 1 change.').waitFor();
    // As the browser's own "duplicate the tab" does it: with the entry's state.
    const state = await page.evaluate(() => JSON.stringify(history.state));
    const second = await context.newPage();
    await second.goto(page.url());
    await second.evaluate('window.tidemark.ready');
    await Promise.all([
      second.waitForEvent('load'),
      second.evaluate((text) => {
        history.replaceState(JSON.parse(text), '');
        // The page that is being left must not name its own work again.
        history.replaceState = () => undefined;
        location.reload();
      }, state),
    ]);
    await second.evaluate('window.tidemark.ready');
    await second.getByText('This work is open in another tab: here it goes on as a copy.').waitFor();
    expect(await actionCountOf(second)).toBe(1);
    for (const at of ['3s', '4s']) await tidemark(second, 'act', { action: { do: 'kill', target: 'broker-3', at } });
    await second.reload();
    await second.evaluate('window.tidemark.ready');
    expect(await actionCountOf(second)).toBe(3);
    await page.reload();
    await page.evaluate('window.tidemark.ready');
    expect(await actionCountOf(page)).toBe(1);
    expect(await page.getByText('open in another tab').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('is begun anew by choosing the same scenario, and is not lost by that', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event' });
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-2', at: '2s' } });
    await page.getByRole('button', { name: /^Scenario First event/ }).click();
    await page.getByRole('menuitemcheckbox', { name: /^First event/ }).click();
    await page.getByText('You worked on this before: 1 change').waitFor();
    expect(await actionCountOf(page)).toBe(0);
    await page.goBack();
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
  });

  test('is offered at the start page and beside a link, and is back by the back button', async () => {
    const { page, problems } = await openHome();
    await page.getByRole('link', { name: /^First event/ }).click();
    await page.getByRole('region', { name: 'Verdict' }).waitFor();
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-2' } });
    await page.goBack();
    const kept = page.getByRole('region', { name: 'Continue where you were' });
    await kept.getByRole('button', { name: /First event.*1 change/ }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.goForward();
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
    await page.getByRole('link', { name: /start page/ }).click();
    await page.getByRole('link', { name: /^First event/ }).click();
    await page.getByText('You worked on this before: 1 change').waitFor();
    expect(await actionCountOf(page)).toBe(0);
    await page.getByRole('button', { name: 'Go on with it' }).click();
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
    expect(problems).toEqual([]);
  });

  test('that cannot be read is put aside and said so', async () => {
    const { page } = await openPage({ path: 'icon.svg' });
    await page.evaluate(() => localStorage.setItem('tidemark.work.x', '<img src=x onerror=alert(1)>'));
    await page.goto(page.url().replace('icon.svg', ''));
    await page.evaluate('window.tidemark.ready');
    await page.getByText(/Kept work could not be read and is put aside/).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('tidemark.aside.x'))).toContain('onerror');
  });
});
