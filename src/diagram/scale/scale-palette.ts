import { readCanvasPalette, type CanvasPalette } from '../../design/canvas-palette';

/** The colours of the page that logs in great number are drawn with. */
export interface ScalePalette extends CanvasPalette {
  readonly amber: string;
  readonly well: string;
  readonly control: string;
}

/** Reads the palette that `element` sees now. */
export function readScalePalette(element: Element): ScalePalette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return { ...readCanvasPalette(element), amber: token('amber'), well: token('well'), control: token('control') };
}

type Rgb = readonly [number, number, number];

/** The parts of a colour written as #rrggbb; black where it is written otherwise. */
export function rgbOf(colour: string): Rgb {
  const match = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(colour);
  if (match === null) return [0, 0, 0];
  return [parseInt(match[1]!, 16), parseInt(match[2]!, 16), parseInt(match[3]!, 16)];
}

/** The colour between two, `share` of the way from the first to the second. */
export function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}
