import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check, hash, runUntil } from '../../simulations';
import { printedVerdict } from '../../simulations/cli/printed-verdict';
import { writeTraceFile } from '../../simulations/cli/trace-file';
import { readHistory } from '../../simulations/history';
import { presetRun } from '../golden/run-preset';
import { violationsOf } from './axe.ts';
import { closeAll, openPage } from './browser.ts';
import { countOf, openNodeMenu, openPlayground, tidemark, timeOf } from './playground.ts';

const soon = { timeout: 15_000 };
const readOnly = 'A recording: nothing can be changed. Open its scenario to change it.';

const run = presetRun('acknowledged-and-gone', { level: 'full' });
runUntil(run, run.endMicros);
let folder = '';
const fileOf = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-recording-'));
  await writeTraceFile(fileOf('run.tmtrace'), run, false, false);
  await writeTraceFile(fileOf('run.ndjson'), run, false, false);
  const whole = readFileSync(fileOf('run.tmtrace'));
  await writeFile(fileOf('cut.tmtrace'), whole.subarray(0, whole.length - 5000));
  await writeFile(fileOf('other.tmtrace'), Buffer.concat([Buffer.from('TMTRACE7'), whole.subarray(8)]));
  await writeFile(fileOf('hostile.tmtrace'), claiming(whole, '"records":1073741824'));
  await writeFile(fileOf('<img src=x onerror=alert(1)>.tmtrace'), 'no trace at all');
  await writeFile(fileOf('broken.ndjson'), `${readFileSync(fileOf('run.ndjson'), 'utf8').split('\n')[0]}\n{"at":\n`);
});

afterAll(async () => {
  await closeAll();
  await rm(folder, { recursive: true, force: true });
});

