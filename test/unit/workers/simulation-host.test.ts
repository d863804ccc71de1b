import * as Comlink from 'comlink';
import { afterEach, describe, expect, test } from 'vitest';
import type { Engine, EngineRun } from '../../../workers/engine';
import { exposeSimulation } from '../../../workers/expose-simulation';
import type { OpenedRun, SimulationHost, Slice } from '../../../workers/protocol';
import { Host } from '../../../workers/simulation-host';
import { simulator } from '../../../workers/simulator';
import { TraceMirror } from '../../../src/app/trace-mirror';
import { traceHash } from '../../../simulations/kernel';
import type { Json } from '../../../simulations/scenario';

/** The boundary as it is in the browser, in one process: a host behind one end of a channel, a client at the other. */
function across(host: SimulationHost): Comlink.Remote<SimulationHost> {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  exposeSimulation(host, port1 as unknown as Comlink.Endpoint);
  port1.start();
  return Comlink.wrap<SimulationHost>(port2 as unknown as Comlink.Endpoint);
}

const open: MessagePort[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

const steady = (): number => 0;

/** A clock on which a slice is over after a few looks. */
function ticking(): () => number {
  let now = 0;
  return () => (now += 10);
}

async function opened(client: Comlink.Remote<SimulationHost>, preset: string): Promise<OpenedRun> {
  const answer = await client.open({ source: { preset } });
  if (!answer.ok) throw new Error(answer.problems.map(({ message }) => message).join());
  return answer;
}

async function toTheEnd(client: Comlink.Remote<SimulationHost>, run: OpenedRun, mirror: TraceMirror): Promise<Slice> {
  for (;;) {
    const slice = await client.advance(run.handle, { wallMs: 25 });
    mirror.write(slice.range);
    if (slice.state !== 'running') return slice;
  }
}

describe('the simulation worker', () => {
  test('sends a trace in slices that is the same on the other side', async () => {
    const client = across(new Host(simulator, ticking()));
    const run = await opened(client, 'acknowledged-and-gone');
    const mirror = TraceMirror.empty(run.names);
    const slice = await toTheEnd(client, run, mirror);
    expect(slice.state).toBe('done');
    expect(slice.nowMicros).toBe(run.endMicros);
    expect(traceHash(mirror)).toBe(await client.traceHash(run.handle, run.endMicros));
  });

  test('hands its buffers over: nothing of them is left behind', async () => {
    const host = new Host(simulator, steady);
    const answer = (await host.open({ source: { preset: 'first-event' } })) as OpenedRun;
    const { range } = host.advance(answer.handle, { wallMs: 1, untilMicros: 2_000_000 });
    const times = range.history.timeMicros;
    structuredClone(range, { transfer: [times.buffer as ArrayBuffer] });
    expect(times.length).toBe(0);
    expect(host.advance(answer.handle, { wallMs: 1, untilMicros: 4_000_000 }).range.history.from).toBeGreaterThan(0);
  });

  test('an edit keeps what lies before it and sends the tail alone', async () => {
    const client = across(new Host(simulator, ticking()));
    const run = await opened(client, 'first-event');
    const mirror = TraceMirror.empty(run.names);
    await toTheEnd(client, run, mirror);
    const whole = traceHash(mirror);
    const killed = { ...run.written, actions: [{ at: 20_000, do: 'kill', target: 'broker-2' }] };
    const edited = await client.edit(run.handle, killed as unknown as Json, 20_000_000);
    if (!edited.ok) throw new Error('refused');
    expect(edited.kept.history).toBeGreaterThan(1000);
    expect(edited.kept.history).toBeLessThan(mirror.history.length);
    const branch = mirror.prefix(edited.kept, edited.names);
    await toTheEnd(client, edited, branch);
    expect(traceHash(branch)).toBe(await client.traceHash(edited.handle, run.endMicros));
    expect(traceHash(branch)).not.toBe(whole);
    expect(traceHash(mirror), 'the first run is as it was').toBe(whole);
  });

  test('an edit with a budget brings its first slice along', async () => {
    const client = across(new Host(simulator, ticking()));
    const run = await opened(client, 'first-event');
    const mirror = TraceMirror.empty(run.names);
    await toTheEnd(client, run, mirror);
    const killed = { ...run.written, actions: [{ at: 20_000, do: 'kill', target: 'broker-2' }] };
    const budget = { wallMs: 1000, untilMicros: 25_000_000 };
    const edited = await client.edit(run.handle, killed as unknown as Json, 20_000_000, budget);
    if (!edited.ok || edited.first === undefined) throw new Error('nothing was computed');
    expect(edited.first).toMatchObject({ handle: edited.handle, state: 'running', nowMicros: 25_000_000 });
    expect(edited.first.range.history.from).toBe(edited.kept.history);
    const branch = mirror.prefix(edited.kept, edited.names);
    branch.write(edited.first.range);
    await toTheEnd(client, edited, branch);
    expect(traceHash(branch)).toBe(await client.traceHash(edited.handle, run.endMicros));
  });

  test('a rehearsal leaves no trace, however long it takes', async () => {
    const client = across(new Host(simulator, ticking()));
    const run = await opened(client, 'first-event');
    const mirror = TraceMirror.empty(run.names);
    await toTheEnd(client, run, mirror);
    for (let slice = 0; slice < 6; slice += 1) await client.rehearse(run.handle, 3);
    expect(await client.traceHash(run.handle, run.endMicros)).toBe(traceHash(mirror));
    expect((await client.advance(run.handle, { wallMs: 1 })).range.history.timeMicros).toHaveLength(0);
    await client.close(run.handle);
    await expect(client.rehearse(run.handle, 3)).rejects.toThrow(/closed/);
  });

  test('two runs live side by side', async () => {
    const client = across(new Host(simulator, ticking()));
    const [one, two] = [await opened(client, 'first-event'), await opened(client, 'hot-key')];
    const [first, second] = [TraceMirror.empty(one.names), TraceMirror.empty(two.names)];
    await Promise.all([toTheEnd(client, one, first), toTheEnd(client, two, second)]);
    expect(traceHash(first)).toBe(await client.traceHash(one.handle, one.endMicros));
    expect(traceHash(second)).toBe(await client.traceHash(two.handle, two.endMicros));
    await client.close(one.handle);
    await expect(client.advance(one.handle, { wallMs: 1 })).rejects.toThrow(/closed/);
    expect(await client.traceHash(two.handle, two.endMicros)).toBe(traceHash(second));
  });

  test('tells the state of a run at an earlier moment, and leaves the run where it is', async () => {
    const client = across(new Host(simulator, ticking()));
    const run = await opened(client, 'first-event');
    await toTheEnd(client, run, TraceMirror.empty(run.names));
    expect(await client.result(run.handle, 5_000_000)).toMatchObject({ virtualTime: 5000 });
    expect(await client.result(run.handle, run.endMicros)).toMatchObject({ virtualTime: 60_000 });
  });

  test('names every problem of a scenario with its place', async () => {
    const client = across(new Host(simulator, steady));
    const written = {
      version: 1,
      producers: { checkout: { topic: 'orders', config: { acks: 2 } } },
      topics: { orders: {} },
    };
    const answer = await client.open({ source: { scenario: written } });
    expect(answer).toMatchObject({ ok: false, problems: [{ path: 'producers.checkout.config.acks' }] });
    expect(await client.open({ source: { fragment: '#s=1nonsense' } })).toMatchObject({
      ok: false,
      problems: [{ path: 's' }],
    });
    expect(await client.open({ source: { fragment: '#t=3s' } })).toMatchObject({ ok: false });
    expect(await client.open({ source: { text: '{"version":1,\n "seed": -1}' } })).toMatchObject({
      ok: false,
      problems: [{ path: 'seed', line: 2 }],
    });
  });

  test('a link opens as the same run', async () => {
    const client = across(new Host(simulator, steady));
    const run = await opened(client, 'hot-key');
    const changed = { ...run.written, seed: 99, actions: [{ at: 1000, do: 'kill', target: 'broker-1' }] };
    const fragment = await client.link(changed, { t: 1500, theme: 'dark' });
    const again = await client.open({ source: { fragment } });
    expect(again).toMatchObject({ ok: true, written: changed, view: { t: 1500, theme: 'dark' } });
  });

  test('an error crosses with its name, message and stack', async () => {
    class SimulatorInvariantBroken extends Error {
      override name = 'SimulatorInvariantBroken';
    }
    const broken: Engine<EngineRun> = {
      ...(simulator as unknown as Engine<EngineRun>),
      advance: () => {
        throw new SimulatorInvariantBroken('lastStableOffset 24 > highWatermark 22');
      },
    };
    const client = across(new Host(broken, steady));
    const run = await opened(client, 'first-event');
    const error: unknown = await client.advance(run.handle, { wallMs: 1 }).then(undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'SimulatorInvariantBroken',
      message: 'lastStableOffset 24 > highWatermark 22',
    });
    expect((error as Error).stack).toContain('simulation-host');
  });
});

