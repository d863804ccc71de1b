import type { ReactElement } from 'react';
import { IconButton } from '../design/button';
import { Menu } from '../design/menu';
import type { MenuSection } from '../design/menu';
import { useSession, useView } from './session-context';
import { themes } from './theme';

/** What themes are called. */
export const themeNames = { auto: 'As this machine is set', dark: 'Dark', light: 'Light' };

export function useThemeSection(): MenuSection {
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

export function ThemeMenu(): ReactElement {
  const section = useThemeSection();
  return <Menu label="Theme" align="end" sections={[section]} trigger={<IconButton label="Theme" icon="theme" />} />;
}
