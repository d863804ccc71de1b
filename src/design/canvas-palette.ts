/** Colours as a canvas needs them: the tokens of the theme in force, read from the custom properties of an element. */
export interface CanvasPalette {
  readonly background: string;
  readonly surface1: string;
  readonly surface3: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly onInk: string;
  readonly blue: string;
  readonly red: string;
  readonly redWash: string;
  readonly violet: string;
  /** Fill of the eight keys, and the letter on it. Record hues are indices into these. */
  readonly keys: readonly string[];
  readonly keyInks: readonly string[];
  /** Opacity of a follower's cells. */
  readonly follower: number;
  readonly sans: string;
}

/** The letters of the eight key hues, in their order. */
export const keyLetters = 'abcdefgh';

/** Reads the palette that `element` sees now. */
export function readCanvasPalette(element: Element): CanvasPalette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const red = token('red');
  return {
    background: token('bg'),
    surface1: token('surface-1'),
    surface3: token('surface-3'),
    lineStrong: token('line-strong'),
    ink: token('ink'),
    ink2: token('ink-2'),
    ink3: token('ink-3'),
    onInk: token('on-ink'),
    blue: token('blue'),
    red,
    // A canvas takes no color-mix with a custom property inside; an eight-digit colour says the same.
    redWash: `${red}21`,
    violet: token('violet'),
    keys: [...keyLetters].map((letter) => token(`key-${letter}`)),
    keyInks: [...keyLetters].map((letter) => token(`key-${letter}-ink`)),
    follower: Number(token('follower')) || 0.34,
    sans: token('sans') || 'sans-serif',
  };
}

/** Calls back whenever the theme of the page changes, by attribute or by the system; returns the way to stop. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: light)');
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}
