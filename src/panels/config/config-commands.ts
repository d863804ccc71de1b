import type { CommandSource } from '../../app';
import { configTabs } from './config-tabs';

/** Every file of settings by name, for the palette. */
export const configCommands: CommandSource = ({ session, place }) => {
  const { run } = session.view.get();
  if (run === undefined || place === 'home') return [];
  return configTabs(run.scenario).map(({ id, label, path }) => ({
    id: `config-${id}`,
    title: `Settings of ${label}`,
    group: 'Show',
    words: `config properties ${path}`,
    run: () => session.showConfig(id),
  }));
};
