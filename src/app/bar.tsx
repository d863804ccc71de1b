import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Button, IconButton } from '../design/button';
import { Icon, Logo } from '../design/icon';
import { Menu } from '../design/menu';
import type { MenuSection } from '../design/menu';
import { useActionSection } from '../panels';
import { CompareButton } from './compare/compare-button';
import { useSession, useView } from './session-context';
import { shareLink } from './share';
import { themes } from './theme';
import { useNarrow } from './use-narrow';

/** The bar at the top: which scenario this is, another one, the link, the theme. */
export function Bar(): ReactElement {
  const session = useSession();
  const run = useView((view) => view.run);
  const undo = useView((view) => view.undo);
  const isNarrow = useNarrow();
  return (
    <header className="bar">
      <a className="logo" href="#scenario=first-event" aria-label="Tidemark, start page">
        <Logo />
        <span>Tidemark</span>
      </a>
      <ScenarioMenu />
      {run === undefined ? null : <span className="bar-seed mono small third">seed {run.scenario.seed}</span>}
      <span className="bar-space" />
      {undo.length === 0 ? null : (
        <Button kind="quiet" icon="undo" className="button bar-undo" onClick={() => void session.undo()}>
          Undo {undo.at(-1)?.label}
        </Button>
      )}
      <CompareButton />
      <DrawerButton />
      <ShareButton />
      {isNarrow ? <MoreMenu /> : <ThemeMenu />}
    </header>
  );
}

function ScenarioMenu(): ReactElement {
  const session = useSession();
  const run = useView((view) => view.run);
  const presets = useView((view) => view.catalogue?.presets);
  const items = (presets ?? []).map(({ id, name, description }) => ({
    id,
    label: name,
    body: description,
    checked: id === run?.preset,
    onSelect: () => void session.open({ preset: id }, { play: true, atMicros: 0 }),
  }));
  const openItem = {
    id: 'open-file',
    label: 'Open a file …',
    body: 'A scenario, producer.properties or consumer.properties, or events as NDJSON or CSV. Nothing leaves this machine.',
    onSelect: () => chooseFile((file) => session.receive(file)),
  };
  return (
    <Menu
      label="Scenarios"
      sections={[
        { title: 'Scenarios', items },
        { title: 'Your own', items: [openItem] },
      ]}
      trigger={
        <Button kind="quiet" className="button bar-scenario" aria-label={`Scenario ${run?.scenario.name ?? ''}`}>
          <b>{run?.scenario.name ?? 'Opening a scenario'}</b>
          <Icon name="down" size={12} />
        </Button>
      }
    />
  );
}

/** On a page of middling width: brings the panels over the diagram. */
function DrawerButton(): ReactElement {
  const session = useSession();
  const isOpen = useView((view) => view.isDrawerOpen);
  return (
    <Button className="button bar-drawer" aria-expanded={isOpen} onClick={() => session.toggleDrawer()}>
      Panels
    </Button>
  );
}

/** The machine's own dialog. */
function chooseFile(take: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,.properties,.conf,.cfg,.yaml,.yml,.ndjson,.jsonl,.csv,.tsv,.txt';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) take(file);
  });
  input.click();
}

/** How long the button says what it did. */
const SAID_MS = 2000;

function ShareButton(): ReactElement {
  const session = useSession();
  const [said, setSaid] = useState<string>();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const share = async (): Promise<void> => {
    setSaid(await shareLink(session));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setSaid(undefined), SAID_MS);
  };
  return (
    <>
      <Button icon="share" className="button bar-share" aria-label="Share" onClick={() => void share()}>
        <span>{said ?? 'Share'}</span>
      </Button>
      <output className="hidden-text">{said}</output>
    </>
  );
}

const themeNames = { auto: 'As this machine is set', dark: 'Dark', light: 'Light' };

function useThemeSection(): MenuSection {
  const session = useSession();
  const chosen = useView((view) => view.theme);
  const items = themes.map((theme) => ({
    id: theme,
    label: themeNames[theme],
    checked: theme === chosen,
    onSelect: () => session.setTheme(theme),
  }));
  return { title: 'Theme', items };
}

function ThemeMenu(): ReactElement {
  const section = useThemeSection();
  return <Menu label="Theme" align="end" sections={[section]} trigger={<IconButton label="Theme" icon="theme" />} />;
}

/** On a phone: what has no room in the bar and the transport. */
function MoreMenu(): ReactElement {
  const session = useSession();
  const undo = useView((view) => view.undo);
  const label = undo.at(-1)?.label;
  const undoItems =
    label === undefined ? [] : [{ id: 'undo', label: `Undo ${label}`, onSelect: () => void session.undo() }];
  return (
    <Menu
      label="More"
      align="end"
      sections={[...(undoItems.length === 0 ? [] : [{ items: undoItems }]), useActionSection(), useThemeSection()]}
      trigger={<IconButton label="More" icon="more" kind="plain" />}
    />
  );
}
