import { ClusterView } from '../../../simulations/history';
import { captionsOf, loadPicture } from '../../diagram';
import type { Picture } from '../../diagram';
import { firstViolation } from '../counts';
import { cutsOf } from '../cut-links';
import { marksOf } from '../marks';
import type { Session } from '../session';
import { formatMoment } from '../times';
import type { Shared } from './share-texts';
import { verdictSentence } from './verdict-sentence';

/** The run on screen at the moment on screen, as everything that is shared of it needs it; undefined before there is one. */
export async function sharedRun(session: Session): Promise<Shared | undefined> {
  const { run, verdict, theme } = session.view.get();
  if (run === undefined) return undefined;
  const atMicros = session.playhead.timeMicros;
  const [fragment] = (await session.link({})).split('&');
  return {
    name: run.scenario.name,
    sentence: verdictSentence(verdict, atMicros),
    preset: run.preset,
    fragment: fragment!,
    scenario: session.latestScenario() ?? run.written,
    isPictureOnly: run.recording?.carriesScenario === false,
    atMs: atMicros / 1000,
    theme,
    base: new URL('.', location.href).href,
  };
}

/** The diagram of that run at that moment, in the colours of the page. */
export async function sharedPicture(session: Session, { name, sentence, atMs }: Shared): Promise<Picture | undefined> {
  const { run, verdict } = session.view.get();
  if (run === undefined) return undefined;
  const { drawPicture } = await loadPicture();
  const atMicros = atMs * 1000;
  const view = new ClusterView(run.trace.names, run.trace);
  view.advanceTo(atMicros);
  const pictured = {
    view,
    captions: captionsOf(run.scenario, run.settings),
    marks: marksOf(verdict, run.trace.names),
    cuts: cutsOf(run.scenario.actions, run.trace.names),
    endMicros: session.playhead.endMicros,
  };
  return drawPicture(pictured, {
    title: name,
    moment: formatMoment(atMicros),
    verdict: sentence,
    isBroken: firstViolation(verdict, atMicros) !== undefined,
    description: `${sentence}. ${run.scenario.description ?? ''}`.trim(),
  });
}
