import { Suspense, useCallback, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { MouseEvent, ReactElement } from 'react';
import { onDemand } from '../design/on-demand';
import type { DiagramProps } from './diagram-props';
import { DiagramTable } from './diagram-table';
import { keyOfTarget } from './diagram-types';
import type { DiagramTarget } from './diagram-types';
import { targetAt } from './hit-test';
import { narrowBelow } from './layout-topology';
import { Legend } from './legend';
import { neighbourhoodOf, neighbourhoodOfChain } from './neighbourhood';
import { NodeButtons } from './node-buttons';
import { LinkButtons } from './link-buttons';
import { NodeMenu } from './node-menu';
import { partitionChoices } from './partition-choices';
import { cardPlace } from './record-place';
import { ReplicaGhost } from './replica-ghost';
import { StrokeDrawing } from './stroke-drawing';
import { useActiveCuts } from './use-active-cuts';
import { useAskedMoment } from './use-asked-moment';
import { useReplicaDrag } from './use-replica-drag';
import { useChipMotion } from './use-chip-motion';
import { useCutting } from './use-cutting';
import { ZoomButtons } from './zoom-buttons';
import { recordWords } from './node-words';
import type { StageSurfaces } from './stage';
import { Surfaces } from './surfaces';
import { useAxisZoom } from './use-axis-zoom';
import { useNodeEvents } from './use-node-events';
import { usePointing } from './use-pointing';
import { useSize } from './use-size';
import { useStage } from './use-stage';
import { useTableRefresh } from './use-table-refresh';

const PartitionSheet = onDemand(() => import('./life/partition-sheet').then((module) => module.PartitionSheet), {
  name: "The partition's life",
  place: 'over',
});
const RecordCard = onDemand(() => import('./life/record-card').then((module) => module.RecordCard), {
  name: "The record's card",
  place: 'over',
});

/** Producers, brokers with their logs on one axis, groups, and records on their way. */
export function LogDiagram(props: DiagramProps): ReactElement {
  const { view, timeMicros, marks, captions, actionsFor, onAct, selected, onSelect, showsTable, chain } = props;
  const { reducedMotion: isStepped = false, ref } = props;
  const frame = useRef<HTMLDivElement>(null);
  const surfaces = useRef<StageSurfaces | null>(null);
  const size = useSize(frame);
  const { stage, standing, draw } = useStage(surfaces, {
    view,
    marks,
    captions,
    size,
    isStepped,
    ruler: props.ruler ?? null,
  });
  const layout = standing?.layout ?? null;

  useChipMotion(frame, layout, isStepped);
  const refreshTable = useTableRefresh(showsTable);
  const { cut, noteMoment } = useActiveCuts(view, props.cuts);
  const show = useCallback(
    (moment: number) => {
      draw(moment);
      noteMoment(moment);
      refreshTable();
    },
    [draw, refreshTable, noteMoment],
  );
  const showNow = useAskedMoment(timeMicros, show, show);
  useImperativeHandle(ref, () => ({ draw: showNow }), [showNow]);

  const under = (at: { clientX: number; clientY: number }): DiagramTarget | null => {
    if (layout === null || frame.current === null) return null;
    const box = frame.current.getBoundingClientRect();
    const y = at.clientY - box.top + frame.current.scrollTop;
    return targetAt(view, layout, stage.current?.axis ?? null, at.clientX - box.left, y);
  };
  const pointing = usePointing(under);
  const zooming = useAxisZoom(frame, stage, layout);
  const [asked, setPartition] = useState<number | null>(null);
  // Another run may have fewer partitions.
  const partition = asked !== null && asked < view.names.userPartitionCount ? asked : null;
  const replicas = useReplicaDrag(props, under);
  const cutting = useCutting(view, layout, props.onCut);
  const { events, menu, closeMenu, focused, onKeyDown } = useNodeEvents(props, {
    ...{ under, pointing, zooming },
    focus: { partition, set: setPartition },
  });
  const target = attention(pointing.pointed, menu?.target ?? null, focused, selected);

  const lit = useMemo(() => {
    if (standing === null) return null;
    // The partition whose life is shown is lit before all else.
    const held: DiagramTarget | null = partition === null ? target : { kind: 'log', partition, broker: -1 };
    if (held !== null) return neighbourhoodOf(view, standing.topology, held);
    return chain ? neighbourhoodOfChain(view, chain) : null;
  }, [view, standing, target, chain, partition]);
  useLayoutEffect(() => {
    stage.current?.light(lit);
    stage.current?.draw();
  }, [stage, lit, standing]);

  const said = target?.kind === 'record' ? recordWords(view, target) : '';
  const isNarrow = size.width < narrowBelow;
  const openNode = menu === null ? null : keyOfTarget(menu.target);
  const unpin = (event: MouseEvent): void => {
    if (event.target === event.currentTarget && selected !== null) onSelect(null);
  };

  const place =
    target?.kind === 'record' && layout !== null
      ? cardPlace(layout, stage.current?.axis ?? null, target, layout.height)
      : null;

  return (
    // Keys reach the region from the nodes inside it; a click beside them lets go of what is pinned, as Escape does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className="diagram"
      aria-label={props.label ?? 'Diagram'}
      data-form={isNarrow ? 'narrow' : 'wide'}
      onKeyDown={onKeyDown}
    >
      <div className="diagram-frame" ref={frame} hidden={showsTable}>
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
        <div
          className="diagram-stage"
          style={{ height: layout?.height ?? '100%' }}
          onClick={unpin}
          {...merged(pointing.handlers, cutting.handlers, replicas.handlers)}
        >
          <Surfaces layout={layout} into={surfaces} lit={lit} cut={cut} />
          {layout === null ? null : <NodeButtons view={view} layout={layout} openNode={openNode} events={events} />}
          {props.onCut === undefined || layout === null ? null : (
            <LinkButtons view={view} pairs={cutting.pairs} onCut={props.onCut} />
          )}
          <StrokeDrawing view={view} cutting={cutting} />
          {layout === null || replicas.drag === null ? null : (
            <ReplicaGhost {...{ view, layout }} drag={replicas.drag} />
          )}
          {place === null || target?.kind !== 'record' ? null : (
            <Suspense>
              <RecordCard view={view} {...target} style={place} />
            </Suspense>
          )}
        </div>
      </div>
      {showsTable && standing !== null ? <DiagramTable view={view} topology={standing.topology} /> : null}
      {showsTable || (isNarrow && said === '') ? null : (
        <Legend
          said={said}
          hasDuplicates={marks.some((mark) => mark.kind === 'duplicate')}
          isReadOnly={props.isReadOnly ?? false}
        />
      )}
      {menu === null ? null : (
        <NodeMenu
          node={menu.node}
          at={menu.at}
          actions={actionsFor(menu.node)}
          onAct={onAct}
          onClose={closeMenu}
          partition={menu.target.kind === 'log' ? partitionChoices(props, menu.target, setPartition) : undefined}
        />
      )}
      {isNarrow || showsTable ? null : <ZoomButtons onZoom={zooming.zoomBy} onFit={zooming.resetZoom} />}
      {partition === null ? null : (
        <Suspense>
          <PartitionSheet
            {...{ view, partition }}
            endMicros={props.endMicros ?? Math.max(1, view.timeMicros)}
            onSeek={props.onSeek}
            onClose={() => setPartition(null)}
          />
        </Suspense>
      )}
    </section>
  );
}

/**
 * What is lit: the thing pointed at, else the node whose menu is open, else what has the focus, else a pinned record. A
 * record that the arrow keys reached is more than the log that has the focus.
 */
function attention(
  pointed: DiagramTarget | null,
  opened: DiagramTarget | null,
  focused: DiagramTarget | null,
  selected: DiagramTarget | null,
): DiagramTarget | null {
  const record = selected?.kind === 'record' ? selected : null;
  if (pointed !== null || opened !== null) return pointed ?? opened;
  return focused === null || focused.kind === 'log' ? (record ?? focused) : focused;
}

type Handlers = Partial<Record<string, (event: never) => void>>;

/** All of them hear of every event. */
function merged(...heard: object[]): Handlers {
  const all: Handlers = {};
  for (const [name, next] of heard.flatMap((it) => Object.entries(it) as [string, (event: never) => void][])) {
    const before = all[name];
    all[name] = (event: never) => {
      before?.(event);
      next(event);
    };
  }
  return all;
}
