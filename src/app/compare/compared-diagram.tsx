import { useEffect, useMemo, useRef } from 'react';
import type { ReactElement } from 'react';
import { ClusterView } from '../../../simulations/history';
import { Diagram, captionsOf } from '../../diagram';
import type { DiagramHandle, Ruler } from '../../diagram';
import { cutsOf } from '../cut-links';
import { marksOf } from '../marks';
import { useSession, useView } from '../session-context';
import type { ComparedRun } from '../session-view';
import { useReducedMotion } from '../use-reduced-motion';

const nothing = (): readonly never[] => [];
const ignore = (): void => undefined;

/** Another branch at the same moment. It is looked at; what is done is done to the branch on screen. */
export function ComparedDiagram({ compared, ruler }: { compared: ComparedRun; ruler: Ruler }): ReactElement {
  const session = useSession();
  const { playhead } = session;
  const selected = useView((view) => view.selected);
  const showsTable = useView((view) => view.showsTable);
  const drawn = useRef<DiagramHandle>(null);
  const computed = useRef(0);
  const { run, verdict, progress } = compared;
  const cluster = useMemo(() => new ClusterView(run.trace.names, run.trace), [run]);
  const captions = useMemo(() => captionsOf(run.scenario, run.settings), [run]);
  const cuts = useMemo(() => cutsOf(run.scenario.actions, run.trace.names), [run]);
  const marks = useMemo(() => marksOf(verdict, run.trace.names), [verdict, run]);
  useEffect(() => ruler.join(cluster, () => computed.current), [ruler, cluster]);
  useEffect(() => {
    const draw = (): void => drawn.current?.draw(Math.min(playhead.timeMicros, computed.current));
    computed.current = progress.nowMicros;
    draw();
    return playhead.subscribe(draw);
  }, [playhead, progress]);
  return (
    <Diagram
      ref={drawn}
      label={`Branch ${compared.branch}`}
      view={cluster}
      ruler={ruler}
      timeMicros={Math.min(playhead.timeMicros, progress.nowMicros)}
      marks={marks}
      captions={captions}
      cuts={cuts}
      endMicros={playhead.endMicros}
      actionsFor={nothing}
      onAct={ignore}
      onSeek={(atMicros) => session.seek(atMicros)}
      selected={selected}
      onSelect={(target) => session.select(target)}
      showsTable={showsTable}
      onToggleTable={() => session.toggleTable()}
      reducedMotion={useReducedMotion()}
    />
  );
}
