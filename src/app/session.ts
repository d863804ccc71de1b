import { createActor } from 'xstate';
import { rowTime, rowsUntil } from '../../simulations/kernel';
import type { EventColumns, Json, Problem, Scenario, View } from '../../simulations/scenario';
import type { ScenarioSource } from '../../workers/protocol';
import type { RecordingSource } from '../../workers/recording-protocol';
import type { SimulationClient } from '../../workers/simulation-client';
import { bookmarksOf } from './bookmarks';
import type { Bookmarks } from './bookmarks';
import { Changes } from './changes';
import type { Worked } from './changes';
import { Comparison } from './comparison';
import { Editing } from './editing';
import { branchesOfLink, linkOf } from './link-branches';
import { Playhead } from './playhead';
import type { Frames } from './playhead';
import { RunFeed, awaitedUntil } from './run-feed';
import { sessionMachine } from './session-machine';
import type { SessionEvent } from './session-machine';
import { wasNotFetched } from '../design/not-fetched';
import { panelIds } from './session-view';
import { branchOf, forked, onBranch, withScenario, withoutBranch, workOn } from './work';
import type { SavedWork } from './work';

export interface OpenOptions {
  atMicros?: number;
  play?: boolean;
  /** What is being opened, in words, for the message when it is refused. */
  what?: string;
  events?: Readonly<Record<string, EventColumns>>;
  /** An embedded diagram: the stretch that the link names is all that can be seen of the run. */
  isConfined?: boolean;
  bookmarks?: Bookmarks;
  /** What was done to the scenario before, if it is not opened for the first time. */
  worked?: (written: Scenario) => Worked;
}

/**
 * One person at one playground: the scenario, its run, the moment on screen. Components read its stores and call its
 * methods; everything they show is a fold over the trace at the playhead.
 */
export class Session extends Editing {
  readonly playhead: Playhead;
  private readonly machine;
  private readonly feed: RunFeed;
  protected readonly changes: Changes;
  private readonly comparison: Comparison;
  /** How far each branch that is not on screen has been seen, in µs. */
  private readonly seen = new Map<string, number>();

  /** `forks`: acting in the past leaves a branch; an embedded diagram has no place to show one. */
  constructor(
    private readonly client: SimulationClient,
    frames?: Frames,
    protected readonly forks = true,
  ) {
    super();
    this.playhead = new Playhead(() => this.send({ type: 'ended' }), frames);
    this.feed = new RunFeed(client, this.view, this.playhead, (error) => this.fail(error), forks);
    this.changes = new Changes(this.view, (scenario, fromMicros) => {
      const following = this.followRun(scenario, fromMicros);
      this.feed.rest(following);
      return following;
    });
    this.comparison = new Comparison(client, this.view, (error) => this.fail(error));
    const clock = { startClock: () => this.playhead.play(), stopClock: () => this.playhead.pause() };
    this.machine = createActor(sessionMachine.provide({ actions: clock }));
    this.machine.subscribe(({ value }) => this.view.set({ phase: value }));
    this.machine.start();
  }

  /** Opens a scenario. Resolves with the problems: none, or all of those for which it was refused. */
  async open(source: ScenarioSource | RecordingSource, options: OpenOptions = {}): Promise<readonly Problem[]> {
    // Another scenario sends other events, even if a producer has the same name.
    const events = options.events ?? {};
    this.send({ type: 'open' });
    try {
      const answer = await this.client.open({ source, events });
      if (!answer.ok) {
        const needs = answer.problems.find((problem) => problem.needs !== undefined)?.needs;
        this.view.set({ waiting: needs === undefined ? undefined : { source, needs } });
        return this.refused(options.what ?? 'the scenario', answer.problems);
      }
      const { view } = answer;
      if (options.isConfined) this.playhead.confine((view.from ?? 0) * 1000, (view.to ?? Infinity) * 1000);
      const atMicros = options.atMicros ?? (view.t ?? (options.isConfined ? view.from : undefined) ?? 0) * 1000;
      await this.comparison.show(undefined);
      await this.feed.show(answer, () => atMicros);
      this.seen.clear();
      this.playhead.seenMicros = this.playhead.timeMicros;
      this.changes.reset(options.worked?.(answer.written) ?? this.workOf(answer.written, view));
      this.view.set({
        refused: undefined,
        waiting: undefined,
        failure: undefined,
        bookmarks: options.bookmarks ?? [],
        asking: undefined,
        selected: null,
        forming: undefined,
        events,
        asked: view,
      });
      this.take(view);
      this.send({ type: 'opened', play: options.play ?? (options.atMicros ?? view.t) === undefined });
      return [];
    } catch (error) {
      return this.refused(options.what ?? 'the scenario', [{ path: '', message: messageOf(error), keys: [] }]);
    }
  }

