/**
 * What a frame of the diagram costs the main thread, in a browser: 2,000 records in flight over 3 brokers x 12 partitions,
 * and 30 brokers x 1,000 partitions; on a desktop, and on a phone's screen with the processor four times slower.
 * Frames missed and the longest task stand beside it, and an empty canvas of the same size as the baseline. `six-embeds`
 * is a lesson with six diagrams that play while somebody scrolls through it: the script of all of them together.
 */
import { join } from 'node:path';
import { launchBrowser } from '../browser/launch.ts';
import { serve } from '../browser/serve.ts';
import { buildFramePage } from './frame-site.ts';
import { percentile, report } from './report.ts';
import { scriptPerFrame } from './script-per-frame.ts';

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

/** What is drawn, how large, and how much slower the processor is made. */
interface Case {
  name: string | undefined;
  kind: 'busy' | 'large';
  width: number;
  height: number;
  slowdown: number;
}

const desk = { width: 1440, height: 900, slowdown: 1 };
const phone = { width: 390, height: 844, slowdown: 4 };
const cases: readonly Case[] = [
  { name: undefined, kind: 'busy', ...desk },
  { name: '30x1000', kind: 'large', ...desk },
  { name: 'phone', kind: 'busy', ...phone },
  { name: 'phone-30x1000', kind: 'large', ...phone },
];

const site = await buildFramePage();
const server = await serve(site.folder);
const browser = await launchBrowser();
try {
  for (const it of cases) await measure(it);
  await measureLesson();
} finally {
  await browser.close();
  await server.close();
  site.remove();
}

async function measure({ name, kind, width, height, slowdown }: Case): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(`${server.address}?kind=${kind}&theme=dark`);
  await page.waitForFunction('window.bench');
  if (slowdown > 1) {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  }
  const { drawn, empty, records } = await page.evaluate(
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
  await page.close();
  const line = { name: 'frame', samples: FRAMES } as const;
  const named = (figure: string): string => (name === undefined ? figure : `${name}-${figure}`);
  report({
    ...line,
    ...(name === undefined ? {} : { case: name }),
    value: percentile(drawn.script, 0.95),
    unit: 'ms/frame',
    baseline: { name: 'empty-canvas', value: percentile(empty.script, 0.95), unit: 'ms/frame' },
    better: 'lower',
  });
  report({
    ...line,
    case: named('rate'),
    value: rate(drawn.gaps),
    unit: 'frames/s',
    baseline: { name: 'empty-canvas', value: rate(empty.gaps), unit: 'frames/s' },
    better: 'higher',
  });
  report({
    ...line,
    case: named('missed'),
    value: missed(drawn.gaps),
    unit: 'frames',
    baseline: { name: 'empty-canvas', value: missed(empty.gaps), unit: 'frames' },
    better: 'lower',
  });
  report({
    ...line,
    case: named('longest-task'),
    value: Math.max(0, ...drawn.script, ...drawn.longTasks),
    unit: 'ms',
    better: 'lower',
  });
  report({ name: 'frame', case: named('in-flight'), value: records, unit: 'records', samples: 1, better: 'higher' });
}

/** Scrolls through the lesson with six diagrams, down and up again, at reading speed and without a rest. */
async function measureLesson(): Promise<void> {
  const lesson = await serve(join(import.meta.dirname, '../../dist'));
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${lesson.address}embed-demo.html`);
    const session = await page.context().newCDPSession(page);
    let longest = 0;
    const drawn = await scriptPerFrame(session, async () => {
      longest = await page.evaluate(async () => {
        const gaps: number[] = [];
        const end = document.documentElement.scrollHeight - innerHeight;
        const pxPerMs = 0.35;
        let position = 0;
        let direction = 1;
        let before = performance.now();
        await new Promise<void>((done) => {
          const step = (now: number): void => {
            gaps.push(now - before);
            position = Math.min(end, position + direction * pxPerMs * Math.min(50, now - before));
            before = now;
            scrollTo(0, position);
            if (position >= end) direction = -1;
            if (position <= 0 && direction < 0) done();
            else requestAnimationFrame(step);
          };
          requestAnimationFrame(step);
        });
        return Math.max(...gaps);
      });
    });
    await page.close();
    const line = { name: 'frame', samples: drawn.length, better: 'lower' } as const;
    report({ ...line, case: 'six-embeds', value: percentile(drawn, 0.95), unit: 'ms/frame' });
    report({ ...line, case: 'six-embeds-median', value: percentile(drawn, 0.5), unit: 'ms/frame' });
    report({ ...line, case: 'six-embeds-longest-gap', value: longest, unit: 'ms' });
  } finally {
    await lesson.close();
  }
}

/** Frames a second over the whole stretch. */
function rate(gaps: readonly number[]): number {
  return (gaps.length * 1000) / gaps.reduce((sum, gap) => sum + gap, 0);
}

/** Refreshes of the screen that went by without a new frame. */
function missed(gaps: readonly number[]): number {
  return gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / (1000 / 60)) - 1), 0);
}
