import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement, type RefObject } from 'react';
import { panBrush, type Brush, type DetailRows } from './detail-level';

interface ScaleListProps {
  canvas: RefObject<HTMLCanvasElement | null>;
  labels: RefObject<SVGGElement | null>;
  body: RefObject<HTMLDivElement | null>;
  rows: DetailRows;
  brush: Brush;
  total: number;
  order: Int32Array;
  title: string;
  /** A partition in words, at the moment on screen. */
  labelOf: (partition: number) => string;
  onBrush: (brush: Brush) => void;
  onOpen: (partition: number) => void;
}

/** What one mark of the list stands for. */
function unitOf({ level, each }: DetailRows): string {
  if (level === 'cells') return '1 cell = 1 record';
  if (level === 'bars') return '1 bar = 1 replica';
  return each === 1 ? '1 shade = 1 replica' : `1 shade = ${each} replicas`;
}

/** The partitions that are looked at: records, bars or shades by the room that each has. */
export function ScaleList(props: ScaleListProps): ReactElement {
  const { canvas, labels, body, rows, title, brush, total, onBrush } = props;
  const drag = useRef<{ y: number; from: number } | null>(null);
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === null) return;
    const moved = Math.round(((drag.current.y - event.clientY) / rows.pitch) * rows.each);
    if (Math.abs(event.clientY - drag.current.y) > 5)
      onBrush(panBrush({ ...brush, from: drag.current.from }, total, moved));
  };
  return (
    <section className="scale-part scale-list" aria-label="Partitions">
      <header>
        <h2>{title}</h2>
        <span className="third">{unitOf(rows)}</span>
      </header>
      <div
        className="scale-body"
        data-level={rows.level}
        ref={body}
        onPointerDown={(event) => (drag.current = { y: event.clientY, from: brush.from })}
        onPointerMove={onPointerMove}
        onPointerUp={() => (drag.current = null)}
        onPointerLeave={() => (drag.current = null)}
      >
        <canvas ref={canvas} aria-hidden="true" />
        <svg className="diagram-layer" aria-hidden="true">
          <g ref={labels} />
        </svg>
        {Array.from({ length: rows.rows }, (_, index) => (
          <RowButton key={index} index={index} {...props} />
        ))}
      </div>
    </section>
  );
}

function RowButton({
  index,
  rows,
  brush,
  total,
  order,
  labelOf,
  onBrush,
  onOpen,
}: ScaleListProps & { index: number }): ReactElement {
  const first = brush.from + index * rows.each;
  const partition = order[first] ?? 0;
  const press = useRef(0);
  const step = (key: string, button: HTMLElement): boolean => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (by === undefined) return false;
    const next = by < 0 ? button.previousElementSibling : button.nextElementSibling;
    if (next instanceof HTMLButtonElement) next.focus();
    else onBrush(panBrush(brush, total, by * rows.each));
    return true;
  };
  const open = (): void => {
    if (rows.each > 1) onBrush({ from: first, count: Math.min(rows.each, total - first) });
    else onOpen(partition);
  };
  const label = (): string =>
    rows.each > 1 ? `${rows.each} partitions from ${labelOf(partition)}` : labelOf(partition);
  return (
    <button
      type="button"
      className="scale-partition"
      tabIndex={index === 0 ? 0 : -1}
      aria-label={label()}
      style={{ top: index * rows.pitch, height: rows.pitch }}
      onFocus={(event) => event.currentTarget.setAttribute('aria-label', label())}
      onPointerDown={(event) => (press.current = event.clientY)}
      onClick={(event) => {
        // The end of a drag over the list is no press.
        if (event.detail === 0 || Math.abs(event.clientY - press.current) <= 5) open();
      }}
      onKeyDown={(event: KeyboardEvent<HTMLButtonElement>) => {
        if (!step(event.key, event.currentTarget)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