  /** What could not be opened; a run that was there stays. */
  private refused(what: string, problems: readonly Problem[]): readonly Problem[] {
    this.view.set({ refused: { what, problems } });
    this.send({ type: 'refused' });
    return problems;
  }

  play(): void {
    if (this.playhead.timeMicros >= this.playhead.endMicros) this.playhead.seek(0);
    this.send({ type: 'play' });
  }

  pause(): void {
    this.send({ type: 'pause' });
  }

  toggle(): void {
    if (this.view.get().phase === 'playing') this.pause();
    else this.play();
  }

  seek(atMicros: number): void {
    this.playhead.seek(Math.min(atMicros, this.playhead.horizonMicros));
  }

  /** Looks at a moment: goes there and stays. */
  visit(atMicros: number): void {
    this.pause();
    this.seek(atMicros);
  }

  setSpeed(speed: number): void {
    this.playhead.setSpeed(speed);
    this.view.set({ speed: this.playhead.speed });
  }

  /** To the next or previous interesting moment. */
  step(direction: 'before' | 'after'): void {
    const { run } = this.view.get();
    const at = run?.moments.neighbour(this.playhead.timeMicros, direction);
    this.visit(at ?? (direction === 'before' ? 0 : this.playhead.endMicros));
  }

  /** To the next row of the history, whatever it is. */
  stepRow(): void {
    this.pause();
    const history = this.view.get().run?.trace.history;
    if (history === undefined) return;
    const row = rowsUntil(history, this.playhead.timeMicros);
    this.seek(row < history.length ? rowTime(history, row) : this.playhead.endMicros);
  }