describe('limits', () => {
  const limits = { events: 5000, rows: 1_000_000, records: 1_000_000, bytes: 1e9 };

  test('a scenario that would never end is stopped with the reason, and what ran is there', async () => {
    const client = across(new Host(simulator, ticking(), limits));
    const answer = await client.open({
      source: {
        scenario: {
          version: 1,
          duration: '360d',
          topics: { t: {} },
          producers: { p: { topic: 't', workload: { rate: 1000 } } },
        },
      },
    });
    if (!answer.ok) throw new Error('refused');
    const mirror = TraceMirror.empty(answer.names);
    const slice = await toTheEnd(client, answer, mirror);
    expect(slice).toMatchObject({ state: 'stopped' });
    expect(slice.reason).toMatch(/^Stopped at \d+\.\d{3} s: 5,000 events is the limit of the page\./);
    expect(mirror.history.length).toBeGreaterThan(100);
    expect((await client.advance(answer.handle, { wallMs: 5 })).state).toBe('stopped');
    expect(await opened(client, 'first-event')).toMatchObject({ ok: true });
  });

  test.each([
    ['rows', { ...limits, events: 1e9, rows: 500 }, /500 entries of history/],
    ['records', { ...limits, events: 1e9, records: 50 }, /50 records/],
    ['memory', { ...limits, events: 1e9, bytes: 1_000_000 }, /1 MB of history/],
  ])('a run that would eat memory is stopped: %s', async (_, low, reason) => {
    const host = new Host(simulator, ticking(), low);
    const answer = (await host.open({ source: { preset: 'hot-key' } })) as OpenedRun;
    let slice: Slice;
    do slice = host.advance(answer.handle, { wallMs: 50 });
    while (slice.state === 'running');
    expect(slice.reason).toMatch(reason);
  });
});
