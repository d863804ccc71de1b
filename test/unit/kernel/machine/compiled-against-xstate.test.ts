/**
 * Compiled and interpreted machines are the same machine (DESIGN.md, idea 3).
 *
 * TIDEMARK_MACHINES sets how many random machines of each kind are tried; a default run tries a few hundred.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActor, initialTransition, transition, type AnyStateMachine } from 'xstate';
import { compileMachine } from '../../../../simulations/kernel/machine/compiled-machine';
import { MachineInstances } from '../../../../simulations/kernel/machine/machine-instances';
import { plainColumns } from './plain-columns';
import { EVENTS, machinesWithEvents, type RandomEvent } from './random-machine';

const MACHINES = Number(process.env['TIDEMARK_MACHINES'] ?? 250);

interface Named {
  readonly type: string;
  readonly params: unknown;
}

/** What an observer sees of one step. */
interface Seen {
  readonly value: unknown;
  readonly context: unknown;
  readonly effects: readonly Named[];
}

function named(actions: readonly { type: string; params?: unknown }[]): Named[] {
  return actions.map(({ type, params }) => ({ type, params }));
}

function asPureFunction(machine: AnyStateMachine, events: readonly RandomEvent[]): Seen[] {
  let [snapshot, actions] = initialTransition(machine);
  const seen: Seen[] = [{ value: snapshot.value, context: snapshot.context, effects: named(actions) }];
  for (const event of events) {
    [snapshot, actions] = transition(machine, snapshot, event);
    seen.push({ value: snapshot.value, context: snapshot.context, effects: named(actions) });
  }
  return seen;
}

function asInterpreted(machine: AnyStateMachine, events: readonly RandomEvent[]): Pick<Seen, 'value' | 'context'>[] {
  const actor = createActor(machine).start();
  const read = (): Pick<Seen, 'value' | 'context'> => {
    const { value, context } = actor.getSnapshot();
    return { value, context };
  };
  return [read(), ...events.map((event) => (actor.send(event), read()))];
}

function asCompiled(machine: AnyStateMachine, events: readonly RandomEvent[]): Seen[] {
  const compiled = compileMachine(machine, { events: EVENTS, float64: ['ratio'] });
  let effects: Named[] = [];
  // Three rows, of which the middle one is used: a write to a neighbour's row would show.
  const instances = new MachineInstances(compiled, 3, plainColumns, (effect) => {
    effects.push(compiled.effects[effect]!);
  });
  const read = (): Seen => {
    const row = Object.entries(instances.columns).map(([key, column]) => [
      key,
      key === 'flag' ? column[1] === 1 : column[1],
    ]);
    const seen = {
      value: compiled.stateValue(instances.stateColumn[1]!),
      context: Object.fromEntries(row),
      effects: named(effects),
    };
    effects = [];
    return seen;
  };
  instances.reset(1);
  const seen = [read()];
  for (const event of events) {
    instances.send(1, compiled.eventId(event.type), event);
    seen.push(read());
  }
  for (const column of Object.values(instances.columns)) expect([column[0], column[2]]).toEqual([0, 0]);
  return seen;
}

describe.each([
  ['without parallel regions', false],
  ['with parallel regions', true],
])('random machines %s', (_, withRegions) => {
  test('take the transitions of the pure transition()', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(machinesWithEvents(withRegions), ({ machine, events }) => {
        expect(asCompiled(machine, events)).toEqual(asPureFunction(machine, events));
      }),
      { numRuns: MACHINES },
    );
  });

  test('take the transitions of the interpreter', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(machinesWithEvents(withRegions), ({ machine, events }) => {
        const compiled = asCompiled(machine, events).map(({ value, context }) => ({ value, context }));
        expect(compiled).toEqual(asInterpreted(machine, events));
      }),
      { numRuns: Math.ceil(MACHINES / 5) },
    );
  });
});
