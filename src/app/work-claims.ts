/** After a reload the page before may hold on for a moment, in wall time. */
const PATIENCE_MS = 400;

/**
 * Which tab a kept work belongs to, by the browser's own locks: they end with the page that holds them. Where there are
 * none, every claim is granted.
 */
export class WorkClaims {
  private held: { id: string; release: () => void } | undefined;
  private turns: Promise<unknown> = Promise.resolve();

  constructor(private readonly locks: Pick<LockManager, 'request'> | null | undefined = globalThis.navigator?.locks) {}

  /** Takes a work, and lets go of the one that was held. False: another tab has it. */
  claim(id: string): Promise<boolean> {
    return this.next(() => this.take(id));
  }

  /** Lets go of what is held. */
  release(): void {
    void this.next(() => this.letGo());
  }

  private next<T>(turn: () => T | Promise<T>): Promise<T> {
    const done = this.turns.then(turn);
    this.turns = done;
    return done;
  }

  private take(id: string): boolean | Promise<boolean> {
    const { locks } = this;
    if (this.held?.id === id || !locks) return true;
    this.letGo();
    const patience = AbortSignal.timeout(PATIENCE_MS);
    return new Promise((resolve) => {
      const hold = (): Promise<void> =>
        new Promise((release) => {
          this.held = { id, release };
          resolve(true);
        });
      const request = async (): Promise<void> => locks.request(`tidemark.work.${id}`, { signal: patience }, hold);
      // A page that may not use them is told so by another error than one that waits in vain.
      request().catch(() => resolve(!patience.aborted));
    });
  }

  private letGo(): void {
    this.held?.release();
    this.held = undefined;
  }
}
