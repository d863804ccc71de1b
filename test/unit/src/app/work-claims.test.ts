import { describe, expect, test } from 'vitest';
import { WorkClaims } from '../../../../src/app/work-claims';

/** Locks of one browser: exclusive, by name, kept until the callback's promise settles. */
class Locks {
  private readonly tails = new Map<string, Promise<unknown>>();

  async request(name: string, options: { signal: AbortSignal }, hold: () => Promise<void>): Promise<void> {
    const before = this.tails.get(name) ?? Promise.resolve();
    const gaveUp = new Promise<'gave up'>((resolve) =>
      options.signal.addEventListener('abort', () => resolve('gave up'), { once: true }),
    );
    if ((await Promise.race([before, gaveUp])) === 'gave up') throw options.signal.reason;
    const held = hold();
    this.tails.set(name, held);
    await held;
  }
}

const claimsOf = (locks: unknown): WorkClaims => new WorkClaims(locks as LockManager);

describe('a kept work', () => {
  test('belongs to the tab that takes it first, until that one takes another or lets go', async () => {
    const locks = new Locks();
    const [one, two] = [claimsOf(locks), claimsOf(locks)];
    expect(await one.claim('a')).toBe(true);
    expect(await one.claim('a')).toBe(true);
    expect(await two.claim('a')).toBe(false);
    expect(await two.claim('b')).toBe(true);
    expect(await one.claim('c')).toBe(true);
    expect(await two.claim('a')).toBe(true);
    two.release();
    expect(await one.claim('a')).toBe(true);
  });

  test('that is let go of in a moment is waited for: a page that is loaded anew follows itself', async () => {
    const locks = new Locks();
    const [before, after] = [claimsOf(locks), claimsOf(locks)];
    await before.claim('a');
    setTimeout(() => before.release(), 50);
    expect(await after.claim('a')).toBe(true);
  });

  test('belongs to whoever asks where there are no locks, or none may be used', async () => {
    expect(await claimsOf(null).claim('a')).toBe(true);
    const throwing = {
      request: () => {
        throw new DOMException('not here', 'SecurityError');
      },
    };
    expect(await claimsOf(throwing).claim('a')).toBe(true);
    const refusing = { request: () => Promise.reject(new DOMException('not here', 'SecurityError')) };
    expect(await claimsOf(refusing).claim('a')).toBe(true);
  });
});
