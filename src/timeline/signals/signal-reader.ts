import type { RunView, Session } from '../../app';
import { SignalFold } from './signal-fold';

/** Wall time of one slice: what is left of a frame is the page's. */
const SLICE_MS = 5;
/** While a chip is held runs follow each other too fast to be read: only one that stays so long is. */
const HELD_MS = 120;

/** Keeps the fold of the run on screen up to date, and the one before it until then. Calls back when there is more. */
export class SignalReader {
  fold: SignalFold | undefined;
  before: SignalFold | undefined;
  private run: RunView | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop: () => void;

  constructor(
    private readonly session: Session,
    private readonly isHeld: () => boolean,
    private readonly changed: () => void,
  ) {
    this.stop = session.view.subscribe(() => this.look());
    this.look();
  }

  close(): void {
    this.stop();
    clearTimeout(this.timer);
  }

  /** The fold that knows a moment. */
  foldAt(atMicros: number): SignalFold | undefined {
    return this.fold !== undefined && (atMicros <= this.fold.foldedMicros || this.before === undefined)
      ? this.fold
      : this.before;
  }

  private look(): void {
    const { run } = this.session.view.get();
    if (run === undefined) return;
    if (run !== this.run) {
      const isSame =
        this.run?.scenario.name === run.scenario.name && this.run.scenario.duration === run.scenario.duration;
      this.before = isSame ? (this.before ?? this.fold) : undefined;
      this.fold = new SignalFold(run);
      this.run = run;
      clearTimeout(this.timer);
      this.timer = setTimeout(this.read, this.before !== undefined && this.isHeld() ? HELD_MS : 0);
    }
    this.timer ??= setTimeout(this.read, 0);
  }

  private readonly read = (): void => {
    this.timer = undefined;
    const { fold } = this;
    if (fold === undefined) return;
    const until = performance.now() + SLICE_MS;
    const { nowMicros, state } = this.session.view.get().progress;
    const hasMore = fold.advance(nowMicros, () => performance.now() < until);
    if (!hasMore && state !== 'running') this.before = undefined;
    this.changed();
    if (hasMore) this.timer = setTimeout(this.read, 0);
  };
}
