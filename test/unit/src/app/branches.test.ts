import { describe, expect, test } from 'vitest';
import type { Session } from '../../../../src/app/session';
import { alikeUntilMicros, branchOf, forked, withScenario, withoutBranch, workOn } from '../../../../src/app/work';
import { sessionInProcess, settled } from './in-process';

async function paused(atMicros: number, preset = 'first-event'): Promise<Session> {
  const { session } = sessionInProcess();
  await session.open({ preset }, { play: false, atMicros });
  await settled(session);
  return session;
}

const kill = [{ do: 'kill', target: 'broker-2' }];

function ids(session: Session): string[] {
  return session.view.get().work?.branches.map(({ id }) => id) ?? [];
}

describe('branches', { timeout: 30_000 }, () => {
  test('acting in the past of what was seen leaves a branch, acting at its edge does not', async () => {
    const session = await paused(10_000_000);
    await session.act(kill);
    expect(ids(session)).toEqual(['A']);
    session.seek(14_000_000);
    session.seek(8_000_000);
    await session.act([{ do: 'kill', target: 'broker-1' }]);
    const { work, run } = session.view.get();
    expect(ids(session)).toEqual(['A', 'B']);
    expect(work?.current).toBe('B');
    expect(branchOf(work!)).toMatchObject({ label: 'kill broker-1', fork: { from: 'A', atMicros: 8_000_000 } });
    expect(run?.scenario.actions.map(({ target }) => target)).toEqual(['broker-2', 'broker-1']);
    expect(branchOf(work!, 'A').scenario.actions).toHaveLength(1);
    await session.act([{ do: 'restart', target: 'broker-1' }]);
    expect(ids(session)).toEqual(['A', 'B']);
  });

  test('a branch runs as a scenario of its own does: the same trace', async () => {
    const session = await paused(20_000_000);
    session.seek(8_000_000);
    await session.act(kill);
    await settled(session);
    session.seek(20_000_000);
    const hash = await session.traceHash();
    const written = session.latestScenario();
    await session.showBranch('A');
    await settled(session);
    expect(await session.traceHash()).not.toBe(hash);
    await session.showBranch('B');
    await settled(session);
    expect(await session.traceHash()).toBe(hash);
    const alone = sessionInProcess().session;
    await alone.open({ scenario: written as never }, { play: false, atMicros: 0 });
    await settled(alone);
    alone.seek(20_000_000);
    expect(await alone.traceHash()).toBe(hash);
  });

  test('two branches are compared in step, and the first difference is the act', async () => {
    const session = await paused(20_000_000);
    session.seek(8_000_000);
    await session.act(kill);
    await settled(session);
    await session.compare('A');
    while (session.view.get().compared?.verdict === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    const { compared } = session.view.get();
    expect(compared).toMatchObject({ branch: 'A', progress: { state: 'done' }, difference: { atMicros: 8_000_000 } });
    await session.showBranch('A');
    expect(session.view.get().compared?.branch).toBe('B');
    await session.removeBranch('B');
    expect(session.view.get().compared).toBeUndefined();
  });

  test('undo takes a branch away with its act, redo brings it back; a new act ends what could be redone', async () => {
    const session = await paused(20_000_000);
    session.seek(8_000_000);
    await session.act(kill);
    await session.undo();
    expect(ids(session)).toEqual(['A']);
    expect(session.view.get().run?.scenario.actions).toEqual([]);
    await session.redo();
    expect(ids(session)).toEqual(['A', 'B']);
    expect(session.view.get().run?.scenario.actions).toHaveLength(1);
    await session.undo();
    await session.set({ target: 'checkout', config: { acks: '1' } }, 'start');
    expect(session.view.get().redo).toEqual([]);
  });

  test('a link keeps the branches, their names and their forks', async () => {
    const session = await paused(20_000_000);
    session.seek(8_000_000);
    await session.act(kill);
    const before = session.view.get().work;
    const link = await session.link({ t: 8000 });
    expect(link).toContain('&b=1');
    const { session: other } = sessionInProcess();
    expect(await other.open({ fragment: link })).toEqual([]);
    expect(other.view.get().work).toEqual(before);
    await other.showBranch('A');
    expect(other.view.get().run?.scenario.actions).toEqual([]);
  });

  test('a damaged branch of a link is refused by name, and changes nothing', async () => {
    const session = await paused(0);
    const { run } = session.view.get();
    for (const text of ['', '2abc', '1abc', '1!!!!']) {
      const problems = await session.open({ fragment: `#scenario=hot-key&b=${text}` });
      expect({ text, path: problems[0]?.path }).toEqual({ text, path: 'b' });
    }
    expect(session.view.get().run).toBe(run);
  });
});

describe('chips', { timeout: 30_000 }, () => {
  test('a drag moves the action in place and is one step; stretching changes how long it lasts', async () => {
    const session = await paused(12_000_000);
    await session.act([{ do: 'kill', target: 'broker-2', for: 3000 }]);
    session.endGesture();
    await Promise.all([11, 10, 9].map((second) => session.moveActions(['p1'], second * 1e6, 'drag')));
    session.endGesture();
    expect(session.view.get().run?.scenario.actions).toMatchObject([{ id: 'p1', at: 9000, for: 3000 }]);
    expect(ids(session)).toEqual(['A']);
    expect(session.view.get().undo).toHaveLength(2);
    await session.stretchActions(['p1'], 5_000_000);
    expect(session.view.get().run?.scenario.actions).toMatchObject([{ at: 9000, for: 5000 }]);
    await session.stretchActions(['p1'], undefined);
    expect(session.view.get().run?.scenario.actions[0]?.for).toBeUndefined();
    await session.undo();
    await session.undo();
    await session.undo();
    expect(session.view.get().run?.scenario.actions).toMatchObject([{ at: 12_000, for: 3000 }]);
  });

  test('a copy does the same at another moment; what waits for an event cannot be moved', async () => {
    const session = await paused(5_000_000);
    await session.act([{ do: 'kill', target: 'broker-2', for: 1000 }]);
    await session.copyActions(['p1'], 9_000_000);
    expect(session.view.get().run?.scenario.actions).toMatchObject([
      { id: 'p1', at: 5000 },
      { id: 'p2', at: 9000, do: 'kill', for: 1000 },
    ]);
    await session.act([{ do: 'kill', target: 'broker-3', after: { event: 'effect.applied', nth: 5 } }]);
    await session.moveActions(['p3'], 1_000_000);
    expect(session.view.get().run?.scenario.actions[2]?.at).toBeUndefined();
  });

  test('a refused step leaves no trace of itself', async () => {
    const session = await paused(5_000_000);
    await session.act(kill);
    const { work, undo } = session.view.get();
    expect(await session.act([{ do: 'kill', target: 'broker-9' }])).toHaveLength(1);
    expect(session.view.get()).toMatchObject({ work, undo, redo: [] });
    await session.undo();
    expect(session.view.get().run?.scenario.actions).toEqual([]);
  });

  test('kept work is restored with its steps and branches', async () => {
    const session = await paused(12_000_000);
    session.seek(8_000_000);
    await session.act(kill);
    await session.undo();
    const kept = JSON.parse(JSON.stringify(session.work()));
    const { session: other } = sessionInProcess();
    expect(await other.restore(kept)).toEqual([]);
    expect(other.playhead.timeMicros).toBe(8_000_000);
    expect(other.view.get().phase).toBe('paused');
    await other.redo();
    expect(ids(other)).toEqual(['A', 'B']);
  });
});

describe('work', () => {
  const scenario = { version: 1 as const, actions: [{ do: 'kill', target: 'broker-1', at: '3s' }] };

  test('a sixth branch takes the place of the oldest that is neither first nor on screen', () => {
    let work = workOn(scenario);
    for (let second = 1; second <= 5; second += 1) work = forked(work, scenario, second * 1e6, `act ${second}`);
    expect(work.branches.map(({ id }) => id)).toEqual(['A', 'C', 'D', 'E', 'F']);
    expect(branchOf(work, 'C').fork).toEqual({ from: 'A', atMicros: 1e6 });
  });

  test('who left a branch that goes leaves the one before it; the last one stays', () => {
    let work = forked(forked(workOn(scenario), scenario, 4e6, 'b'), scenario, 9e6, 'c');
    work = withoutBranch(work, 'B');
    expect(branchOf(work)).toMatchObject({ id: 'C', fork: { from: 'A', atMicros: 4e6 } });
    work = withoutBranch(work, 'C');
    expect(work.current).toBe('A');
    expect(withoutBranch(work, 'A')).toBe(work);
  });

  test('scenarios are alike until the first action that differs', () => {
    const later = { ...scenario, actions: [{ do: 'kill', target: 'broker-1', at: 2500 }] };
    expect(alikeUntilMicros(scenario, scenario)).toBe(Infinity);
    expect(alikeUntilMicros(scenario, later)).toBe(2_500_000);
    expect(alikeUntilMicros(scenario, { ...scenario, seed: 8 })).toBe(0);
    expect(alikeUntilMicros(scenario, { ...scenario, name: 'another' })).toBe(Infinity);
    expect(withScenario(workOn(scenario), later).branches[0].scenario).toBe(later);
  });
});
