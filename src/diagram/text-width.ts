/** Fonts that the diagram writes in; widths are needed before anything is on screen, and where there is no screen. */
export type DiagramFont = 'sans' | 'bold' | 'condensed' | 'mono';

/**
 * Advance widths of Instrument Sans in thousandths of an em, measured with the page's spacing and tabular figures: the
 * letters from space to tilde, then en dash and ellipsis. Weight 400, weight 600, and 400 at 84 % of the width.
 */
const measured: Readonly<Record<Exclude<DiagramFont, 'mono'>, string>> = {
  sans:
    '262 272 382 722 612 602 762 232 412 412 412 602 262 512 262 442 602 602 602 602 602 602 ' +
    '602 602 602 602 262 262 602 602 602 572 852 732 642 742 752 642 602 772 742 252 462 692 ' +
    '592 912 742 792 662 792 662 612 652 712 732 1092 692 682 622 412 442 412 532 432 352 532 ' +
    '612 532 612 562 352 612 602 242 242 542 242 922 602 582 612 612 382 472 382 592 522 772 ' +
    '552 522 502 412 242 412 532 592 662',
  bold:
    '252 302 452 732 642 602 772 262 442 442 432 602 282 492 282 442 602 602 602 602 602 602 ' +
    '602 602 602 602 282 282 602 602 602 582 872 732 652 752 762 632 592 762 732 252 432 712 ' +
    '592 902 732 792 672 812 662 642 662 702 732 1092 712 702 632 442 442 442 542 472 352 562 ' +
    '622 552 622 572 372 622 612 262 262 562 262 942 612 602 622 622 392 492 412 602 542 802 ' +
    '592 542 512 442 232 442 542 602 732',
  condensed:
    '232 252 362 552 482 542 622 212 362 362 382 542 232 412 232 332 542 542 542 542 542 542 ' +
    '542 542 542 542 232 232 542 542 542 452 782 552 502 562 592 492 462 582 582 232 362 542 ' +
    '452 752 592 602 512 602 512 482 502 562 552 782 532 532 512 362 332 362 532 352 352 442 ' +
    '502 442 502 462 292 502 502 212 212 452 212 762 502 492 502 502 312 382 312 492 442 662 ' +
    '442 442 402 362 222 362 532 492 582',
};
const widths = {
  sans: measured.sans.split(' ').map(Number),
  bold: measured.bold.split(' ').map(Number),
  condensed: measured.condensed.split(' ').map(Number),
};
/** Every letter of Spline Sans Mono. */
const monoLetter = 600;
/** A letter that is not in the table. */
const otherLetter = 700;

/** Width of a text in px. */
export function textWidth(text: string, font: DiagramFont, sizePx: number): number {
  if (font === 'mono') return (text.length * monoLetter * sizePx) / 1000;
  const table = widths[font];
  let width = 0;
  for (const letter of text) width += table[placeOf(letter)] ?? otherLetter;
  return (width * sizePx) / 1000;
}

function placeOf(letter: string): number {
  if (letter === '–') return 95;
  return letter === '…' ? 96 : letter.codePointAt(0)! - 32;
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function fitText(text: string, font: DiagramFont, sizePx: number, widthPx: number): string {
  if (textWidth(text, font, sizePx) <= widthPx) return text;
  let end = text.length;
  while (end > 1 && textWidth(`${text.slice(0, end)}…`, font, sizePx) > widthPx) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The text, or its beginning and its end around an ellipsis: the number of a partition stands at its end. */
export function fitMiddle(text: string, font: DiagramFont, sizePx: number, widthPx: number): string {
  if (textWidth(text, font, sizePx) <= widthPx) return text;
  const end = /-\d+$/.exec(text)?.[0] ?? text.slice(-2);
  let kept = text.length - end.length;
  while (kept > 1 && textWidth(`${text.slice(0, kept)}…${end}`, font, sizePx) > widthPx) kept--;
  return `${text.slice(0, kept)}…${end}`;
}
