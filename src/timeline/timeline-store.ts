import { Store, neighbourBookmark, withBookmark } from '../app';
import type { Session } from '../app';
import type { HeldActions } from './action-chips';
import { consequence, outcomeOf } from './consequence';
import type { Outcome } from './consequence';
import { following, framing, holds, isWhole, panned, wholeRun, zoomed } from './time-window';
import type { TimeWindow } from './time-window';

/** A chip that is being moved, stretched or copied. */
export interface Held extends HeldActions {
  key: string;
  mode: 'move' | 'stretch' | 'copy';
  /** Where it was. */
  origin: { atMicros: number; forMicros: number | undefined };
  /** What the run came to before. */
  before: Outcome | undefined;
  /** What the pointer holds on to. */
  snap?: string;
  /** Let go; the run is still following. */
  isSettling: boolean;
}

export interface TimelineState {
  /** Absent: the whole run. */
  window?: TimeWindow;
  held?: Held;
  /** What was let go of a moment ago: its time and what came of it are still told. */
  told?: Held;
  /** Signals that are not drawn. */
  hidden: readonly string[];
  showsTable: boolean;
  /** Said politely to those who do not see the page. */
  spoken: string;
}

/** Wall time between two times that the window follows the playhead. */
const FOLLOW_EVERY_MS = 200;
const SPEAK_EVERY_MS = 1000;
/** How long a consequence stands there once it is known, and how long is waited for it. */
const TOLD_MS = 2500;
const WAITED_MS = 8000;

/** What one looks at on the timeline, and how; the run and its moment are the session's. */
export class Timeline {
  readonly state = new Store<TimelineState>({ hidden: [], showsTable: false, spoken: '' });
  private shownAtMicros = 0;
  private followedAtMs = -Infinity;
  private saying: { text: string; timer: ReturnType<typeof setTimeout> } | undefined;
  private spokeAtMs = -Infinity;
  private scenario: string | undefined;
  private stopTelling: (() => void) | undefined;

  constructor(private readonly session: Session) {
    session.playhead.subscribe(() => this.follow());
    session.view.subscribe(() => this.keepToScenario());
    this.keepToScenario();
  }

  get endMicros(): number {
    return this.session.view.get().progress.endMicros;
  }

  get window(): TimeWindow {
    return this.state.get().window ?? wholeRun(this.endMicros);
  }

  /** `factor` below 1 shows less, in more detail. */
  zoom(factor: number, aboutMicros: number): void {
    this.show(zoomed(this.window, factor, aboutMicros, this.endMicros));
  }

  pan(byMicros: number): void {
    this.show(panned(this.window, byMicros, this.endMicros));
  }

  frame(fromMicros: number, toMicros: number): void {
    this.show(framing(fromMicros, toMicros, this.endMicros));
  }

  show(window: TimeWindow): void {
    this.state.set({ window: isWhole(window, this.endMicros) ? undefined : window });
  }

  /** Moves the window, if it must, so that a moment is in it. */
  reveal(atMicros: number): void {
    const { window } = this.state.get();
    if (window !== undefined) this.show(following(window, atMicros, this.endMicros));
  }

  showAll(): void {
    this.state.set({ window: undefined });
  }

  /** Marks the moment on screen. */
  mark(): void {
    const at = Math.round(this.session.playhead.timeMicros);
    const { bookmarks } = this.session.view.get();
    const next = withBookmark(bookmarks, at);
    const mark = next.find(({ atMicros }) => atMicros === at);
    this.session.bookmark(next);
    this.say(
      mark === undefined ? 'There are too many bookmarks.' : `${mark.name} at ${(at / 1e6).toFixed(3)} s, bookmarked.`,
    );
  }

  /** To the bookmark in that direction if it comes before the session's own next stop. True: it went there. */
  stepToBookmark(direction: 'before' | 'after'): boolean {
    const { playhead, view } = this.session;
    const mark = neighbourBookmark(this.session.view.get().bookmarks, Math.round(playhead.timeMicros), direction);
    if (mark === undefined) return false;
    const moment = view.get().run?.moments.neighbour(playhead.timeMicros, direction);
    if (moment !== undefined && (direction === 'after' ? moment < mark.atMicros : moment > mark.atMicros)) return false;
    this.session.visit(mark.atMicros);
    this.say(`${mark.name}, ${(mark.atMicros / 1e6).toFixed(3)} s.`);
    return true;
  }

  /** Politely, at most once a second; of what comes faster the last is said. */
  say(text: string): void {
    const wait = this.spokeAtMs + SPEAK_EVERY_MS - performance.now();
    if (this.saying !== undefined) this.saying.text = text;
    else if (wait <= 0) this.speak(text);
    else {
      const timer = setTimeout(() => {
        const { saying } = this;
        this.saying = undefined;
        if (saying !== undefined) this.speak(saying.text);
      }, wait);
      this.saying = { text, timer };
    }
  }

  /** Goes on telling of a chip that was let go, until it is known what came of it. */
  tell(held: Held): void {
    this.stopTelling?.();
    this.state.set({ told: held });
    let timer: ReturnType<typeof setTimeout>;
    const end = (): void => {
      stop();
      clearTimeout(timer);
      this.state.set({ told: undefined });
    };
    const look = (): void => {
      const said = consequence(held.before, outcomeOf(this.session.view.get()));
      if (said === undefined) return;
      stop();
      clearTimeout(timer);
      timer = setTimeout(end, TOLD_MS);
      this.say(`${said}.`);
    };
    const stop = this.session.view.subscribe(look);
    timer = setTimeout(end, WAITED_MS);
    this.stopTelling = end;
    look();
  }

  private speak(text: string): void {
    this.spokeAtMs = performance.now();
    this.state.set({ spoken: text });
  }

  /** The window goes where the playhead goes, unless somebody looks elsewhere on purpose. */
  private follow(): void {
    const { playhead } = this.session;
    const { window, held } = this.state.get();
    const before = this.shownAtMicros;
    this.shownAtMicros = playhead.timeMicros;
    // A held chip takes the window along; and a moment that only was computed anew draws it nowhere.
    if (held !== undefined || before === playhead.timeMicros) return;
    if (window === undefined || holds(window, playhead.timeMicros)) return;
    if (playhead.isPlaying) {
      const now = performance.now();
      const wasSeen = holds(window, before) || now - this.followedAtMs < 2 * FOLLOW_EVERY_MS;
      if (!wasSeen || now - this.followedAtMs < FOLLOW_EVERY_MS) return;
      this.followedAtMs = now;
    }
    this.show(following(window, playhead.timeMicros, this.endMicros));
  }

  /** Another scenario has another past: the window is that of the old one. */
  private keepToScenario(): void {
    const { run } = this.session.view.get();
    if (run === undefined) return;
    const { name } = run.scenario;
    const { window } = this.state.get();
    if (name === this.scenario) {
      // Somebody made the run shorter.
      if (window !== undefined && window.toMicros > this.endMicros) this.show(panned(window, 0, this.endMicros));
      return;
    }
    const isFirst = this.scenario === undefined;
    this.scenario = name;
    this.stopTelling?.();
    if (!isFirst) this.state.set({ window: undefined, held: undefined });
  }
}

const timelines = new WeakMap<Session, Timeline>();

/** The timeline of a session; made when it is first asked for. */
export function timelineOf(session: Session): Timeline {
  let timeline = timelines.get(session);
  if (timeline === undefined) {
    timeline = new Timeline(session);
    timelines.set(session, timeline);
  }
  return timeline;
}
