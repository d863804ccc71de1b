import * as Comlink from 'comlink';
import type { OpenAnswer, OpenRequest, ScenarioSource, SimulationHost } from './protocol';
import type { RecordingSource } from './recording-protocol';

type Promised<M> = M extends (...given: infer G) => infer R ? (...given: G) => Promise<Awaited<R>> : never;

/** The simulation worker as the page calls it: every method of the host, as a promise. It may open recordings as well. */
export type SimulationClient = { [M in Exclude<keyof SimulationHost, 'open'>]: Promised<SimulationHost[M]> } & {
  open(request: Omit<OpenRequest, 'source'> & { source: ScenarioSource | RecordingSource }): Promise<OpenAnswer>;
};

/** Starts a simulation worker. `stop` ends it, whatever it is doing. */
export function startSimulation(): { client: SimulationClient; failed: Promise<Error>; stop: () => void } {
  const worker = new Worker(new URL('./simulation.worker.ts', import.meta.url), { type: 'module', name: 'simulation' });
  const client = Comlink.wrap<SimulationHost>(worker);
  return { client, failed: failureOf(worker), stop: () => worker.terminate() };
}

/** Settles when the worker itself breaks: it could not be loaded, or ran out of memory. */
function failureOf(worker: Worker): Promise<Error> {
  return new Promise((resolve) => {
    worker.addEventListener('error', (event) => {
      resolve(new Error(event.message || 'The simulation worker could not be started.'));
    });
    worker.addEventListener('messageerror', () =>
      resolve(new Error('An answer of the simulation worker was unreadable.')),
    );
  });
}
