import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import {
  ClusterView,
  LEADERLESS,
  LagHistory,
  StoredCommits,
  UNTOLD,
  partitionsOfGroup,
} from '../../../simulations/history';
import { Segmented } from '../../design/segmented';
import { onThemeChange } from '../../design/canvas-palette';
import { formatMoment, formatSpan, useAtMoment, useSession, useView } from '../../app';
import type { RunView } from '../../app';
import { heatRows, paintHeat } from './heat-paint';
import type { HeatProps, HeatRow } from './heat-paint';
import { HeatTable } from './heat-table';
import { useElementSize } from './use-element-size';

/** Stretches of time across. */
const COLUMNS = 240;
/** A few partitions are no reason for thick bars. */
const ROW_MOST = 44;
/** Times and readout below the plot, and the room around it. */
const AXES_HEIGHT = 64;
/** The run is read anew so many times at most while it is computed. */
const FOLDS = 20;

/** The lag of every partition over the whole run: grey to amber is lag, red is nobody leading. */
export function LagHeat({
  run,
  group,
  onlyWithLag,
}: {
  run: RunView;
  group: number;
  onlyWithLag: boolean;
}): ReactElement {
  const session = useSession();
  const showsTable = useView((view) => view.showsTable);
  const endMicros = session.playhead.endMicros;
  const part = useView(({ progress }) =>
    progress.state === 'running' ? Math.floor((progress.nowMicros * FOLDS) / Math.max(1, endMicros)) : FOLDS + 1,
  );
  const history = useMemo(() => {
    const { names } = run.trace;
    const partitions = partitionsOfGroup(run.scenario, names, group);
    const commits = new StoredCommits(names, run.trace);
    return new LagHistory(new ClusterView(names, run.trace), commits, group, partitions, COLUMNS, endMicros);
  }, [run, group, endMicros]);
  // Reading goes on where it was: only what the run has grown by is folded.
  history.advance(part > FOLDS ? endMicros : (part * endMicros) / FOLDS);
  const names = run.trace.names.partitions;
  return (
    <>
      <div className="heat-head">
        <Segmented
          label="Shown as"
          choices={[
            { id: 'heat', label: 'Heat' },
            { id: 'table', label: 'Table' },
          ]}
          selected={showsTable ? 'table' : 'heat'}
          onSelect={(id) => id !== (showsTable ? 'table' : 'heat') && session.toggleTable()}
        />
        <HeatLegend largest={history.largest} />
      </div>
      {showsTable ? (
        <HeatTable history={history} names={names} part={part} onlyWithLag={onlyWithLag} />
      ) : (
        <HeatPlot history={history} names={names} part={part} onlyWithLag={onlyWithLag} />
      )}
    </>
  );
}

function HeatLegend({ largest }: { largest: number }): ReactElement {
  return (
    <p className="heat-legend small third">
      <span className="heat-ramp" aria-hidden="true" /> 0 to {largest} {largest === 1 ? 'record' : 'records'}
      <span className="heat-leaderless" aria-hidden="true" /> no leader
    </p>
  );
}

interface Cursor {
  row: number;
  column: number;
}