describe('a recorded run', () => {
  test('opens by choosing its file: hash, verdict and counts are those of the run', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=2s' });
    await choose(page, 'run.tmtrace');
    await shown(page);
    await tidemark(page, 'seek', { at: '1h' });
    expect(await tidemark(page, 'get', { what: 'traceHash' })).toBe(hash(run));
    const verdict = await tidemark<Record<string, unknown>>(page, 'get', { what: 'verdict' });
    expect(verdict).toEqual(judged('run.tmtrace'));
    await expect.poll(() => countOf(page, 'lost after ack'), soon).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  test('opens by dropping history/1, and can be moved through', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=2s' });
    await drop(page, 'run.ndjson');
    await shown(page);
    // The end is where it has been handed over to.
    const atEnd = (): Promise<number> => page.keyboard.press('End').then(() => timeOf(page));
    await expect.poll(atEnd, soon).toBeGreaterThan(25_000);
    await page.keyboard.press('Home');
    expect(await timeOf(page)).toBe(0);
    await page.keyboard.press(']');
    expect(await timeOf(page)).toBeGreaterThan(0);
    await page.keyboard.press('Space');
    await expect.poll(() => timeOf(page), soon).toBeGreaterThan(500);
    expect(await tidemark(page, 'get', { what: 'verdict' })).toEqual(judged('run.ndjson'));
    expect(problems).toEqual([]);
  });

  test('opens from the start page, and from the console', async () => {
    const { page, problems } = await openPage();
    await page.evaluate('window.tidemark.ready');
    await drop(page, 'run.tmtrace');
    await shown(page);
    const text = readFileSync(fileOf('run.ndjson'), 'utf8');
    expect(await tidemark(page, 'load', { trace: text })).toMatchObject({ ok: true, time: 0, playing: false });
    expect(await page.locator('.recording-note').textContent()).toContain('the trace');
    await expect(tidemark(page, 'load', { trace: 'append nothing' })).rejects.toThrow(/the trace: line 1/);
    expect(problems).toEqual([]);
  });

  test('can be looked at and not changed, until its scenario is opened', async () => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=2s' });
    await choose(page, 'run.tmtrace');
    await shown(page);
    await tidemark(page, 'seek', { at: '8s' });
    await expect(tidemark(page, 'act', { action: { do: 'kill', target: 'broker-1' } })).rejects.toThrow(readOnly);
    await expect(tidemark(page, 'set', { target: 'checkout', config: { acks: 'all' }, from: 'start' })).rejects.toThrow(
      readOnly,
    );
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    expect(await page.getByRole('button', { name: 'Add action' }).count()).toBe(0);
    expect(await page.getByRole('region', { name: 'Inject' }).getByRole('textbox').first().isDisabled()).toBe(true);
    await openNodeMenu(page, /broker 2/i);
    expect(await page.getByRole('menuitem', { name: /^Kill/ }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Open its scenario' }).click();
    await expect.poll(() => page.locator('.recording-note').count(), soon).toBe(0);
    expect(await timeOf(page)).toBe(8000);
    await tidemark(page, 'seek', { at: '1h' });
    expect(await tidemark(page, 'get', { what: 'traceHash' })).toBe(hash(run));
    await tidemark(page, 'act', { action: { do: 'kill', target: 'broker-1', at: '20s' } });
    expect(problems).toEqual([]);
  });

  test.each([
    ['cut.tmtrace', /cut\.tmtrace: not a readable \.tmtrace: it ends at byte \d+/],
    ['other.tmtrace', /"TMTRACE7" is another version than TMTRACE1/],
    ['hostile.tmtrace', /it ends at byte \d+, inside a column that should lie from/],
    ['<img src=x onerror=alert(1)>.tmtrace', /<img src=x onerror=alert\(1\)>\.tmtrace: line 1/],
    ['broken.ndjson', /broken\.ndjson: line 2: not a JSON object/],
  ])('%s is refused by its place, and nothing else changes', async (name, message) => {
    const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=2s' });
    const before = await tidemark(page, 'get', { what: 'scenario' });
    await (name.includes('<') ? drop(page, name) : choose(page, name));
    await expect.poll(() => page.locator('.refused').textContent({ timeout: 15_000 }), soon).toMatch(message);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.locator('.recording-note').count()).toBe(0);
    expect(await tidemark(page, 'get', { what: 'scenario' })).toEqual(before);
    expect(await timeOf(page)).toBe(2000);
    expect(problems).toEqual([]);
  });

  test.each([
    [1440, 900, 'dark'],
    [390, 844, 'light'],
  ] as const)('has no barrier at %i by %i, %s', async (width, height, theme) => {
    const { page } = await openPlayground({ hash: 'scenario=first-event&t=2s', width, height, theme });
    await drop(page, 'run.tmtrace');
    await shown(page);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});

async function choose(page: Page, name: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Scenario/ }).click();
  await page.getByRole('menuitem', { name: /Open a file/ }).click();
  await (await chooser).setFiles(fileOf(name));
}

async function drop(page: Page, name: string): Promise<void> {
  const base64 = readFileSync(fileOf(name)).toString('base64');
  const transfer = await page.evaluateHandle(
    ({ name: called, base64: text }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], called));
      return data;
    },
    { name, base64 },
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** Waits until a recording is on screen and says that it can only be looked at. */
async function shown(page: Page): Promise<void> {
  await expect
    .poll(() => page.locator('.recording-note[data-on-screen]').textContent({ timeout: 15_000 }), soon)
    .toContain(readOnly);
}

/** What `check` prints of the file, read back. */
function judged(name: string): unknown {
  const { header, names, trace, witness } = readHistory(readFileSync(fileOf(name)));
  const { scenario, settings, audited = false } = header;
  return JSON.parse(JSON.stringify(printedVerdict(check({ scenario, settings, names, audited, witness }, trace))));
}

/** The same bytes with another claim of how many records there are. */
function claiming(whole: Buffer, claim: string): Buffer {
  const length = whole.readUInt32LE(8);
  const head = Buffer.from(
    whole
      .subarray(16, 16 + length)
      .toString()
      .replace(/"records":\d+(?=,"batches")/, claim),
  );
  const front = Buffer.alloc(Math.ceil((16 + head.length) / 8) * 8);
  whole.copy(front, 0, 0, 16);
  front.writeUInt32LE(head.length, 8);
  head.copy(front, 16);
  return Buffer.concat([front, whole.subarray(Math.ceil((16 + length) / 8) * 8)]);
}
