/** As much of a canvas as bars and shades are drawn with. */
export type FillContext = Pick<CanvasRenderingContext2D, 'globalAlpha' | 'fillRect' | 'clearRect'> & {
  fillStyle: string | CanvasGradient | CanvasPattern;
};

/** Writes what would be filled on a canvas as SVG. */
export class SvgFills implements FillContext {
  fillStyle: string | CanvasGradient | CanvasPattern = 'none';
  globalAlpha = 1;
  private readonly parts: string[] = [];

  /** Everything filled so far. */
  get svg(): string {
    return this.parts.join('\n');
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const place = `x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}"`;
    const seen = this.globalAlpha === 1 ? '' : ` style="opacity:${this.globalAlpha}"`;
    this.parts.push(`<rect ${place} fill="${String(this.fillStyle)}"${seen}/>`);
  }

  /** Nothing lies below: every place is drawn once. */
  clearRect(): void {}
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
