import { actions } from '../../../simulations/actions/index';
import type { Recording } from '../../../simulations/history/index';
import { createRun, runUntil } from '../../../simulations/run/index';
import { normalise, type Scenario } from '../../../simulations/scenario/index';

/** What a scenario leaves behind when it has run. */
export function recordedRun(written: Scenario): Recording {
  const reading = normalise(written, { actions });
  if (!('scenario' in reading) || !reading.scenario) throw new Error(JSON.stringify(reading));
  const run = createRun(reading.scenario, { level: 'full' });
  runUntil(run, run.endMicros);
  const { scenario, settings, names, trace } = run;
  const header = {
    format: 'history/1',
    system: { name: 'kafka', source: 'simulated' },
    simulatorDigest: null,
  } as const;
  return { header: { ...header, scenario, settings: settings as Recording['header']['settings'] }, names, trace };
}

/** Three brokers, acks=1, and a leader that is killed. */
export const leaderKilled: Scenario = {
  version: 1,
  duration: '16s',
  network: { delay: '40ms' },
  topics: { orders: { partitions: 1 } },
  producers: {
    checkout: { topic: 'orders', config: { acks: '1' }, workload: { rate: 20, stop: '15s', keys: { count: 5 } } },
  },
  groups: { invoice: { topics: ['orders'], members: { 'invoice-0': {} }, sink: { kind: 'upsert' } } },
  actions: [{ at: '3s', do: 'kill', target: 'leader(orders-0)' }],
};
