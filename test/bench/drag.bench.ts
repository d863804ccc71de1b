/**
 * Dragging the chip of a kill along the timeline of a 60 s run: from the pointer's move until the diagram at the
 * playhead shows the new outcome and the frame is there. Once with the preset that the page begins with, once with a
 * run of 100,000 rows of history. The baseline is a frame of the same page with nothing to do.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../browser/launch.ts';
import { serve } from '../browser/serve.ts';
import { largeRun } from './large-run.ts';
import { percentile, report } from './report.ts';

const MOVES = 60;

const kill = { id: 'k1', at: '8.5s', do: 'kill', target: 'broker-2' };

const large = largeRun([kill]);

const server = await serve(join(import.meta.dirname, '../../dist'));
const browser = await launchBrowser();
try {
  await measure(undefined, '14s', undefined);
  await measure('100k-rows', '14s', large);
  await measure('100k-rows-at-end', '58s', large);
} finally {
  await browser.close();
  await server.close();
}

interface DragPage {
  tidemark: {
    ready: Promise<void>;
    pause(): Promise<void>;
    seek(message: { at: string }): Promise<void>;
    load(message: { scenario: unknown }): Promise<void>;
    act(message: { action: unknown }): Promise<void>;
  };
  latencies: number[];
}

async function measure(name: string | undefined, at: string, scenario: unknown): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.address}#scenario=first-event`);
  await page.evaluate(
    async ([moment, loaded, action]) => {
      const { tidemark } = window as unknown as DragPage;
      await tidemark.ready;
      if (loaded !== undefined) await tidemark.load({ scenario: loaded });
      await tidemark.pause();
      if (loaded === undefined) await tidemark.act({ action });
      await tidemark.seek({ at: moment as string });
    },
    [at, scenario, kill] as const,
  );
  const idle = await frames(page);
  await observe(page);
  const chip = page.locator('.timeline-chip').first();
  const box = (await chip.boundingBox())!;
  const [x, y] = [box.x + 6, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let move = 1; move <= MOVES; move += 1) {
    await page.mouse.move(x + 6 + move * 1.5, y);
    await page.waitForFunction(
      (count) => (window as unknown as DragPage).latencies.length >= count,
      Math.max(1, move - 2),
      { timeout: 5_000, polling: 4 },
    );
  }
  await page.mouse.up();
  const latencies = await page.evaluate(() => (window as unknown as DragPage).latencies);
  await page.close();
  report({
    name: 'drag',
    ...(name === undefined ? {} : { case: name }),
    value: percentile(latencies, 0.95),
    unit: 'ms',
    baseline: { name: 'idle-frame', value: percentile(idle, 0.95), unit: 'ms' },
    samples: latencies.length,
    better: 'lower',
  });
}

/** Notes how long after the pointer's last move the diagram tells another moment of the kill. */
function observe(page: Page): Promise<void> {
  return page.evaluate(() => {
    const target = window as unknown as DragPage;
    const diagram = document.querySelector('[aria-label="Diagram"]')!;
    let moved = 0;
    let told = '';
    target.latencies = [];
    document.addEventListener('pointermove', () => (moved = performance.now()), true);
    new MutationObserver(() => {
      const now = /killed (?:at )?([\d.]+) s/.exec(diagram.textContent ?? '')?.[1] ?? '';
      if (now === told || now === '') return;
      told = now;
      const since = moved;
      requestAnimationFrame(() => target.latencies.push(performance.now() - since));
    }).observe(diagram, { subtree: true, childList: true, characterData: true });
  });
}

function frames(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const gaps: number[] = [];
    let before = performance.now();
    while (gaps.length < 60) {
      await new Promise(requestAnimationFrame);
      gaps.push(performance.now() - before);
      before = performance.now();
    }
    return gaps;
  });
}
