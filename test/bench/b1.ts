import { actions, createRun, runUntil, type Run } from '../../simulations/index.ts';
import { normalise } from '../../simulations/scenario/index.ts';
import { heapLoop } from './heap-loop.ts';
import { median, report } from './report.ts';

const RECORDS = 200_000;

/** The workload b1 of the contracts: 200,000 records through three brokers to one group, everything on. */
export function b1Scenario(partitions: number, stop = '10s', duration = '60s') {
  const producer = {
    topic: 'orders',
    config: { acks: 'all', 'linger.ms': 5, 'batch.size': 16384 },
    workload: { rate: 10_000, stop, keys: { count: 1000 }, valueSize: 200 },
  };
  const normalised = normalise(
    {
      version: 1,
      name: `b1-${partitions}p`,
      duration,
      brokers: { count: 3 },
      network: { delay: '1ms', jitter: '0.5ms' },
      topics: { orders: { partitions, replicationFactor: 3, config: { 'min.insync.replicas': 2 } } },
      producers: { a: producer, b: producer },
      groups: {
        readers: {
          topics: ['orders'],
          config: { 'auto.offset.reset': 'earliest', 'enable.auto.commit': false },
          members: { 'reader-0': {}, 'reader-1': {}, 'reader-2': {} },
          processing: { commit: 'after' },
        },
      },
    },
    { actions },
  );
  if (!normalised.ok) throw new Error(normalised.errors.map((error) => `${error.path}: ${error.message}`).join('\n'));
  return normalised.scenario;
}

/** Runs b1 until the group has committed every record; rates are per second of CPU time. */
export function benchB1(partitions: number): void {
  const normalised = b1Scenario(partitions);
  const sample = (): number => {
    const before = process.cpuUsage();
    const run = createRun(normalised, { level: 'full' });
    let until = 10_000_000;
    while (committed(run) < RECORDS) {
      until += 100_000;
      if (until > run.endMicros) throw new Error(`only ${committed(run)} of ${RECORDS} records were committed`);
      runUntil(run, until);
    }
    const { user, system } = process.cpuUsage(before);
    return RECORDS / ((user + system) / 1e6);
  };
  const coldValue = sample();
  // Three runs until the compiler has seen all of it.
  for (let warm = 0; warm < 3; warm += 1) sample();
  const { value, samples, spread } = median(Array.from({ length: 5 }, sample));
  report({
    name: `b1-${partitions}p`,
    value,
    unit: 'records/s',
    baseline: heapLoop(64),
    samples,
    spread,
    better: 'higher',
    coldValue,
  });
}

/** Records that the group has committed. */
function committed(run: Run): number {
  let sum = 0;
  for (const offset of run.system.groups.committedOf(0).values()) sum += offset;
  return sum;
}
