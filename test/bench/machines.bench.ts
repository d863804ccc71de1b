/** Compiled transitions of one machine kind over XState's pure `transition()`, and over its interpreter. */
import { createActor, initialTransition, transition } from 'xstate';
import { compileMachine } from '../../simulations/kernel/machine/compiled-machine';
import { MachineInstances } from '../../simulations/kernel/machine/machine-instances';
import { member, memberLife } from './member-machine.ts';
import { cpuSeconds, median, report } from './report.ts';

const ACTORS = 64;
const SAMPLES = 9;
const life = memberLife();

/** Each measures transitions a second of a loop that performs (counts) the effects of every transition. */
const contenders = {
  compiled: rate(compiledLives(), 150_000),
  transition: rate(pureLives(), 600),
  interpreter: rate(interpretedLives(), 4_000),
};

const names = ['compiled', 'transition', 'interpreter'] as const;
const samples: Record<(typeof names)[number], number[]> = { compiled: [], transition: [], interpreter: [] };
const coldRate = contenders.compiled(500);
for (const name of names) contenders[name]();
// Turn and turn about, so that a slow spell of the computer falls on all of them.
for (let round = 0; round < SAMPLES; round++) for (const name of names) samples[name].push(contenders[name]());

const compiled = median(samples.compiled);
for (const name of ['transition', 'interpreter'] as const) {
  const baseline = { name: `xstate-${name}`, value: median(samples[name]).value, unit: 'transitions/s' };
  report({
    name: 'machines',
    case: name,
    ...compiled,
    unit: 'transitions/s',
    baseline,
    better: 'higher',
    coldValue: coldRate,
  });
}

/** Transitions a second of CPU time over `lives` lives, or as many as asked. */
function rate(live: () => void, usualLives: number): (lives?: number) => number {
  return (lives = usualLives) => {
    const seconds = cpuSeconds(() => {
      for (let i = 0; i < lives; i++) live();
    });
    return (lives * life.length) / seconds;
  };
}

function compiledLives(): () => void {
  const machine = compileMachine(member);
  const performed = new Int32Array(machine.effects.length);
  const columns = {
    int32: (count: number) => new Int32Array(count),
    float64: (count: number) => new Float64Array(count),
  };
  const members = new MachineInstances(machine, ACTORS, columns, (effect) => {
    performed[effect]!++;
  });
  for (let actor = 0; actor < ACTORS; actor++) members.reset(actor);
  const numbers = Int32Array.from(life, (event) => machine.eventId(event.type));
  let actor = 0;
  return () => {
    actor = (actor + 1) % ACTORS;
    for (let i = 0; i < numbers.length; i++) {
      if (!members.send(actor, numbers[i]!, life[i]!)) throw new Error(`no transition for ${life[i]!.type}`);
    }
  };
}

function pureLives(): () => void {
  let performed = 0;
  let [snapshot] = initialTransition(member);
  return () => {
    for (const event of life) {
      const [next, effects] = transition(member, snapshot, event);
      snapshot = next;
      performed += effects.length;
    }
    if (performed === 0) throw new Error('no effects');
  };
}

function interpretedLives(): () => void {
  const actor = createActor(member).start();
  return () => {
    for (const event of life) actor.send(event);
  };
}
