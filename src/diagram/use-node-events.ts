import { useState, type KeyboardEvent } from 'react';
import type { DiagramProps } from './diagram-props';
import { sameTarget, type DiagramNode, type DiagramTarget } from './diagram-types';
import type { NodeEvents } from './node-buttons';
import { moveFocus, stepRecord } from './node-keys';
import type { AxisZooming } from './use-axis-zoom';
import type { Pointing } from './use-pointing';

/** A node whose menu is open, and where on the page. */
export interface OpenMenu {
  node: DiagramNode;
  target: DiagramTarget;
  at: { x: number; y: number };
}

interface Surroundings {
  under: (at: { clientX: number; clientY: number }) => DiagramTarget | null;
  pointing: Pointing;
  zooming: AxisZooming;
  /** The partition whose life is shown. */
  focus: { partition: number | null; set: (partition: number | null) => void };
}

/** What clicks and keys on the nodes do, and which of them has the focus or an open menu. */
export function useNodeEvents(props: DiagramProps, { under, pointing, zooming, focus }: Surroundings) {
  const { view, actionsFor, onAct, selected, onSelect, onToggleTable } = props;
  const [focused, setFocused] = useState<DiagramTarget | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);

  const onNodeKey = (event: KeyboardEvent, node: DiagramNode, target: DiagramTarget): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === 'k') {
      const kill = actionsFor(node).find((action) => action.do === 'kill' && !action.disabled);
      if (kill === undefined) return;
      onAct(kill, node);
    } else if (target.kind === 'log' && event.key.toLowerCase() === 'f') {
      focus.set(target.partition);
    } else if (target.kind === 'log' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      onSelect(stepRecord(view, target, selected, event.key === 'ArrowLeft' ? -1 : 1));
    } else if (!moveFocus(event.currentTarget as HTMLElement, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const events: NodeEvents = {
    onOpen: (node, target, event) => {
      if (pointing.endsLongPress()) return;
      const isPointer = event.detail > 0;
      // A finger is wider than a record: it points by resting, and opens the menu by a tap.
      const isTouch = (event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch';
      const hit = isPointer ? under(event) : null;
      if (hit?.kind === 'record' && !isTouch) return onSelect(sameTarget(hit, selected) ? null : hit);
      const box = event.currentTarget.getBoundingClientRect();
      const beside = { x: box.left + 20, y: Math.min(box.bottom, box.top + 30) };
      // The log under the pointer has choices of its own, beside those of its broker.
      const isLog = hit?.kind === 'log' || hit?.kind === 'record';
      const opened: DiagramTarget = isLog ? { kind: 'log', partition: hit.partition, broker: hit.broker } : target;
      setMenu({ node, target: opened, at: isPointer ? { x: event.clientX, y: event.clientY } : beside });
      onSelect(target);
    },
    onKey: (node, target, event) => onNodeKey(event, node, target),
    onFocus: (target) => setFocused(document.activeElement?.matches(':focus-visible') ? target : null),
    onBlur: () => setFocused(null),
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === 't') onToggleTable();
    else if (event.key === 'Escape' && focus.partition !== null) focus.set(null);
    else if (event.key === 'Escape' && (selected !== null || pointing.pointed !== null || focused !== null)) {
      pointing.release();
      setFocused(null);
      onSelect(null);
    } else if (event.key === '0' && zooming.isZoomed) zooming.resetZoom();
    else if (event.key === '+' || event.key === '=') zooming.zoomBy(1);
    else if (event.key === '-') zooming.zoomBy(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return { events, menu, closeMenu: () => setMenu(null), focused, onKeyDown };
}
