import { memo, useId } from 'react';
import type { ReactElement } from 'react';
import { cellCount, lagSteps, nobody, notYet, stackHeight } from './card-picture';
import type { CardPicture, KeysPicture, Lane, LanesPicture, LagPicture, LogRow, LogsPicture } from './card-picture';
import './miniature.css';

/** The picture's own units; it is scaled to the card. */
const width = 300;
const height = 146;
const margin = 14;

/** A card's picture. It says nothing that the card does not say in words, and is hidden from those who listen. */
export const Miniature = memo(function Miniature({
  picture,
  durationMs,
  isMoving = false,
}: {
  picture: CardPicture;
  /** Of the whole run. */
  durationMs: number;
  /** The run goes on: the present moment is marked. */
  isMoving?: boolean;
}): ReactElement {
  return (
    <svg className="miniature" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {picture.kind === 'logs' ? <Logs picture={picture} /> : null}
      {picture.kind === 'lanes' ? <Lanes picture={picture} durationMs={durationMs} isMoving={isMoving} /> : null}
      {picture.kind === 'lag' ? <Lag picture={picture} isMoving={isMoving} /> : null}
      {picture.kind === 'keys' ? <Keys picture={picture} /> : null}
    </svg>
  );
});

function Logs({ picture: { rows } }: { picture: LogsPicture }): ReactElement {
  const pitch = Math.min(rows.length === 1 ? 54 : 40, (height - 16) / rows.length);
  const top = (height - pitch * rows.length) / 2;
  const cellHeight = Math.min(rows.length === 1 ? 28 : 20, pitch * 0.55);
  return (
    <>
      {rows.map((row, index) => (
        // Rows have no other name than their place.
        <Log key={index} row={row} y={top + pitch * (index + 0.5) - cellHeight / 2} cellHeight={cellHeight} />
      ))}
    </>
  );
}

const logLeft = 34;
const cellPitch = (width - logLeft - margin - 4) / cellCount;

function Log({ row, y, cellHeight }: { row: LogRow; y: number; cellHeight: number }): ReactElement {
  const { cells, from, start = from, state, highWatermark, committed = [] } = row;
  const middle = y + cellHeight / 2;
  const xOf = (offset: number): number => logLeft + (Math.min(offset, from + cellCount) - from) * cellPitch;
  const isBeyond = (index: number): boolean => highWatermark !== undefined && start + index >= highWatermark;
  const watermark = highWatermark !== undefined && highWatermark >= from ? xOf(highWatermark) - 0.75 : undefined;
  return (
    <g>
      {state === 'down' ? (
        <rect className="mini-dead" x={8} y={y - 8} width={width - 16} height={cellHeight + 16} rx={5} />
      ) : null}
      {state === undefined ? null : <ProcessMark state={state} y={middle} />}
      {[...cells].map((cell, index) => (
        <rect
          key={start + index}
          className={`mini-cell hue-${cell === '!' ? 'lost' : cell === '-' ? 'none' : cell}`}
          data-hollow={isBeyond(index) || undefined}
          data-follower={row.isFollower}
          x={xOf(start + index)}
          y={y}
          width={cellPitch - 1.5}
          height={cellHeight}
          rx={2}
        />
      ))}
      {watermark === undefined ? null : (
        <path className="mini-watermark" d={`M${watermark.toFixed(1)} ${y - 6}v${cellHeight + 12}`} />
      )}
      {committed.map((offset, group) => (
        <path
          key={group}
          className="mini-pointer"
          d={`M${xOf(Math.max(from, offset)).toFixed(1)} ${y + cellHeight + 2}l-3.5 5h7z`}
        />
      ))}
    </g>
  );
}

function ProcessMark({ state, y }: { state: NonNullable<LogRow['state']>; y: number }): ReactElement {
  if (state === 'up') return <circle className="mini-up" cx={21} cy={y} r={4} />;
  if (state === 'paused') return <circle className="mini-paused" cx={21} cy={y} r={4} />;
  return <path className="mini-down" d={`M17.5 ${y - 3.5}l7 7m0-7l-7 7`} />;
}

