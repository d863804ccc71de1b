/** A canvas that is measured in px of the page and drawn in those of the screen. */
export class CrispCanvas {
  readonly context: CanvasRenderingContext2D;
  width = 0;
  height = 0;
  private ratio = 0;

  /** Null where there are no canvases to draw on. */
  static on(canvas: HTMLCanvasElement): CrispCanvas | null {
    const context = canvas.getContext('2d');
    return context === null ? null : new CrispCanvas(canvas, context);
  }

  private constructor(
    private readonly canvas: HTMLCanvasElement,
    context: CanvasRenderingContext2D,
  ) {
    this.context = context;
  }

  /** Takes the size of the page's element; returns whether it differs, and then everything drawn is gone. */
  resize(width: number, height: number, ratio: number): boolean {
    if (width === this.width && height === this.height && ratio === this.ratio) return false;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return true;
  }
}
