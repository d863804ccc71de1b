import type { Json } from '../../simulations/scenario';
import type { SimulationClient } from '../../workers/simulation-client';
import { endOf, progressOf, runView } from './run-feed';
import { firstDifference } from './run-difference';
import type { ComparedRun, SessionView } from './session-view';
import type { Store } from './store';
import { TraceMirror } from './trace-mirror';
import { alikeUntilMicros, branchOf } from './work';

/** Wall time of one slice; the run on screen comes first. */
const SLICE_MS = 25;

/**
 * Runs another branch beside the one on screen. It is computed and judged like that one, and the first entry in which
 * the two histories differ is looked for while they grow.
 */
export class Comparison {
  private turn = 0;
  private alikeRows = 0;
  private lookedAt: unknown;
  private scenario: unknown;

  constructor(
    private readonly client: SimulationClient,
    private readonly view: Store<SessionView>,
    private readonly fail: (error: unknown) => void,
  ) {
    // The run on screen may change, or only grow.
    view.subscribe(() => this.look());
  }

  /** Puts a branch beside the one on screen; undefined takes it away. */
  async show(id: string | undefined): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    this.close();
    const { run, work } = this.view.get();
    if (id === undefined || run === undefined || work === undefined || id === work.current) return;
    const { scenario } = branchOf(work, id);
    this.scenario = scenario;
    this.lookedAt = undefined;
    const alike = Math.min(alikeUntilMicros(run.written, scenario), run.scenario.duration * 1000);
    const opened = await this.client.edit(run.handle, scenario as unknown as Json, alike);
    if (!opened.ok) {
      this.view.set({ refused: { what: `branch ${id}`, problems: opened.problems } });
      return;
    }
    const isShared = opened.kept.history > 0 && this.view.get().run === run;
    const trace = isShared ? run.trace.prefix(opened.kept, opened.names) : TraceMirror.empty(opened.names);
    if (turn !== this.turn || (opened.kept.history > 0 && !isShared)) {
      void this.client.close(opened.handle).catch(() => undefined);
      // The run on screen changed meanwhile, and what was shared with it is gone.
      if (turn === this.turn) await this.show(id);
      return;
    }
    const next = runView(opened, trace);
    if (await this.goOn(turn, id, next)) void this.pump(turn, id, next).catch(this.fail);
  }

  private async pump(turn: number, branch: string, run: ComparedRun['run']): Promise<void> {
    while (this.view.get().compared?.progress.state === 'running') if (!(await this.goOn(turn, branch, run))) return;
    const verdict = await this.client.verdict(run.handle);
    const { compared } = this.view.get();
    if (turn === this.turn && compared !== undefined) this.view.set({ compared: { ...compared, verdict } });
  }

  /** One slice further; false if something else is compared by then. */
  private async goOn(turn: number, branch: string, run: ComparedRun['run']): Promise<boolean> {
    const slice = await this.client.advance(run.handle, { wallMs: SLICE_MS });
    if (turn !== this.turn) return false;
    run.trace.write(slice.range);
    const progress = { ...progressOf(slice), endMicros: endOf(slice, run) };
    this.view.set({ compared: { ...this.view.get().compared, branch, run, progress } });
    return true;
  }

  private close(): void {
    const { compared } = this.view.get();
    if (compared === undefined) return;
    this.view.set({ compared: undefined });
    void this.client.close(compared.run.handle).catch(() => undefined);
  }

  /** Looks for the first difference in what has come since it looked last. */
  private look(): void {
    const { run, compared, progress, work } = this.view.get();
    if (run === undefined || compared === undefined) return;
    const branch = work?.branches.find(({ id }) => id === compared.branch);
    if (branch === undefined || branch.scenario !== this.scenario || branch.id === work?.current) {
      void this.show(branch?.id).catch(this.fail);
      return;
    }
    if (this.lookedAt !== run || compared.difference === undefined) this.seek(run, compared, progress);
  }

  private seek(run: NonNullable<SessionView['run']>, compared: ComparedRun, progress: SessionView['progress']): void {
    const isOther = this.lookedAt !== run;
    if (isOther) this.alikeRows = 0;
    this.lookedAt = run;
    const [here, there] = [run.trace.history, compared.run.trace.history];
    const isComplete = progress.state !== 'running' && compared.progress.state !== 'running';
    const difference = firstDifference(here, there, this.alikeRows, isComplete);
    this.alikeRows = Math.min(here.length, there.length);
    if (difference === undefined && !isOther) return;
    if (difference?.row === compared.difference?.row && difference?.atMicros === compared.difference?.atMicros) return;
    this.view.set({ compared: { ...compared, difference } });
  }
}
