import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, PointerEvent, ReactElement, Ref } from 'react';
import type { ClusterView } from '../../simulations/history';
import { DiagramTable } from './diagram-table';
import { keyOfTarget, sameTarget } from './diagram-types';
import type { DiagramCaptions, DiagramMark, DiagramNode, DiagramTarget, NodeAction } from './diagram-types';
import { targetAt } from './hit-test';
import { Legend } from './legend';
import { narrowBelow } from './layout-topology';
import { neighbourhoodOf } from './neighbourhood';
import { NodeButtons, type NodeEvents } from './node-buttons';
import { moveFocus, stepRecord } from './node-keys';
import { NodeMenu } from './node-menu';
import { recordWords } from './node-words';
import type { StageSurfaces } from './stage';
import { Surfaces } from './surfaces';
import { useAxisZoom } from './use-axis-zoom';
import { useSize } from './use-size';
import { useStage } from './use-stage';
import './diagram.css';

/** What the page does with a diagram on each frame. */
export interface DiagramHandle {
  /** Shows the moment `timeMicros`: advances the view and draws, without React where no box changed. */
  draw(timeMicros: number): void;
}

export interface DiagramProps {
  view: ClusterView;
  /** The moment to show; while a run plays, {@link DiagramHandle.draw} shows the moments between. */
  timeMicros: number;
  marks: readonly DiagramMark[];
  captions: DiagramCaptions;
  /** Every action that fits a node now, the likeliest first. */
  actionsFor: (node: DiagramNode) => readonly NodeAction[];
  onAct: (action: NodeAction, node: DiagramNode) => void;
  selected: DiagramTarget | null;
  onSelect: (target: DiagramTarget | null) => void;
  /** The table in place of the drawing; T asks for the other one. */
  showsTable: boolean;
  onToggleTable: () => void;
  reducedMotion?: boolean;
  ref?: Ref<DiagramHandle>;
}

interface OpenMenu {
  node: DiagramNode;
  target: DiagramTarget;
  at: { x: number; y: number };
}

/** The cluster at one moment: producers, brokers with their logs on one axis, groups, and records on their way. */
export function Diagram(props: DiagramProps): ReactElement {
  const { view, timeMicros, marks, captions, actionsFor, onAct, selected, onSelect, showsTable, onToggleTable } = props;
  const { reducedMotion: isStepped = false, ref } = props;
  const frame = useRef<HTMLDivElement>(null);
  const surfaces = useRef<StageSurfaces | null>(null);
  const size = useSize(frame);
  const { stage, standing, draw } = useStage(surfaces, { view, marks, captions, size, isStepped });
  const [pointed, setPointed] = useState<DiagramTarget | null>(null);
  const [focused, setFocused] = useState<DiagramTarget | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [, redrawTable] = useState(0);
  // A record that the arrow keys reached is more than the log that has the focus.
  const target = pointed ?? (selected?.kind === 'record' && focused?.kind === 'log' ? selected : (focused ?? selected));
  const layout = standing?.layout ?? null;

  const drawAll = useCallback(
    (moment: number) => {
      draw(moment);
      if (showsTable) redrawTable((count) => count + 1);
    },
    [draw, showsTable],
  );
  useImperativeHandle(ref, () => ({ draw: drawAll }), [drawAll]);
  useEffect(() => {
    // Not within React's own work: a moment may bring other boxes, which are laid out before it is drawn.
    const soon = requestAnimationFrame(() => drawAll(timeMicros));
    return () => cancelAnimationFrame(soon);
  }, [drawAll, timeMicros]);

  const lit = useMemo(
    () => (target === null || standing === null ? null : neighbourhoodOf(view, standing.topology, target)),
    [view, standing, target],
  );
  useLayoutEffect(() => {
    stage.current?.light(lit);
    stage.current?.draw();
  }, [stage, lit, standing]);

  const { resetZoom, isZoomed } = useAxisZoom(frame, stage, layout);
  const choose = useCallback(
    (next: DiagramTarget | null) => onSelect(sameTarget(next, selected) ? null : next),
    [onSelect, selected],
  );

  const under = (event: MouseEvent | PointerEvent): DiagramTarget | null => {
    if (layout === null || frame.current === null) return null;
    const box = frame.current.getBoundingClientRect();
    const y = event.clientY - box.top + frame.current.scrollTop;
    return targetAt(view, layout, stage.current?.axis ?? null, event.clientX - box.left, y);
  };
  const events: NodeEvents = {
    onOpen: (node, nodeTarget, event) => {
      const isPointer = event.detail > 0;
      const hit = isPointer ? under(event) : null;
      if (hit?.kind === 'record') return choose(hit);
      const box = event.currentTarget.getBoundingClientRect();
      const at = isPointer
        ? { x: event.clientX, y: event.clientY }
        : { x: box.left + 20, y: Math.min(box.bottom, box.top + 30) };
      onSelect(nodeTarget);
      setMenu({ node, target: nodeTarget, at });
    },
    onKey: (node, nodeTarget, event) => onNodeKey(event, node, nodeTarget),
    onFocus: (it) => setFocused(document.activeElement?.matches(':focus-visible') ? it : null),
    onBlur: () => setFocused(null),
  };

  const onNodeKey = (
    event: KeyboardEvent<HTMLButtonElement>,
    node: DiagramNode | null,
    nodeTarget: DiagramTarget,
  ): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (node !== null && event.key.toLowerCase() === 'k') {
      const kill = actionsFor(node).find((action) => action.do === 'kill' && !action.disabled);
      if (kill === undefined) return;
      onAct(kill, node);
    } else if (nodeTarget.kind === 'log' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      onSelect(stepRecord(view, nodeTarget, selected, event.key === 'ArrowLeft' ? -1 : 1));
    } else if (!moveFocus(event.currentTarget, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === 't') onToggleTable();
    else if (event.key === 'Escape' && target !== null) {
      setPointed(null);
      setFocused(null);
      onSelect(null);
    } else if (event.key === '0' && isZoomed) resetZoom();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const said = target?.kind === 'record' ? recordWords(view, target) : '';
  const isNarrow = size.width < narrowBelow;

  return (
    // Keys of the region reach it from the nodes inside.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className="diagram" aria-label="Diagram" data-form={isNarrow ? 'narrow' : 'wide'} onKeyDown={onKeyDown}>
      <div className="diagram-frame" ref={frame} hidden={showsTable}>
        <div
          className="diagram-stage"
          style={{ height: layout?.height ?? '100%' }}
          onPointerMove={(event) => {
            if (event.pointerType !== 'mouse') return;
            const next = under(event);
            if (!sameTarget(next, pointed)) setPointed(next);
          }}
          onPointerLeave={() => setPointed(null)}
        >
          <Surfaces layout={layout} into={surfaces} lit={lit} />
          {layout === null ? null : (
            <NodeButtons
              view={view}
              layout={layout}
              openNode={menu === null ? null : keyOfTarget(menu.target)}
              events={events}
            />
          )}
        </div>
      </div>
      {showsTable && standing !== null ? <DiagramTable view={view} topology={standing.topology} /> : null}
      {showsTable || (isNarrow && said === '') ? null : (
        <Legend said={said} hasDuplicates={marks.some((mark) => mark.kind === 'duplicate')} />
      )}
      {menu === null ? null : (
        <NodeMenu
          node={menu.node}
          at={menu.at}
          actions={actionsFor(menu.node)}
          onAct={onAct}
          onClose={() => setMenu(null)}
        />
      )}
    </section>
  );
}
