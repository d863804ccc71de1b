import { keyLetters } from '../design/canvas-palette';
import type { CellMode, Painter } from './painter';

const opacities: Readonly<Partial<Record<CellMode, string>>> = {
  follower: 'var(--follower)',
  gone: 'calc(var(--follower) * 0.55)',
  goneLeader: 'calc(var(--follower) * 0.7)',
};

/** Draws into a text of SVG elements; numbers are rounded to a tenth, so that pictures compare. */
export class SvgPainter implements Painter {
  private readonly parts: string[] = [];
  private readonly moving: string[] = [];
  private opacity = 1;

  /** Everything drawn so far. */
  get svg(): string {
    return this.parts.join('\n');
  }

  cell(x: number, y: number, width: number, height: number, hue: number, mode: CellMode, letter: string): void {
    const inset = mode === 'hollow' || mode === 'lost' ? 0.75 : 0;
    this.rect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, 2, paintOf(hue, mode));
    if (letter !== '') this.letter(x + width / 2, y + height / 2 + 4, hue, mode, letter);
  }

  duplicate(x: number, y: number, width: number, height: number): void {
    this.rect(x - 2, y - 2, width + 4, height + 4, 3, 'fill="none" stroke="var(--violet)" stroke-width="1.5"');
  }

  bar(x: number, y: number, width: number, height: number, mode: CellMode): void {
    if (width > 0) this.rect(x, y, width, height, 1, paintOf(-1, mode));
  }

  packet(x: number, y: number, size: number, hue: number): void {
    const paint = `${paintOf(hue, 'leader')} stroke="var(--bg)" stroke-width="2" paint-order="stroke"`;
    this.moving.push(this.faded(rectOf(x - size / 2, y - size / 2, size, size, 2, paint)));
  }

  flushMotion(): void {
    this.parts.push(...this.moving.splice(0));
  }

  tail(points: readonly number[], hue: number): void {
    const colour = hueColour(hue);
    this.add(
      `<polyline points="${points.map(rounded).join(' ')}" fill="none" stroke="${colour}" stroke-width="2" opacity="0.55"/>`,
    );
  }

  broken(points: readonly number[]): void {
    const way = points.map(rounded).join(' ');
    this.add(
      `<polyline points="${way}" fill="none" stroke="var(--red-edge)" stroke-width="1.5" stroke-dasharray="2 4"/>`,
    );
  }

  cross(x: number, y: number): void {
    const [left, top] = [rounded(x - 3.5), rounded(y - 3.5)];
    this.add(`<circle cx="${rounded(x)}" cy="${rounded(y)}" r="7" fill="var(--bg)"/>`);
    this.add(`<path d="M${left} ${top}l7 7m0-7l-7 7" stroke="var(--red)" stroke-width="1.6" fill="none"/>`);
  }

  fade(opacity: number): void {
    this.opacity = opacity;
  }

  private letter(x: number, y: number, hue: number, mode: CellMode, letter: string): void {
    const fill =
      mode === 'lost'
        ? 'var(--red)'
        : mode === 'leader' && hue < 8
          ? `var(--key-${keyLetters[hue]}-ink)`
          : 'var(--ink)';
    this.add(`<text class="cell-letter" x="${rounded(x)}" y="${rounded(y)}" fill="${fill}">${escaped(letter)}</text>`);
  }

  private rect(x: number, y: number, width: number, height: number, radius: number, paint: string): void {
    this.add(rectOf(x, y, width, height, radius, paint));
  }

  private add(element: string): void {
    this.parts.push(this.faded(element));
  }

  private faded(element: string): string {
    return this.opacity === 1 ? element : `<g opacity="${this.opacity}">${element}</g>`;
  }
}

function rectOf(x: number, y: number, width: number, height: number, radius: number, paint: string): string {
  const place = `x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}"`;
  return `<rect ${place} rx="${radius}" ${paint}/>`;
}

function paintOf(hue: number, mode: CellMode): string {
  const colour = hueColour(hue);
  if (mode === 'lost') return 'fill="var(--red-wash)" stroke="var(--red)" stroke-width="1.5" stroke-dasharray="3 2"';
  if (mode === 'folded') return 'fill="var(--surface-3)"';
  if (mode === 'hollow') return `fill="none" stroke="${colour}" stroke-width="1.5"`;
  const opacity = opacities[mode];
  return opacity === undefined ? `fill="${colour}"` : `fill="${colour}" style="opacity:${opacity}"`;
}

/** The fill of a key; -1 is a bar's grey, 8 a record without a key. */
function hueColour(hue: number): string {
  if (hue === -1) return 'var(--ink-2)';
  return hue < 8 ? `var(--key-${keyLetters[hue]})` : 'var(--ink-3)';
}

/** A key may be any character. */
function escaped(letter: string): string {
  return letter.replace('&', '&amp;').replace('<', '&lt;');
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
