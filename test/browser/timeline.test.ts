import { afterAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { violationsOf } from './axe.ts';
import { closeAll } from './browser.ts';
import { openPlayground, tidemark, timeOf } from './playground.ts';

afterAll(closeAll);

/** A pause of a consumer from 12 s to 67 s in a run of 90 s: the only action. */
const paused = 'scenario=consumer-pause-and-zombie&t=70s';

const looks = [
  { name: 'dark, desktop', theme: 'dark', width: 1440, height: 900 },
  { name: 'light, desktop', theme: 'light', width: 1440, height: 900 },
  { name: 'dark, phone', theme: 'dark', width: 390, height: 844, touch: true },
  { name: 'light, phone', theme: 'light', width: 390, height: 844, touch: true },
] as const;

interface Written {
  actions: { do: string; at: number | string; for?: number | string }[];
}

async function actionsOf(page: Page): Promise<Written['actions']> {
  return (await tidemark<Written>(page, 'get', { what: 'scenario' })).actions ?? [];
}

/** Seconds of "25.76s", 25760 or "25760ms". */
function seconds(value: number | string | undefined): number {
  if (typeof value === 'number') return value / 1000;
  return value?.endsWith('ms') ? Number.parseFloat(value) / 1000 : Number.parseFloat(value ?? 'NaN');
}

function chips(page: Page): Locator {
  return page.getByRole('list', { name: 'Actions' }).getByRole('button');
}

/** Presses at a place of the chip and moves sideways in steps, without letting go. */
async function drag(page: Page, chip: Locator, byX: number, from: 'start' | 'end' = 'start'): Promise<void> {
  const box = (await chip.boundingBox())!;
  const x = from === 'start' ? box.x + 14 : box.x + box.width - 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 12; step += 1) await page.mouse.move(x + (byX * step) / 12, y);
}

/** Text of the timeline that is below 11 px, or wider than what it stands in without saying so. */
function unreadable(page: Page): Promise<string[]> {
  return page.getByRole('region', { name: 'Timeline', exact: true }).evaluate((root) =>
    [...root.querySelectorAll('*')].flatMap((element) => {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      if (!own || element.closest('.hidden-text') !== null) return [];
      const style = getComputedStyle(element);
      const size = Number.parseFloat(style.fontSize);
      const isCut =
        element instanceof HTMLElement &&
        style.textOverflow !== 'ellipsis' &&
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 0;
      return size < 11 || isCut ? [`${element.tagName} ${size} ${element.textContent}`] : [];
    }),
  );
}

