import type { Problem, Scenario } from '../../simulations/scenario';
import type { SessionView } from './session-view';
import type { Store } from './store';
import { alikeUntilMicros, branchOf } from './work';
import type { Step, Work } from './work';

/** Steps that can be taken back. */
const STEPS_MAX = 50;

/** Work with the steps on both sides of it. */
export interface Worked {
  work: Work;
  undo: readonly Step[];
  redo: readonly Step[];
}

/** Lets the run on screen follow a scenario that is like its own until `fromMicros`. Answers with why it was refused. */
export type FollowRun = (scenario: Scenario, fromMicros: number) => Promise<readonly Problem[]>;

interface Gesture {
  name: string;
  before: Work;
  /** When it began, in µs of virtual time. */
  atMicros: number;
  /** How far the run had been seen then. */
  seenMicros: number;
}

/**
 * Every edit of the work, the steps back and forth, and the run that follows. Edits come faster than runs while
 * something is dragged: what waits is replaced, never queued. An edit that is refused leaves no trace.
 */
export class Changes {
  private shown: Worked | undefined;
  private turns: Promise<void> = Promise.resolve();
  private gesture: Gesture | undefined;

  constructor(
    private readonly view: Store<SessionView>,
    private readonly followRun: FollowRun,
  ) {}

  /** Settles once every change asked for has been followed. */
  get following(): Promise<void> {
    return this.turns;
  }

  /** A gesture goes on: what comes next is likely to come soon. */
  get isHeld(): boolean {
    return this.gesture !== undefined;
  }

  /** Another scenario is on screen. */
  reset(worked: Worked): void {
    this.gesture = undefined;
    this.shown = worked;
    this.view.set({ ...worked });
  }

  /** When a gesture that goes on began, or undefined if it is a new one. */
  begun(gesture: string | undefined): Gesture | undefined {
    return gesture !== undefined && this.gesture?.name === gesture ? this.gesture : undefined;
  }

  /** Ends a drag: what comes next is a step of its own. */
  endGesture(): void {
    this.gesture = undefined;
  }

  /** One step. All edits of one gesture are one step, each from where it began. */
  edit(
    label: string,
    change: (before: Work) => Work,
    gesture?: { name: string; atMicros: number; seenMicros: number },
  ): Promise<readonly Problem[]> {
    const { work, undo } = this.view.get();
    if (work === undefined) return Promise.resolve([]);
    const going = this.begun(gesture?.name);
    const before = going?.before ?? work;
    const next = change(before);
    if (gesture === undefined) this.gesture = undefined;
    else this.gesture = going ?? { ...gesture, before };
    const steps = going === undefined ? undo : undo.slice(0, -1);
    return this.follow({ work: next, undo: [...steps, { label, work: before }].slice(-STEPS_MAX), redo: [] });
  }

  /** Shows other work without a step: another branch. */
  show(work: Work): Promise<readonly Problem[]> {
    const { undo, redo } = this.view.get();
    this.gesture = undefined;
    return this.follow({ work, undo, redo });
  }

  /** Takes the last step back. */
  undo(): Promise<readonly Problem[]> {
    const { work, undo, redo } = this.view.get();
    const step = undo.at(-1);
    if (work === undefined || step === undefined) return Promise.resolve([]);
    this.gesture = undefined;
    return this.follow({
      work: step.work,
      undo: undo.slice(0, -1),
      redo: [...redo, { label: step.label, work }],
    });
  }

  /** Does the step again that was taken back last. */
  redo(): Promise<readonly Problem[]> {
    const { work, undo, redo } = this.view.get();
    const step = redo.at(-1);
    if (work === undefined || step === undefined) return Promise.resolve([]);
    this.gesture = undefined;
    return this.follow({
      work: step.work,
      undo: [...undo, { label: step.label, work }],
      redo: redo.slice(0, -1),
    });
  }

  private async follow(worked: Worked): Promise<readonly Problem[]> {
    this.view.set({ ...worked });
    let problems: readonly Problem[] = [];
    const turn = this.turns.then(async () => {
      problems = await this.turn();
    });
    this.turns = turn;
    await turn;
    return problems;
  }

  private async turn(): Promise<readonly Problem[]> {
    const { work, undo, redo } = this.view.get();
    const { shown } = this;
    if (work === undefined || shown === undefined || work === shown.work) return [];
    const { scenario } = branchOf(work);
    const fromMicros = alikeUntilMicros(branchOf(shown.work).scenario, scenario);
    const problems = fromMicros === Infinity ? [] : await this.followRun(scenario, fromMicros);
    if (problems.length === 0) this.shown = { work, undo, redo };
    // What came meanwhile was built on what was refused, and gets a turn of its own.
    else if (this.view.get().work === work) {
      this.gesture = undefined;
      this.view.set({ ...shown });
    }
    return problems;
  }
}
