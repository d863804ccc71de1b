/** Fonts that the diagram writes in; widths are needed before anything is on screen, and where there is no screen. */
export type DiagramFont = 'sans' | 'bold' | 'condensed' | 'mono';

/** Advance widths of Instrument Sans at weight 400, in thousandths of an em; others are as wide as an average letter. */
const narrow: Readonly<Record<string, number>> = {
  ' ': 280,
  ',': 240,
  '.': 240,
  ':': 250,
  "'": 230,
  i: 240,
  j: 250,
  l: 240,
  I: 270,
  '|': 260,
  f: 330,
  r: 370,
  t: 360,
  '(': 330,
  ')': 330,
  '-': 400,
  '1': 420,
  m: 880,
  w: 780,
  M: 880,
  W: 960,
};
const factor: Readonly<Record<DiagramFont, number>> = { sans: 1, bold: 1.06, condensed: 0.88, mono: 1 };
const averageLetter = 560;
const monoLetter = 600;

/** Width of a text in px, a little more rather than less. */
export function textWidth(text: string, font: DiagramFont, sizePx: number): number {
  if (font === 'mono') return (text.length * monoLetter * sizePx) / 1000;
  let width = 0;
  for (const letter of text) width += narrow[letter] ?? averageLetter;
  return (width * factor[font] * sizePx) / 1000;
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function fitText(text: string, font: DiagramFont, sizePx: number, widthPx: number): string {
  if (textWidth(text, font, sizePx) <= widthPx) return text;
  let end = text.length;
  while (end > 1 && textWidth(`${text.slice(0, end)}…`, font, sizePx) > widthPx) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
