import { parseDuration, targetsOf } from '../../../simulations/scenario';
import type { ActionSpec } from '../../../simulations/scenario';
import { gallery } from '../home/gallery';
import { firstViolation } from '../counts';
import { directAction } from '../node-actions';
import { modifier } from '../palette-state';
import { goTo } from '../place';
import { panelIds } from '../session-view';
import type { PanelId } from '../session-view';
import { themes } from '../theme';
import { themeNames } from '../theme-menu';
import { formatMoment, formatSpeed } from '../times';
import { addedCommands } from './commands';
import type { Command, CommandContext } from './commands';
import { nodeOf } from './pinned-node';

const speeds = [0.05, 0.25, 0.5, 1, 2, 5, 10, 100];

const panelNames: Readonly<Record<PanelId, string>> = {
  config: 'Config',
  inject: 'Inject',
  machine: 'Machine',
  lag: 'Lag',
  log: 'Log',
};

/** Everything that can be done now, in the order in which the palette shows it unasked. */
export function commandsNow(context: CommandContext): Command[] {
  const isInPlayground = context.place === 'playground';
  return [
    ...(isInPlayground ? [...moment(context), ...steps(context), ...playing(context), ...findings(context)] : []),
    ...(isInPlayground ? actions(context) : []),
    ...addedCommands(context),
    ...(isInPlayground ? [...panels(context), ...paces(context)] : []),
    ...places(context),
    ...looks(context),
    ...scenarios(),
  ];
}

/** "14.2s" or "14.2" is a moment to go to. */
function moment({ session, query }: CommandContext): Command[] {
  const text = query.trim();
  const reading = parseDuration(/^\d+(\.\d+)?$/.test(text) ? `${text}s` : text);
  if (text === '' || !reading.ok) return [];
  const atMicros = Math.min(session.playhead.endMicros, reading.ms * 1000);
  return [
    {
      id: 'go-to',
      title: `Go to ${formatMoment(atMicros)}`,
      group: 'Time',
      words: text,
      run: () => {
        session.pause();
        void session.seekComputed(atMicros);
      },
    },
  ];
}

function steps({ session }: CommandContext): Command[] {
  const { undo, redo } = session.view.get();
  const back = undo.at(-1);
  const forth = redo.at(-1);
  return [
    ...(back === undefined
      ? []
      : [
          {
            id: 'undo',
            title: `Undo ${back.label}`,
            group: 'Edit',
            shortcut: `${modifier} Z`,
            run: () => void session.undo(),
          },
        ]),
    ...(forth === undefined
      ? []
      : [
          {
            id: 'redo',
            title: `Redo ${forth.label}`,
            group: 'Edit',
            shortcut: `${modifier} Shift Z`,
            run: () => void session.redo(),
          },
        ]),
  ];
}

function playing({ session }: CommandContext): Command[] {
  const isPlaying = session.view.get().phase === 'playing';
  const time = (id: string, title: string, shortcut: string, run: () => void): Command => ({
    id,
    title,
    group: 'Time',
    shortcut,
    run,
  });
  return [
    time('play', isPlaying ? 'Pause' : 'Play', 'Space', () => session.toggle()),
    time('next', 'Next interesting event', ']', () => session.step('after')),
    time('previous', 'Previous interesting event', '[', () => session.step('before')),
    time('start', 'Go to the start', 'Home', () => session.seek(0)),
    time('end', 'Go to the end', 'End', () => session.seek(session.playhead.endMicros)),
  ];
}

function paces({ session }: CommandContext): Command[] {
  return speeds.map((speed) => ({
    id: `speed-${speed}`,
    title: `Speed ${formatSpeed(speed)}`,
    group: 'Speed',
    run: () => session.setSpeed(speed),
  }));
}

