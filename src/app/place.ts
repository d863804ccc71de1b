import type { Session } from './session';
import { Store } from './store';

/** What the page shows: the gallery with what comes before it, or one scenario. */
export type PlaceName = 'home' | 'playground';

/** A longer address is cut by what one pastes it into; the scenario is then kept by the browser alone. */
const addressMax = 30_000;

/** Whether a fragment names a scenario. */
export function placeOf(fragment: string): PlaceName {
  return /(?:^#?|&)(?:s|scenario)=/.test(fragment) ? 'playground' : 'home';
}

/** The part of a fragment that says which scenario it is, without how it is looked at. */
export function scenarioPart(fragment: string): string {
  return /(?:^#?|&)((?:s|scenario)=[^&]*)/.exec(fragment)?.[1] ?? '';
}

/**
 * Where in the page a person is. The address says it, and follows where it does not: a scenario that was dropped, pasted
 * or loaded gets an address of its own, so that back, reload and the link in the bar mean what they show.
 */
export class Place extends Store<{ name: PlaceName }> {
  private quiet = 0;
  private turns: Promise<void> = Promise.resolve();

  /** `onOwn`: called when something was opened that the address does not name, once the address names it. */
  constructor(
    private readonly session: Session,
    private readonly onOwn: () => void = () => undefined,
  ) {
    super({ name: placeOf(location.hash) });
    let { asked } = session.view.get();
    session.view.subscribe(() => {
      const now = session.view.get().asked;
      if (now === asked) return;
      asked = now;
      if (this.quiet === 0) void this.leaveFor();
    });
  }

  go(name: PlaceName): void {
    if (this.get().name !== name) this.set({ name });
  }

  /**
   * Opens something that the address names already, or that is only a picture on a card. One after the other: what was
   * asked for last is what stays on screen.
   */
  within<T>(open: () => Promise<T>): Promise<T> {
    return this.next(async () => {
      this.quiet += 1;
      try {
        return await open();
      } finally {
        this.quiet -= 1;
      }
    });
  }

  /** Opens something of one's own, after what is being opened now: it gets an address and leaves the start page. */
  enter<T>(open: () => Promise<T>): Promise<T> {
    return this.next(open);
  }

  private next<T>(open: () => Promise<T>): Promise<T> {
    const turn = this.turns.then(open);
    this.turns = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  private async leaveFor(): Promise<void> {
    this.go('playground');
    const fragment = await this.session.link({});
    if (fragment.length <= addressMax && scenarioPart(fragment) !== scenarioPart(location.hash)) {
      history.pushState(null, '', fragment.startsWith('#') ? fragment : `#${fragment}`);
    }
    this.onOwn();
  }
}

/** Opens what a fragment names; what is on screen already is opened anew, as an entry of the history of its own. */
export function goTo(fragment: string): void {
  if (location.hash !== (fragment === '' ? '' : `#${fragment}`)) {
    location.hash = fragment;
    return;
  }
  history.pushState(null, '', `#${fragment}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
