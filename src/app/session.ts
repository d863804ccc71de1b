import { createActor } from 'xstate';
import { rowTime, rowsUntil } from '../../simulations/kernel';
import type { EventColumns, Json, Problem, Scenario, View } from '../../simulations/scenario';
import type { ScenarioSource } from '../../workers/protocol';
import type { SimulationClient } from '../../workers/simulation-client';
import { describeAction } from './action-words';
import { actionsOf, fromStart, withActions, withoutActions } from './edits';
import type { NewAction, SettingChange } from './edits';
import { Playhead } from './playhead';
import type { Frames } from './playhead';
import { RunFeed } from './run-feed';
import { sessionMachine } from './session-machine';
import type { SessionEvent } from './session-machine';
import { panelIds } from './session-view';
import type { FormingAction, PanelId, SessionView, WaitingScenario } from './session-view';
import type { DiagramTarget } from '../diagram';
import type { Theme } from './theme';
import { Store } from './store';

export interface OpenOptions {
  atMicros?: number;
  play?: boolean;
  /** What is being opened, in words, for the message when it is refused. */
  what?: string;
  events?: Readonly<Record<string, EventColumns>>;
  /** An embedded diagram: the stretch that the link names is all that can be seen of the run. */
  isConfined?: boolean;
}

/** A change of the scenario that waits for the worker. */
interface WantedChange {
  scenario: Scenario;
  fromMicros: number;
  /** True: it is another run from its start on, not a fork. */
  anew: boolean;
}

/**
 * One person at one playground: the scenario, its run, the moment on screen. Components read its stores and call its
 * methods; everything they show is a fold over the trace at the playhead.
 */
export class Session {
  readonly view = new Store<SessionView>({
    phase: 'loading',
    progress: { state: 'running', nowMicros: 0, endMicros: 0 },
    undo: [],
    events: {},
    speed: 1,
    theme: 'auto',
    panel: 'config',
    selected: null,
    showsTable: false,
    isDrawerOpen: false,
  });
  readonly playhead: Playhead;
  private readonly machine;
  private readonly feed: RunFeed;
  private wanted: WantedChange | undefined;
  private following: Promise<void> = Promise.resolve();
  private gesture: { name: string; ids: string[]; fromMicros: number } | undefined;

  constructor(
    private readonly client: SimulationClient,
    frames?: Frames,
  ) {
    this.playhead = new Playhead(() => this.send({ type: 'ended' }), frames);
    this.feed = new RunFeed(client, this.view, this.playhead, (error) => this.fail(error));
    const clock = { startClock: () => this.playhead.play(), stopClock: () => this.playhead.pause() };
    this.machine = createActor(sessionMachine.provide({ actions: clock }));
    this.machine.subscribe(({ value }) => this.view.set({ phase: value }));
    this.machine.start();
  }

