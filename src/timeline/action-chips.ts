import { RowKind, rowKind, rowWord } from '../../simulations/kernel';
import type { Anchor, NormalisedAction } from '../../simulations/scenario';
import { describeAction, formatMs } from '../app';
import type { RunView } from '../app';

/** Actions that belong together, the same thing done to several targets at one moment, as one object on the axis. */
export interface ActionChip {
  /** Stays the same while the chip is moved. */
  key: string;
  ids: readonly string[];
  /** With its duration. */
  label: string;
  /** For a narrow axis. */
  short: string;
  atMicros: number;
  /** Absent: it does not last, or until it is undone. */
  forMicros?: number;
  isHarm: boolean;
  /** It takes a duration. */
  canStretch: boolean;
  /** What it waits for, in words; it stands where that happened and cannot be moved. */
  anchor?: string;
}

/** Where a chip is held while the run has not followed yet. */
export interface HeldActions {
  ids: readonly string[];
  atMicros: number;
  forMicros: number | undefined;
}

type Timed = NormalisedAction & { atMicros: number };

const harms = new Set(['kill', 'stop', 'powerOff', 'pause', 'isolate', 'loseAnswer', 'refuse']);
const settings = new Set(['workload', 'network', 'processing', 'config']);

/** Chips in the order of the scenario. What waits for an event has no place until it has happened. */
export function chipsOf(
  run: Pick<RunView, 'scenario'>,
  begun: ReadonlyMap<number, number>,
  lasting: ReadonlySet<string>,
  held?: HeldActions,
): ActionChip[] {
  const groups = new Map<string, Timed[]>();
  run.scenario.actions.forEach((action, index) => {
    const atMicros = action.at === undefined ? begun.get(index) : action.at * 1000;
    if (atMicros === undefined) return;
    const isHeld = held?.ids.includes(action.id) === true;
    // What is held stays one chip, even where it passes another of its kind.
    const key = isHeld
      ? 'held'
      : settings.has(action.do)
        ? `${atMicros} ${action.do} ${Object.keys((action.set ?? {}) as object).join()}`
        : action.id;
    groups.set(key, [...(groups.get(key) ?? []), { ...action, atMicros }]);
  });
  return [...groups].map(([key, group]) => chipOf(group, lasting, key === 'held' ? held : undefined));
}

function chipOf(group: readonly Timed[], lasting: ReadonlySet<string>, held: HeldActions | undefined): ActionChip {
  const [first] = group;
  const forMicros = held === undefined ? (first.for === undefined ? undefined : first.for * 1000) : held.forMicros;
  const shown = { ...first, for: forMicros === undefined ? undefined : forMicros / 1000 };
  const label = (group.length === 1 ? describeAction(shown) : sharedLabel(group)).replace(/ for (?=[\d.]+ m?s$)/, ', ');
  return {
    key: group.map(({ id }) => id).join(),
    ids: group.map(({ id }) => id),
    label,
    short: shortened(label),
    atMicros: held?.atMicros ?? first.atMicros,
    ...(forMicros === undefined ? {} : { forMicros }),
    isHarm: harms.has(first.do),
    canStretch: lasting.has(first.do),
    ...(first.after === undefined ? {} : { anchor: anchorWords(first.after) }),
  };
}

/** When each action first took effect, µs, by its place in the scenario. */
export function beginnings({ moments, trace }: RunView): Map<number, number> {
  const begun = new Map<number, number>();
  for (const row of moments.rows) {
    if (rowKind(rowWord(trace.history, row, 0)) !== RowKind.actionBegin) continue;
    const index = rowWord(trace.history, row, 1);
    if (!begun.has(index)) begun.set(index, moments.timeMicros(row));
  }
  return begun;
}

/** "send.ok number 80 of checkout, and 20 ms". */
export function anchorWords({ event, actor, nth, plus }: Anchor): string {
  const whose = actor === undefined ? '' : ` of ${actor}`;
  return `${event} number ${nth}${whose}${plus > 0 ? `, and ${formatMs(plus)}` : ''}`;
}

/** "kill b2" */
function shortened(label: string): string {
  return label
    .replace(/, [\d.]+ m?s$/, '')
    .replace(/^set /, '')
    .replaceAll(/broker-(\d)/g, 'b$1');
}

/** "3 links: delay 400 ms". */
function sharedLabel(group: readonly Timed[]): string {
  const nouns: Readonly<Record<string, string>> = { network: 'links', workload: 'producers', processing: 'groups' };
  const text = describeAction(group[0]);
  if (group[0].do === 'config') return text.replace(/ on \S+$/, ` on ${group.length} brokers`);
  return `${group.length} ${nouns[group[0].do] ?? 'targets'}${text.slice(text.indexOf(':', text.indexOf(' ')))}`;
}
