import type { ReactElement } from 'react';
import type { NormalisedAction } from '../../simulations/scenario';
import { Menu } from '../design/menu';
import { describeAction, formatMoment, useSession, useView } from '../app';

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
  const actions = useView((view) => view.run?.scenario.actions);
  const groups = groupsOf(actions ?? []);
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

function groupsOf(actions: readonly NormalisedAction[]): ActionGroup[] {
  const groups = new Map<string, NormalisedAction[]>();
  for (const action of actions) {
    // What waits for an event has no place on the axis until it has happened.
    if (action.at === undefined) continue;
    const isSetting = action.do === 'workload' || action.do === 'network' || action.do === 'processing';
    const key = isSetting ? `${action.at} ${action.do} ${Object.keys(action.set as object).join()}` : action.id;
    groups.set(key, [...(groups.get(key) ?? []), action]);
  }
  return [...groups.values()]
    .map((group) => ({
      ids: group.map(({ id }) => id),
      label: group.length === 1 ? describeAction(group[0]) : sharedLabel(group),
      atMs: group[0].at ?? 0,
      forMs: group[0].for,
      isHarm: harms.has(group[0].do),
    }))
    .toSorted((a, b) => a.atMs - b.atMs);
}

/** "3 links: delay 400 ms". */
function sharedLabel(group: readonly NormalisedAction[]): string {
  const nouns: Readonly<Record<string, string>> = { network: 'links', workload: 'producers', processing: 'groups' };
  const text = describeAction(group[0]);
  return `${group.length} ${nouns[group[0].do] ?? 'targets'}${text.slice(text.indexOf(':'))}`;
}
