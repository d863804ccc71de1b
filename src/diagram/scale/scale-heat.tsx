import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement, type RefObject } from 'react';
import { panBrush, type Brush } from './detail-level';

interface ScaleHeatProps {
  canvas: RefObject<HTMLCanvasElement | null>;
  body: RefObject<HTMLDivElement | null>;
  playhead: RefObject<HTMLDivElement | null>;
  group: string;
  /** Partitions of one row. */
  each: number;
  total: number;
  brush: Brush;
  /** "orders-0 to orders-7". */
  brushWords: string;
  largest: number;
  endMicros: number;
  onBrush: (brush: Brush) => void;
}

/** The lag of every partition over the whole run; the frame on it says which of them stand in the list. */
export function ScaleHeat(props: ScaleHeatProps): ReactElement {
  const { canvas, body, playhead, group, each, total, brush, endMicros, largest } = props;
  const share = (places: number): string => `${(100 * places) / Math.max(1, total)}%`;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return (
    <section
      className="scale-part scale-heat"
      aria-label={group === '' ? 'Partitions over time' : `Lag of group ${group}`}
    >
      <header>
        <h2>{group === '' ? 'Partitions' : `Lag of ${group}`}</h2>
        <span className="third">1 row = {each === 1 ? '1 partition' : `${each} partitions`}</span>
      </header>
      <div className="scale-ruler">
        <div className="scale-scale third mono" aria-hidden="true">
          {ticks.slice(0, -1).map((tick) => (
            <span key={tick} style={{ top: share(tick * total) }}>
              {Math.round(tick * total)}
            </span>
          ))}
        </div>
        <div className="scale-body" ref={body}>
          <canvas ref={canvas} aria-hidden="true" />
          <div className="scale-playhead" ref={playhead} />
          <BrushFrame {...props} style={{ top: share(brush.from), height: share(brush.count) }} />
        </div>
      </div>
      <footer className="third">
        <span className="scale-seconds mono" aria-hidden="true">
          <span>0</span>
          <span>{Math.round(endMicros / 2e6)}</span>
          <span>{Math.round(endMicros / 1e6)} s</span>
        </span>
        <span className="scale-key">
          {group === '' ? null : (
            <>
              lag <i data-key="lag" /> 0 to {largest.toLocaleString('en')} records
            </>
          )}
          <i data-key="offline" /> no leader
        </span>
      </footer>
    </section>
  );
}

function BrushFrame({
  body,
  total,
  brush,
  brushWords,
  onBrush,
  style,
}: ScaleHeatProps & { style: { top: string; height: string } }): ReactElement {
  const grip = useRef<number | null>(null);
  const partitionAt = (event: PointerEvent): number => {
    const box = body.current!.getBoundingClientRect();
    return ((event.clientY - box.top) / box.height) * total;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -brush.count, PageDown: brush.count, Home: -total, End: total }[
      event.key
    ];
    if (by === undefined) return;
    onBrush(panBrush(brush, total, by));
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="scale-ground"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = partitionAt(event);
        const isInside = at >= brush.from && at < brush.from + brush.count;
        grip.current = isInside ? at - brush.from : brush.count / 2;
        onBrush(panBrush(brush, total, at - grip.current - brush.from));
      }}
      onPointerMove={(event) => {
        if (grip.current !== null) onBrush(panBrush(brush, total, partitionAt(event) - grip.current - brush.from));
      }}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      <div
        className="scale-brush"
        // Its length is the number of partitions: more than an input of one value says.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label="Partitions in the list"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, total - brush.count)}
        aria-valuenow={brush.from}
        aria-valuetext={brushWords}
        style={style}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
