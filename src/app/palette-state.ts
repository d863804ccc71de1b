import { useEffect } from 'react';
import { Store } from './store';

/** Whether the command palette is open. The palette itself is fetched when it first is. */
export const paletteState = new Store<{ isOpen: boolean }>({ isOpen: false });

export function openPalette(): void {
  paletteState.set({ isOpen: true });
}

/** What the key beside letters is called here. */
export const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export const paletteKey = `${modifier} K`;

/** Ctrl or Cmd with K, wherever the focus is; an editor that uses it for more keys keeps it. */
export function usePaletteKey(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === 'k';
      if (!isAsked || (event.target as Element | null)?.closest?.('.monaco-editor')) return;
      event.preventDefault();
      paletteState.set({ isOpen: !paletteState.get().isOpen });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
