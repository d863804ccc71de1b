import * as Comlink from 'comlink';
import type { SimulationHost } from './protocol';
import { buffersOf } from './trace-ranges';

/** Puts a host on an endpoint. Ranges are handed over, not copied: the page owns what it gets. */
export function exposeSimulation(host: SimulationHost, endpoint?: Comlink.Endpoint): void {
  const exposed: SimulationHost = {
    catalogue: () => host.catalogue(),
    open: (request) => host.open(request),
    advance: (handle, budget) => {
      const slice = host.advance(handle, budget);
      return Comlink.transfer(slice, buffersOf(slice.range));
    },
    edit: async (handle, scenario, fromMicros, budget) => {
      const answer = await host.edit(handle, scenario, fromMicros, budget);
      return answer.ok && answer.first !== undefined ? Comlink.transfer(answer, buffersOf(answer.first.range)) : answer;
    },
    rehearse: (handle, wallMs) => host.rehearse(handle, wallMs),
    verdict: (handle) => host.verdict(handle),
    result: (handle, atMicros) => host.result(handle, atMicros),
    traceHash: (handle, atMicros) => host.traceHash(handle, atMicros),
    link: (scenario, view) => host.link(scenario, view),
    close: (handle) => host.close(handle),
  };
  Comlink.expose(exposed, endpoint);
}
