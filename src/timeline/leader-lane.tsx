import { memo } from 'react';
import type { ReactElement } from 'react';
import { wordsOf } from '../app';
import { spanText } from './axis-ticks';
import { leaderRows, leaderlessOf } from './leader-rows';
import type { LeaderRow } from './leader-rows';
import type { RunFacts } from './run-facts';
import type { TimeScale } from './time-scale';
import type { Facts } from './use-facts';

const ROW_HEIGHT = 16;
/** A character of the mono face at 11 px. */
const CHARACTER = 6.8;

interface LaneProps {
  scale: TimeScale;
  facts: Facts;
  isCompact: boolean;
}

/** Who led each partition when, and for how long nobody did. */
export function LeaderLane({ scale, facts, isCompact }: LaneProps): ReactElement | null {
  const { run, now, before, computedMicros, stamp } = facts;
  if (run === undefined || now === undefined) return null;
  const rows = leaderRows(before ?? now, isCompact ? 1 : 3);
  if (rows.length === 0) return null;
  const height = rows.length * ROW_HEIGHT + 4;
  const drawn = { rows, scale, names: run.trace.names.partitions, actors: run.trace.names.actors, stamp };
  return (
    <div className="timeline-lane" data-lane="leaders" style={{ height }}>
      <span className="timeline-name">leaders</span>
      <svg aria-hidden="true" width={scale.width} height={height}>
        <defs>
          <pattern id="nobody" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" fill="var(--red-wash)" />
            <line x1="0" y1="0" x2="0" y2="5" stroke="var(--red)" strokeWidth="1.2" />
          </pattern>
        </defs>
        {before === undefined ? null : (
          <g opacity="0.4" style={{ clipPath: `inset(0 0 0 ${Math.max(0, scale.x(computedMicros))}px)` }}>
            <Rows {...drawn} part="marks" facts={before} untilMicros={scale.endMicros} />
          </g>
        )}
        <Rows {...drawn} part="marks" facts={now} untilMicros={Math.min(computedMicros, scale.endMicros)} />
      </svg>
      <svg aria-hidden="true" className="timeline-over" width={scale.width} height={height}>
        <Rows {...drawn} part="words" facts={now} untilMicros={Math.min(computedMicros, scale.endMicros)} />
      </svg>
    </div>
  );
}

interface RowsProps {
  part: 'marks' | 'words';
  rows: readonly LeaderRow[];
  facts: RunFacts;
  scale: TimeScale;
  untilMicros: number;
  names: readonly string[];
  actors: readonly string[];
  stamp: string;
}

const Rows = memo(function Rows({ part, rows, facts, scale, untilMicros, names, actors }: RowsProps): ReactElement {
  return (
    <>
      {rows.map((row, index) =>
        row.kind === 'partition' ? (
          <PartitionRow
            key={row.partition}
            reigns={facts.reigns[row.partition]}
            y={2 + index * ROW_HEIGHT}
            name={names[row.partition]}
            {...{ part, scale, untilMicros, actors }}
          />
        ) : (
          <HeatRow key="heat" row={row} facts={facts} y={2 + index * ROW_HEIGHT} {...{ part, scale, untilMicros }} />
        ),
      )}
    </>
  );
});

interface PartitionRowProps {
  part: RowsProps['part'];
  reigns: RunFacts['reigns'][number];
  y: number;
  name: string;
  actors: readonly string[];
  scale: TimeScale;
  untilMicros: number;
}

function PartitionRow({ part, reigns, y, name, actors, scale, untilMicros }: PartitionRowProps): ReactElement {
  const bands = bandsOf(reigns, name, actors, scale, untilMicros);
  if (part === 'words') {
    const told = bands.filter(({ leads, label }) => leads && label !== '');
    return (
      <g>
        {told.map(({ key, left, label }) => (
          <text key={key} x={Math.max(0, left) + 7} y={y + 11.5}>
            {label}
          </text>
        ))}
      </g>
    );
  }
  return (
    <g>
      {bands.map(({ key, left, width, leads, label }) =>
        leads ? (
          <rect
            key={key}
            x={left + 0.5}
            y={y + 1}
            width={Math.max(1, width - 1)}
            height={13}
            rx={2}
            className="timeline-reign"
          />
        ) : (
          <g key={key}>
            <title>{label}</title>
            <rect x={left} y={y + 1} width={Math.max(1.5, width)} height={13} className="timeline-nobody" />
          </g>
        ),
      )}
    </g>
  );
}

