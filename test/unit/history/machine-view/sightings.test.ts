import { describe, expect, test } from 'vitest';
import { actions, createRun, readTrace, runUntil, scenarios } from '../../../../simulations';
import type { Run } from '../../../../simulations';
import { sightingsOf, stateAt } from '../../../../simulations/history';
import type { MachineSubject } from '../../../../simulations/history';
import { normalise } from '../../../../simulations/scenario';
import { machinesOf } from './truth';

const trouble = {
  version: 1,
  seed: 3,
  name: 'Stops, deaths and leaves',
  duration: '55s',
  brokers: { count: 3, config: { 'group.initial.rebalance.delay.ms': 1000 } },
  topics: { orders: { partitions: 2, replicationFactor: 3, config: { 'min.insync.replicas': 1 } } },
  producers: { app: { topic: 'orders', config: { 'delivery.timeout.ms': 40_000 }, workload: { rate: 20 } } },
  groups: {
    g: {
      topics: ['orders'],
      config: {
        'session.timeout.ms': 8000,
        'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
      },
      members: { 'g-0': {}, 'g-1': {} },
    },
  },
  actions: [
    { at: '5s', do: 'stop', target: 'broker-1' },
    { at: '18s', do: 'restart', target: 'broker-1' },
    { at: '24s', do: 'powerOff', target: 'broker-2' },
    { at: '26s', do: 'kill', target: 'member:g/g-0' },
    { at: '36s', do: 'restart', target: 'broker-2' },
    { at: '40s', do: 'restart', target: 'member:g/g-0' },
    { at: '46s', do: 'leave', target: 'member:g/g-1' },
  ],
};

interface Sample {
  atMicros: number;
  states: string[];
}

/** A run of a scenario, and the true states of all its machines every 25 ms. */
function observed(written: unknown): { run: Run; subjects: MachineSubject[]; samples: Sample[] } {
  const reading = normalise(written, { actions });
  if (!reading.ok) throw new Error(reading.errors.map(({ path, message }) => `${path}: ${message}`).join());
  const run = createRun(reading.scenario);
  const machines = machinesOf(run);
  const { names } = run;
  const { shape } = run.compiled;
  const brokerCount = names.actorKinds.filter((kind) => kind === 'broker').length;
  const subjects: MachineSubject[] = [];
  const readers: (() => string)[] = [];
  const add = (subject: MachineSubject, index: number): void => {
    subjects.push(subject);
    readers.push(() => machines.get(subject.machine)!.stateAt(index));
  };
  names.actorKinds.forEach((kind, actor) => {
    if (kind === 'broker') add({ machine: 'broker', actor }, actor);
    if (kind === 'broker') add({ machine: 'brokerRegistration', actor }, actor);
    if (kind === 'producer') add({ machine: 'producer', actor }, actor - shape.firstProducer);
    if (kind === 'member') add({ machine: 'classicMember', actor }, actor - shape.firstMember);
  });
  names.partitions.forEach((_, partition) => {
    add({ machine: 'partitionRegistration', partition }, partition);
    for (let broker = 0; broker < brokerCount; broker++) {
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      if (replica >= 0) add({ machine: 'replica', partition, broker }, replica);
    }
  });
  // A group's machine lies with the broker that coordinates it.
  names.groups.forEach((name, group) => {
    subjects.push({ machine: 'classicGroup', group });
    readers.push(() => {
      const places = names.actors.slice(0, brokerCount).map((_, broker) => broker * names.groups.length + group);
      const states = places.map((place) => machines.get('classicGroup')!.stateAt(place));
      return states.find((state) => state !== 'Empty' && state !== 'Dead' && state !== undefined) ?? `Empty ${name}`;
    });
  });
  const samples: Sample[] = [];
  for (let atMicros = 1000; atMicros <= run.endMicros; atMicros += 25_000) {
    runUntil(run, atMicros);
    samples.push({ atMicros, states: readers.map((read) => read()) });
  }
  return { run, subjects, samples };
}

/** What is told wrongly, with how often and where first. A state that is told nowhere is none that is told wrongly. */
function wrong(written: unknown): { list: string[]; share: number } {
  const { run, subjects, samples } = observed(written);
  const actionWords = run.scenario.actions.map((action) => action.do);
  const restartMicros = run.scenario.brokers.restartTime * 1000;
  const found = new Map<string, { count: number; first: string }>();
  subjects.forEach((subject, index) => {
    const sightings = sightingsOf({ trace: readTrace(run), names: run.names, actionWords, restartMicros }, subject);
    for (const { atMicros, states } of samples) {
      const said = stateAt(sightings, atMicros);
      if (said === '' || said === states[index] || states[index]!.startsWith(`${said} `)) continue;
      if (states[index] === 'Follower.BackingOff') continue;
      const key = `${subject.machine}: told ${said}, is ${states[index]}`;
      const before = found.get(key);
      if (before === undefined) found.set(key, { count: 1, first: `${JSON.stringify(subject)} ${atMicros}` });
      else before.count += 1;
    }
  });
  const list = [...found].map(([key, { count, first }]) => `${key}, ${count} times, first ${first}`);
  const count = [...found.values()].reduce((sum, it) => sum + it.count, 0);
  return { list, share: count / (samples.length * subjects.length) };
}

/** Where nothing is told late. */
const exact = new Set([
  'acknowledged-and-gone',
  'auto-commit-loses',
  'first-event',
  'hot-key',
  'kill-the-leader-mid-write',
  'rebalance-storm-from-slow-polls',
  'retry-without-idempotence-reorders',
  'two-groups-one-log',
]);

describe('the state of a machine, told from the trace alone', { timeout: 60_000 }, () => {
  for (const { name, scenario } of scenarios) {
    test(`is what it is in the simulator: ${name}`, () => {
      const { list, share } = wrong(scenario);
      // A member that was paused, and a broker whose answers were lost, are told of late.
      if (exact.has(name)) expect(list).toEqual([]);
      expect(share).toBeLessThan(0.005);
    });
  }

  test('is what it is while brokers stop, die and come back, and members leave (K-CTL-2, K-REP-40, K-GRP-22)', () => {
    expect(wrong(trouble).list).toEqual([]);
  });
});
