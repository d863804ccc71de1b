import type { Verdict } from '../../simulations/checker';
import type { OpenedRun, Slice, SliceBudget } from '../../workers/protocol';
import type { SimulationClient } from '../../workers/simulation-client';
import type { Steps } from '../../simulations/history';
import { Moments } from './moments';
import type { Playhead } from './playhead';
import type { RunView, SessionView } from './session-view';
import type { Store } from './store';
import { TraceMirror } from './trace-mirror';

/** Wall time of the slices that the page waits for: each costs a question and an answer, so they are few. */
const AWAITED_SLICE_MS = 40;
/** Of those behind them: short enough that a change which comes in between is not kept waiting. */
const SLICE_MS = 20;
/** While something is dragged the next change is at most so far away, in wall time; what is not on screen waits for it. */
const HELD_MS = 60;

/** Once, when nothing else is to do: enough for an engine to have compiled what a fork runs. */
const REHEARSAL = { slices: 15, sliceMs: 20, pauseMs: 25 };

/** Ahead of the playhead when a run comes on screen, so that the next frames have something to show. */
const LEAD_MICROS = 200_000;

/** Wall time between two verdicts while the run is still being computed. */
const VERDICT_EVERY_MS = 700;

/**
 * Keeps the run on screen fed: asks the worker for slice after slice, writes them into the mirror and tells the
 * playhead how far it may go. A run that is replaced is closed in the worker and asked for nothing more.
 */
export class RunFeed {
  private current = 0;
  private judgedAtMs = 0;
  private resting: Promise<void> | undefined;
  private slicesToRehearse: number;

  constructor(
    private readonly client: SimulationClient,
    private readonly view: Store<SessionView>,
    private readonly playhead: Playhead,
    private readonly fail: (error: unknown) => void,
    rehearses = false,
  ) {
    this.slicesToRehearse = rehearses ? REHEARSAL.slices : 0;
  }

  /**
   * Puts a run on screen once it has been computed up to `moment()`, which is asked anew after every slice: the old
   * run stays there until then, plays on and may be sought in. `isHeld`: something is dragged, and more will come.
   */
  async show(opened: OpenedRun, moment: () => number, isHeld = false): Promise<void> {
    const before = this.view.get().run;
    const isFork = before !== undefined && opened.kept.history > 0;
    const trace = isFork ? before.trace.prefix(opened.kept, opened.names) : TraceMirror.empty(opened.names);
    const wanted = (): number => Math.min(opened.endMicros, moment());
    let slice = opened.first;
    if (slice !== undefined) trace.write(slice.range);
    while (slice === undefined || (slice.state === 'running' && slice.nowMicros < wanted())) {
      slice = await this.client.advance(opened.handle, awaitedUntil(wanted()));
      trace.write(slice.range);
    }
    this.putOn(runView(opened, trace), slice, { atMicros: wanted(), isFork });
    if (before !== undefined) void this.client.close(before.handle).catch(() => undefined);
    void this.pump(opened.handle, trace, isHeld ? HELD_MS : 0).catch(this.fail);
  }

  /** The worker is needed for something more urgent: nothing more is asked of it until the promise settles. */
  rest(until: Promise<unknown>): void {
    const resting = until.then(
      () => undefined,
      () => undefined,
    );
    this.resting = resting;
    void resting.then(() => {
      if (this.resting === resting) this.resting = undefined;
    });
  }

  private putOn(run: RunView, slice: Slice, { atMicros, isFork }: { atMicros: number; isFork: boolean }): void {
    const { verdict } = this.view.get();
    const end = endOf(slice, run);
    const forkedAt = slice.range.history.timeMicros[0] ?? 0;
    this.current = run.handle;
    this.judgedAtMs = 0;
    this.view.set({
      run,
      progress: { ...progressOf(slice), endMicros: end },
      verdict: isFork && verdict !== undefined ? verdictUntil(verdict, forkedAt) : undefined,
    });
    this.playhead.reset(end, Math.min(atMicros, slice.nowMicros), slice.nowMicros);
  }

