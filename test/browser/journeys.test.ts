import { afterAll, describe, expect, test } from 'vitest';
import { closeAll } from './browser.ts';
import { countOf, dropFile, openNodeMenu, openPlayground, tidemark, timeOf } from './playground.ts';

afterAll(closeAll);

/** A busy machine computes and judges a run in its own time. */
const soon = { timeout: 15_000 };

interface RunResult {
  partitions: Record<string, { leader: number | null }>;
  traceHash: string;
  scenario: { actions: { do: string }[]; topics: Record<string, { partitions: number }> };
}

const resultOf = (page: Parameters<typeof tidemark>[0]): Promise<RunResult> =>
  tidemark(page, 'get', { what: 'result' });

describe('the playground', () => {
  test('runs without being asked to', async () => {
    const { page, problems } = await openPlayground();
    const before = await timeOf(page);
    await page.waitForTimeout(400);
    expect(await timeOf(page)).toBeGreaterThan(before);
    expect(
      await page
        .getByRole('region', { name: 'Diagram' })
        .getByRole('button', { name: /broker/i })
        .count(),
    ).toBeGreaterThanOrEqual(3);
    expect(problems).toEqual([]);
  });

  test('names its regions', async () => {
    const { page } = await openPlayground();
    for (const name of ['Diagram', 'Verdict', 'Timeline', 'Transport', 'Config', 'Inject']) {
      expect(await page.getByRole('region', { name, exact: true }).isVisible()).toBe(true);
    }
    await page.getByRole('tab', { name: 'Log' }).click();
    await page.getByRole('region', { name: 'Log', exact: true }).waitFor();
  });

  test('kills a broker from its menu: leaders move after the detection time, not sooner', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=10s' });
    await openNodeMenu(page, /broker 2/i);
    await page.getByRole('menuitem', { name: /^Kill/ }).click();
    await page.getByRole('button', { name: /Undo kill broker-2/ }).waitFor();
    await tidemark(page, 'seek', { at: '12s' });
    expect((await resultOf(page)).partitions['orders-1'].leader).toBe(2);
    await tidemark(page, 'seek', { at: '25s' });
    await expect.poll(async () => (await resultOf(page)).partitions['orders-1'].leader, soon).toBeOneOf([1, 3]);
    await page.getByRole('button', { name: /Undo/ }).click();
    await expect.poll(async () => (await resultOf(page)).scenario.actions.length, soon).toBe(0);
    expect(problems).toEqual([]);
  });

  test('acks=1 loses what acks=all keeps, and says why', async () => {
    const { page } = await openPlayground({ hash: 'scenario=acknowledged-and-gone&t=3s' });
    await tidemark(page, 'seek', { at: '20s' });
    await expect.poll(() => countOf(page, 'lost after ack'), soon).toBeGreaterThan(0);
    await page.getByRole('button', { name: /^why\? .* lost after ack/ }).click();
    const why = page.getByRole('region', { name: 'Why' });
    expect(await why.getByRole('listitem').count()).toBeGreaterThanOrEqual(3);
    const moment = why.getByRole('button', { name: /^Go to/ }).first();
    const wanted = Number((await moment.textContent())!) * 1000;
    await moment.click();
    expect(Math.abs((await timeOf(page)) - wanted)).toBeLessThan(1);
    await tidemark(page, 'set', { target: 'checkout', config: { acks: 'all' }, from: 'start' });
    await tidemark(page, 'seek', { at: '20s' });
    await expect.poll(() => countOf(page, 'lost after ack'), soon).toBe(0);
  });

  test('an edit in Monaco acts from now', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await page.waitForSelector('.editor[data-monaco]');
    await page.locator('.monaco-editor .view-line', { hasText: 'acks=all' }).click();
    await page.keyboard.press('End');
    for (let key = 0; key < 3; key += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('1');
    await page.getByRole('button', { name: /Undo set acks=1 on checkout/ }).waitFor();
    await expect
      .poll(async () => (await resultOf(page)).scenario.actions, soon)
      .toMatchObject([{ do: 'config', at: 8000, set: { acks: '1' } }]);
    expect(problems).toEqual([]);
  });

  test('with acks=1 and slow replicas the next kill loses acknowledged records', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await page.waitForSelector('.editor[data-monaco]');
    for (const file of ['checkout', 'mobile']) {
      await page.getByRole('tab', { name: file }).click();
      await page.locator('.monaco-editor .view-line', { hasText: 'acks=all' }).click();
      await page.keyboard.press('End');
      for (let key = 0; key < 3; key += 1) await page.keyboard.press('Backspace');
      await page.keyboard.type('1');
      await page.getByRole('button', { name: new RegExp(`Undo set acks=1 on ${file}`) }).waitFor();
    }
    const delay = page.getByRole('textbox', { name: 'Replica link delay' });
    await delay.fill('1500');
    await delay.press('Enter');
    await page.getByRole('button', { name: /Undo link broker-1 to broker-2: delay 1.5 s/ }).waitFor();
    await tidemark(page, 'seek', { at: '12s' });
    await openNodeMenu(page, /broker 3/i);
    await page.getByRole('menuitem', { name: /^Kill/ }).click();
    await page.getByRole('button', { name: /Undo kill broker-3/ }).waitFor();
    await tidemark(page, 'seek', { at: '30s' });
    await expect.poll(() => countOf(page, 'lost after ack'), { timeout: 10_000 }).toBeGreaterThan(0);
  });

  test('a bad value is named with its place, and the run stays the last valid one', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=8s' });
    await page.waitForSelector('.editor[data-monaco]');
    const before = await tidemark<string>(page, 'get', { what: 'traceHash' });
    await page.locator('.monaco-editor .view-line', { hasText: 'acks=all' }).click();
    await page.keyboard.press('End');
    for (let key = 0; key < 3; key += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    const alert = page.getByRole('region', { name: 'Config' }).getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('producers.checkout.config.acks');
    expect(await tidemark<string>(page, 'get', { what: 'traceHash' })).toBe(before);
    expect(await page.locator('.monaco-editor').textContent()).toContain('acks=2');
  });

  test('a fader changes what comes next', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=10s' });
    const rate = page.getByRole('slider', { name: 'Event rate' });
    await rate.focus();
    for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await resultOf(page)).scenario.actions.length, soon).toBeGreaterThan(0);
    await tidemark(page, 'seek', { at: '20s' });
    // Without the fader it would be 120: two producers of three records a second.
    await expect.poll(() => countOf(page, 'acknowledged'), soon).toBeGreaterThan(150);
  });

  test('pauses, steps, slows down and goes back', async () => {
    const { page } = await openPlayground();
    await page.getByRole('button', { name: 'Pause, Space' }).click();
    const paused = await timeOf(page);
    await page.waitForTimeout(200);
    expect(await timeOf(page)).toBe(paused);
    const stepped = await tidemark<{ time: number; playing: boolean }>(page, 'step');
    expect(stepped).toMatchObject({ playing: false });
    expect(stepped.time).toBeGreaterThan(paused);
    await tidemark(page, 'seek', { at: '20s' });
    await tidemark(page, 'speed', { value: 0.05 });
    await page.keyboard.press('Space');
    await expect.poll(() => timeOf(page), soon).toBeGreaterThan(20_000);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play, Space' }).waitFor();
    const slow = (await timeOf(page)) - 20_000;
    expect(slow).toBeGreaterThan(0);
    expect(slow).toBeLessThan(500);
    const head = page.getByRole('slider', { name: 'Time', exact: true });
    await head.focus();
    for (let step = 0; step < 100; step += 1) await page.keyboard.press('Shift+ArrowLeft');
    expect(await timeOf(page)).toBeCloseTo(20_000 + slow - 10_000, 0);
    expect(await head.getAttribute('aria-valuetext')).toMatch(/^1\d\.\d{3}( \d{3})? s$/);
  });

  test('shows the moment that was asked for, also in the breath after a pause', async () => {
    const { page } = await openPlayground({ hash: 'scenario=hot-partition' });
    const ends = async (): Promise<string[] | null> =>
      ((await page.getByRole('region', { name: 'Diagram', exact: true }).textContent()) ?? '').match(/end \d+/g);
    await page.waitForTimeout(700);
    await page.evaluate(`tidemark.pause().then(() => tidemark.seek({ at: '22500ms' }))`);
    await page.waitForTimeout(500);
    const shown = await ends();
    await tidemark(page, 'seek', { at: '5s' });
    await expect.poll(ends).not.toEqual(shown);
    await tidemark(page, 'seek', { at: '22500ms' });
    await expect.poll(ends).toEqual(shown);
  });

  test('a link brings back the same run at the same moment', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=10s' });
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-1' } });
    await tidemark(page, 'seek', { at: '22.5s' });
    const hash = await tidemark<string>(page, 'get', { what: 'traceHash' });
    await page.getByRole('button', { name: 'Share' }).click();
    await expect.poll(() => page.evaluate(() => location.hash), soon).toContain('s=');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const fragment = copied.slice(copied.indexOf('#'));
    expect(fragment.length).toBeLessThan(2000);
    const other = await openPlayground({ hash: fragment });
    expect(await timeOf(other.page)).toBe(22_500);
    expect(await tidemark<string>(other.page, 'get', { what: 'traceHash' })).toBe(hash);
  });

  test('takes in the properties of a service', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=5s' });
    await dropFile(page, {
      name: 'producer.properties',
      text: '# ours\nacks=1\nlinger.ms=20\ncompression.type=zstd\n',
    });
    const form = page.getByRole('form', { name: 'Apply settings' });
    await form.waitFor();
    expect(await form.textContent()).toContain('3 settings of a producer');
    await form.getByRole('combobox').selectOption({ label: 'mobile' });
    await form.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: /Undo set/ }).waitFor();
    await expect
      .poll(async () => (await resultOf(page)).scenario.actions, soon)
      .toMatchObject([{ do: 'config', target: 'producer:mobile', set: { acks: '1', 'linger.ms': '20' } }]);
    await expect
      .poll(() => page.getByRole('region', { name: 'Config' }).textContent(), soon)
      .toContain('compression.type=zstd');
  });

  test('takes in a file of events, whose keys land where production puts them', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=5s' });
    const rows = Array.from(
      { length: 60 },
      (_, row) => `user-${row % 5},2024-03-01T10:00:${String(row % 60).padStart(2, '0')}Z,${row}`,
    );
    await dropFile(page, { name: 'orders.csv', text: ['user,ts,amount', ...rows].join('\n') });
    const form = page.getByRole('form', { name: 'Events' });
    await form.getByRole('button', { name: 'Send these events' }).click();
    await form.waitFor({ state: 'detached' });
    const { scenario } = await resultOf(page);
    expect(scenario).toMatchObject({
      producers: {
        checkout: { workload: { events: { file: 'orders.csv', count: 60, map: { key: 'user', eventTime: 'ts' } } } },
      },
    });
    await tidemark(page, 'seek', { at: '30s' });
    await expect.poll(() => countOf(page, 'acknowledged'), soon).toBeGreaterThan(60);
    expect(problems).toEqual([]);
  });

  test('a link to somebody’s events asks for the file, and takes that one only', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=5s' });
    const text = ['key,value', ...Array.from({ length: 20 }, (_, row) => `k${row % 3},${row}`)].join('\n');
    await dropFile(page, { name: 'mine.csv', text });
    await page.getByRole('button', { name: 'Send these events' }).click();
    await page.getByRole('form', { name: 'Events' }).waitFor({ state: 'detached' });
    await tidemark(page, 'pause');
    const hash = await tidemark<string>(page, 'get', { what: 'traceHash' });
    const link = await tidemark<string>(page, 'get', { what: 'link' });
    const other = await openPlayground({ hash: link });
    expect(await other.page.getByRole('alert').first().textContent()).toMatch(/mine\.csv is needed/);
    await dropFile(other.page, { name: 'mine.csv', text: `${text}\nk9,99` });
    await other.page.getByRole('button', { name: 'Send these events' }).click();
    await other.page.getByRole('form').getByRole('alert').waitFor();
    expect(await other.page.getByRole('form').getByRole('alert').textContent()).toMatch(/expected sha256/);
    await dropFile(other.page, { name: 'again.csv', text });
    await other.page.getByRole('button', { name: 'Send these events' }).click();
    await other.page.getByRole('form', { name: 'Events' }).waitFor({ state: 'detached' });
    expect(await tidemark<string>(other.page, 'get', { what: 'traceHash' })).toBe(hash);
  });

  test('refuses a bad file of events with line and column, and keeps what runs', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=5s' });
    await dropFile(page, { name: 'bad.csv', text: 'key,eventTime\na,2024-03-01T10:00:00Z\nb,yesterday\n' });
    const form = page.getByRole('form', { name: 'Events' });
    await form.getByRole('button', { name: 'Send these events' }).click();
    await form.getByRole('alert').waitFor();
    expect(await form.getByRole('alert').textContent()).toMatch(/3/);
    expect((await resultOf(page)).scenario).not.toMatchObject({
      producers: { checkout: { workload: { events: {} } } },
    });
  });

  test('a wrong link says what is wrong with it, and something runs all the same', async () => {
    const { page } = await openPlayground({ hash: 's=1not-a-link' });
    const alert = page.getByRole('alert').first();
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/link/i);
    expect(await tidemark<{ name: string }>(page, 'get', { what: 'scenario' })).toMatchObject({ name: 'First event' });
  });

  test('a wrong action is refused with its path', async () => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=5s' });
    await expect(tidemark(page, 'act', { action: { do: 'kill', target: 'broker-9' } })).rejects.toThrow(
      /actions\[0\]\.target/,
    );
    await expect(
      tidemark(page, 'load', { scenario: { version: 1, producers: { a: { config: { acks: 2 } } } } }),
    ).rejects.toThrow(/producers\.a/);
    await expect(tidemark(page, 'seek', { at: 'noon' })).rejects.toThrow(/^[^]*at: expected a duration/);
  });
});
