/** The faults that a compiler of state machines is prone to, each as the smallest machine that shows it. */
import { describe, expect, test } from 'vitest';
import { assign, setup, type AnyStateMachine } from 'xstate';
import { compiledSteps, pureSteps, type AnyEvent } from './both-ways';

const kit = setup({
  types: { context: {} as { count: number; isOpen: boolean }, events: {} as AnyEvent },
  guards: { isOpen: ({ context }) => context.isOpen, isSmall: ({ context }) => context.count < 3 },
  actions: {
    enterRoot: () => {},
    enterA: () => {},
    leaveA: () => {},
    enterB: () => {},
    leaveB: () => {},
    outer: () => {},
    inner: () => {},
    open: assign({ isOpen: true }),
    count: assign({ count: ({ context }) => context.count + 1 }),
  },
});
const context = { count: 0, isOpen: false };

function effectsOfLast(machine: AnyStateMachine, ...types: string[]): string[] {
  const events = types.map((type) => ({ type }));
  const steps = compiledSteps(machine, events);
  expect(steps).toEqual(pureSteps(machine, events));
  return steps.at(-1)!.effects.map((effect) => effect.type);
}

describe('compiled machines', () => {
  test('select eventless transitions from the leaf upwards, not from the root down', () => {
    const machine = kit.createMachine({
      context,
      initial: 'parent',
      states: {
        parent: {
          initial: 'leaf',
          always: { guard: 'isOpen', target: 'done', actions: 'outer' },
          states: {
            leaf: { always: { guard: 'isOpen', target: '#done', actions: 'inner' }, on: { OPEN: { actions: 'open' } } },
          },
        },
        done: { id: 'done' },
      },
    });
    expect(effectsOfLast(machine, 'OPEN')).toEqual(['inner']);
  });

  test('go on with eventless transitions as long as something changes, and no longer', () => {
    const machine = kit.createMachine({
      context,
      initial: 'counting',
      states: { counting: { always: [{ guard: 'isSmall', actions: ['count', 'inner'] }, { actions: 'outer' }] } },
    });
    expect(effectsOfLast(machine)).toEqual(['inner', 'inner', 'inner', 'outer']);
    expect(effectsOfLast(machine, 'UNHEARD')).toEqual(['outer']);
  });

  test('let an event descend by region, and ask a parallel parent only if no region takes it', () => {
    const machine = kit.createMachine({
      context,
      type: 'parallel',
      on: { BOTH: { actions: 'outer' }, NONE: { actions: 'outer' } },
      states: {
        one: { initial: 'a', states: { a: { on: { BOTH: { actions: 'enterA' } } } } },
        two: { initial: 'b', on: { BOTH: { actions: 'enterB' } }, states: { b: {} } },
      },
    });
    expect(effectsOfLast(machine, 'BOTH')).toEqual(['enterA', 'enterB']);
    expect(effectsOfLast(machine, 'NONE')).toEqual(['outer']);
  });

  test('enter active states again where XState does', () => {
    const machine = kit.createMachine({
      id: 'root',
      context,
      entry: 'enterRoot',
      initial: 'a',
      states: { a: { entry: 'enterA', exit: 'leaveA', on: { UP: '#root' } } },
    });
    expect(effectsOfLast(machine, 'UP')).toEqual(['leaveA', 'enterRoot', 'enterA']);
  });

  test('enter nothing on a self-target of a region', () => {
    const machine = kit.createMachine({
      context,
      type: 'parallel',
      states: {
        one: { id: 'one', entry: 'enterA', exit: 'leaveA', on: { SELF: { target: '#one', actions: 'inner' } } },
        two: { entry: 'enterB', exit: 'leaveB' },
      },
    });
    expect(effectsOfLast(machine, 'SELF')).toEqual(['inner']);
  });

  test('leave and enter every region on a reentering self-target of one of them', () => {
    const machine = kit.createMachine({
      context,
      type: 'parallel',
      states: {
        one: {
          id: 'one',
          entry: 'enterA',
          exit: 'leaveA',
          on: { SELF: { target: '#one', reenter: true, actions: 'inner' } },
        },
        two: { entry: 'enterB', exit: 'leaveB' },
      },
    });
    expect(effectsOfLast(machine, 'SELF')).toEqual(['leaveB', 'leaveA', 'inner', 'enterA', 'enterB']);
  });

  test('match wildcards for events that no transition spells out, the longest first', () => {
    const machine = kit.createMachine({
      context,
      initial: 'a',
      on: { '*': { actions: 'outer' } },
      states: { a: { on: { 'log.*': { actions: 'inner' }, '*': { guard: 'isOpen', actions: 'enterA' } } } },
    });
    expect(effectsOfLast(machine, 'log.roll')).toEqual(['inner']);
    expect(effectsOfLast(machine, 'UNHEARD')).toEqual(['outer']);
  });

  test('take a forbidden transition for an answer', () => {
    const machine = kit.createMachine({
      context,
      initial: 'a',
      on: { GO: { actions: 'outer' } },
      states: { a: { on: { GO: {} } } },
    });
    expect(effectsOfLast(machine, 'GO')).toEqual([]);
  });

  test('reach configurations that no initial state foretells, under numbers that do not depend on the way', () => {
    const region = { initial: 'off', states: { off: { on: { LEFT: 'on' } }, on: { on: { LEFT: 'off' } } } } as const;
    const machine = kit.createMachine({
      context,
      type: 'parallel',
      states: {
        left: region,
        right: {
          initial: 'off',
          states: { off: { on: { RIGHT: 'on' } }, on: { entry: 'enterB', on: { RIGHT: 'off' } } },
        },
      },
    });
    expect(effectsOfLast(machine, 'LEFT', 'RIGHT')).toEqual(['enterB']);
    expect(effectsOfLast(machine, 'RIGHT', 'LEFT', 'RIGHT', 'LEFT')).toEqual([]);
  });

  test('compute all values of an assignment before writing any', () => {
    const machine = setup({
      types: { context: {} as { a: number; b: number }, events: {} as AnyEvent },
      actions: { swap: assign({ a: ({ context: row }) => row.b, b: ({ context: row }) => row.a }) },
    }).createMachine({ context: { a: 1, b: 2 }, on: { SWAP: { actions: 'swap' } } });
    effectsOfLast(machine, 'SWAP');
    expect(compiledSteps(machine, [{ type: 'SWAP' }])[1]!.context).toEqual({ a: 2, b: 1 });
  });
});
