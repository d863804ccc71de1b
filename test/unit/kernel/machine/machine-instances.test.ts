import { describe, expect, expectTypeOf, test } from 'vitest';
import { assign, setup } from 'xstate';
import { compileMachine } from '../../../../simulations/kernel/machine/compiled-machine';
import { MachineInstances } from '../../../../simulations/kernel/machine/machine-instances';
import { plainColumns } from './plain-columns';

type DoorEvent = { type: 'Pushed'; force: number } | { type: 'Locked' } | { type: 'Kicked'; by: number };

const door = setup({
  types: { context: {} as { pushes: number; strain: number; isLocked: boolean }, events: {} as DoorEvent },
  guards: {
    isForceful: ({ event }, { least }: { least: number }) => event.type === 'Pushed' && event.force >= least,
    isUnlocked: ({ context }) => !context.isLocked,
  },
  actions: {
    creak: () => {},
    slam: (_, _params: { loudness: number }) => {},
    countPush: assign({ pushes: ({ context }) => context.pushes + 1 }),
    strain: assign({ strain: ({ event }) => (event.type === 'Pushed' ? event.force / 3 : 0) }),
    lock: assign({ isLocked: true }),
    kick: assign({ pushes: ({ event }) => (event.type === 'Kicked' ? event.by : 0) }),
  },
}).createMachine({
  id: 'door',
  context: { pushes: 0, strain: 0, isLocked: false },
  initial: 'Shut',
  on: { Locked: { actions: 'lock' }, Kicked: { actions: 'kick' } },
  states: {
    Shut: {
      on: {
        Pushed: [
          {
            guard: { type: 'isForceful', params: { least: 9 } },
            target: 'Open.Wide',
            actions: { type: 'slam', params: { loudness: 2 } },
          },
          { guard: 'isUnlocked', target: 'Open', actions: ['countPush', 'creak', 'strain'] },
        ],
      },
    },
    Open: {
      initial: 'Ajar',
      exit: { type: 'slam', params: { loudness: 1 } },
      on: { Pushed: 'Shut' },
      states: { Ajar: {}, Wide: {} },
    },
  },
});

const compiled = compileMachine(door, { float64: ['strain'] });
const PUSHED = compiled.eventId('Pushed');
const LOCKED = compiled.eventId('Locked');

/** Two doors, both shut, and a list of what they do: [effect, actor, pushes at that moment]. */
function twoDoors() {
  const performed: [string, number, number][] = [];
  const doors = new MachineInstances(compiled, 2, plainColumns, (effect, actor) => {
    const { type, params } = compiled.effects[effect]!;
    performed.push([params ? `${type} ${String(params['loudness'])}` : type, actor, doors.columns.pushes[actor]!]);
  });
  doors.reset(0);
  doors.reset(1);
  return { doors, performed };
}

describe('compiled names', () => {
  test('effects are numbered by name, then by parameters', () => {
    expect(compiled.effects).toEqual([
      { type: 'creak', params: undefined },
      { type: 'slam', params: { loudness: 1 } },
      { type: 'slam', params: { loudness: 2 } },
    ]);
    expect(compiled.effectId('slam', { loudness: 2 })).toBe(2);
  });

  test('states are numbered in document order, events by name', () => {
    expect(compiled.stateNames).toEqual(['Shut', 'Open.Ajar', 'Open.Wide']);
    expect(compiled.stateName(compiled.stateId('Open.Wide'))).toBe('Open.Wide');
    expect(compiled.stateValue(1)).toEqual({ Open: 'Ajar' });
    expect(compiled.events).toEqual(['Kicked', 'Locked', 'Pushed']);
    expect([...compiled.mask('Open')]).toEqual([0, 1, 1]);
  });

  test('an unknown name says which there are', () => {
    expect(() => compiled.stateId('Ajar')).toThrow(
      'machine door, state Ajar: does not exist; there are: Shut, Open.Ajar, Open.Wide',
    );
    // @ts-expect-error: no event of the machine
    expect(() => compiled.eventId('Pulled')).toThrow(/event Pulled: does not exist/);
    expect(() => compiled.effectId('slam')).toThrow(/effect slam: does not exist/);
    // @ts-expect-error: no state of the machine
    expect(() => compiled.mask('Closed')).toThrow(/state Closed: does not exist/);
    expect(() => compiled.stateName(3)).toThrow(RangeError);
  });

  test('transitions can be named, for pictures and coverage', () => {
    expect(compiled.transitions.find((transition) => transition.guard === 'isForceful')).toEqual({
      source: 'Shut',
      event: 'Pushed',
      guard: 'isForceful',
      targets: ['Open.Wide'],
    });
  });

  test('names are typed as far as XState infers them', () => {
    expectTypeOf<Parameters<typeof compiled.eventId>[0]>().toEqualTypeOf<'Pushed' | 'Locked' | 'Kicked'>();
    expectTypeOf<Parameters<typeof compiled.mask>[0]>().toEqualTypeOf<'Shut' | 'Open' | 'Open.Ajar' | 'Open.Wide'>();
  });
});