  /** Like {@link seek}, but waits until every change has been followed and the run been computed that far. */
  async seekComputed(atMicros: number): Promise<void> {
    await this.changes.following;
    const at = Math.min(atMicros, this.playhead.endMicros);
    while (this.playhead.horizonMicros < at && this.view.get().progress.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.seek(at);
  }

  /** The worker itself broke; nothing can run any more. */
  broke(error: Error): void {
    this.fail(error);
  }

  /** Brings another branch on screen, at the same moment. Beside it stays the one that it was compared with. */
  async showBranch(id: string): Promise<readonly Problem[]> {
    const { work, compared } = this.view.get();
    if (work === undefined || id === work.current) return [];
    this.seen.set(work.current, this.playhead.seenMicros);
    const problems = await this.changes.show(onBranch(work, id));
    if (problems.length > 0) return problems;
    this.playhead.seenMicros = this.seen.get(id) ?? this.playhead.endMicros;
    if (compared?.branch === id) await this.comparison.show(work.current);
    return [];
  }

  /** A copy of the branch on screen, to be changed beside it. */
  copyBranch(): Promise<readonly Problem[]> {
    const { work } = this.view.get();
    if (work === undefined) return Promise.resolve([]);
    const { scenario } = branchOf(work);
    return this.changes.edit('copy the branch', () => forked(work, { ...scenario }, 0, `as ${work.current}`));
  }

  removeBranch(id: string): Promise<readonly Problem[]> {
    return this.changes.edit(`remove branch ${id}`, (work) => withoutBranch(work, id));
  }

  /** Puts another branch beside the one on screen; undefined takes it away. */
  compare(id: string | undefined): Promise<void> {
    return this.comparison.show(id);
  }

  /** Gives the run event files, and opens it anew with them. */
  async setEvents(events: Readonly<Record<string, EventColumns>>, scenario: Scenario): Promise<readonly Problem[]> {
    const { work, undo, waiting } = this.view.get();
    const saved = waiting?.saved;
    const bookmarks = saved === undefined ? this.view.get().bookmarks : bookmarksOf(saved.bookmarks);
    const worked = (written: Scenario): Worked => {
      if (saved !== undefined) return saved;
      if (work === undefined) return { work: workOn(written), undo: [], redo: [] };
      return { work: withScenario(work, written), undo: [...undo, { label: 'the events', work }], redo: [] };
    };
    const problems = await this.open(
      { scenario: scenario as unknown as Json },
      { what: 'the file of events', events: { ...this.view.get().events, ...events }, worked, bookmarks },
    );
    // It still waits for the right one.
    if (problems.length > 0) this.view.set({ waiting });
    return problems;
  }

  /** Opens work that was kept, paused where it was. If it needs files of events, it waits for them. */
  async restore(saved: SavedWork): Promise<readonly Problem[]> {
    const { scenario } = branchOf(saved.work);
    const { atMicros } = saved;
    const problems = await this.open(
      { scenario: scenario as unknown as Json },
      {
        what: 'the work that was kept',
        atMicros,
        play: false,
        worked: () => saved,
        bookmarks: bookmarksOf(saved.bookmarks),
      },
    );
    const { waiting } = this.view.get();
    if (problems.length > 0 && waiting !== undefined) this.view.set({ waiting: { ...waiting, saved } });
    return problems;
  }

  /** The work as it can be kept, or undefined while there is none. */
  work(): SavedWork | undefined {
    const { work, undo, redo, run } = this.view.get();
    if (work === undefined || run?.recording !== undefined) return undefined;
    const { bookmarks } = this.view.get();
    return { version: 1, work, undo, redo, atMicros: this.playhead.timeMicros, bookmarks };
  }

  /** The share link's fragment: the branch on screen, the others beside it, and how it is looked at. */
  async link(view: View): Promise<string> {
    const { work, run } = this.view.get();
    // A link holds a scenario; a recording without one has none.
    if (run?.recording?.carriesScenario === false) return '';
    return work === undefined ? '' : this.client.link(branchOf(work).scenario, { ...view, ...linkOf(work) });
  }

  result(): Promise<Json> {
    return this.client.result(this.handle(), this.playhead.timeMicros);
  }

  traceHash(): Promise<string> {
    return this.client.traceHash(this.handle(), this.playhead.timeMicros);
  }

  /** The worker's catalogue of presets and actions; asked for once. */
  async loadCatalogue(): Promise<void> {
    this.view.set({ catalogue: await this.client.catalogue() });
  }

  private workOf(written: Scenario, view: View): Worked {
    const { own, others } = branchesOfLink(view);
    return { work: this.forks ? workOn(written, own, others) : workOn(written), undo: [], redo: [] };
  }

  private handle(): number {
    const { run } = this.view.get();
    if (run === undefined) throw new Error('No scenario is open.');
    return run.handle;
  }

  private async followRun(scenario: Scenario, fromMicros: number): Promise<readonly Problem[]> {
    const { run } = this.view.get();
    if (run === undefined) return [];
    // At high speed the playhead would run far ahead of what is being changed.
    if (this.playhead.speed > 2) this.playhead.extend(Math.min(this.playhead.horizonMicros, this.playhead.timeMicros));
    const from = Math.min(fromMicros, run.scenario.duration * 1000);
    const answer = await this.client
      .edit(run.handle, scenario as unknown as Json, from, awaitedUntil(this.playhead.timeMicros))
      .catch((error: unknown) => ({
        ok: false as const,
        problems: [{ path: '', message: messageOf(error), keys: [] }],
      }));
    if (!answer.ok) {
      this.view.set({ refused: { what: 'the change', problems: answer.problems } });
      this.playhead.extend(this.view.get().progress.nowMicros);
      return answer.problems;
    }
    await this.feed.show(answer, () => this.playhead.timeMicros, this.changes.isHeld);
    this.playhead.seenMicros = this.playhead.timeMicros;
    this.view.set({ refused: undefined });
    return [];
  }

  /** How a link wants to be looked at. */
  private take({ panel, speed, theme }: View): void {
    if (speed !== undefined) this.setSpeed(speed);
    if (theme !== undefined) this.setTheme(theme);
    const known = panelIds.find((id) => id === panel);
    if (known !== undefined) this.view.set({ panel: known });
  }

  private send(event: SessionEvent): void {
    this.machine.send(event);
  }

  private fail(error: unknown): void {
    this.view.set({ failure: messageOf(error) });
    this.send({ type: 'broken' });
  }
}

function messageOf(error: unknown): string {
  if (wasNotFetched(error))
    return 'A part of the simulator could not be fetched. Look after the network, then reload the page.';
  return error instanceof Error ? error.message : String(error);
}
