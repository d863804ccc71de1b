import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { RowKind, rowKind, rowWord } from '../../simulations/kernel';
import type { NormalisedAction } from '../../simulations/scenario';
import { Menu } from '../design/menu';
import { describeAction, formatMoment, useSession, useView } from '../app';
import type { RunView } from '../app';

type TimedAction = NormalisedAction & { at: number };

/** Actions that belong together: the same thing done to several targets at one moment. */
interface ActionGroup {
  ids: string[];
  label: string;
  atMs: number;
  forMs: number | undefined;
  isHarm: boolean;
}

const harms = new Set(['kill', 'stop', 'powerOff', 'pause', 'isolate', 'loseAnswer', 'refuse']);

/** The scenario's actions as chips on the axis. Each opens a menu: go there, or take it out. */
export function ActionLane({ width, endMicros }: { width: number; endMicros: number }): ReactElement {
  const session = useSession();
  const run = useView((view) => view.run);
  const computed = useView((view) => view.progress.nowMicros);
  const groups = useMemo(() => (run === undefined ? [] : groupsOf(run, computed)), [run, computed]);
  const x = (ms: number): number => (endMicros === 0 ? 0 : Math.min(width, ((ms * 1000) / endMicros) * width));
  return (
    <div className="timeline-lane" data-lane="actions">
      <span className="timeline-name">actions</span>
      {groups.map((group) => (
        <Menu
          key={group.ids.join()}
          label={group.label}
          sections={[
            {
              title: `${group.label}, ${formatMoment(group.atMs * 1000)}`,
              items: [
                {
                  id: 'go',
                  label: 'Go to this moment',
                  onSelect: () => {
                    session.pause();
                    session.seek(group.atMs * 1000);
                  },
                },
                { id: 'remove', label: 'Remove', onSelect: () => void session.removeActions(group.ids) },
              ],
            },
          ]}
          trigger={
            <button
              type="button"
              className="timeline-chip"
              data-harm={group.isHarm || undefined}
              title={`${group.label}, ${formatMoment(group.atMs * 1000)}`}
              style={{
                left: Math.min(x(group.atMs), Math.max(0, width - 12)),
                ...(group.forMs === undefined ? {} : { minWidth: x(group.forMs) }),
                maxWidth: Math.max(x(group.forMs ?? 0), roomOf(group, groups, x, width)),
              }}
            >
              {group.label}
            </button>
          }
        />
      ))}
    </div>
  );
}

/** As far as the next chip, so that chips never cover each other. */
function roomOf(group: ActionGroup, all: readonly ActionGroup[], x: (ms: number) => number, width: number): number {
  const later = all.filter(({ atMs }) => atMs > group.atMs).map(({ atMs }) => x(atMs));
  return Math.max(12, Math.min(width, ...later) - x(group.atMs) - 3);
}

function groupsOf(run: RunView, untilMicros: number): ActionGroup[] {
  const groups = new Map<string, TimedAction[]>();
  const begun = beginnings(run, untilMicros);
  run.scenario.actions.forEach((action, index) => {
    // What waits for an event has no place on the axis until it has happened.
    const at = action.at ?? begun.get(index);
    if (at === undefined) return;
    const isSetting = ['workload', 'network', 'processing', 'config'].includes(action.do);
    const key = isSetting ? `${at} ${action.do} ${Object.keys(action.set as object).join()}` : action.id;
    groups.set(key, [...(groups.get(key) ?? []), { ...action, at }]);
  });
  return [...groups.values()]
    .map((group) => ({
      ids: group.map(({ id }) => id),
      label: group.length === 1 ? describeAction(group[0]) : sharedLabel(group),
      atMs: group[0].at,
      forMs: group[0].for,
      isHarm: harms.has(group[0].do),
    }))
    .toSorted((a, b) => a.atMs - b.atMs);
}

/** When each action first took effect, in milliseconds, by its place in the scenario. */
function beginnings({ moments, trace }: RunView, untilMicros: number): Map<number, number> {
  const begun = new Map<number, number>();
  for (const row of moments.rows) {
    if (moments.timeMicros(row) > untilMicros) break;
    if (rowKind(rowWord(trace.history, row, 0)) !== RowKind.actionBegin) continue;
    const index = rowWord(trace.history, row, 1);
    if (!begun.has(index)) begun.set(index, moments.timeMicros(row) / 1000);
  }
  return begun;
}

/** "3 links: delay 400 ms". */
function sharedLabel(group: readonly TimedAction[]): string {
  const nouns: Readonly<Record<string, string>> = { network: 'links', workload: 'producers', processing: 'groups' };
  const text = describeAction(group[0]);
  if (group[0].do === 'config') return text.replace(/ on \S+$/, ` on ${group.length} brokers`);
  return `${group.length} ${nouns[group[0].do] ?? 'targets'}${text.slice(text.indexOf(':', text.indexOf(' ')))}`;
}