function Lanes({
  picture: { groups, untilMs },
  durationMs,
  isMoving,
}: {
  picture: LanesPicture;
  durationMs: number;
  isMoving: boolean;
}): ReactElement {
  const count = groups.flat().length;
  const gap = groups.length > 1 ? 12 : 0;
  const pitch = Math.min(count < 4 ? 34 : 22, (height - 24 - gap * (groups.length - 1)) / Math.max(1, count));
  const top = (height - pitch * count - gap * (groups.length - 1)) / 2;
  const xOf = (ms: number): number => margin + ((width - 2 * margin) * ms) / durationMs;
  const hatch = useId();
  const rows = groups.flatMap((lanes, group) => lanes.map((lane) => ({ lane, group })));
  return (
    <>
      <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className="mini-hatch" d="M0 0V5M2.5 0V5" />
      </pattern>
      {rows.map(({ lane, group }, place) => (
        <LaneSpans
          // Lanes have no other name than their place.
          key={place}
          lane={lane}
          untilMs={untilMs}
          y={top + pitch * place + gap * group}
          tall={pitch * 0.76}
          xOf={xOf}
          hatch={hatch}
        />
      ))}
      {isMoving ? <path className="mini-now" d={`M${xOf(untilMs).toFixed(1)} 6V${height - 6}`} /> : null}
    </>
  );
}

/** Fewer shades than owners: the eye only has to see that it is another one. */
const shades = 4;

function LaneSpans({
  lane,
  untilMs,
  y,
  tall,
  xOf,
  hatch,
}: {
  lane: Lane;
  untilMs: number;
  y: number;
  tall: number;
  xOf: (ms: number) => number;
  /** The pattern of what nobody has. */
  hatch: string;
}): ReactElement {
  const spans = [];
  for (let index = 0; index < lane.length; index += 2) {
    const owner = lane[index + 1];
    if (owner === notYet) continue;
    const from = xOf(lane[index]);
    const to = xOf(lane[index + 2] ?? untilMs);
    const isGap = owner === nobody;
    spans.push(
      <rect
        key={index}
        className={isGap ? undefined : `mini-lane shade-${owner % shades}`}
        fill={isGap ? `url(#${hatch})` : undefined}
        x={from}
        y={isGap ? y - 1 : y}
        // However short it was, that nobody had it must be seen.
        width={Math.max(isGap ? 2.5 : 0.5, to - from - (isGap ? 0 : 1))}
        height={isGap ? tall + 2 : tall}
        rx={isGap ? 0 : 2}
      />,
    );
  }
  return <g>{spans}</g>;
}

function Lag({ picture: { steps, most }, isMoving }: { picture: LagPicture; isMoving: boolean }): ReactElement {
  const pitch = (width - 2 * margin) / lagSteps;
  const bottom = height - 16;
  const tallest = height - 36;
  return (
    <>
      <path className="mini-axis" d={`M${margin} ${bottom + 0.5}H${width - margin}`} />
      {steps.map((lag, step) => {
        const tall = Math.max(1, (lag / most) * tallest);
        return (
          <rect
            // Steps have no other name than their place.
            key={step}
            className="mini-lag"
            data-behind={lag > most / 4 || undefined}
            x={margin + step * pitch}
            y={bottom - tall}
            width={pitch - 1.5}
            height={tall}
          />
        );
      })}
      {isMoving ? <path className="mini-now" d={`M${(margin + steps.length * pitch).toFixed(1)} 6V${bottom}`} /> : null}
    </>
  );
}

function Keys({ picture: { stacks } }: { picture: KeysPicture }): ReactElement {
  const pitch = (width - 2 * margin) / Math.max(1, stacks.length);
  const bottom = height - 14;
  const tall = (height - 28) / stackHeight;
  const wide = Math.min(40, pitch - 6);
  return (
    <>
      {stacks.map((stack, partition) =>
        [...stack]
          .slice(0, stackHeight)
          .map((hue, index) => (
            <rect
              key={`${partition} ${index}`}
              className={`mini-cell hue-${hue === '-' ? 'none' : hue}`}
              x={margin + partition * pitch + (pitch - wide) / 2}
              y={bottom - (index + 1) * tall + 1.5}
              width={wide}
              height={tall - 1.5}
              rx={1.5}
            />
          )),
      )}
      <path className="mini-axis" d={`M${margin} ${bottom + 1.5}H${width - margin}`} />
    </>
  );
}
