import { Arena, CLASS_TIMER, Kernel, type KernelSystem } from '../../simulations/kernel/index.ts';
import { heapLoop } from './heap-loop.ts';
import { cpuSeconds, median, report } from './report.ts';

/** Events per second of the kernel's own loop, trace off: each event schedules one successor. */
const EVENTS = 2_000_000;

for (const pending of [16, 64, 256]) {
  const baseline = heapLoop(pending);
  const { kernel, system } = world(pending);
  const step = (): void => {
    kernel.run(Number.MAX_SAFE_INTEGER / 16, EVENTS, system);
  };
  step();
  const samples = Array.from({ length: 5 }, () => EVENTS / cpuSeconds(step));
  const { value, spread } = median(samples);
  report({
    name: 'kernel',
    case: `pending-${pending}`,
    value,
    unit: 'events/s',
    baseline,
    samples: samples.length,
    spread,
    better: 'higher',
  });
}

function world(pending: number): { kernel: Kernel; system: KernelSystem } {
  const kernel = new Kernel(new Arena(), 1, pending, 0, 'none');
  const streams = Int32Array.from({ length: pending }, () => kernel.queue.newStream());
  let number = 0;
  const next = (actor: number): void => {
    const delayMicros = (Math.imul(number++, 0x9e3779b1) >>> 22) & 1023;
    kernel.at(kernel.now + delayMicros, CLASS_TIMER, streams[actor]!, 16, actor, 0, actor);
  };
  const system: KernelSystem = { dispatch: (_kind, actor) => next(actor), dropped: () => {}, lane: () => {} };
  for (let actor = 0; actor < pending; actor++) next(actor);
  return { kernel, system };
}
