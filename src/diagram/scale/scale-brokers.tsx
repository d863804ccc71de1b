import { Fragment, useRef, type KeyboardEvent, type ReactElement, type RefObject } from 'react';
import type { BrokerLine } from './broker-rows';

interface ScaleBrokersProps {
  lines: readonly BrokerLine[];
  canvas: RefObject<HTMLCanvasElement | null>;
  body: RefObject<HTMLDivElement | null>;
  hint: string;
  hasRacks: boolean;
  onOpen: (line: BrokerLine, at: { x: number; y: number }) => void;
  onKey: (line: BrokerLine, event: KeyboardEvent<HTMLButtonElement>) => void;
  /** A bar was pointed at and pressed. */
  onBar: (line: BrokerLine, x: number) => boolean;
}

/** Every broker a row: its rack, its replicas as bars, what it leads. */
export function ScaleBrokers(props: ScaleBrokersProps): ReactElement {
  const { lines, canvas, body, hint, hasRacks } = props;
  const last = lines.at(-1);
  return (
    <section className="scale-part scale-brokers" aria-label="Brokers" data-racks={hasRacks || undefined}>
      <header>
        <h2>Brokers</h2>
        <span className="third">{hint}</span>
      </header>
      <div className="scale-columns third" aria-hidden="true">
        <span>broker</span>
        {hasRacks ? <span>rack</span> : null}
        <span className="scale-last">leaders</span>
      </div>
      <div className="scale-body" ref={body}>
        <div className="scale-rows" style={{ height: last === undefined ? 0 : last.y + last.height }}>
          {lines.map((line) => (
            <Fragment key={line.actor}>
              {line.beginsRack && line.y > 0 ? <div className="scale-rack" style={{ top: line.y - 4 }} /> : null}
              <BrokerButton line={line} {...props} />
            </Fragment>
          ))}
          <canvas ref={canvas} aria-hidden="true" />
        </div>
      </div>
    </section>
  );
}

function BrokerButton({
  line,
  lines,
  hasRacks,
  onOpen,
  onKey,
  onBar,
}: { line: BrokerLine } & ScaleBrokersProps): ReactElement {
  const { number, rack, state, leaders, words } = line;
  const bars = useRef<HTMLSpanElement>(null);
  const label = [`broker ${Number(number)}`, rack === '' ? '' : `rack ${rack}`, words];
  return (
    <div className="scale-line" data-state={state} style={{ top: line.y, height: line.height }}>
      <svg width="10" height="10" viewBox="-5 -5 10 10" aria-hidden="true">
        {state === 'down' ? (
          <path d="M-3-3l6 6m0-6l-6 6" className="scale-cross" />
        ) : (
          <circle r="3.5" className={`dot-${state}`} />
        )}
      </svg>
      <span className="mono" aria-hidden="true">
        {number}
      </span>
      {hasRacks ? (
        <span className="mono third" aria-hidden="true">
          {rack}
        </span>
      ) : null}
      <span className="scale-bars" ref={bars} />
      <span className="mono scale-last" aria-hidden="true">
        {leaders}
      </span>
      <button
        type="button"
        className="scale-broker"
        // One stop for the Tab key; the arrows go on from there.
        tabIndex={line === lines[0] ? 0 : -1}
        aria-haspopup="menu"
        aria-label={label.filter((part) => part !== '').join(', ')}
        onClick={(event) => {
          const box = bars.current!.getBoundingClientRect();
          const isPointer = event.detail > 0;
          if (isPointer && onBar(line, event.clientX - box.left)) return;
          onOpen(line, isPointer ? { x: event.clientX, y: event.clientY } : { x: box.left, y: box.bottom });
        }}
        onKeyDown={(event) => onKey(line, event)}
      />
    </div>
  );
}
