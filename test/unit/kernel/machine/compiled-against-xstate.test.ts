/**
 * Compiled and interpreted machines are the same machine (DESIGN.md, idea 3).
 *
 * TIDEMARK_MACHINES sets how many random machines of each kind are tried; a default run tries a few hundred.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActor, type AnyStateMachine } from 'xstate';
import { compiledSteps, pureSteps, type Step } from './both-ways';
import { EVENTS, machinesWithEvents, type RandomEvent } from './random-machine';

const MACHINES = Number(process.env['TIDEMARK_MACHINES'] ?? 250);
const stored = { float64: ['ratio'], known: [...EVENTS] };

function interpretedSteps(machine: AnyStateMachine, events: readonly RandomEvent[]): Omit<Step, 'effects'>[] {
  const actor = createActor(machine).start();
  const read = (): Omit<Step, 'effects'> => {
    const { value, context } = actor.getSnapshot();
    return { value, context };
  };
  return [
    read(),
    ...events.map((event) => {
      actor.send(event);
      return read();
    }),
  ];
}

describe.each([
  ['without parallel regions', false],
  ['with parallel regions', true],
])('random machines %s', (_, withRegions) => {
  test('take the transitions of the pure transition()', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(machinesWithEvents(withRegions), ({ machine, events }) => {
        expect(compiledSteps(machine, events, stored)).toEqual(pureSteps(machine, events));
      }),
      { numRuns: MACHINES },
    );
  });

  test('take the transitions of the interpreter', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(machinesWithEvents(withRegions), ({ machine, events }) => {
        const compiled = compiledSteps(machine, events, stored).map(({ value, context }) => ({ value, context }));
        expect(compiled).toEqual(interpretedSteps(machine, events));
      }),
      { numRuns: Math.ceil(MACHINES / 5) },
    );
  });
});
