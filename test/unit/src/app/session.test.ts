import { describe, expect, test } from 'vitest';
import { tidemarkOf } from '../../../../src/app/window-tidemark';
import type { Tidemark } from '../../../../src/app/window-tidemark';
import type { Session } from '../../../../src/app/session';
import { sessionInProcess, settled } from './in-process';
import type { HandFrames } from './in-process';

async function playing(preset = 'first-event'): Promise<{ session: Session; frames: HandFrames; tidemark: Tidemark }> {
  const { session, frames } = sessionInProcess();
  const ready = session.open({ preset }).then(() => undefined);
  const tidemark = tidemarkOf(session, ready);
  await ready;
  return { session, frames, tidemark };
}

// Whole runs of a minute are computed here.
describe('a session', { timeout: 30_000 }, () => {
  test('plays what it opens, and shows nothing that is not computed', async () => {
    const { session, frames } = await playing();
    expect(session.view.get().phase).toBe('playing');
    frames.pass(16);
    frames.pass(16);
    expect(session.playhead.timeMicros).toBe(16_000);
    await settled(session);
    for (let frame = 0; frame < 1000; frame += 1) frames.pass(100);
    expect(session.playhead.timeMicros).toBe(60_000_000);
    expect(session.view.get().phase).toBe('paused');
  });

  test('opens a link with a moment paused at it', async () => {
    const { session, tidemark } = await playing();
    const fragment = await session.link({ t: 14_260 });
    await tidemark.load({ link: fragment });
    expect(session.view.get().phase).toBe('paused');
    expect(await tidemark.get({ what: 'time' })).toBe(14_260);
  });

  test('a kill is an action of the scenario at the moment on screen; undo takes it back', async () => {
    const { session, tidemark } = await playing();
    await settled(session);
    const before = await tidemark.seek({ at: '20s' }).then(() => tidemark.get({ what: 'traceHash' }));
    await tidemark.pause();
    await tidemark.seek({ at: 10_000 });
    await tidemark.act({ action: { do: 'kill', target: 'broker-2' } });
    expect(session.view.get().run?.scenario.actions).toMatchObject([
      { id: 'p1', do: 'kill', target: 'broker-2', at: 10_000 },
    ]);
    expect(session.playhead.timeMicros).toBe(10_000_000);
    await settled(session);
    await tidemark.seek({ at: '20s' });
    expect(await tidemark.get({ what: 'traceHash' })).not.toBe(before);
    await session.undo();
    expect(session.view.get().run?.scenario.actions).toEqual([]);
    await tidemark.seek({ at: '20s' });
    expect(await tidemark.get({ what: 'traceHash' })).toBe(before);
  });

  test('a seek while the run follows a change is kept, whichever is done first', async () => {
    const { session, tidemark } = await playing();
    await settled(session);
    await tidemark.pause();
    await tidemark.seek({ at: 10_000 });
    const following = tidemark.act({ action: { do: 'kill', target: 'broker-2' } });
    session.seek(30_000_000);
    await following;
    expect(session.playhead.timeMicros).toBe(30_000_000);
    const again = tidemark.act({ action: { do: 'restart', target: 'broker-2' } });
    await tidemark.seek({ at: '50s' });
    await again;
    expect(await tidemark.get({ what: 'time' })).toBe(50_000);
    const anew = tidemark.set({ target: 'checkout', config: { acks: '1' }, from: 'start' });
    session.seek(40_000_000);
    await anew;
    expect(await tidemark.get({ what: 'time' })).toBe(40_000);
  });

  test('a refused change leaves the run, and its words name the place', async () => {
    const { session, tidemark } = await playing();
    const { run } = session.view.get();
    await expect(tidemark.act({ action: { do: 'kill', target: 'broker-9' } })).rejects.toThrow(
      /actions\[0\]\.target: .*broker-9/,
    );
    await expect(tidemark.act({ action: { do: 'explode' } })).rejects.toThrow(/actions\[0\]\.do/);
    await expect(tidemark.load({ scenario: { version: 2 } })).rejects.toThrow(/version/);
    expect(session.view.get().run?.handle).toBe(run?.handle);
    expect(session.view.get().refused?.problems).toHaveLength(1);
    expect(session.latestScenario()?.actions ?? []).toEqual([]);
  });

  test('a drag is one action, however many values it passes', async () => {
    const { session } = await playing();
    await settled(session);
    session.pause();
    session.seek(5_000_000);
    const drag = [10, 20, 40].map((rate) =>
      session.act([{ do: 'workload', target: 'checkout', set: { rate } }], 'fader'),
    );
    await Promise.all(drag);
    session.endGesture();
    expect(session.view.get().run?.scenario.actions).toMatchObject([{ do: 'workload', at: 5000, set: { rate: 40 } }]);
    expect(session.view.get().undo).toHaveLength(1);
    await session.undo();
    expect(session.view.get().run?.scenario.actions).toEqual([]);
  });

  test('set acts from now as an action, from the start in the scenario itself', async () => {
    const { session, tidemark } = await playing();
    await tidemark.pause();
    await settled(session);
    await tidemark.seek({ at: '8s' });
    await tidemark.set({ target: 'checkout', config: { acks: '1' } });
    expect(session.view.get().run?.scenario.actions).toMatchObject([{ do: 'config', at: 8000, set: { acks: '1' } }]);
    await tidemark.set({
      target: 'checkout',
      config: { acks: '1' },
      workload: { rate: 12, hotShare: 0.5 },
      from: 'start',
    });
    const checkout = session.view.get().run?.scenario.producers.checkout;
    expect(checkout).toMatchObject({
      config: { acks: '1' },
      workload: { rate: 12, keys: { count: 8, hotShare: 0.5 } },
    });
    await tidemark.set({ network: { between: ['broker-1', 'broker-2'], delay: 400 }, from: 'start' });
    expect(session.view.get().run?.scenario.network.links).toMatchObject([
      { between: ['broker-1', 'broker-2'], delay: 400 },
    ]);
    await expect(tidemark.set({ target: 'nobody', config: { acks: 1 }, from: 'start' })).rejects.toThrow(
      /target: "nobody"/,
    );
  });

  test('step goes to the next row of the history, [ and ] to the next moment worth telling', async () => {
    const { session, tidemark } = await playing('acknowledged-and-gone');
    await settled(session);
    await tidemark.pause();
    await tidemark.seek({ at: 0 });
    const { time } = await tidemark.step();
    expect(time).toBeGreaterThan(0);
    expect(time).toBeLessThan(100);
    session.step('after');
    expect(session.playhead.timeMicros).toBeGreaterThan(3_900_000);
    session.step('before');
    expect(session.playhead.timeMicros).toBe(0);
  });

  test('words that mean nothing are refused with what was expected', async () => {
    const { tidemark } = await playing();
    await expect(tidemark.seek({ at: 'soon' })).rejects.toThrow(/^at: expected a duration/);
    await expect(tidemark.speed({ value: 0 })).rejects.toThrow(/^value: expected 0\.01 to 1000, got 0/);
    await expect(tidemark.get({ what: 'weather' as never })).rejects.toThrow(/^what: expected time, scenario/);
    await expect(tidemark.act({ action: {} })).rejects.toThrow(/^action\.do/);
    await expect(tidemark.load({})).rejects.toThrow(/expected scenario or link/);
  });
});
