import { useMemo, useRef, useState, type PointerEvent } from 'react';
import type { DiagramCut } from './diagram-types';
import type { Layout } from './layout-types';
import { crossedLinks, linkPairs, type LinkPair } from './links';
import type { ClusterView } from '../../simulations/history';
import { useEscape } from './use-escape';

type Point = readonly [number, number];

/** A stroke shorter than this is a click. */
const leastStroke = 12;

/** Where a stroke is being drawn, and what it would cut. */
export interface Cutting {
  pairs: readonly LinkPair[];
  stroke: readonly Point[];
  crossed: readonly LinkPair[];
  handlers: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
  };
}

/** A drag over the empty ground between the columns draws a stroke; the links that it crosses are cut. */
export function useCutting(
  view: ClusterView,
  layout: Layout | null,
  onCut: ((cuts: readonly DiagramCut[]) => void) | undefined,
): Cutting {
  const pairs = useMemo(() => (layout === null ? [] : linkPairs(layout)), [layout]);
  const [stroke, setStroke] = useState<readonly Point[]>([]);
  const isDrawing = useRef(false);
  const crossed = useMemo(() => (stroke.length < 2 ? [] : crossedLinks(pairs, stroke)), [pairs, stroke]);
  const pointOf = (event: PointerEvent<HTMLElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const end = (): void => {
    isDrawing.current = false;
    setStroke([]);
  };
  useEscape(stroke.length > 0, end);
  return {
    pairs,
    stroke,
    crossed,
    handlers: {
      onPointerDown: (event) => {
        if (onCut === undefined || pairs.length === 0 || event.button !== 0 || event.target !== event.currentTarget)
          return;
        isDrawing.current = true;
        setStroke([pointOf(event)]);
      },
      onPointerMove: (event) => {
        if (!isDrawing.current) return;
        const point = pointOf(event);
        setStroke((points) => {
          const last = points.at(-1);
          const isFar = last === undefined || Math.hypot(point[0] - last[0], point[1] - last[1]) > 4;
          return isFar ? [...points, point] : points;
        });
      },
      onPointerUp: () => {
        if (isDrawing.current && lengthOf(stroke) >= leastStroke && crossed.length > 0) {
          onCut?.(crossed.map((pair) => cutOf(view, pair)));
        }
        end();
      },
      onPointerCancel: end,
    },
  };
}

/** A link by the names of its ends. */
export function cutOf({ names }: ClusterView, { client, broker }: LinkPair): DiagramCut {
  return { client: names.actors[client]!, broker: names.actors[broker]! };
}

function lengthOf(stroke: readonly Point[]): number {
  const first = stroke[0];
  const last = stroke.at(-1);
  return first === undefined || last === undefined ? 0 : Math.hypot(last[0] - first[0], last[1] - first[1]);
}
