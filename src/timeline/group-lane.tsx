import { memo } from 'react';
import type { ReactElement } from 'react';
import { RebalanceReason } from '../../simulations/kernel';
import { spanText } from './axis-ticks';
import type { GroupFacts, Rebalance, RunFacts } from './run-facts';
import { textRoom } from './text-room';
import type { TimeScale } from './time-scale';
import type { Facts } from './use-facts';

const ROW_HEIGHT = 18;
const ROWS_MAX = 3;
/** Ticks nearer to each other are one. */
const TICK_ROOM = 3;
/** Groups' names stand at the left edge of their rows. */
const LABEL_GAP = 6;

/** What groups did: every rebalance as long as it took, every commit as a tick. */
export function GroupLane({ scale, facts }: { scale: TimeScale; facts: Facts }): ReactElement | null {
  const { run, now, before, computedMicros, stamp } = facts;
  if (run === undefined || now === undefined || now.groups.length === 0) return null;
  const { groups, actors } = run.trace.names;
  const rows = groups.length <= ROWS_MAX ? groups.length : ROWS_MAX;
  const height = rows * ROW_HEIGHT + 4;
  const drawn = { scale, groups, actors, rows, stamp };
  return (
    <div className="timeline-lane" data-lane="groups" style={{ height }}>
      <span className="timeline-name">groups</span>
      <svg aria-hidden="true" width={scale.width} height={height}>
        {before === undefined ? null : (
          <g opacity="0.4" style={{ clipPath: `inset(0 0 0 ${Math.max(0, scale.x(computedMicros))}px)` }}>
            <Rows {...drawn} part="marks" facts={before} untilMicros={scale.endMicros} />
          </g>
        )}
        <Rows {...drawn} part="marks" facts={now} untilMicros={computedMicros} />
      </svg>
      <svg aria-hidden="true" className="timeline-over" width={scale.width} height={height}>
        <Rows {...drawn} part="words" facts={now} untilMicros={computedMicros} />
      </svg>
    </div>
  );
}

interface RowsProps {
  part: 'marks' | 'words';
  facts: RunFacts;
  scale: TimeScale;
  untilMicros: number;
  groups: readonly string[];
  actors: readonly string[];
  rows: number;
  stamp: string;
}

const Rows = memo(function Rows({ part, facts, scale, untilMicros, groups, actors, rows }: RowsProps): ReactElement {
  // Where there are too many, those that rebalanced most are told of.
  const order = groups
    .map((_, group) => group)
    .toSorted((a, b) => facts.groups[b].rebalances.length - facts.groups[a].rebalances.length || a - b)
    .slice(0, rows)
    .toSorted((a, b) => a - b);
  return (
    <>
      {order.map((group, index) => (
        <GroupRow
          key={groups[group]}
          name={groups[group]}
          group={facts.groups[group]}
          y={2 + index * ROW_HEIGHT}
          hasCompany={groups.length > 1}
          {...{ part, scale, untilMicros, actors }}
        />
      ))}
    </>
  );
});

interface GroupRowProps {
  part: RowsProps['part'];
  name: string;
  group: GroupFacts;
  y: number;
  scale: TimeScale;
  untilMicros: number;
  actors: readonly string[];
  hasCompany: boolean;
}

function GroupRow({ part, name, group, y, scale, untilMicros, actors, hasCompany }: GroupRowProps): ReactElement {
  const { rebalances, commits } = group;
  const bars = rebalances.flatMap((rebalance) => {
    const toMicros = rebalance.toMicros ?? untilMicros;
    const seen = scale.visible(rebalance.fromMicros, toMicros);
    if (seen === undefined) return [];
    const told = `${rebalanceWords(rebalance, actors)}, ${rebalance.toMicros === undefined ? 'not over' : spanText(toMicros - rebalance.fromMicros)}`;
    return [
      { rebalance, left: seen.left, width: Math.max(2, seen.width), label: hasCompany ? `${name}: ${told}` : told },
    ];
  });
  const labels = bars.map(({ left, width, label }, index) => {
    const x = Math.max(0, left + width) + LABEL_GAP;
    const room = (bars[index + 1]?.left ?? scale.width) - x - LABEL_GAP;
    return { x, label, fits: textRoom(label) <= room };
  });
  const taken = labels.filter(({ fits }) => fits).map(({ x, label }) => ({ from: x - 2, to: x + textRoom(label) + 4 }));
  if (part === 'words') {
    return (
      <g>
        {labels.map(({ x, label, fits }, index) =>
          fits ? (
            <text key={bars[index].rebalance.fromMicros} x={x} y={y + 12.5} className="timeline-words">
              {label}
            </text>
          ) : null,
        )}
      </g>
    );
  }
  return (
    <g>
      <path d={ticksOf(commits, scale, y, taken)} className="timeline-commits" />
      {bars.map(({ rebalance, left, width, label }) => (
        <g key={rebalance.fromMicros}>
          <title>{label}</title>
          <rect x={left} y={y + 3} width={width} height={11} rx={2} className="timeline-rebalance" />
        </g>
      ))}
    </g>
  );
}

/** One line a commit, or one where several would touch; none under a label. */
function ticksOf(
  commits: readonly number[],
  scale: TimeScale,
  y: number,
  taken: readonly { from: number; to: number }[],
): string {
  const { fromMicros, toMicros } = scale.window;
  let path = '';
  let lastX = -Infinity;
  for (
    let index = firstAtOrAfter(commits, fromMicros);
    index < commits.length && commits[index] <= toMicros;
    index += 1
  ) {
    const x = Math.round(scale.x(commits[index]) * 2) / 2;
    if (x - lastX < TICK_ROOM || taken.some(({ from, to }) => x >= from && x <= to)) continue;
    lastX = x;
    path += `M${x} ${y + 4}v9`;
  }
  return path;
}

function firstAtOrAfter(times: readonly number[], atMicros: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < atMicros) low = middle + 1;
    else high = middle;
  }
  return low;
}

const reasons: Readonly<Record<number, string>> = {
  [RebalanceReason.leaderRejoined]: 'its leader joins again',
  [RebalanceReason.metadataChanged]: 'partitions changed',
  [RebalanceReason.subscriptionChanged]: 'a subscription changed',
  [RebalanceReason.forced]: 'a forced rebalance',
  [RebalanceReason.syncTimeout]: 'a member did not sync',
  [RebalanceReason.coordinatorMoved]: 'the coordinator moved',
  [RebalanceReason.staticReplaced]: 'a static member came back',
};

/** What those did who went. */
const goings: Readonly<Record<number, readonly [one: string, several: string]>> = {
  [RebalanceReason.memberExpired]: ['expired', 'expired'],
  [RebalanceReason.memberLeft]: ['leaves', 'leave'],
  [RebalanceReason.pollTimeout]: ['polled too late', 'polled too late'],
};

/** "invoice-1 joins", "invoice-0 and 2 more leave", "invoice-0 expired". */
export function rebalanceWords({ reason, joined, left }: Rebalance, actors: readonly string[]): string {
  const told = reasons[reason];
  if (told !== undefined) return told;
  const going = goings[reason];
  const list = [...new Set(going === undefined ? joined : left)];
  if (list.length === 0) return going === undefined ? 'a rebalance' : `a member ${going[0]}`;
  const [one, several] = going ?? ['joins', 'join'];
  return list.length === 1 ? `${actors[list[0]]} ${one}` : `${actors[list[0]]} and ${list.length - 1} more ${several}`;
}
