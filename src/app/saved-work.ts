import type { Problem } from '../../simulations/scenario';
import { KeptWorks } from './kept-works';
import type { KeptWork } from './kept-works';
import { scenarioPart } from './place';
import type { Session } from './session';
import { Store } from './store';
import { typedTexts } from './typed-texts';
import { WorkClaims } from './work-claims';

/** Wall time after the last change until it is kept. */
const SETTLE_MS = 400;

const copyNote = 'This work is open in another tab: here it goes on as a copy.';
const filesNote = 'Files of events are not kept: give it the file again.';

/** What the page says about kept work. */
export interface KeptView {
  /** Work on the scenario that was opened, or on any at the start page, that one can go on with. */
  offers: readonly KeptWork[];
  /** It is on screen because the page was loaded again or gone back to. */
  restored?: KeptWork;
  /** What could not be kept or read. */
  note?: string;
}

/**
 * Keeps what a person does over a reload. Each entry of the tab's own history has one work, named in `history.state`,
 * and each work one tab: loading it again or going back brings it back, while a link that was followed shows what it
 * says and only offers what was done before.
 */
export class WorkKeeper {
  readonly view = new Store<KeptView>({ offers: [] });
  private id: string | undefined;
  private address = '';
  private timer = 0;
  private isOpening = false;

  constructor(
    private readonly session: Session,
    private readonly works = new KeptWorks(),
    private readonly newId: () => string = () => crypto.randomUUID(),
    private readonly claims = new WorkClaims(),
  ) {
    let before = session.view.get();
    session.view.subscribe(() => {
      const now = session.view.get();
      const isNews =
        now.work !== before.work ||
        now.redo !== before.redo ||
        now.bookmarks !== before.bookmarks ||
        now.phase !== before.phase;
      before = now;
      if (isNews) this.schedule();
    });
    typedTexts(session).subscribe(() => this.schedule());
    window.addEventListener('pagehide', () => this.flush());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.flush());
  }

  /** The start page is on screen: nothing is being worked on. */
  atHome(): void {
    this.flush();
    this.id = undefined;
    this.claims.release();
    typedTexts(this.session).put({});
    this.view.set({ offers: this.works.all().slice(0, 3), restored: undefined, note: this.works.note });
  }

  /**
   * Opens what the address names: with `open`, or the work that this entry of the tab's history had. Answers with the
   * problems for which the former was refused.
   */
  async begin(open: () => Promise<readonly Problem[]>): Promise<readonly Problem[]> {
    this.flush();
    this.isOpening = true;
    try {
      this.address = scenarioPart(location.hash);
      const kept = this.keptHere();
      const isFree = kept !== undefined && (await this.claims.claim(kept.id));
      this.id = isFree ? kept.id : this.ownId();
      this.mark();
      const restored = kept === undefined ? undefined : await this.restore(kept, isFree ? undefined : copyNote);
      if (restored !== undefined) return restored;
      typedTexts(this.session).put({});
      const problems = await open();
      this.offer();
      return problems;
    } finally {
      this.isOpening = false;
    }
  }

  /** Something of one's own is on screen, under an address that was made for it. */
  beginOwn(): void {
    const { undo } = this.session.view.get();
    this.address = scenarioPart(location.hash);
    // Events that were given to a scenario are a step of the work on it.
    if (undo.length === 0 || this.id === undefined) {
      this.flush();
      this.id = this.ownId();
      this.view.set({ offers: [], restored: undefined });
    }
    this.mark();
    this.schedule();
  }

  /** Whether the work on screen is that of the present entry of the history. */
  isHere(): boolean {
    return (history.state as { work?: unknown } | null)?.work === this.id;
  }

  /** Goes on with work that was offered. The page that is left stays in the history. */
  async resume({ id, address }: KeptWork, reopen: () => Promise<void>): Promise<void> {
    this.flush();
    history.pushState({ work: id }, '', `#${address}`);
    await reopen();
  }

  /** Throws away what was done to the scenario on screen: it is taken back step by step, and can be done again. */
  async startOver(): Promise<void> {
    this.dismiss();
    while (this.session.view.get().undo.length > 0) await this.session.undo();
  }

  dismiss(): void {
    this.works.note = undefined;
    this.view.set({ offers: [], restored: undefined, note: undefined });
  }

  /** Keeps what is on screen now. */
  flush(): void {
    window.clearTimeout(this.timer);
    const { id, session } = this;
    const { waiting, run, bookmarks } = session.view.get();
    const saved = session.work();
    // What waits for a file is not on screen; the work that was kept stays as it is.
    if (id === undefined || saved === undefined || run === undefined || waiting !== undefined || this.isOpening) return;
    const typed = typedTexts(session).read();
    const things = saved.undo.length + saved.redo.length + Object.keys(typed).length + bookmarks.length;
    const isWorth = things > 0 || saved.work.branches.length > 1;
    if (!isWorth) return;
    const isPlaying = session.view.get().phase === 'playing';
    const name = run.scenario.name;
    this.works.write({ version: 1, id, address: this.address, name, savedAt: Date.now(), isPlaying, saved, typed });
    if (this.works.note !== this.view.get().note) this.view.set({ note: this.works.note });
  }

  private schedule(): void {
    if (this.id === undefined) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.flush();
      // The link that is shared takes the place of the address, and of what stood beside it.
      if (scenarioPart(location.hash) !== '') {
        this.address = scenarioPart(location.hash);
        this.mark();
      }
    }, SETTLE_MS);
  }

  private ownId(): string {
    const id = this.newId();
    void this.claims.claim(id);
    return id;
  }

  private mark(): void {
    if (!this.isHere()) history.replaceState({ ...(history.state as object | null), work: this.id }, '');
  }

  private keptHere(): KeptWork | undefined {
    const state = history.state as { work?: unknown } | null;
    return typeof state?.work === 'string' ? this.works.read(state.work) : undefined;
  }

  /** Answers with what it waits for, if for anything; undefined: it is unusable. */
  private async restore(kept: KeptWork, note: string | undefined): Promise<readonly Problem[] | undefined> {
    typedTexts(this.session).put(kept.typed);
    const problems = await this.session.restore(kept.saved);
    const isWaiting = this.session.view.get().waiting !== undefined;
    if (problems.length > 0 && !isWaiting) {
      this.works.setAside(kept.id);
      this.view.set({ note: this.works.note });
      return undefined;
    }
    const form = kept.typed.form as { do?: unknown } | undefined;
    if (typeof form?.do === 'string') this.session.form({ do: form.do });
    else if (kept.isPlaying && !isWaiting) this.session.play();
    this.view.set({ restored: kept, offers: [], note: isWaiting ? filesNote : (note ?? this.works.note) });
    return problems;
  }

  /** What was done before to the scenario that a link has opened. */
  private offer(): void {
    const offers = this.works.all().filter(({ address, id }) => address === this.address && id !== this.id);
    this.view.set({ offers: offers.slice(0, 1), restored: undefined, note: this.works.note });
  }
}

/** "3 changes", "1 change": what kept work consists of. */
export function changesIn({ saved, typed }: KeptWork): string {
  const count = saved.undo.length;
  if (count > 0) return `${count} ${count === 1 ? 'change' : 'changes'}`;
  if (Object.keys(typed).length > 0) return 'a text that does not act yet';
  if (saved.work.branches.length === 1 && saved.redo.length === 0) return 'bookmarks';
  return saved.redo.length > 0 ? 'changes that were taken back' : `${saved.work.branches.length} branches`;
}
