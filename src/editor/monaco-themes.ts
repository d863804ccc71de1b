import { editor } from 'monaco-editor/editor/editor.api.js';

/**
 * Monaco wants colours as hexadecimal text and once: both themes are read off the page's own tokens. Text is ink; a
 * mark is amber or red, as everywhere.
 */
export function setUpThemes(): void {
  for (const name of ['dark', 'light'] as const) {
    const token = tokensOf(name);
    editor.defineTheme(`tidemark-${name}`, {
      base: name === 'dark' ? 'vs-dark' : 'vs',
      inherit: true,
      rules: [
        { token: 'comment', foreground: token('--ink-3') },
        { token: 'key', foreground: token('--ink-2') },
        { token: 'delimiter', foreground: token('--ink-2') },
        { token: 'value', foreground: token('--ink'), fontStyle: 'bold' },
      ],
      colors: {
        'editor.background': token('--well'),
        'editor.foreground': token('--ink'),
        'editor.lineHighlightBackground': token('--surface-3'),
        'editor.lineHighlightBorder': token('--surface-3'),
        'editor.selectionBackground': token('--line-strong'),
        'editorCursor.foreground': token('--ink'),
        'editorLineNumber.foreground': token('--ink-3'),
        'editorLineNumber.activeForeground': token('--ink-2'),
        'editorError.foreground': token('--red'),
        'editorWarning.foreground': token('--amber'),
        'editorInfo.foreground': token('--ink-3'),
        'editorWidget.background': token('--surface-2'),
        'editorWidget.border': token('--line-strong'),
        'editorHoverWidget.background': token('--surface-2'),
        'editorHoverWidget.border': token('--line-strong'),
        'editorHoverWidget.foreground': token('--ink-2'),
        'editorSuggestWidget.background': token('--surface-2'),
        'editorSuggestWidget.border': token('--line-strong'),
        'editorSuggestWidget.foreground': token('--ink'),
        'editorSuggestWidget.selectedBackground': token('--surface-3'),
        'editorSuggestWidget.selectedForeground': token('--ink'),
        'editorSuggestWidget.highlightForeground': token('--ink'),
        'editorSuggestWidget.focusHighlightForeground': token('--ink'),
        focusBorder: token('--ink'),
        'list.highlightForeground': token('--ink'),
        'scrollbar.shadow': '#00000000',
        'textLink.foreground': token('--ink'),
        'textLink.activeForeground': token('--ink'),
        'widget.shadow': '#00000055',
      },
    });
  }
}

/** The theme that is on the page now. */
export function themeName(): string {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'dark' || chosen === 'light') return `tidemark-${chosen}`;
  return window.matchMedia('(prefers-color-scheme: light)').matches ? 'tidemark-light' : 'tidemark-dark';
}

/** The tokens of one theme, whichever is on. */
function tokensOf(theme: 'dark' | 'light'): (name: string) => string {
  const probe = document.createElement('div');
  probe.dataset.theme = theme;
  probe.hidden = true;
  document.body.append(probe);
  const styles = getComputedStyle(probe);
  const values = new Map<string, string>();
  for (const name of [
    '--well',
    '--ink',
    '--ink-2',
    '--ink-3',
    '--surface-2',
    '--surface-3',
    '--line-strong',
    '--red',
    '--amber',
  ]) {
    values.set(name, styles.getPropertyValue(name).trim());
  }
  probe.remove();
  return (name) => values.get(name) ?? '#888888';
}
