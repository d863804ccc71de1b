import { expect, test } from 'vitest';
import { actions, createRun, fork, hash, restore, resultOf, runUntil, snapshot } from '../../../../simulations';
import { normalise } from '../../../../simulations/scenario';

const cooperative = 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor';
const scenario = {
  version: 1,
  seed: 11,
  duration: '22s',
  brokers: { count: 3, config: { 'group.initial.rebalance.delay.ms': 0, 'broker.session.timeout.ms': 4000 } },
  topics: { orders: { partitions: 4 } },
  producers: { p: { topic: 'orders', workload: { rate: 20, stop: '16s' } } },
  groups: {
    g: {
      topics: ['orders'],
      config: {
        'auto.offset.reset': 'earliest',
        'session.timeout.ms': 6000,
        'heartbeat.interval.ms': 500,
        'partition.assignment.strategy': cooperative,
      },
      members: { a: {}, b: { join: '4s' }, c: { join: '6s', leave: '17s' } },
      processing: { time: '3ms', commit: 'after', onRevoked: 'commit', threads: 2 },
      sink: { kind: 'external', idempotent: true },
    },
  },
  actions: [
    { at: '8s', do: 'kill', target: 'coordinator(g)' },
    { at: '14s', do: 'pause', target: 'a', for: '7s' },
  ],
};

function compiled() {
  const reading = normalise(scenario as never, { actions });
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join());
  return reading.scenario;
}

test('C-REC-4: groups go on from a snapshot as if there had been none', () => {
  const straight = createRun(compiled());
  runUntil(straight, straight.endMicros);
  const run = createRun(compiled());
  const images = [5, 9, 15].map((second) => {
    runUntil(run, second * 1_000_000);
    return snapshot(run);
  });
  runUntil(run, run.endMicros);
  const told = JSON.stringify(resultOf(straight, { logs: true, internal: true }));
  for (const image of images) {
    restore(run, image);
    runUntil(run, run.endMicros);
    expect(hash(run)).toBe(hash(straight));
    expect(JSON.stringify(resultOf(run, { logs: true, internal: true }))).toBe(told);
  }
});

test('C-REC-4: a fork equals the run that it left', () => {
  const run = createRun(compiled(), { snapshotRows: 500 });
  runUntil(run, run.endMicros);
  const branch = fork(run, 13_000_000, compiled());
  runUntil(branch, branch.endMicros);
  expect(hash(branch)).toBe(hash(run));
});
