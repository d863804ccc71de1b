import { curveMonotoneY, line } from 'd3';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import { isWithin } from './chart';
import { layOutChart } from './chart-layout';
import type { PlacedEdge, PlacedState } from './chart-layout';
import { toneOf } from './subjects';
import { timesTaken } from './use-machine';
import type { ShownMachine } from './use-machine';

const margin = 24;
const path = line().curve(curveMonotoneY);

/** The statechart: where the machine is, and how often it took each way. Its table twin says the same in words. */
export function MachineDrawing({ shown, label }: { shown: ShownMachine; label: string }): ReactElement {
  const { chart, state } = shown;
  const scroll = useRef<HTMLElement>(null);
  const room = useRoom(scroll);
  const layout = useMemo(() => layOutChart(chart, room), [chart, room]);
  const taken = useMemo(() => shown.transitions.slice(0, shown.takenCount), [shown.transitions, shown.takenCount]);
  const last = taken.at(-1)?.via;
  useEffect(() => {
    const { current } = scroll;
    const here = layout.states.find(({ id }) => id === state);
    if (current === null || here === undefined) return;
    // The page around it stays where it is.
    current.scrollLeft = here.x + here.width / 2 + margin - current.clientWidth / 2;
    current.scrollTop = here.y + here.height / 2 + margin - current.clientHeight / 2;
  }, [state, layout]);
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="machine-scroll" ref={scroll} tabIndex={0} aria-label="Statechart">
      <svg
        className="machine-chart"
        role="img"
        aria-label={label}
        width={layout.width + 2 * margin}
        height={layout.height + 2 * margin}
        viewBox={`${-margin} ${-margin} ${layout.width + 2 * margin} ${layout.height + 2 * margin}`}
      >
        <defs>
          <marker
            id="machine-arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0,0.8 L8,4 L0,7.2 Z" className="machine-arrow" />
          </marker>
        </defs>
        {layout.states
          .filter(({ kind }) => kind === 'around')
          .map((placed) => (
            <StateBox key={placed.id} placed={placed} state={state} entered={0} />
          ))}
        {layout.edges.map((edge) => (
          <EdgeLine
            key={`${edge.points[0].join()} ${edge.source} ${edge.target}`}
            edge={edge}
            taken={taken}
            last={last}
          />
        ))}
        {layout.states
          .filter(({ kind }) => kind !== 'around')
          .map((placed) => (
            <StateBox
              key={placed.id}
              placed={placed}
              state={state}
              entered={taken.filter(({ to, from }) => to === placed.id && from !== placed.id).length}
            />
          ))}
      </svg>
    </section>
  );
}

/** What the chart may take up, in pixels; undefined before it stands on the page. */
function useRoom(scroll: RefObject<HTMLElement | null>): { width: number; height: number } | undefined {
  const [room, setRoom] = useState<{ width: number; height: number }>();
  useLayoutEffect(() => {
    const { current } = scroll;
    if (current === null) return;
    const measure = (): void =>
      setRoom((before) => {
        const [width, height] = [current.clientWidth - 2 * margin, current.clientHeight - 2 * margin];
        return before?.width === width && before.height === height ? before : { width, height };
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [scroll]);
  return room;
}

function StateBox({ placed, state, entered }: { placed: PlacedState; state: string; entered: number }): ReactElement {
  const { id, name, x, y, width, height, kind } = placed;
  const active =
    state === '' || kind === 'any' ? undefined : id === state ? 'here' : isWithin(state, id) ? 'around' : undefined;
  const top = kind === 'around' ? y + 19 : kind === 'any' ? y + 18 : y + 18;
  return (
    <g className="machine-state" data-kind={kind} data-active={active} data-tone={active && toneOf(id)}>
      <rect x={x} y={y} width={width} height={height} rx={5} />
      {active === 'here' ? <circle cx={x + width - 14} cy={y + 14} r={4} /> : null}
      <text x={x + 12} y={top} className="machine-name">
        {name}
      </text>
      {kind === 'state' ? (
        <text x={x + 12} y={y + 33} className="machine-note">
          {active === 'here'
            ? entered === 0
              ? 'here since 0 s'
              : 'here'
            : entered === 0
              ? 'not entered'
              : `entered ${entered}×`}
        </text>
      ) : null}
    </g>
  );
}

function EdgeLine({
  edge,
  taken,
  last,
}: {
  edge: PlacedEdge;
  taken: ShownMachine['transitions'];
  last: ShownMachine['transitions'][number]['via'];
}): ReactElement {
  const counts = edge.labels.map(({ transitions }) => timesTaken(taken, transitions));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isLast = last !== undefined && edge.labels.some(({ transitions }) => transitions.includes(last));
  return (
    <g className="machine-edge" data-taken={total > 0 || undefined} data-last={isLast || undefined}>
      <path
        d={path(edge.points) ?? ''}
        strokeWidth={total === 0 ? 1 : Math.min(3, 1.2 + Math.log10(total))}
        markerEnd="url(#machine-arrow)"
      />
      {edge.labels.map(({ text, x, y, transitions }, index) => (
        <text
          key={text}
          x={x}
          y={y}
          data-taken={counts[index] > 0 || undefined}
          data-last={(last !== undefined && transitions.includes(last)) || undefined}
        >
          {text}
          {counts[index] > 0 ? <tspan className="machine-count"> {counts[index]}×</tspan> : null}
        </text>
      ))}
    </g>
  );
}