  /** Opens a scenario. Resolves with the problems: none, or all of those for which it was refused. */
  async open(source: ScenarioSource, options: OpenOptions = {}): Promise<readonly Problem[]> {
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
      await this.feed.show(answer, () => atMicros);
      this.gesture = undefined;
      this.view.set({
        refused: undefined,
        waiting: undefined,
        failure: undefined,
        undo: [],
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

  setSpeed(speed: number): void {
    this.playhead.setSpeed(speed);
    this.view.set({ speed: this.playhead.speed });
  }

  /** To the next or previous interesting moment. */
  step(direction: 'before' | 'after'): void {
    this.pause();
    const { run } = this.view.get();
    const at = run?.moments.neighbour(this.playhead.timeMicros, direction);
    this.seek(at ?? (direction === 'before' ? 0 : this.playhead.endMicros));
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
    await this.following;
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

  /** Adds actions at the playhead. Resolves once the run has followed. */
  act(actions: readonly NewAction[], gesture?: string): Promise<readonly Problem[]> {
    const scenario = this.latestScenario();
    if (scenario === undefined || actions.length === 0) return Promise.resolve([]);
    const label = describeAction(actions[0] as never);
    const at = this.playhead.timeMicros;
    const going = gesture !== undefined && this.gesture?.name === gesture ? this.gesture : undefined;
    const base = going === undefined ? scenario : this.without(scenario, going.ids);
    const fromMicros = going?.fromMicros ?? at;
    const next = withActions(base, actions, fromMicros);
    if (gesture !== undefined) {
      const added = next.actions?.slice(base.actions?.length ?? 0) ?? [];
      this.gesture = { name: gesture, ids: added.map(({ id }) => id ?? ''), fromMicros };
    } else this.gesture = undefined;
    return this.change(next, earliest(actions, fromMicros), going === undefined ? label : undefined);
  }

  /** Ends a drag: what comes next is a step of its own. */
  endGesture(): void {
    this.gesture = undefined;
  }

  /** Changes settings of one target, from now or from the start. */
  set(change: SettingChange, from: 'now' | 'start', gesture?: string): Promise<readonly Problem[]> {
    const scenario = this.latestScenario();
    if (scenario === undefined) return Promise.resolve([]);
    if (from === 'now') return this.act(actionsOf(change), gesture);
    return this.change(fromStart(scenario, change), 0, describeAction(actionsOf(change)[0] as never), true);
  }

  removeActions(ids: readonly string[]): Promise<readonly Problem[]> {
    const scenario = this.latestScenario();
    const gone = this.view.get().run?.scenario.actions.filter(({ id }) => ids.includes(id)) ?? [];
    if (scenario === undefined || gone.length === 0) return Promise.resolve([]);
    const from = Math.min(...gone.map(({ at }) => (at ?? 0) * 1000));
    return this.change(this.without(scenario, ids), from, `remove ${describeAction(gone[0])}`);
  }

  /** Takes the last change back. */
  undo(): Promise<readonly Problem[]> {
    const { undo } = this.view.get();
    const step = undo.at(-1);
    if (step === undefined) return Promise.resolve([]);
    this.gesture = undefined;
    this.view.set({ undo: undo.slice(0, -1) });
    return this.follow({ scenario: step.scenario, fromMicros: step.fromMicros, anew: step.fromMicros === 0 });
  }

  /** Replaces the whole scenario by an edited one; what lies before `fromMicros` must be the same. */
  change(scenario: Scenario, fromMicros: number, label?: string, anew = false): Promise<readonly Problem[]> {
    const before = this.latestScenario();
    if (label !== undefined && before !== undefined) {
      const undo = [...this.view.get().undo, { label, scenario: before, fromMicros: anew ? 0 : fromMicros }];
      this.view.set({ undo: undo.slice(-50) });
    }
    return this.follow({ scenario, fromMicros, anew });
  }

  /** Gives the run event files, and opens it anew with them. */
  async setEvents(events: Readonly<Record<string, EventColumns>>, scenario: Scenario): Promise<readonly Problem[]> {
    return this.open(
      { scenario: scenario as unknown as Json },
      { what: 'the file of events', events: { ...this.view.get().events, ...events } },
    );
  }

  /** Hands a file to whoever takes files in. */
  receive(incoming: File | undefined): void {
    this.view.set({ incoming });
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

  /** The share link's fragment: the present scenario, and how it is looked at. */
  async link(view: View): Promise<string> {
    const scenario = this.latestScenario();
    return scenario === undefined ? '' : this.client.link(scenario, view);
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

  /** What the scenario will be once everything asked for has been done. */
  latestScenario(): Scenario | undefined {
    return this.wanted?.scenario ?? this.view.get().run?.written;
  }

  private without(scenario: Scenario, ids: readonly string[]): Scenario {
    const normalised = this.view.get().run?.scenario;
    return normalised === undefined ? scenario : withoutActions(scenario, normalised, ids);
  }

  private handle(): number {
    const { run } = this.view.get();
    if (run === undefined) throw new Error('No scenario is open.');
    return run.handle;
  }

  /** Changes come faster than runs while a fader is dragged: what waits is replaced, never queued. */
  private async follow(change: WantedChange): Promise<readonly Problem[]> {
    const { wanted } = this;
    this.wanted = wanted === undefined ? change : merged(wanted, change);
    let problems: readonly Problem[] = [];
    const turn = this.following.then(async () => {
      const next = this.wanted;
      if (next === undefined) return;
      problems = await this.apply(next);
      if (this.wanted === next) this.wanted = undefined;
    });
    this.following = turn.catch((error: unknown) => this.fail(error));
    await this.following;
    return problems;
  }

  private async apply({ scenario, fromMicros, anew }: WantedChange): Promise<readonly Problem[]> {
    const { run, events } = this.view.get();
    if (run === undefined) return [];
    // At high speed the playhead would run far ahead of what is being changed.
    if (this.playhead.speed > 2) this.playhead.extend(Math.min(this.playhead.horizonMicros, this.playhead.timeMicros));
    const json = scenario as unknown as Json;
    const answer = await (
      anew ? this.client.open({ source: { scenario: json }, events }) : this.client.edit(run.handle, json, fromMicros)
    ).catch((error: unknown) => ({
      ok: false as const,
      problems: [{ path: '', message: messageOf(error), keys: [] }],
    }));
    if (!answer.ok) {
      this.view.set({ refused: { what: 'the change', problems: answer.problems } });
      this.playhead.extend(this.view.get().progress.nowMicros);
      return answer.problems;
    }
    await this.feed.show(answer, () => this.playhead.timeMicros);
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

function merged(waiting: WantedChange, change: WantedChange): WantedChange {
  return {
    scenario: change.scenario,
    fromMicros: Math.min(waiting.fromMicros, change.fromMicros),
    anew: waiting.anew || change.anew,
  };
}

function earliest(actions: readonly NewAction[], fromMicros: number): number {
  const times = actions.map((action) => (typeof action.at === 'number' ? action.at * 1000 : fromMicros));
  return Math.min(...times);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
