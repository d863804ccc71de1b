/** What the page looks like: as the machine is set, or one of the two. */
export type Theme = 'auto' | 'dark' | 'light';

export const themes: readonly Theme[] = ['auto', 'dark', 'light'];

/** Puts a theme on the document. `auto` leaves it to the machine's own setting. */
export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'auto') delete dataset.theme;
  else dataset.theme = theme;
}

/** The theme that a link asks for, read before anything is drawn. */
export function themeOf(fragment: string): Theme {
  const asked = /(?:^#?|&)theme=(\w+)/.exec(fragment)?.[1];
  return themes.find((theme) => theme === asked) ?? 'auto';
}
