/** Definitions outside the exact subset are refused with the machine, the place and the mend. */
import { describe, expect, test } from 'vitest';
import {
  and,
  assign,
  createMachine,
  enqueueActions,
  fromCallback,
  not,
  or,
  raise,
  sendTo,
  setup,
  spawnChild,
  stateIn,
  type AnyStateMachine,
} from 'xstate';
import { compileMachine } from '../../../../simulations/kernel/machine/compiled-machine';
import { MachineDefinitionError } from '../../../../simulations/kernel/machine/definition-error';

const child = fromCallback(() => {});

/** A machine "m" whose state "a" has these properties; whatever TypeScript thinks of them. */
function withState(a: object, root: object = {}): AnyStateMachine {
  return createMachine({ id: 'm', context: { n: 0 }, initial: 'a', states: { a, b: {} }, ...root } as never);
}

function withAction(action: unknown): AnyStateMachine {
  return withState({ on: { GO: { actions: action } } });
}

function withGuard(guard: unknown): AnyStateMachine {
  const isTrue = (): boolean => true;
  const config = { id: 'm', initial: 'a', states: { a: { on: { GO: { guard, target: 'b' } } }, b: {} } };
  return setup({ guards: { isTrue } }).createMachine(config as never) as unknown as AnyStateMachine;
}

const refused: [what: string, machine: () => AnyStateMachine, message: RegExp][] = [
  [
    'after',
    () => withState({ after: { 10: 'b' } }),
    /machine m, state a: no delayed transitions; let an effect schedule/,
  ],
  ['invoke', () => withState({ invoke: { src: child } }), /state a: no invoked actors/],
  ['onDone', () => withState({ initial: 'x', states: { x: {} }, onDone: 'b' }), /state a: no done events/],
  [
    'history',
    () => withState({ initial: 'x', states: { x: {}, h: { type: 'history' } } }),
    /state a.h: no history states/,
  ],
  [
    'final',
    () => withState({ on: { GO: 'b' } }, { states: { a: {}, b: { type: 'final' } } }),
    /state b: no final states/,
  ],
  ['raise', () => withAction(raise({ type: 'GO' })), /state a: no raise; name an effect/],
  ['sendTo', () => withAction(sendTo('x', { type: 'GO' })), /state a: no sendTo/],
  ['spawnChild', () => withAction(spawnChild(child)), /state a: no spawnChild/],
  ['enqueueActions', () => withAction(enqueueActions(() => {})), /state a: no enqueueActions/],
  ['inline actions', () => withAction(() => {}), /state a: no inline actions; name the effect in setup/],
  ['and', () => withGuard(and(['isTrue'])), /state a: no and, or, not or stateIn/],
  ['or', () => withGuard(or(['isTrue'])), /state a: no and, or, not or stateIn/],
  ['not', () => withGuard(not('isTrue')), /state a: no and, or, not or stateIn/],
  ['stateIn', () => withGuard(stateIn('a')), /state a: no and, or, not or stateIn/],
  ['a guard that setup does not know', () => withGuard('isMissing'), /guard isMissing is not a function of setup/],
  ['a guard with computed parameters', () => withGuard({ type: 'isTrue', params: () => ({}) }), /isTrue must be fixed/],
  [
    'always beside regions',
    () =>
      createMachine({ id: 'm', type: 'parallel', states: { a: { always: { guard: () => false } }, b: {} } } as never),
    /state a: no always in a machine with parallel regions/,
  ],
  [
    'assign of a whole function',
    () => withAction(assign(() => ({ n: 1 }))),
    /write assign by key: assign\(\{ key: fn \}\)/,
  ],
  ['assign of an unknown key', () => withAction(assign({ m: 1 })), /assigns m, which the context does not declare/],
  ['an action with computed parameters', () => withAction({ type: 'tell', params: () => ({}) }), /tell must be fixed/],
  ['a context made of input', () => withState({}, { context: () => ({ n: 0 }) }), /context: must be a plain object/],
  [
    'a context of objects',
    () => withState({}, { context: { list: [] } }),
    /context.list: must be a number or a boolean/,
  ],
  [
    'a fraction in an integer column',
    () => withState({}, { context: { n: 0.5 } }),
    /0.5 is no 32-bit integer; name it/,
  ],
  [
    'two targets in one state',
    () => withState({ id: 'a', initial: 'x', states: { x: {}, y: {} }, on: { GO: { target: ['.x', '.y'] } } }),
    /GO has two targets that cannot be active together/,
  ],
  [
    'a target beside its own ancestor',
    () => withState({ id: 'a', initial: 'x', states: { x: {} }, on: { GO: { target: ['#a', '.x'] } } }),
    /GO has two targets that cannot be active together/,
  ],
];

describe('the compiler refuses', () => {
  test.each(refused)('%s', (_, machine, message) => {
    expect(() => compileMachine(machine())).toThrow(MachineDefinitionError);
    expect(() => compileMachine(machine())).toThrow(message);
  });

  test('more configurations than anybody can mean', () => {
    const region = { initial: 'a', states: { a: {}, b: {}, c: {}, d: {} } };
    const regions = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`r${index}`, region]));
    const machine = createMachine({ id: 'm', type: 'parallel', states: regions } as never);
    expect(() => compileMachine(machine)).toThrow(/the root: more than 4096 configurations/);
  });
});
