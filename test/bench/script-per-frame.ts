import type { CDPSession } from 'playwright-core';

/** One line of the browser's own record of what it did. */
interface Recorded {
  name: string;
  ph: string;
  ts: number;
  /** The processor's time of the thread, where the system counts it: other processes do not lengthen it. */
  tts?: number;
  dur?: number;
  tdur?: number;
  tid: number;
  pid: number;
}

/** Everything in which a page's own code runs on the main thread: calls, timers, frames, microtasks, and reading it in. */
const scripted = new Set([
  'EvaluateScript',
  'FunctionCall',
  'RunMicrotasks',
  'v8.callFunction',
  'v8.compile',
  'v8.compileModule',
  'v8.evaluateModule',
]);

/** Ends a frame: what was drawn goes to the screen. */
const frameEnd = 'Commit';

/**
 * Records what a page and all its frames do on their main thread while `act` goes on, and returns the script of each
 * frame of the screen, ms. Frames of one site share that thread, so what six diagrams cost together is one number.
 */
export async function scriptPerFrame(session: CDPSession, act: () => Promise<void>): Promise<number[]> {
  const events: Recorded[] = [];
  const collect = ({ value }: { value: unknown[] }): void => {
    for (const event of value) events.push(event as Recorded);
  };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'v8', 'disabled-by-default-devtools.timeline'] },
  });
  await act();
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return framesOf(events);
}

function framesOf(events: readonly Recorded[]): number[] {
  // The thread that drew the most frames; other renderers may stand by.
  const threads = byThread(events);
  const own = [...threads.values()].toSorted((a, b) => endsOf(b).length - endsOf(a).length)[0] ?? [];
  const ends = endsOf(own);
  const spent = new Array<number>(ends.length).fill(0);
  const all = own.filter(({ name, ph, dur }) => ph === 'X' && dur !== undefined && scripted.has(name));
  const timed = all.filter(({ tts, tdur }) => tts !== undefined && tdur !== undefined);
  const script = timed.length > 0 ? timed : all;
  let counted = 0;
  let frame = 0;
  for (const { ts, dur, tts = ts, tdur = dur } of script.toSorted((a, b) => a.ts - b.ts)) {
    // A call within a call is part of it.
    const from = Math.max(tts, counted);
    counted = Math.max(counted, tts + tdur!);
    while (frame < ends.length && ends[frame]! < ts) frame++;
    if (frame < ends.length && counted > from) spent[frame]! += (counted - from) / 1000;
  }
  return spent;
}

function endsOf(events: readonly Recorded[]): number[] {
  return events
    .filter(({ name }) => name === frameEnd)
    .map(({ ts }) => ts)
    .toSorted((a, b) => a - b);
}

function byThread(events: readonly Recorded[]): Map<string, Recorded[]> {
  const threads = new Map<string, Recorded[]>();
  for (const event of events) {
    const key = `${event.pid} ${event.tid}`;
    const known = threads.get(key);
    if (known === undefined) threads.set(key, [event]);
    else known.push(event);
  }
  return threads;
}
