import type { ConfigMap, Json, Problem } from '../../../simulations/scenario';
import type { Session } from '../session';
import { firstBroken } from './outcome';
import { trialAnswer } from './trials';
import type { Trial, TrialAnswer } from './trials';

/** A trial that has run to its end. */
export interface TrialRun {
  answer: TrialAnswer;
  done: string;
  /** Opens the run like a scenario of one's own, a little before what it is about. */
  open: () => Promise<readonly Problem[]>;
}

/** Before the first finding one sees what leads to it. */
const leadMicros = 2_000_000;

/** Runs a config through its trial as the session's run, and waits for the verdict. */
export async function runTrial(
  session: Session,
  trial: Trial,
  config: ConfigMap,
): Promise<{ problems: readonly Problem[]; run?: TrialRun }> {
  const scenario = trial.scenario(config) as unknown as Json;
  const open = (atMicros: number, play: boolean): Promise<readonly Problem[]> =>
    session.open({ scenario }, { atMicros, play, what: 'this config' });
  const problems = await open(0, false);
  if (problems.length > 0) {
    session.dismissRefused();
    return { problems };
  }
  const verdict = await verdictOf(session);
  const broken = firstBroken(verdict);
  const atMicros = broken === undefined ? 3_000_000 : Math.max(0, broken.countedFrom * 1000 - leadMicros);
  return {
    problems: [],
    run: {
      answer: trialAnswer(verdict),
      done: trial.done,
      open: () => open(atMicros, true),
    },
  };
}

/** The verdict on the whole run on screen, once there is one. */
function verdictOf(session: Session): Promise<NonNullable<ReturnType<Session['view']['get']>['verdict']>> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { progress, verdict, run } = session.view.get();
      const isWhole =
        verdict !== undefined && progress.state !== 'running' && verdict.untilMicros >= progress.endMicros;
      if (run === undefined || !isWhole) return;
      stop();
      resolve(verdict);
    };
    const stop = session.view.subscribe(look);
    look();
  });
}