  private async pump(handle: number, trace: TraceMirror, afterMs: number): Promise<void> {
    if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
    for (;;) {
      await this.rested();
      if (this.current !== handle) return;
      const { progress, run } = this.view.get();
      if (run === undefined) return;
      if (progress.state !== 'running') break;
      const slice = await this.client.advance(handle, { wallMs: SLICE_MS });
      if (this.current !== handle) return;
      trace.write(slice.range);
      this.view.set({ progress: { ...progressOf(slice), endMicros: endOf(slice, run) } });
      this.playhead.extend(slice.nowMicros);
      if (slice.state === 'stopped') this.playhead.endAt(slice.nowMicros);
      if (slice.state === 'running' && slice.isUnjudged !== true) await this.judgeNowAndThen(handle);
    }
    await this.rested();
    await this.judge(handle);
    await this.rehearse(handle);
  }

  private async rehearse(handle: number): Promise<void> {
    while (this.slicesToRehearse > 0) {
      await new Promise((resolve) => setTimeout(resolve, REHEARSAL.pauseMs));
      await this.rested();
      if (this.current !== handle) return;
      this.slicesToRehearse -= 1;
      await this.client.rehearse(handle, REHEARSAL.sliceMs);
    }
  }

  private async rested(): Promise<void> {
    while (this.resting !== undefined) await this.resting;
  }

  private async judgeNowAndThen(handle: number): Promise<void> {
    const now = performance.now();
    if (now - this.judgedAtMs < VERDICT_EVERY_MS) return;
    await this.judge(handle);
    this.judgedAtMs = performance.now();
  }

  private async judge(handle: number): Promise<void> {
    if (this.current !== handle) return;
    const verdict = await this.client.verdict(handle);
    if (this.current === handle) this.view.set({ verdict });
  }
}

/** What is asked for when the page waits for a moment. */
export function awaitedUntil(atMicros: number): SliceBudget {
  return { wallMs: AWAITED_SLICE_MS, untilMicros: atMicros + LEAD_MICROS };
}

/** A run as the page sees it. */
export function runView(opened: OpenedRun, trace: TraceMirror): RunView {
  const { handle, written, scenario, settings, warnings, watch, contract, preset, recording } = opened;
  return {
    handle,
    written,
    scenario,
    settings,
    trace,
    moments: new Moments(trace, trace.names),
    warnings,
    watch,
    contract,
    preset,
    recording,
  };
}

export function progressOf(slice: Slice): { state: Slice['state']; reason?: string; nowMicros: number } {
  return { state: slice.state, reason: slice.reason, nowMicros: slice.nowMicros };
}

/** Where a run ends, in µs: a run that was stopped ends where it is. */
export function endOf(slice: Slice, run: RunView): number {
  return slice.state === 'stopped' ? slice.nowMicros : run.scenario.duration * 1000;
}

/** What was certain before an edit still is; the rest waits for the next verdict. */
function verdictUntil(verdict: Verdict, timeMicros: number): Verdict {
  const certain = verdict.anomalies.filter(({ decidedAt }) => decidedAt * 1000 < timeMicros);
  return { ...verdict, anomalies: certain, strip: stripUntil(verdict.strip, timeMicros) };
}

function stripUntil(strip: Verdict['strip'], timeMicros: number): Verdict['strip'] {
  const cut = ({ atMicros, count }: Steps): Steps => {
    const length = stepsUntil(atMicros, timeMicros);
    return { atMicros: atMicros.slice(0, length), count: count.slice(0, length) };
  };
  const { acknowledged, lost, lostToGroup, duplicated, outOfOrder, late } = strip;
  return {
    acknowledged: cut(acknowledged),
    lost: cut(lost),
    lostToGroup: cut(lostToGroup),
    duplicated: cut(duplicated),
    outOfOrder: cut(outOfOrder),
    late: cut(late),
  };
}

function stepsUntil(times: Float64Array, timeMicros: number): number {
  const beyond = times.findIndex((time) => time >= timeMicros);
  return beyond < 0 ? times.length : beyond;
}
