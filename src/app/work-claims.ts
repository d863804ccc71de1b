/** After a reload the page before may hold on for a moment, in wall time. */
const PATIENCE_MS = 400;

/**
 * Which tab a kept work belongs to, by the browser's own locks: they end with the page that holds them. Where there are
 * none, every claim is granted.
 */
export class WorkClaims {
  private held: { id: string; release: () => void } | undefined;
  private turns: Promise<unknown> = Promise.resolve();

  constructor(private readonly locks: LockManager | undefined = globalThis.navigator?.locks) {}

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
    if (this.held?.id === id || locks === undefined) return true;
    this.letGo();
    return new Promise((resolve) => {
      const hold = (): Promise<void> =>
        new Promise((release) => {
          this.held = { id, release };
          resolve(true);
        });
      locks
        .request(`tidemark.work.${id}`, { signal: AbortSignal.timeout(PATIENCE_MS) }, hold)
        .catch(() => resolve(false));
    });
  }

  private letGo(): void {
    this.held?.release();
    this.held = undefined;
  }
}
