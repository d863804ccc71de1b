import type { ReactElement } from 'react';
import { Button, IconButton } from '../design/button';
import { Icon } from '../design/icon';
import { Menu } from '../design/menu';
import { useActionSection } from '../panels';
import { chooseFile } from './choose-file';
import { CompareButton } from './compare/compare-button';
import { LogoLink } from './logo-link';
import { openPalette, paletteKey } from './palette-state';
import { goTo } from './place';
import { useSession, useView } from './session-context';
import { ShareButton } from './share/share-button';
import { ThemeMenu, useThemeSection } from './theme-menu';
import { useNarrow } from './use-narrow';

/** The bar at the top: which scenario this is, another one, the link, the theme. */
export function Bar(): ReactElement {
  const run = useView((view) => view.run);
  const isNarrow = useNarrow();
  return (
    <header className="bar">
      <LogoLink />
      <ScenarioMenu />
      {run === undefined ? null : <span className="bar-seed mono small third">seed {run.scenario.seed}</span>}
      <span className="bar-space" />
      <UndoButtons />
      <IconButton
        label={`Commands, ${paletteKey}`}
        icon="search"
        className="button bar-commands"
        onClick={openPalette}
        aria-keyshortcuts="Control+K Meta+K"
      />
      <CompareButton />
      <DrawerButton />
      <ShareButton />
      {isNarrow ? <MoreMenu /> : <ThemeMenu />}
    </header>
  );
}

/** What can be taken back, by name, and what can be done again. */
function UndoButtons(): ReactElement {
  const session = useSession();
  const undo = useView((view) => view.undo.at(-1)?.label);
  const redo = useView((view) => view.redo.at(-1)?.label);
  return (
    <>
      {undo === undefined ? null : (
        <Button kind="quiet" icon="undo" className="button bar-undo" onClick={() => void session.undo()}>
          <span>Undo {undo}</span>
        </Button>
      )}
      {redo === undefined ? null : (
        <IconButton
          label={`Redo ${redo}`}
          icon="redo"
          className="button bar-redo"
          onClick={() => void session.redo()}
        />
      )}
    </>
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
    onSelect: () => goTo(`scenario=${id}`),
  }));
  const openItem = {
    id: 'open-file',
    label: 'Open a file …',
    body: 'A scenario, producer.properties or consumer.properties, events as NDJSON or CSV, or a recorded history. Nothing leaves this machine.',
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

/** On a phone: what has no room in the bar and the transport. */
function MoreMenu(): ReactElement {
  const session = useSession();
  const undo = useView((view) => view.undo.at(-1)?.label);
  const redo = useView((view) => view.redo.at(-1)?.label);
  const items = [
    ...(undo === undefined ? [] : [{ id: 'undo', label: `Undo ${undo}`, onSelect: () => void session.undo() }]),
    ...(redo === undefined ? [] : [{ id: 'redo', label: `Redo ${redo}`, onSelect: () => void session.redo() }]),
    { id: 'commands', label: 'Commands …', onSelect: openPalette },
  ];
  return (
    <Menu
      label="More"
      align="end"
      sections={[{ items }, useActionSection(), useThemeSection()]}
      trigger={<IconButton label="More" icon="more" kind="plain" />}
    />
  );
}
