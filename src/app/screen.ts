import type { Problem } from '../../simulations/scenario';
import type { DiagramTarget } from '../diagram';
import type { Bookmarks } from './bookmarks';
import type { FormingAction, PanelId, SessionView, WaitingScenario } from './session-view';
import { Store } from './store';
import type { Theme } from './theme';

/** What is in front, pinned, asked for: the part of a session that changes no run. */
export class Screen {
  readonly view = new Store<SessionView>({
    phase: 'loading',
    progress: { state: 'running', nowMicros: 0, endMicros: 0 },
    undo: [],
    redo: [],
    bookmarks: [],
    events: {},
    speed: 1,
    theme: 'auto',
    panel: 'config',
    selected: null,
    showsTable: false,
    isDrawerOpen: false,
  });

  /** Hands a file to whoever takes files in. */
  receive(incoming: File | undefined): void {
    this.view.set({ incoming });
  }

  bookmark(bookmarks: Bookmarks): void {
    this.view.set({ bookmarks });
  }

  /** Opens, or closes, the form of an action. */
  form(forming: FormingAction | undefined): void {
    this.view.set({ forming });
  }

  select(selected: DiagramTarget | null): void {
    this.view.set({ selected });
  }

  ask(asking: string | undefined): void {
    // What was asked must be seen.
    this.view.set(asking === undefined ? { asking } : { asking, isDrawerOpen: true });
  }

  showPanel(panel: PanelId): void {
    this.view.set({ panel, asking: undefined });
  }

  /** Brings a file of settings to the front. */
  showConfig(configTab: string): void {
    this.view.set({ configTab, panel: 'config', asking: undefined, isDrawerOpen: true });
  }

  setTheme(theme: Theme): void {
    this.view.set({ theme });
  }

  toggleTable(): void {
    this.view.set({ showsTable: !this.view.get().showsTable });
  }

  toggleDrawer(): void {
    this.view.set({ isDrawerOpen: !this.view.get().isDrawerOpen });
  }

  dismissRefused(): void {
    this.view.set({ refused: undefined });
  }

  /** Shows why an input was refused, and what it waits for. */
  refuse(what: string, problems: readonly Problem[], waiting?: WaitingScenario): void {
    this.view.set({ refused: { what, problems }, waiting });
  }
}