describe('the timeline', () => {
  for (const { name, ...look } of looks) {
    test(`nothing to object to, whole and zoomed, with a bookmark and a chip's form open: ${name}`, async () => {
      const { page, problems } = await openPlayground({ hash: paused, ...look });
      await chips(page).first().waitFor();
      await page.keyboard.press('b');
      await page.getByRole('button', { name: 'Mark 1, 70.000 s' }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      expect(await unreadable(page)).toEqual([]);
      for (let press = 0; press < 6; press += 1) await page.keyboard.press('+');
      await page.getByRole('slider', { name: 'Window of time' }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press('0');
      await chips(page).first().click();
      await page.getByRole('dialog', { name: /^pause invoice-0/ }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Show the timeline as a table' }).click();
      await page.getByRole('region', { name: 'Timeline as a table' }).getByRole('row').nth(2).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      expect(problems).toEqual([]);
    });
  }

  test('a chip is dragged with the mouse: the run follows, the consequence is said, one step takes it back', async () => {
    const { page, problems } = await openPlayground({ hash: paused });
    const chip = chips(page).first();
    await chip.waitFor();
    await page
      .getByText(/^duplicate-processing|^nothing that breaks|^nothing found/)
      .first()
      .waitFor();
    await drag(page, chip, 150);
    await page.locator('.timeline-ghost').waitFor();
    const held = page.getByTestId('held');
    await expect.poll(() => held.textContent(), { timeout: 15_000 }).toMatch(/^\d\d\.\d{3} s.*(doubled|nothing)/);
    const told = Number.parseFloat((await held.textContent())!);
    expect(told).toBeGreaterThan(20);
    await page.mouse.up();
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.at)).toBeCloseTo(told, 3);
    await held.waitFor({ state: 'detached' });
    expect(await chip.getAttribute('aria-label')).toContain(told.toFixed(3));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.at)).toBe(12);
    expect(problems).toEqual([]);
  });

  test('Escape puts a dragged chip back to where it was', async () => {
    const { page } = await openPlayground({ hash: paused });
    const chip = chips(page).first();
    await chip.waitFor();
    await drag(page, chip, 200);
    await page.locator('.timeline-ghost').waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.at)).toBe(12);
    await expect.poll(() => chip.getAttribute('aria-label')).toContain('at 12.000 s');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('at the edge of a zoomed window the window goes on with the chip, and back', async () => {
    const { page, problems } = await openPlayground({ hash: paused });
    const chip = chips(page).first();
    await chip.waitFor();
    const lane = (await page.locator('.timeline-lane[data-lane="actions"] ul').boundingBox())!;
    const whole = (await chip.boundingBox())!;
    await page.mouse.move(whole.x, lane.y - 60);
    for (let turn = 0; turn < 3; turn += 1) await page.mouse.wheel(0, -240);
    const shown = page.getByRole('slider', { name: 'Window of time' });
    await shown.waitFor();
    const start = (await chip.boundingBox())!.x;
    await drag(page, chip, lane.x + lane.width - start - 20);
    const before = await shown.getAttribute('aria-valuetext');
    // The pointer rests: what moves is the window, and the chip with it.
    await expect.poll(() => shown.getAttribute('aria-valuetext')).not.toBe(before);
    await expect
      .poll(async () => Number.parseFloat((await page.getByTestId('held').textContent())!), { timeout: 15_000 })
      .toBeGreaterThan(80);
    const box = (await chip.boundingBox())!;
    expect(Math.abs(box.x - (lane.x + lane.width - 34))).toBeLessThan(40);
    await page.mouse.move(lane.x + 2, lane.y + 10, { steps: 4 });
    await expect
      .poll(async () => Number.parseFloat((await page.getByTestId('held').textContent())!), { timeout: 15_000 })
      .toBeLessThan(10);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.at)).toBe(12);
    expect(problems).toEqual([]);
  });

  test('its end is stretched, a copy is dragged with Ctrl, and both are objects of their own', async () => {
    const { page } = await openPlayground({ hash: paused });
    const chip = chips(page).first();
    await chip.waitFor();
    await drag(page, chip, -400, 'end');
    await page.mouse.up();
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.for)).toBeLessThan(35);
    expect(seconds((await actionsOf(page))[0]?.at)).toBe(12);
    await page.keyboard.down('Control');
    await drag(page, chip, 600);
    await page.mouse.up();
    await page.keyboard.up('Control');
    await expect.poll(async () => (await actionsOf(page)).length).toBe(2);
    const [first, second] = await actionsOf(page);
    expect(seconds(first!.at)).toBe(12);
    expect(seconds(second!.at)).toBeGreaterThan(45);
    expect(second!.for).toEqual(first!.for);
  });

  test('with a finger on a phone: the chip is held 44 px high, dragged along time, and the page does not scroll', async () => {
    const { page, problems } = await openPlayground({ hash: paused, width: 390, height: 844, touch: true });
    const chip = chips(page).first();
    await chip.waitFor();
    const box = (await chip.boundingBox())!;
    const session = await page.context().newCDPSession(page);
    const touch = (type: string, x: number, y: number): Promise<unknown> =>
      session.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
      });
    // Beside the drawing, but within its hit area.
    const y = box.y - 8;
    await touch('touchStart', box.x + 20, y);
    for (let step = 1; step <= 10; step += 1) await touch('touchMove', box.x + 20 + step * 4, y);
    await page.getByTestId('held').waitFor();
    await touch('touchEnd', 0, 0);
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.at)).toBeGreaterThan(18);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    expect(problems).toEqual([]);
  });

  test('by keyboard alone: move, stretch, duplicate, delete, an exact time; each is said politely', async () => {
    const { page } = await openPlayground({ hash: paused });
    const chip = chips(page).first();
    await chip.focus();
    expect(await chip.getAttribute('aria-description')).toContain('Comma and full stop');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.at)).toBeCloseTo(12.11, 6);
    await page.keyboard.press('.');
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.for)).toBeCloseTo(55.01, 6);
    await expect.poll(() => page.locator('.timeline output').textContent(), { timeout: 5000 }).toContain('for 55');
    await page.keyboard.press('d');
    await expect.poll(async () => (await actionsOf(page)).length).toBe(2);
    expect(await timeOf(page)).toBe(70_000);
    await chips(page).last().focus();
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await actionsOf(page)).length).toBe(1);
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('timeline-chip');
    await page.keyboard.press('Enter');
    const at = page.getByRole('dialog').getByLabel('at', { exact: true });
    await at.fill('20.5');
    await page.keyboard.press('Enter');
    await expect.poll(async () => seconds((await actionsOf(page))[0]?.at)).toBe(20.5);
    await at.fill('nonsense');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Expected 0 to 90 s, got nonsense.').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('timeline-chip');
  });

  test('what waits for an event says so, and stays', async () => {
    const { page } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=14s' });
    const chip = chips(page).first();
    await chip.waitFor();
    const before = await chip.boundingBox();
    await drag(page, chip, 200);
    await page.mouse.up();
    expect(await chip.boundingBox()).toEqual(before);
    await chip.focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').textContent()).toContain(
      'It waits for send.ok number 80 of checkout, so it cannot be dragged',
    );
    expect(await page.getByRole('dialog').getByLabel('at', { exact: true }).isDisabled()).toBe(true);
  });

  test('the wheel zooms about the pointer to single microseconds; keys, brush and axis move the window', async () => {
    const { page, problems } = await openPlayground({ hash: paused });
    const axis = page.locator('.timeline-axis');
    await chips(page).first().waitFor();
    const box = (await axis.boundingBox())!;
    await page.mouse.move(box.x + 400, box.y + 60);
    for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, -240);
    const span = page.getByRole('button', { name: /shown. Show all/ });
    await expect.poll(() => span.textContent()).toBe('10 µs');
    await expect.poll(() => axis.textContent()).toMatch(/\+\d+ µs/);
    const labels = await axis.textContent();
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, 200);
    await page.keyboard.up('Shift');
    await expect.poll(() => axis.textContent()).not.toBe(labels);
    for (let press = 0; press < 12; press += 1) await page.keyboard.press('-');
    await expect.poll(() => span.textContent()).toMatch(/ ms$/);
    const brush = page.getByRole('slider', { name: 'Window of time' });
    const told = await brush.getAttribute('aria-valuetext');
    await brush.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => brush.getAttribute('aria-valuetext')).not.toBe(told);
    const moment = await timeOf(page);
    await page.mouse.move(box.x + 700, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 600, box.y + 8, { steps: 5 });
    await page.mouse.up();
    expect(await timeOf(page)).toBe(moment);
    await page.keyboard.press('0');
    await brush.waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('a zoomed window follows the playhead that plays out of it', async () => {
    const { page } = await openPlayground({ hash: 'scenario=consumer-pause-and-zombie&t=10s' });
    await chips(page).first().waitFor();
    for (let press = 0; press < 11; press += 1) await page.keyboard.press('+');
    const brush = page.getByRole('slider', { name: 'Window of time' });
    const before = Number(await brush.getAttribute('aria-valuenow'));
    await page.keyboard.press('Space');
    await expect.poll(async () => Number(await brush.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
    await page.keyboard.press('Space');
    await page.keyboard.press('Home');
    await expect.poll(async () => Number(await brush.getAttribute('aria-valuenow'))).toBe(0);
  });

  test('bookmarks: marked, stepped to, renamed, removed', async () => {
    const { page } = await openPlayground({ hash: 'scenario=consumer-pause-and-zombie&t=20.125s' });
    await chips(page).first().waitFor();
    await page.keyboard.press('b');
    const flag = page.getByRole('button', { name: 'Mark 1, 20.125 s' });
    await flag.waitFor();
    await page.keyboard.press('Home');
    await expect.poll(() => timeOf(page)).toBe(0);
    for (let press = 0; press < 40 && (await timeOf(page)) < 20_125; press += 1) await page.keyboard.press(']');
    expect(await timeOf(page)).toBe(20_125);
    await page.keyboard.press('End');
    await flag.focus();
    await page.keyboard.press('Enter');
    expect(await timeOf(page)).toBe(20_125);
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Bookmark at 20.125 s' }).fill('the zombie sleeps');
    await page.keyboard.press('Enter');
    const renamed = page.getByRole('button', { name: 'the zombie sleeps, 20.125 s' });
    await renamed.focus();
    await page.keyboard.press('Delete');
    await renamed.waitFor({ state: 'detached' });
  });

  test('keys of the transport act from the head of the slider, from a chip and from a tab', async () => {
    const { page } = await openPlayground({ hash: paused });
    await chips(page).first().waitFor();
    const head = page.getByRole('slider', { name: 'Time', exact: true });
    await head.focus();
    await page.keyboard.press('ArrowUp');
    expect(await timeOf(page)).toBe(70_010);
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await timeOf(page)).toBe(69_910);
    await page.keyboard.press('[');
    expect(await timeOf(page)).toBeLessThan(69_910);
    await page.keyboard.press('Home');
    expect(await timeOf(page)).toBe(0);
    await page.getByRole('tab', { name: 'Lag', exact: true }).focus();
    await page.keyboard.press('End');
    await chips(page).first().focus();
    await page.keyboard.press(']');
    await page.keyboard.press('Home');
    expect(await timeOf(page)).toBe(0);
  });

  test('signals are told at the moment on screen, and can be hidden', async () => {
    const { page } = await openPlayground({ hash: 'scenario=consumer-pause-and-zombie&t=40s' });
    const lag = page.getByRole('button', { name: /^lag of invoice \d+ records, \d+\.\d s$/ });
    await lag.waitFor();
    const { groups } = await tidemark<{ groups: Record<string, { lag: Record<string, number> }> }>(page, 'get', {
      what: 'result',
    });
    const sum = Object.values(groups.invoice!.lag).reduce((total, it) => total + it, 0);
    expect(await lag.textContent()).toContain(`lag of invoice ${sum} records`);
    await lag.click();
    expect(await lag.getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('button', { name: /^end to end p50/ }).waitFor();
    await page.getByRole('button', { name: /^p99/ }).waitFor();
  });
});
