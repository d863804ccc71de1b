/**
 * Opening a recording of 1,000,000 rows: the longest time the page leaves a click unanswered until all of it is on screen
 * and judged; then the script of a frame while the timeline is scrubbed. Baselines: the same page
 * with nothing to do, and scrubbing the run that the page begins with.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileChooser, Page } from 'playwright-core';
import { writeTmtrace } from '../../simulations/history/index.ts';
import { createRun, runUntil } from '../../simulations/index.ts';
import { launchBrowser } from '../browser/launch.ts';
import { serve } from '../browser/serve.ts';
import { b1Scenario } from './b1.ts';
import { median, percentile, report } from './report.ts';

const ROWS = 1_000_000;
const SAMPLES = 3;
const IDLE_MS = 3000;
const MOVES = 200;

/** What is answered sooner than this no browser reports. */
const LEAST_ANSWER_MS = 16;

interface BenchPage {
  tidemark: {
    ready: Promise<void>;
    seek(message: { at: string }): Promise<unknown>;
    get(message: { what: string }): Promise<unknown>;
  };
  /** ms from each event of the pointer to the frame that answers it. */
  clicks: number[];
  /** ms of script for each move of the pointer. */
  moves: number[];
  isLoaded: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'tidemark-load-trace-'));
const file = join(folder, 'b1.tmtrace');
const rows = await record();
const server = await serve(join(import.meta.dirname, '../../dist'));
const browser = await launchBrowser();
try {
  await measure();
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs b1 until its history has so many rows, and writes it as the command line does. */
async function record(): Promise<number> {
  const run = createRun(b1Scenario(6, '600s', '600s'), { level: 'history' });
  for (let until = 100_000; run.trace.history.length < ROWS; until += 100_000) runUntil(run, until);
  const { scenario, settings, names, trace } = run;
  const header = {
    format: 'history/1' as const,
    system: { name: 'kafka', source: 'simulated' as const },
    scenario,
    settings: settings as never,
    simulatorDigest: null,
  };
  await writeFile(file, Buffer.concat([...writeTmtrace({ header, names, trace })]));
  return trace.history.length;
}

async function measure(): Promise<void> {
  const worst: number[] = [];
  const seconds: number[] = [];
  const idle: number[] = [];
  const moves: number[] = [];
  const few: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const page = await openPage();
    idle.push(Math.max(...(await clicksUntil(page, Date.now() + IDLE_MS))));
    if (sample === 0) few.push(...(await scrub(page)));
    const chooser = await openChooser(page);
    const begun = Date.now();
    const loaded = load(page, chooser);
    worst.push(Math.max(...(await clicksUntil(page, loaded))));
    seconds.push((Date.now() - begun) / 1000);
    moves.push(...(await scrub(page)));
    await page.close();
  }
  const longest = median(worst);
  report({
    name: 'load-trace',
    ...longest,
    unit: 'ms',
    baseline: { name: 'idle-page', value: median(idle).value, unit: 'ms' },
    better: 'lower',
  });
  report({ name: 'load-trace', case: 'loaded-and-judged', ...median(seconds), unit: 's', better: 'lower' });
  report({ name: 'load-trace', case: 'rows', value: rows, unit: 'rows', samples: 1, better: 'higher' });
  report({
    name: 'load-trace',
    case: 'scrub',
    value: percentile(moves, 0.95),
    samples: moves.length,
    unit: 'ms/frame',
    baseline: { name: 'scrub-first-event', value: percentile(few, 0.95), unit: 'ms/frame' },
    better: 'lower',
  });
}

async function openPage(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.address}#scenario=first-event&t=30s`);
  await page.evaluate(() => (window as unknown as BenchPage).tidemark.ready);
  await page.waitForSelector('.editor[data-monaco]');
  await page.waitForTimeout(1500);
  await page.evaluate((leastMs) => {
    const bench = window as unknown as BenchPage;
    Object.assign(bench, { clicks: [], moves: [], isLoaded: false });
    // From the click until the frame that follows its handlers is on the screen, in steps of 8 ms.
    const observer = new PerformanceObserver((list) =>
      bench.clicks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'event', durationThreshold: leastMs } as PerformanceObserverInit);
    // The script of a move: its handlers with what they put off to the end of their turn, and what its frame calls.
    let [begun, frameBegun] = [0, 0];
    window.addEventListener(
      'pointermove',
      () => {
        begun = performance.now();
        requestAnimationFrame(() => (frameBegun = performance.now()));
      },
      true,
    );
    window.addEventListener('pointermove', () => {
      queueMicrotask(() =>
        queueMicrotask(() => {
          const handled = performance.now() - begun;
          requestAnimationFrame(() => bench.moves.push(handled + performance.now() - frameBegun));
        }),
      );
    });
  }, LEAST_ANSWER_MS);
  return page;
}

async function openChooser(page: Page): Promise<FileChooser> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Scenario/ }).click();
  await page.getByRole('menuitem', { name: /Open a file/ }).click();
  return chooser;
}

/** Opens the file as a person does. Resolves when all of it is on screen, at its end, and judged. */
async function load(page: Page, chooser: FileChooser): Promise<void> {
  await chooser.setFiles(file);
  await page.waitForSelector('.recording-note[data-on-screen]');
  await page.evaluate(async () => {
    const { tidemark } = window as unknown as BenchPage;
    await tidemark.seek({ at: '1h' });
    await tidemark.get({ what: 'verdict' });
  });
}

/** Clicks where nothing happens, again and again; answers with how long each was unanswered, in ms. */
async function clicksUntil(page: Page, end: number | Promise<void>): Promise<number[]> {
  let isOver = false;
  if (typeof end !== 'number') void end.then(() => (isOver = true));
  await page.evaluate(() => ((window as unknown as BenchPage).clicks.length = 0));
  while (typeof end === 'number' ? Date.now() < end : !isOver) {
    await page.mouse.click(500, 22);
    await page.waitForTimeout(10);
  }
  await end;
  await page.waitForTimeout(100);
  return [LEAST_ANSWER_MS, ...(await page.evaluate(() => (window as unknown as BenchPage).clicks))];
}

/** Drags the playhead to and fro over the whole run; answers with the ms of script in each frame. */
async function scrub(page: Page): Promise<number[]> {
  const face = (await page.locator('.timeline-face').boundingBox())!;
  const y = face.y + face.height - 4;
  const x = (move: number): number => face.x + 100 + (0.5 - 0.5 * Math.cos(move / 9)) * (face.width - 120);
  await page.mouse.move(x(0), y);
  await page.mouse.down();
  for (let move = 0; move < 20; move++) await page.mouse.move(x(move), y);
  await page.evaluate(() => ((window as unknown as BenchPage).moves.length = 0));
  for (let move = 20; move < 20 + MOVES; move++) await page.mouse.move(x(move), y);
  await page.mouse.up();
  await page.waitForTimeout(100);
  return page.evaluate(() => (window as unknown as BenchPage).moves);
}
