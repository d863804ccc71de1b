import type { ReactElement } from 'react';
import type { ClusterView } from '../../simulations/history';
import { curvePath } from './curve';
import type { Cutting } from './use-cutting';
import { brokerName, list } from './words';

/** The stroke that is being drawn across the links, what it crosses, and what will come of it. */
export function StrokeDrawing({ view, cutting }: { view: ClusterView; cutting: Cutting }): ReactElement | null {
  const { stroke, crossed } = cutting;
  const last = stroke.at(-1);
  if (stroke.length < 2 || last === undefined) return null;
  const { names } = view;
  const words = crossed.map(({ client, broker }) => `${names.actors[client]}–${brokerName(names.actors[broker]!)}`);
  return (
    <>
      <svg className="diagram-layer" aria-hidden="true">
        {crossed.flatMap(({ curves }) =>
          curves.map((link) => (
            <path key={curvePath(link.from, link.to)} d={curvePath(link.from, link.to)} className="link link-crossed" />
          )),
        )}
        <path d={`M${stroke.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`} className="stroke" />
      </svg>
      <output className="stroke-words" style={{ left: last[0] + 14, top: last[1] + 10 }}>
        {crossed.length === 0 ? 'Draw across links to cut them' : `Cut ${list(words)}`}
      </output>
    </>
  );
}
