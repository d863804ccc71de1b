import type { Action, Problem, Scenario } from '../../simulations/scenario';
import { describeAction } from './action-words';
import type { Changes } from './changes';
import { actionsOf, copiesOf, fromStart, lasting, movedTo, withActions, withChanged, withoutActions } from './edits';
import type { NewAction, SettingChange } from './edits';
import type { Playhead } from './playhead';
import { Screen } from './screen';
import { branchOf, forked, withScenario } from './work';

/** What a person does to a scenario at the moment on screen, each a step that can be taken back. */
export abstract class Editing extends Screen {
  abstract readonly playhead: Playhead;
  protected abstract readonly changes: Changes;
  /** Acting in the past leaves a branch; an embedded diagram has no place to show one. */
  protected abstract readonly forks: boolean;

  /** Adds actions at the playhead; in the past of what has been seen, in a new branch. Resolves once the run has followed. */
  act(actions: readonly NewAction[], gesture?: string): Promise<readonly Problem[]> {
    if (actions.length === 0) return Promise.resolve([]);
    const { atMicros, seenMicros } = this.changes.begun(gesture) ?? this.moment();
    const label = describeAction(actions[0] as never);
    const from = earliest(actions, atMicros);
    return this.changes.edit(
      label,
      (work) => {
        const scenario = withActions(branchOf(work).scenario, actions, atMicros);
        return this.forks && from < seenMicros ? forked(work, scenario, from, label) : withScenario(work, scenario);
      },
      gesture === undefined ? undefined : { name: gesture, atMicros, seenMicros },
    );
  }

  /** Ends a drag: what comes next is a step of its own. */
  endGesture(): void {
    this.changes.endGesture();
  }

  /** Changes settings of one target, from now or from the start. */
  set(change: SettingChange, from: 'now' | 'start', gesture?: string): Promise<readonly Problem[]> {
    if (from === 'now') return this.act(actionsOf(change), gesture);
    const label = describeAction(actionsOf(change)[0] as never);
    return this.edit(label, (scenario) => fromStart(scenario, change));
  }

  /** Moves actions to another moment, in µs; those that wait for an event stay. All steps of a gesture are one. */
  moveActions(ids: readonly string[], atMicros: number, gesture?: string): Promise<readonly Problem[]> {
    const at = Math.round(Math.min(this.playhead.endMicros, Math.max(0, atMicros)));
    return this.changeActions(ids, 'move', movedTo(at), gesture);
  }

  /** Lets actions last for another time, in µs; undefined: until they are healed. */
  stretchActions(ids: readonly string[], forMicros: number | undefined, gesture?: string): Promise<readonly Problem[]> {
    const lasts = forMicros === undefined ? undefined : Math.max(1, Math.round(forMicros));
    return this.changeActions(ids, 'stretch', lasting(lasts), gesture);
  }

  /** Does the same once more, at another moment in µs. */
  copyActions(ids: readonly string[], atMicros: number): Promise<readonly Problem[]> {
    const { run, work } = this.view.get();
    if (run === undefined || work === undefined) return Promise.resolve([]);
    const copies = copiesOf(branchOf(work).scenario, run.scenario, ids);
    if (copies.length === 0) return Promise.resolve([]);
    const label = `copy ${describeAction(copies[0] as never)}`;
    return this.edit(label, (scenario) => withActions(scenario, copies, Math.round(atMicros)));
  }

  removeActions(ids: readonly string[]): Promise<readonly Problem[]> {
    const { run } = this.view.get();
    const gone = run?.scenario.actions.find(({ id }) => ids.includes(id));
    if (run === undefined || gone === undefined) return Promise.resolve([]);
    return this.edit(`remove ${describeAction(gone)}`, (scenario) => withoutActions(scenario, run.scenario, ids));
  }

  /** Takes the last change back. */
  undo(): Promise<readonly Problem[]> {
    return this.changes.undo();
  }

  /** Does the change again that was taken back last. */
  redo(): Promise<readonly Problem[]> {
    return this.changes.redo();
  }

  /** What the scenario will be once everything asked for has been done. */
  latestScenario(): Scenario | undefined {
    const { work } = this.view.get();
    return work === undefined ? undefined : branchOf(work).scenario;
  }

  /** A step in the branch on screen. */
  private edit(label: string, change: (scenario: Scenario) => Scenario): Promise<readonly Problem[]> {
    return this.changes.edit(label, (work) => withScenario(work, change(branchOf(work).scenario)));
  }

  private changeActions(
    ids: readonly string[],
    verb: string,
    change: (action: Action) => Action,
    gesture?: string,
  ): Promise<readonly Problem[]> {
    const { run } = this.view.get();
    const meant = run?.scenario.actions.find(({ id }) => ids.includes(id));
    if (run === undefined || meant === undefined) return Promise.resolve([]);
    return this.changes.edit(
      `${verb} ${describeAction(meant)}`,
      (work) => withScenario(work, withChanged(branchOf(work).scenario, run.scenario, ids, change)),
      gesture === undefined ? undefined : { name: gesture, ...this.moment() },
    );
  }

  private moment(): { atMicros: number; seenMicros: number } {
    return { atMicros: this.playhead.timeMicros, seenMicros: this.playhead.seenMicros };
  }
}

function earliest(actions: readonly NewAction[], fromMicros: number): number {
  const times = actions.map((action) => (typeof action.at === 'number' ? action.at * 1000 : fromMicros));
  return Math.min(...times);
}