/** The first of each kind of finding; the very first violation stands first. */
function findings({ session }: CommandContext): Command[] {
  const { verdict } = session.view.get();
  const first = firstViolation(verdict, Number.MAX_SAFE_INTEGER);
  const sorted = [...(first === undefined ? [] : [first]), ...(verdict?.anomalies ?? [])];
  const seen = new Set<string>();
  return sorted.flatMap((anomaly) => {
    if (seen.has(anomaly.kind)) return [];
    seen.add(anomaly.kind);
    const atMicros = anomaly.countedFrom * 1000;
    return [
      {
        id: `finding-${anomaly.kind}`,
        title: `Go to ${anomaly.kind}`,
        group: 'Findings',
        note: formatMoment(atMicros),
        words: 'finding anomaly verdict violation',
        run: () => {
          session.pause();
          void session.seekComputed(atMicros);
        },
      },
    ];
  });
}

/** Every action of the catalogue: at once on what is pinned where that is enough, else with its form. */
function actions({ session }: CommandContext): Command[] {
  const { catalogue, run } = session.view.get();
  if (run === undefined) return [];
  const node = nodeOf(session);
  return (catalogue?.actions ?? []).map((spec): Command => {
    const isAimed = node !== undefined && takes(spec, node.kind);
    const direct = isAimed ? directAction(spec.do, node) : undefined;
    return {
      id: `action-${spec.do}`,
      title: isAimed ? `${spec.title}: ${node.name}` : `${spec.title} …`,
      group: 'Act now',
      note: formatMoment(session.playhead.timeMicros),
      words: `${spec.do} ${targetsIn(spec, run.scenario).join(' ')}`,
      ...(spec.do === 'kill' && isAimed ? { shortcut: 'K' } : {}),
      run: () => {
        if (direct !== undefined) {
          void session.act([direct]);
          return;
        }
        session.pause();
        session.form({ do: spec.do, ...(isAimed ? { target: targetName(node) } : {}) });
      },
    };
  });
}

function takes(spec: ActionSpec, kind: string): boolean {
  const { target } = spec.fields;
  return target?.kind === 'target' && (target.of as readonly string[]).includes(kind);
}

function targetsIn(spec: ActionSpec, scenario: Parameters<typeof targetsOf>[0]): string[] {
  const { target } = spec.fields;
  return target?.kind === 'target' ? targetsOf(scenario, target.of).slice(0, 40) : [];
}

function targetName({ kind, name }: { kind: string; name: string }): string {
  return kind === 'producer' || kind === 'group' ? `${kind}:${name}` : name;
}

function panels({ session }: CommandContext): Command[] {
  return [
    ...panelIds.map((id) => ({
      id: `panel-${id}`,
      title: `Panel: ${panelNames[id]}`,
      group: 'Show',
      run: () => {
        session.showPanel(id);
        if (!session.view.get().isDrawerOpen) session.toggleDrawer();
      },
    })),
    {
      id: 'table',
      title: session.view.get().showsTable ? 'Diagram as a drawing' : 'Diagram as a table',
      group: 'Show',
      shortcut: 'T',
      run: () => session.toggleTable(),
    },
    {
      id: 'share',
      title: 'Share',
      group: 'Show',
      words: 'copy link embed export',
      // The button knows what sharing is, and says what it did.
      run: () => document.querySelector<HTMLElement>('.bar-share')?.click(),
    },
  ];
}

function places({ place }: CommandContext): Command[] {
  if (place === 'home') return [];
  return [
    {
      id: 'home',
      title: 'All scenarios',
      group: 'Show',
      words: 'home gallery start page',
      run: () => goTo(''),
    },
  ];
}

function looks({ session }: CommandContext): Command[] {
  return themes.map((theme) => ({
    id: `theme-${theme}`,
    title: `Theme: ${themeNames[theme].toLowerCase()}`,
    group: 'Show',
    run: () => session.setTheme(theme),
  }));
}

function scenarios(): Command[] {
  return gallery.cards.map(({ id, name, description, words }) => ({
    id: `scenario-${id}`,
    title: name,
    group: 'Scenarios',
    note: description,
    words: `${id} ${words}`,
    run: () => goTo(`scenario=${id}`),
  }));
}
