import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { violationsOf } from './axe.ts';
import { closeAll } from './browser.ts';
import { actionCountOf, dropFile, openHome, openNodeMenu, openPlayground, tidemark, timeOf } from './playground.ts';

afterAll(closeAll);

/** A busy machine computes and judges a run in its own time. */
const soon = { timeout: 15_000 };

/** Names of the cards on the page, in their order. */
function cardsOf(page: Page): Promise<string[]> {
  return page.locator('.cards a b').allTextContents();
}

/** The page as it is before a person reads it: nothing of it under 11 px, nothing wider than the screen. */
async function lookOf(page: Page): Promise<{ small: string[]; isTooWide: boolean }> {
  return page.evaluate(() => {
    const small = [...document.querySelectorAll('body *')].flatMap((element) => {
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const box = element.getBoundingClientRect();
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      return hasText && box.width > 1 && size < 11 ? [`${element.className} ${size}`] : [];
    });
    return { small, isTooWide: document.documentElement.scrollWidth > innerWidth };
  });
}

describe('the start page', () => {
  test.each([
    { theme: 'dark', width: 1440, height: 900 },
    { theme: 'light', width: 1440, height: 900 },
    { theme: 'dark', width: 390, height: 844, touch: true },
    { theme: 'light', width: 390, height: 844, touch: true },
    { theme: 'dark', width: 1024, height: 768 },
  ] as const)('is readable and accessible: %o', async (look) => {
    const { page, problems } = await openHome(look);
    await page.getByRole('textbox', { name: 'Paste your config' }).fill('acks=1\nlinger.ms=5');
    await page.getByRole('list', { name: 'What is to be said about it' }).waitFor();
    expect(await lookOf(page)).toEqual({ small: [], isTooWide: false });
    expect(await violationsOf(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('shows every scenario, the first one running and drawn from its run', async () => {
    const { page, problems } = await openHome();
    expect(await page.title()).toBe('Tidemark');
    expect((await cardsOf(page)).length).toBeGreaterThanOrEqual(20);
    expect(await page.locator('.card[data-live] b').textContent()).toBe((await cardsOf(page))[0]);
    const before = await page.locator('.card[data-live] svg').innerHTML();
    await expect.poll(() => page.locator('.card[data-live] svg').innerHTML(), soon).not.toBe(before);
    await page.getByRole('button', { name: /^Pause / }).click();
    const at = await timeOf(page);
    await page.waitForTimeout(300);
    expect(await timeOf(page)).toBe(at);
    expect(problems).toEqual([]);
  });

  test('runs the card that is pointed at, and none that nobody can see', async () => {
    const { page } = await openHome({ width: 390, height: 844 });
    await page.locator('a[data-card=hot-key]').focus();
    await expect.poll(() => page.locator('.card[data-live]').getAttribute('data-card'), soon).toBe('hot-key');
    await page.evaluate(() => scrollTo(0, 0));
    await expect
      .poll(async () => {
        const from = await timeOf(page);
        await page.waitForTimeout(150);
        return (await timeOf(page)) - from;
      }, soon)
      .toBe(0);
  });

  test('stands still at the moment that the card is about for who wants no motion', async () => {
    const { page } = await openHome({ reducedMotion: true });
    const at = await timeOf(page);
    await page.waitForTimeout(300);
    expect(await timeOf(page)).toBe(at);
    expect(await page.locator('.card[data-live] .hue-lost').count()).toBe(2);
  });

  test('is searched by key: slash, words, arrows, Enter, and back', async () => {
    const { page, problems } = await openHome();
    await page.keyboard.press('/');
    await page.keyboard.type('not_enough_replicas');
    await expect.poll(() => cardsOf(page)).toContain('min.insync.replicas above what lives');
    expect((await cardsOf(page)).length).toBeLessThan(5);
    await page.keyboard.press('Escape');
    await page.keyboard.type('restart');
    await expect.poll(() => cardsOf(page).then((cards) => cards.length)).toBeGreaterThan(1);
    expect(
      await page
        .getByRole('status')
        .filter({ hasText: /of \d+ scenarios/ })
        .textContent(),
    ).toMatch(/^\d+ of/);
    await page.keyboard.press('ArrowDown');
    const first = await page.evaluate(() => document.activeElement?.getAttribute('data-card'));
    await page.keyboard.press('ArrowRight');
    const second = await page.evaluate(() => document.activeElement?.getAttribute('data-card'));
    expect(second).not.toBe(first);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Diagram' }).waitFor();
    expect(new URL(page.url()).hash).toBe(`#scenario=${second}`);
    await page.goBack();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-card')), soon).toBe(second);
    expect(await page.getByRole('searchbox').inputValue()).toBe('restart');
    expect(problems).toEqual([]);
  });

  test('is sorted into tracks, and says when nothing fits', async () => {
    const { page } = await openHome();
    await page.getByRole('button', { name: 'Basics' }).click();
    expect(await cardsOf(page)).toEqual(['First event', 'Two groups, one log']);
    await page.getByRole('searchbox').fill('no such thing');
    expect(await cardsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show all scenarios' }).click();
    expect((await cardsOf(page)).length).toBeGreaterThanOrEqual(20);
  });

  test('leads into a scenario and back by its logo', async () => {
    const { page, problems } = await openHome();
    await page.getByRole('link', { name: /^First event/ }).click();
    await page.getByRole('region', { name: 'Verdict' }).waitFor();
    expect(await page.title()).toBe('First event · Tidemark');
    await page.getByRole('link', { name: /start page/ }).click();
    await page.locator('.cards a').first().waitFor();
    expect(await page.title()).toBe('Tidemark');
    expect(problems).toEqual([]);
  });
});

describe('a config of one’s own', () => {
  test('is tried against a killed leader, and the run can be opened', async () => {
    const { page, problems } = await openHome();
    const field = page.getByRole('textbox', { name: 'Paste your config' });
    await field.fill('bootstrap.servers=kafka-1:9092\nacks=1\nenable.idempotence=false');
    await page.getByText('line 2').waitFor();
    await page.getByRole('button', { name: 'Kill the leader with it' }).click();
    await expect.poll(() => page.locator('.paste-answer').textContent(), soon).toMatch(/\d lost/);
    await page.getByRole('button', { name: 'Open this run' }).click();
    await page.getByRole('region', { name: 'Verdict' }).waitFor();
    expect(new URL(page.url()).hash).toMatch(/^#s=/);
    await page.goBack();
    await page.locator('.cards a').first().waitFor();
    expect(await field.inputValue()).toContain('acks=1');
    await field.fill('acks=all');
    await page.getByRole('button', { name: 'Kill the leader with it' }).click();
    await expect.poll(() => page.locator('.paste-answer').textContent(), soon).toMatch(/Nothing lost/);
    expect(problems).toEqual([]);
  });

  test('that Kafka refuses names its line and does not run', async () => {
    const { page } = await openHome();
    await page.getByRole('textbox', { name: 'Paste your config' }).fill('linger.ms=5\nacks=2');
    await page.getByText('line 2').waitFor();
    expect(await page.locator('.paste-lines u[data-severity=error]').textContent()).toBe('acks=2');
    await page.getByRole('button', { name: 'Kill the leader with it' }).click();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    expect(await page.locator('.paste-answer').count()).toBe(0);
  });

  test('of a consumer, as YAML, is tried against a killed consumer', async () => {
    const { page } = await openHome();
    await dropFile(page, { name: 'consumer.yaml', text: 'group.id: invoice\nauto.offset.reset: earliest\n' });
    await page.getByRole('button', { name: 'Kill a consumer with it' }).click();
    await expect.poll(() => page.locator('.paste-answer').textContent(), soon).toMatch(/one of two consumers killed/);
  });

  test('may be a whole scenario, or events', async () => {
    const { page } = await openHome();
    await dropFile(page, { name: 'mine.json', text: '{"version":1,"name":"Mine","topics":{"orders":{}}}' });
    await page.getByRole('region', { name: 'Verdict' }).waitFor();
    expect(await page.title()).toBe('Mine · Tidemark');
    expect(new URL(page.url()).hash).toMatch(/^#s=/);
    await page.goBack();
    await page.locator('.cards a').first().waitFor();
    await dropFile(page, { name: 'orders.csv', text: 'key,value\na,1\nb,2\n' });
    await page.getByRole('form', { name: 'Events' }).waitFor();
    await page.getByRole('button', { name: 'Send these events' }).click();
    await expect.poll(() => page.getByRole('form', { name: 'Events' }).count(), soon).toBe(0);
  });
});

describe('the command palette', () => {
  test('opens by key, finds by letters, acts, and gives the focus back', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await page.getByRole('button', { name: 'Play', exact: false }).first().focus();
    const focused = await page.evaluate(() => document.activeElement?.outerHTML);
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: /Find a command/ });
    await field.waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.outerHTML)).toBe(focused);
    await page.keyboard.press('Control+k');
    await field.waitFor();
    await page.keyboard.type('14.2s');
    const active = await field.getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).textContent()).toContain('Go to 14.200 s');
    await page.keyboard.press('Enter');
    await expect.poll(() => timeOf(page), soon).toBe(14_200);
    await page.keyboard.press('Control+k');
    await field.waitFor();
    await page.keyboard.type('kill');
    await page.keyboard.press('Enter');
    await page.getByRole('form', { name: /Kill/ }).waitFor();
    await page.getByRole('button', { name: /^Add at/ }).click();
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
    await page.keyboard.press('Control+k');
    await field.waitFor();
    await page.keyboard.type('undo');
    await page.keyboard.press('Enter');
    await expect.poll(() => actionCountOf(page), soon).toBe(0);
    expect(problems).toEqual([]);
  });

  test('acts at once on what is pinned', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await openNodeMenu(page, /broker 2/i);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Find a command/ }).waitFor();
    await page.keyboard.type('kill');
    await page.getByRole('option', { name: /^Kill: broker-2/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
  });

  test('opens scenarios from the start page, by a button on a phone', async () => {
    const { page } = await openHome({ width: 390, height: 844, touch: true, theme: 'light' });
    await page.getByRole('button', { name: /^Commands/ }).tap();
    await page.getByRole('combobox', { name: /Find a command/ }).fill('unclean');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('option', { name: /^Unclean election/ }).tap();
    await page.getByRole('region', { name: 'Verdict' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#scenario=unclean-election');
    await page.getByRole('button', { name: 'More' }).tap();
    await page.getByRole('menuitem', { name: /^Commands/ }).tap();
    await page.getByRole('combobox', { name: /Find a command/ }).waitFor();
  });
});

describe('steps back and forth', () => {
  test('by key and by button', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-2' } });
    await page.keyboard.press('Control+z');
    await expect.poll(() => actionCountOf(page), soon).toBe(0);
    await page.keyboard.press('Control+Shift+Z');
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => actionCountOf(page), soon).toBe(0);
    await page.keyboard.press('Control+y');
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
    await page.getByRole('button', { name: 'Undo kill broker-2' }).click();
    await expect.poll(() => actionCountOf(page), soon).toBe(0);
    await page.getByRole('button', { name: 'Redo kill broker-2' }).click();
    await expect.poll(() => actionCountOf(page), soon).toBe(1);
    expect(problems).toEqual([]);
  });
});
