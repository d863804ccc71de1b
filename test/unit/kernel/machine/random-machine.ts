/** Random machines of the exact subset, grown from a list of numbers so that fast-check can shrink them. */
import * as fc from 'fast-check';
import { assign, setup, type AnyStateMachine } from 'xstate';
import type { AnyEvent } from './both-ways';

export interface RandomContext {
  a: number;
  b: number;
  fuel: number;
  ratio: number;
  flag: boolean;
}

export type RandomEvent = AnyEvent & { value: number };

/** Every name a random machine may be sent; the last two are matched by wildcards alone, or by nothing. */
export const EVENTS = ['A', 'B', 'x.y', 'x.z', 'x', 'unknown'] as const;
const DESCRIPTORS = ['A', 'B', 'x.y', 'x.z', 'x.*', '*'];

const built = setup({
  types: { context: {} as RandomContext, events: {} as RandomEvent },
  guards: {
    aIsEven: ({ context }) => context.a % 2 === 0,
    hasFlag: ({ context }) => context.flag,
    valueAtLeast: ({ event }, { least }: { least: number }) => event.value >= least,
    aIsBelow: ({ context }, { limit }: { limit: number }) => context.a < limit,
    isA: ({ event }) => event.type === 'A',
    hasFuel: ({ context }) => context.fuel > 0,
    isUnbalanced: ({ context }) => context.ratio > 1.5,
  },
  actions: {
    ping: () => {},
    pong: () => {},
    tell: (_, _params: { n: number }) => {},
    bump: assign({ a: ({ context }) => (context.a + 1) % 7 }),
    swap: assign({ a: ({ context }) => context.b, b: ({ context }) => context.a }),
    take: assign({ b: ({ event }) => event.value ?? 0 }),
    toggle: assign({ flag: ({ context }) => !context.flag }),
    add: assign({ a: ({ context }, { by }: { by: number }) => (context.a + by) % 11, flag: true }),
    stretch: assign({ ratio: ({ context }) => (context.ratio > 8 ? 0.3 : context.ratio * 1.7) }),
    burn: assign({ fuel: ({ context }) => context.fuel - 1 }),
    refuel: assign({ fuel: 5 }),
  },
});

type Config = Record<string, unknown>;

