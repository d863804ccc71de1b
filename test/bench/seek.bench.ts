/**
 * Going to a random moment of a run of 60 s and 100,000 history rows: the simulation restored from its last snapshot and
 * replayed to the moment, and the view folded to it from wherever it stood.
 */
import { actions, createRun, restore, runUntil, snapshot, type RunSnapshot } from '../../simulations';
import { ClusterView } from '../../simulations/history';
import { normalise } from '../../simulations/scenario';
import { largeRun } from './large-run.ts';
import { cpuSeconds, percentile, report } from './report.ts';

const MOMENTS = 200;
const END_MICROS = 60_000_000;
/** A snapshot of the simulation each so many µs. */
const SNAPSHOT_MICROS = 250_000;

const read = normalise(largeRun([{ at: '20s', do: 'kill', target: 'broker-2', for: '10s' }]), { actions });
if (!read.ok) throw new Error(`seek: ${JSON.stringify(read.errors)}`);

/** The trace that the view reads; the run beside it is the one that goes back and forth. */
const whole = createRun(read.scenario);
runUntil(whole, END_MICROS);
process.stderr.write(`seek: ${whole.trace.history.length} history rows, ${whole.trace.messages.length} of messages\n`);

const run = createRun(read.scenario);
const snapshots: RunSnapshot[] = [];
for (let atMicros = 0; atMicros < END_MICROS; atMicros += SNAPSHOT_MICROS) {
  runUntil(run, atMicros);
  snapshots.push(snapshot(run));
}
runUntil(run, END_MICROS);

/** Moments from one seed, the same in every run. */
function* moments(count: number): Generator<number> {
  let state = 2_463_534_242;
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield Math.floor(((state >>> 0) / 2 ** 32) * END_MICROS);
  }
}

const view = new ClusterView(whole.names, whole.trace);
const inFlight = new Int32Array(4096);
const state: number[] = [];
const fold: number[] = [];
for (const atMicros of moments(MOMENTS)) {
  state.push(
    cpuMillis(() => {
      restore(run, snapshots[Math.floor(atMicros / SNAPSHOT_MICROS)]!);
      runUntil(run, atMicros);
    }),
  );
  fold.push(
    cpuMillis(() => {
      view.advanceTo(atMicros);
      view.messagesInFlight(inFlight);
    }),
  );
}
const both = state.map((ms, index) => ms + fold[index]!);
const samples = { unit: 'ms', samples: MOMENTS, better: 'lower' } as const;
report({ name: 'seek', value: percentile(both, 0.95), coldValue: both[0]!, ...samples });
report({ name: 'seek', case: 'state', value: percentile(state, 0.95), coldValue: state[0]!, ...samples });
report({ name: 'seek', case: 'view', value: percentile(fold, 0.95), coldValue: fold[0]!, ...samples });

/** CPU time of the work: a machine that does something else meanwhile does not count. */
function cpuMillis(work: () => void): number {
  return cpuSeconds(work) * 1000;
}
