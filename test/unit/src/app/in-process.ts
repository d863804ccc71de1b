import * as Comlink from 'comlink';
import { Session } from '../../../../src/app/session';
import type { Frames } from '../../../../src/app/playhead';
import { exposeSimulation } from '../../../../workers/expose-simulation';
import type { SimulationHost } from '../../../../workers/protocol';
import { Host } from '../../../../workers/simulation-host';
import { simulator } from '../../../../workers/simulator';

/** Frames that come when a test says so. */
export class HandFrames implements Frames {
  private next: ((nowMs: number) => void) | undefined;
  private now = 0;

  request(callback: (nowMs: number) => void): number {
    this.next = callback;
    return 1;
  }

  cancel(): void {
    this.next = undefined;
  }

  pass(ms: number): void {
    this.now += ms;
    const callback = this.next;
    this.next = undefined;
    callback?.(this.now);
  }
}

/** A session with the real simulator behind a channel in the same process. */
export function sessionInProcess(): { session: Session; frames: HandFrames } {
  const { port1, port2 } = new MessageChannel();
  let now = 0;
  exposeSimulation(new Host(simulator, () => (now += 1)), port1 as unknown as Comlink.Endpoint);
  port1.start();
  const frames = new HandFrames();
  const client = Comlink.wrap<SimulationHost>(port2 as unknown as Comlink.Endpoint);
  return { session: new Session(client, frames), frames };
}

/** Waits until the run on screen has been computed and judged to its end. */
export async function settled(session: Session): Promise<void> {
  for (;;) {
    const { progress, verdict, run } = session.view.get();
    const end = (run?.scenario.duration ?? 0) * 1000;
    if (progress.state !== 'running' && verdict !== undefined && verdict.untilMicros >= end) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
