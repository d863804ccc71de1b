import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { ReactElement } from 'react';
import { ClusterView } from '../../simulations/history';
import { Diagram, captionsOf } from '../diagram';
import type { DiagramCut, DiagramHandle, DiagramNode, NodeAction, Ruler } from '../diagram';
import { chainOf } from './chain-light';
import { cutsOf } from './cut-links';
import { marksOf } from './marks';
import { actionsForNode, directAction, targetOf } from './node-actions';
import { useSession, useView } from './session-context';
import type { RunView } from './session-view';
import { useNarrow } from './use-narrow';
import { useReducedMotion } from './use-reduced-motion';
import { workAhead } from './work-ahead';

interface StageProps {
  /** Which actions can be done to it; absent: all. */
  offers?: (action: string) => boolean;
  /** The offset axis that it shares with a diagram beside it. */
  ruler?: Ruler;
}

/** The diagram, or why there is none. */
export function Stage({ offers, ruler }: StageProps): ReactElement {
  const run = useView((view) => view.run);
  const phase = useView((view) => view.phase);
  const failure = useView((view) => view.failure);
  return (
    <div className="stage">
      {run === undefined || failure !== undefined ? (
        <section className="stage-note" aria-label="Diagram">
          {phase === 'failed' ? (
            <p>
              <b>Nothing is running.</b> {failure ?? 'The scenario was refused; its problems stand above.'}
            </p>
          ) : null}
        </section>
      ) : (
        <RunDiagram run={run} offers={run.recording === undefined ? (offers ?? everything) : nothing} ruler={ruler} />
      )}
    </div>
  );
}

const everything = (): boolean => true;
/** What was recorded can only be looked at. */
const nothing = (): boolean => false;

interface RunDiagramProps {
  run: RunView;
  offers: (action: string) => boolean;
  ruler: Ruler | undefined;
}

function RunDiagram({ run, offers, ruler }: RunDiagramProps): ReactElement {
  const session = useSession();
  const { playhead } = session;
  const verdict = useView((view) => view.verdict);
  const asking = useView((view) => view.asking);
  const selected = useView((view) => view.selected);
  const showsTable = useView((view) => view.showsTable);
  const isNarrow = useNarrow();
  const drawn = useRef<DiagramHandle>(null);
  const cluster = useMemo(() => new ClusterView(run.trace.names, run.trace), [run]);
  const captions = useMemo(() => captionsOf(run.scenario, run.settings), [run]);
  const chain = useMemo(() => chainOf(verdict, asking, playhead.timeMicros), [verdict, asking, playhead]);
  const cuts = useMemo(() => cutsOf(run.scenario.actions, run.trace.names), [run]);
  const marks = useMemo(() => marksOf(verdict, run.trace.names), [verdict, run]);
  useEffect(() => ruler?.join(cluster, () => Infinity), [ruler, cluster]);
  useEffect(() => playhead.subscribe(() => drawn.current?.draw(playhead.timeMicros)), [playhead]);
  useEffect(() => workAhead(cluster, session.view), [cluster, session]);
  const actionsFor = useCallback(
    (node: DiagramNode) => {
      const offered = (session.view.get().catalogue?.actions ?? []).filter(({ do: name }) => offers(name));
      return actionsForNode(offered, node, isNarrow, cluster);
    },
    [session, isNarrow, cluster, offers],
  );
  const act = useCallback(
    ({ do: name }: NodeAction, node: DiagramNode) => {
      const action = directAction(name, node);
      if (action === undefined) {
        session.pause();
        session.form({ do: name, target: targetOf(node) });
      } else void session.act([action]);
    },
    [session],
  );
  const actions = useView((view) => view.catalogue?.actions);
  const knows = (name: string): boolean => offers(name) && (actions?.some((action) => action.do === name) ?? false);
  const cut = useCallback(
    (cuts: readonly DiagramCut[], forMs?: number) => {
      const clients = [...new Set(cuts.map(({ client }) => client))];
      void session.act(
        clients.map((target) => ({
          do: 'isolate',
          target,
          from: cuts.filter(({ client }) => client === target).map(({ broker }) => broker),
          ...(forMs === undefined ? {} : { for: forMs }),
        })),
      );
    },
    [session],
  );
  const reassign = useCallback(
    (partition: string, brokers: readonly number[]) =>
      void session.act([{ do: 'reassign', target: partition, replicas: [...brokers] }]),
    [session],
  );
  const seek = useCallback((atMicros: number) => session.seek(atMicros), [session]);
  return (
    <Diagram
      ref={drawn}
      view={cluster}
      ruler={ruler}
      timeMicros={playhead.timeMicros}
      marks={marks}
      captions={captions}
      cuts={cuts}
      endMicros={playhead.endMicros}
      chain={chain}
      actionsFor={actionsFor}
      isReadOnly={run.recording !== undefined}
      onAct={act}
      onCut={knows('isolate') ? cut : undefined}
      onReassign={knows('reassign') ? reassign : undefined}
      onSeek={seek}
      selected={selected}
      onSelect={(target) => session.select(target)}
      showsTable={showsTable}
      onToggleTable={() => session.toggleTable()}
      reducedMotion={useReducedMotion()}
    />
  );
}