function HeatPlot({ history, names, part, onlyWithLag }: HeatProps): ReactElement {
  const session = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(plot);
  const [cursor, setCursor] = useState<Cursor>();
  const rows = heatRows(history, onlyWithLag, height);
  const [themed, setThemed] = useState(0);
  useEffect(() => onThemeChange(() => setThemed((count) => count + 1)), []);
  useEffect(() => {
    if (canvas.current === null) return;
    paintHeat(canvas.current, history, heatRows(history, onlyWithLag, height), width, height);
  }, [history, onlyWithLag, width, height, themed, part]);
  const at = useAtMoment((micros) => Math.round((micros / history.endMicros) * 2000));
  const rowHeight = rows.length === 0 ? 1 : height / rows.length;
  const place = (event: PointerEvent): Cursor => {
    const box = plot.current!.getBoundingClientRect();
    const share = Math.min(0.9999, Math.max(0, (event.clientX - box.left) / box.width));
    const row = Math.floor((event.clientY - box.top) / rowHeight);
    return { row: Math.min(rows.length - 1, Math.max(0, row)), column: Math.floor(share * history.columnCount) };
  };
  const goTo = ({ column }: Cursor): void => {
    session.visit(history.timeOf(column));
  };
  const move = (event: KeyboardEvent): void => {
    const from = cursor ?? { row: 0, column: history.columnOf(session.playhead.timeMicros) };
    const step = event.shiftKey ? 10 : 1;
    const next = {
      ArrowUp: { ...from, row: from.row - step },
      ArrowDown: { ...from, row: from.row + step },
      ArrowLeft: { ...from, column: from.column - step },
      ArrowRight: { ...from, column: from.column + step },
    }[event.key];
    if (event.key === 'Enter' && cursor !== undefined) goTo(cursor);
    else if (next === undefined) return;
    else setCursor({ row: clamp(next.row, rows.length), column: clamp(next.column, history.columnCount) });
    event.preventDefault();
    event.stopPropagation();
  };
  const pointed = cursor === undefined ? undefined : rows[cursor.row];
  if (rows.length === 0) return <p className="lag-empty">No partition has any lag so far.</p>;
  return (
    <div className="heat" style={{ maxHeight: history.partitions.length * ROW_MOST + AXES_HEIGHT }}>
      <HeatAxis rows={rows} names={names} rowHeight={rowHeight} />
      {/* It takes arrows and Enter, and says where its cursor is: an application in the sense of ARIA. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="heat-plot"
        ref={plot}
        role="application"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Lag over time. Arrows move the cursor, Enter goes to its moment, T shows the table."
        onKeyDown={move}
        onPointerMove={(event) => setCursor(place(event))}
        onPointerLeave={() => setCursor(undefined)}
        onClick={(event) => goTo(place(event as unknown as PointerEvent))}
      >
        <canvas ref={canvas} aria-hidden="true" />
        <span className="heat-now" style={{ left: `${at / 20}%` }} aria-hidden="true" />
        {cursor === undefined ? null : (
          <span
            className="heat-cursor"
            aria-hidden="true"
            style={{
              left: `${(cursor.column / history.columnCount) * 100}%`,
              width: `${100 / history.columnCount}%`,
              top: cursor.row * rowHeight,
              height: rowHeight,
            }}
          />
        )}
      </div>
      <div className="heat-times mono" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <span key={share}>
            {formatSpan(history.endMicros * share)}
            {share === 1 ? ' s' : ''}
          </span>
        ))}
      </div>
      <output className="heat-readout small mono">
        {pointed === undefined || cursor === undefined
          ? 'Point at a cell, or move with the arrows.'
          : readout(history, names, pointed, cursor.column)}
      </output>
    </div>
  );
}

/** "orders-12 at 31.000 s: 40 records". */
function readout(history: LagHistory, names: readonly string[], row: HeatRow, column: number): string {
  const value = row.valueAt(column);
  const what =
    value === UNTOLD
      ? 'not computed yet'
      : value === LEADERLESS
        ? 'nobody leads'
        : `${value} ${value === 1 ? 'record' : 'records'}`;
  return `${rowName(names, row)} at ${formatMoment(history.timeOf(column))}: ${row.partitions.length > 1 ? 'at worst ' : ''}${what}`;
}

function rowName(names: readonly string[], { partitions }: HeatRow): string {
  const first = names[partitions[0]];
  return partitions.length === 1 ? first : `${first} and ${partitions.length - 1} more`;
}

function HeatAxis({
  rows,
  names,
  rowHeight,
}: {
  rows: readonly HeatRow[];
  names: readonly string[];
  rowHeight: number;
}): ReactElement {
  const every = Math.max(1, Math.ceil(16 / rowHeight));
  return (
    <div className="heat-axis mono" aria-hidden="true">
      {rows.map((row, index) =>
        index % every === 0 && (index + 0.5) * rowHeight < rows.length * rowHeight ? (
          <span key={row.partitions[0]} style={{ top: (index + 0.5) * rowHeight }}>
            {names[row.partitions[0]]}
          </span>
        ) : null,
      )}
    </div>
  );
}

function clamp(value: number, count: number): number {
  return Math.min(count - 1, Math.max(0, value));
}
