/**
 * What a frame of the diagram costs the main thread: 2,000 records in flight, 3 brokers x 12 partitions, in a browser.
 * Frames missed and the longest task stand beside it, and an empty canvas of the same size as the baseline.
 */
import { chromium } from 'playwright-core';
import { findBrowser } from '../browser/find-browser.ts';
import { serve } from '../browser/serve.ts';
import { buildFramePage } from './frame-site.ts';
import { percentile, report } from './report.ts';

const FRAMES = 240;
const FROM_MICROS = 3_000_000;
const STEP_MICROS = 16_667;

interface Played {
  script: number[];
  gaps: number[];
  longTasks: number[];
}

interface BenchPage {
  bench: {
    play(from: number, step: number, count: number): Promise<Played>;
    playEmpty(count: number): Promise<Played>;
    inFlight(timeMicros: number): number;
  };
}

const site = await buildFramePage();
const server = await serve(site.folder);
const { executablePath, environment } = await findBrowser();
const inherited = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined)) as Record<
  string,
  string
>;
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--font-render-hinting=none'],
  env: { ...inherited, ...environment },
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.address}?kind=busy&theme=dark`);
  await page.waitForFunction('window.bench');
  const played = await page.evaluate(
    async ([from, step, count]) => {
      const { bench } = window as unknown as BenchPage;
      // Warm: the first frames compile.
      await bench.play(from - 1_000_000, step, 60);
      const drawn = await bench.play(from, step, count);
      const empty = await bench.playEmpty(count);
      return { drawn, empty, records: bench.inFlight(from + (step * count) / 2) };
    },
    [FROM_MICROS, STEP_MICROS, FRAMES] as const,
  );
  const { drawn, empty } = played;
  const baseline = { name: 'empty-canvas', value: percentile(empty.script, 0.95), unit: 'ms/frame' };
  report({
    name: 'frame',
    value: percentile(drawn.script, 0.95),
    unit: 'ms/frame',
    baseline,
    samples: FRAMES,
    better: 'lower',
  });
  const shown = { name: 'empty-canvas', value: rate(empty.gaps), unit: 'frames/s' };
  report({
    name: 'frame',
    case: 'rate',
    value: rate(drawn.gaps),
    unit: 'frames/s',
    baseline: shown,
    samples: FRAMES,
    better: 'higher',
  });
  report({
    name: 'frame',
    case: 'missed',
    value: missed(drawn.gaps),
    unit: 'frames',
    baseline: { name: 'empty-canvas', value: missed(empty.gaps), unit: 'frames' },
    samples: FRAMES,
    better: 'lower',
  });
  report({
    name: 'frame',
    case: 'longest-task',
    value: Math.max(0, ...drawn.script, ...drawn.longTasks),
    unit: 'ms',
    samples: FRAMES,
    better: 'lower',
  });
  report({ name: 'frame', case: 'in-flight', value: played.records, unit: 'records', samples: 1, better: 'higher' });
} finally {
  await browser.close();
  await server.close();
  site.remove();
}

/** Frames a second over the whole stretch. */
function rate(gaps: readonly number[]): number {
  return (gaps.length * 1000) / gaps.reduce((sum, gap) => sum + gap, 0);
}

/** Refreshes of the screen that went by without a new frame. */
function missed(gaps: readonly number[]): number {
  return gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / (1000 / 60)) - 1), 0);
}