describe('actors', () => {
  test('effects and assignments come in the order of the definition, each seeing what came before', () => {
    const { doors, performed } = twoDoors();
    expect(doors.send(1, PUSHED, { type: 'Pushed', force: 4 })).toBe(true);
    expect(performed).toEqual([['creak', 1, 1]]);
    expect(doors.columns.strain[1]).toBeCloseTo(4 / 3);
    expect(doors.matches(1, 'Open')).toBe(true);
    expect(doors.matches(1, 'Open.Wide')).toBe(false);
    expect([...doors.stateColumn]).toEqual([0, 1]);
    expect([...doors.columns.pushes]).toEqual([0, 1]);
  });

  test('an event that nothing takes changes nothing and says so', () => {
    const { doors, performed } = twoDoors();
    expect(doors.sendPlain(0, LOCKED)).toBe(true);
    expect(doors.columns.isLocked[0]).toBe(1);
    expect(doors.send(0, PUSHED, { type: 'Pushed', force: 4 })).toBe(false);
    expect(doors.send(0, PUSHED, { type: 'Pushed', force: 9 })).toBe(true);
    expect(performed).toEqual([['slam 2', 0, 0]]);
  });

  test('a reset puts the row back', () => {
    const { doors } = twoDoors();
    doors.send(0, PUSHED, { type: 'Pushed', force: 4 });
    doors.reset(0);
    expect([doors.stateColumn[0], doors.columns.pushes[0], doors.columns.strain[0]]).toEqual([0, 0, 0]);
  });

  test('worlds of the same kind do not see each other', () => {
    const one = twoDoors();
    const other = twoDoors();
    one.doors.sendPlain(0, LOCKED);
    expect(other.doors.send(0, PUSHED, { type: 'Pushed', force: 1 })).toBe(true);
    expect(one.doors.send(0, PUSHED, { type: 'Pushed', force: 1 })).toBe(false);
  });

  test('coverage marks the transitions taken', () => {
    const { doors } = twoDoors();
    doors.sendPlain(0, LOCKED);
    doors.send(0, PUSHED, { type: 'Pushed', force: 4 });
    const seen = compiled.transitions.filter((_, index) => doors.seen[index] === 1);
    expect(seen.map(({ event }) => event)).toEqual(['Locked']);
  });

  test('an effect may not send', () => {
    const doors = new MachineInstances(compiled, 1, plainColumns, () => doors.sendPlain(0, LOCKED));
    doors.reset(0);
    expect(() => doors.send(0, PUSHED, { type: 'Pushed', force: 4 })).toThrow(/an effect sent an event; schedule it/);
  });

  test('a number that does not fit its column stops the run', () => {
    const { doors } = twoDoors();
    for (const by of [0.5, 2 ** 31, NaN]) {
      const fresh = twoDoors().doors;
      expect(() => fresh.send(0, compiled.eventId('Kicked'), { type: 'Kicked', by })).toThrow(
        /context.pushes = .* does not fit/,
      );
    }
    expect(doors.send(0, compiled.eventId('Kicked'), { type: 'Kicked', by: 2 ** 31 - 1 })).toBe(true);
  });

  test('an actor that was never reset has no state to be in', () => {
    const doors = new MachineInstances(compiled, 1, plainColumns, () => {});
    expect(() => doors.sendPlain(0, LOCKED)).toThrow(/actor 0 was never reset/);
  });

  test('a guard cannot write the context behind assign', () => {
    const sly = setup({
      types: { context: {} as { n: number } },
      guards: { cheats: ({ context }) => ((context.n = 1), true) },
    }).createMachine({ id: 'sly', context: { n: 0 }, on: { GO: { guard: 'cheats', actions: [] } } });
    const machine = compileMachine(sly);
    const actors = new MachineInstances(machine, 1, plainColumns, () => {});
    actors.reset(0);
    expect(() => actors.sendPlain(0, machine.eventId('GO'))).toThrow(TypeError);
  });

  test('eventless transitions that never come to rest stop the run', () => {
    const restless = setup({
      types: { context: {} as { n: number } },
      actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
    }).createMachine({
      id: 'restless',
      context: { n: 0 },
      initial: 'a',
      states: { a: { on: { GO: 'b' } }, b: { always: { actions: 'count' } } },
    });
    const machine = compileMachine(restless);
    const actors = new MachineInstances(machine, 1, plainColumns, () => {});
    actors.reset(0);
    expect(() => actors.sendPlain(0, machine.eventId('GO'))).toThrow(/never come to rest/);
  });
});