/** Reads choices off a list; an exhausted list chooses the first of everything. */
class Choices {
  private next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  below(count: number): number {
    return (this.numbers[this.next++] ?? 0) % count;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

interface Sketch {
  readonly id: string;
  readonly kind: 'atomic' | 'compound' | 'parallel';
  readonly children: readonly Sketch[];
}

class Grower {
  readonly all: Sketch[] = [];

  constructor(
    private readonly choices: Choices,
    private readonly withRegions: boolean,
  ) {}

  sketch(depth: number): Sketch {
    const kinds: readonly Sketch['kind'][] = this.withRegions
      ? ['compound', 'parallel', 'atomic', 'parallel']
      : ['compound', 'atomic', 'compound'];
    const atRoot: readonly Sketch['kind'][] = this.withRegions ? ['parallel', 'compound'] : ['compound'];
    const kind = this.choices.of(depth === 0 ? atRoot : kinds);
    const leaf = depth > 2 || kind === 'atomic';
    const children = leaf ? [] : Array.from({ length: 1 + this.choices.below(3) }, () => this.sketch(depth + 1));
    const sketch: Sketch = { id: `n${this.all.length}`, kind: leaf ? 'atomic' : kind, children };
    this.all.push(sketch);
    return sketch;
  }

  config(sketch: Sketch): Config {
    const config: Config = { id: sketch.id };
    if (sketch.kind !== 'atomic') {
      config['states'] = Object.fromEntries(sketch.children.map((child) => [`s${child.id}`, this.config(child)]));
    }
    if (sketch.kind === 'parallel') config['type'] = 'parallel';
    if (sketch.kind === 'compound') config['initial'] = this.initial(sketch);
    config['entry'] = this.choices.some(2, () => this.action());
    config['exit'] = this.choices.some(2, () => this.action());
    config['on'] = Object.fromEntries(
      this.choices.some(4, () => [this.choices.of(DESCRIPTORS), this.choices.some(2, () => this.transition(true))]),
    );
    if (!this.withRegions && this.choices.below(4) === 0) config['always'] = this.choices.some(2, () => this.always());
    return config;
  }

  private initial(sketch: Sketch): unknown {
    const target = `s${this.choices.of(sketch.children).id}`;
    return this.choices.below(4) === 0 ? { target, actions: this.choices.some(2, () => this.action()) } : target;
  }

  private transition(mayHaveGuard: boolean): Config {
    const transition: Config = {};
    const target = this.target();
    if (target !== undefined) transition['target'] = target;
    if (this.choices.below(3) === 0) transition['reenter'] = true;
    if (mayHaveGuard && this.choices.below(2) === 0) transition['guard'] = this.guard();
    const actions = this.choices.some(3, () => this.action());
    // Only events bring new fuel: an entry action that did would keep eventless transitions going for ever.
    if (mayHaveGuard && this.choices.below(5) === 0) actions.push('refuel');
    if (actions.length > 0) transition['actions'] = actions;
    return transition;
  }

  /** Eventless transitions burn fuel, or change nothing, so that every machine comes to rest. */
  private always(): Config {
    if (this.choices.below(3) === 0) return { guard: this.guard(), actions: this.choices.some(2, () => 'ping') };
    const transition = this.transition(false);
    return { ...transition, guard: 'hasFuel', actions: ['burn', ...((transition['actions'] as unknown[]) ?? [])] };
  }

  private target(): string | string[] | undefined {
    const regions = this.all.filter((sketch) => sketch.kind === 'parallel' && sketch.children.length > 1);
    if (regions.length > 0 && this.choices.below(5) === 0) {
      return this.choices.of(regions).children.map((region) => `#${this.choices.of(descendants(region)).id}`);
    }
    return this.choices.below(4) === 0 ? undefined : `#${this.choices.of(this.all).id}`;
  }

  private guard(): unknown {
    const n = this.choices.below(6);
    const plain = ['aIsEven', 'hasFlag', 'isA', 'isUnbalanced'];
    return this.choices.of([
      ...plain,
      { type: 'valueAtLeast', params: { least: n } },
      { type: 'aIsBelow', params: { limit: n } },
    ]);
  }

  private action(): unknown {
    const n = this.choices.below(5);
    const plain = ['ping', 'pong', 'bump', 'swap', 'take', 'toggle', 'stretch'];
    return this.choices.of([...plain, { type: 'tell', params: { n } }, { type: 'add', params: { by: n } }]);
  }
}

function descendants(sketch: Sketch): Sketch[] {
  return [sketch, ...sketch.children.flatMap(descendants)];
}

function grow(numbers: readonly number[], withRegions: boolean): AnyStateMachine {
  const grower = new Grower(new Choices(numbers), withRegions);
  const root = grower.sketch(0);
  const context: RandomContext = { a: 1, b: 4, fuel: 3, ratio: 0.5, flag: false };
  return built.createMachine({ ...grower.config(root), id: root.id, context } as never) as unknown as AnyStateMachine;
}

/** A machine and the events to send to it. */
export function machinesWithEvents(
  withRegions: boolean,
): fc.Arbitrary<{ machine: AnyStateMachine; events: RandomEvent[] }> {
  const genome = fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 260, size: 'max' });
  const event = fc.record({ type: fc.constantFrom<string>(...EVENTS), value: fc.nat(6) });
  return fc.tuple(genome, fc.array(event, { minLength: 4, maxLength: 24, size: 'max' })).map(([numbers, events]) => {
    const machine = grow(numbers, withRegions);
    // A counterexample is read as its config; the machine itself would print as a page of cycles.
    const text = (): string => JSON.stringify({ config: machine.config, events }, null, 1);
    return { machine, events, [fc.toStringMethod]: text };
  });
}