interface Band {
  key: number;
  left: number;
  width: number;
  leads: boolean;
  label: string;
}

/** What of the reigns is seen. The first one with room tells whose row it is. */
function bandsOf(
  reigns: RunFacts['reigns'][number],
  name: string,
  actors: readonly string[],
  scale: TimeScale,
  untilMicros: number,
): Band[] {
  const bands: Band[] = [];
  let isNamed = false;
  reigns.forEach(({ fromMicros, leader, leaderEpoch }, index) => {
    const toMicros = reigns[index + 1]?.fromMicros ?? untilMicros;
    const seen = scale.visible(fromMicros, toMicros);
    if (seen === undefined || toMicros <= fromMicros) return;
    const { left, width } = seen;
    if (leader < 0) {
      const label = `no leader for ${spanText(toMicros - fromMicros)}`;
      bands.push({ key: fromMicros, left, width, leads: false, label });
      return;
    }
    const before = reigns[index - 1];
    const gap = before !== undefined && before.leader < 0 ? fromMicros - before.fromMicros : 0;
    const who = { name: isNamed ? undefined : name, leader: wordsOf(actors[leader]), leaderEpoch, gap };
    const label = labelOf({ room: width - 12, ...who });
    isNamed ||= label.startsWith(name);
    bands.push({ key: fromMicros, left, width, leads: true, label });
  });
  return bands;
}

/** The longest of what can be said in so much room. */
function labelOf(it: { room: number; name?: string; leader: string; leaderEpoch: number; gap: number }): string {
  const { name, leader, leaderEpoch, gap } = it;
  const named = name === undefined ? '' : `${name} `;
  const waited = gap > 0 ? `; no leader for ${spanText(gap)}` : '';
  const forms = [
    `${named}${leader}, epoch ${leaderEpoch}${waited}`,
    `${named}${leader}, epoch ${leaderEpoch}`,
    `${named}${leader}`,
    name ?? leader,
  ];
  return forms.find((form) => form.length * CHARACTER <= it.room) ?? '';
}

interface HeatRowProps {
  part: RowsProps['part'];
  row: Extract<LeaderRow, { kind: 'heat' }>;
  facts: RunFacts;
  y: number;
  scale: TimeScale;
  untilMicros: number;
}

/** Many partitions: grey where each has a leader, the redder the more have none. */
function HeatRow({ part, row, facts, y, scale, untilMicros }: HeatRowProps): ReactElement {
  const { partitions, changedCount } = row;
  if (part === 'words') {
    const changed = changedCount === 0 ? 'no leader changed' : `${changedCount} changed leader`;
    return (
      <text x={7} y={y + 11.5} className="timeline-emphasis">
        {facts.changed.length === 0 ? `${partitions.length} partitions` : `${partitions.length} more`}, {changed}
      </text>
    );
  }
  const stretches = leaderlessOf(facts.reigns, partitions, untilMicros);
  const all = scale.visible(0, untilMicros);
  return (
    <g>
      {all === undefined ? null : (
        <rect x={all.left} y={y + 1} width={Math.max(1, all.width)} height={13} rx={2} className="timeline-reign" />
      )}
      {stretches.map(({ fromMicros, toMicros, count }) => {
        const seen = scale.visible(fromMicros, toMicros);
        if (seen === undefined) return null;
        return (
          <g key={`${fromMicros} ${toMicros}`}>
            <title>{`${count} of ${partitions.length} without a leader for ${spanText(toMicros - fromMicros)}`}</title>
            <rect
              x={seen.left}
              y={y + 1}
              width={Math.max(1.5, seen.width)}
              height={13}
              fill="var(--red)"
              opacity={0.25 + 0.75 * Math.sqrt(count / partitions.length)}
            />
          </g>
        );
      })}
    </g>
  );
}
