import type { CanvasPalette } from '../design/canvas-palette';
import type { CellMode, Painter } from './painter';

/** Room around a sprite for outlines that stand outside of a cell. */
const margin = 3;
const hueCount = 9;

/** Fewer records in motion than this get rounded corners. */
const cutCornersBelow = 600;

/** Numbers in a row, kept from frame to frame, so that drawing makes no garbage. */
class NumberBuffer {
  values = new Float32Array(256);
  length = 0;

  push(...numbers: [number] | [number, number, number]): void {
    if (this.length + 3 > this.values.length) {
      const larger = new Float32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    for (const value of numbers) this.values[this.length++] = value;
  }

  clear(): void {
    this.length = 0;
  }
}

const numberBuffers = (): NumberBuffer[] => Array.from({ length: hueCount }, () => new NumberBuffer());

/**
 * Draws on a canvas. Cells are copied from small pictures drawn once per size, hue, letter and mode. What moves is
 * collected and drawn colour by colour.
 */
export class CanvasPainter implements Painter {
  readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly sprites = new Map<string, HTMLCanvasElement>();
  private readonly tails = numberBuffers();
  private readonly packets = numberBuffers();
  private readonly faintPackets = numberBuffers();
  private opacity = 1;
  private ratio = 1;
  private palette: CanvasPalette;

  constructor(canvas: HTMLCanvasElement, palette: CanvasPalette) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d')!;
    this.palette = palette;
  }

  /** Sets the size in px and the density of the screen; everything drawn is gone. */
  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.sprites.clear();
  }

  /** Takes other colours; everything has to be drawn again. */
  recolour(palette: CanvasPalette): void {
    this.palette = palette;
    this.sprites.clear();
  }

  clear(x: number, y: number, width: number, height: number): void {
    this.context.clearRect(x, y, width, height);
  }

  fade(opacity: number): void {
    this.opacity = opacity;
    this.context.globalAlpha = opacity;
  }

  cell(x: number, y: number, width: number, height: number, hue: number, mode: CellMode, letter: string): void {
    // Whole device pixels: a cell at a fraction of one would be blurred.
    const wide = this.snap(width);
    const key = `${mode}${hue}${letter}/${wide}x${height}`;
    const sprite = this.sprites.get(key) ?? this.makeCell(key, wide, height, hue, mode, letter);
    this.stamp(sprite, this.snap(x), this.snap(y));
  }

  duplicate(x: number, y: number, width: number, height: number): void {
    const { context } = this;
    context.strokeStyle = this.palette.violet;
    context.lineWidth = 1.5;
    context.beginPath();
    context.roundRect(x - 2, y - 2, width + 4, height + 4, 3);
    context.stroke();
  }

  bar(x: number, y: number, width: number, height: number, mode: CellMode): void {
    if (width <= 0) return;
    this.fill(this.context, x, y, width, height, -1, mode);
  }

  packet(x: number, y: number, size: number, hue: number): void {
    (this.opacity < 1 ? this.faintPackets : this.packets)[hue]!.push(x, y, size);
  }

  tail(points: readonly number[], hue: number): void {
    const tail = this.tails[hue]!;
    tail.push(points.length);
    for (const value of points) tail.push(value);
  }

  flushMotion(): void {
    this.strokeTails();
    this.fillPackets(this.faintPackets, this.opacity < 1 ? this.opacity : 0.3);
    this.fillPackets(this.packets, 1);
    this.context.globalAlpha = this.opacity;
  }

  /** Plain rectangles, colour by colour: of all ways to draw thousands of records the cheapest by far. */
  private fillPackets(buckets: readonly NumberBuffer[], opacity: number): void {
    const { context } = this;
    const count = buckets.reduce((sum, { length }) => sum + length, 0) / 3;
    if (count === 0) return;
    context.globalAlpha = opacity;
    context.fillStyle = this.palette.background;
    for (const { values, length } of buckets) {
      for (let i = 0; i < length; i += 3) {
        const size = values[i + 2]! + 2;
        context.fillRect(values[i]! - size / 2, values[i + 1]! - size / 2, size, size);
      }
    }
    // Corners are cut by a pixel where there are few enough to see it.
    const cut = count < cutCornersBelow ? 1 : 0;
    buckets.forEach((bucket, hue) => {
      const { values, length } = bucket;
      if (length > 0) context.fillStyle = this.colourOf(hue);
      for (let i = 0; i < length; i += 3) {
        const size = values[i + 2]!;
        const left = values[i]! - size / 2;
        const top = values[i + 1]! - size / 2;
        context.fillRect(left, top + cut, size, size - 2 * cut);
        if (cut > 0) context.fillRect(left + cut, top, size - 2 * cut, size);
      }
      bucket.clear();
    });
  }

  private strokeTails(): void {
    const { context } = this;
    context.globalAlpha = 0.55;
    context.lineWidth = 2;
    this.tails.forEach((lines, hue) => {
      const { values, length } = lines;
      if (length === 0) return;
      context.strokeStyle = this.colourOf(hue);
      context.beginPath();
      for (let at = 0; at < length; at += values[at]! + 1) {
        context.moveTo(values[at + 1]!, values[at + 2]!);
        for (let i = 3; i < values[at]!; i += 2) context.lineTo(values[at + i]!, values[at + i + 1]!);
      }
      context.stroke();
      lines.clear();
    });
  }

  broken(points: readonly number[]): void {
    const { context } = this;
    context.save();
    context.globalAlpha *= 0.6;
    context.strokeStyle = this.palette.red;
    context.lineWidth = 1.5;
    context.setLineDash([2, 4]);
    context.beginPath();
    context.moveTo(points[0]!, points[1]!);
    for (let i = 2; i < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]!);
    context.stroke();
    context.restore();
  }

  cross(x: number, y: number): void {
    const { context } = this;
    context.fillStyle = this.palette.background;
    context.beginPath();
    context.arc(x, y, 7, 0, 7);
    context.fill();
    context.strokeStyle = this.palette.red;
    context.lineWidth = 1.6;
    context.beginPath();
    context.moveTo(x - 3.5, y - 3.5);
    context.lineTo(x + 3.5, y + 3.5);
    context.moveTo(x + 3.5, y - 3.5);
    context.lineTo(x - 3.5, y + 3.5);
    context.stroke();
  }

  private snap(value: number): number {
    return Math.round(value * this.ratio) / this.ratio;
  }

  private stamp(sprite: HTMLCanvasElement, x: number, y: number): void {
    const { ratio } = this;
    this.context.drawImage(sprite, x - margin, y - margin, sprite.width / ratio, sprite.height / ratio);
  }

  private sprite(key: string, width: number, height: number): CanvasRenderingContext2D {
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil((width + 2 * margin) * this.ratio);
    canvas.height = Math.ceil((height + 2 * margin) * this.ratio);
    const context = canvas.getContext('2d')!;
    context.scale(this.ratio, this.ratio);
    context.translate(margin, margin);
    this.sprites.set(key, canvas);
    return context;
  }

  private makeCell(
    key: string,
    width: number,
    height: number,
    hue: number,
    mode: CellMode,
    letter: string,
  ): HTMLCanvasElement {
    const context = this.sprite(key, width, height);
    this.fill(context, 0, 0, width, height, hue, mode);
    if (letter !== '') {
      context.font = `650 11.5px ${this.palette.sans}`;
      context.textAlign = 'center';
      context.fillStyle = this.inkOn(hue, mode);
      context.fillText(letter, width / 2, height / 2 + 4);
    }
    return context.canvas;
  }

  private fill(
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    width: number,
    height: number,
    hue: number,
    mode: CellMode,
  ): void {
    const { palette } = this;
    const outlined = mode === 'hollow' || mode === 'lost';
    const inset = outlined ? 0.75 : 0;
    context.save();
    context.beginPath();
    context.roundRect(x + inset, y + inset, Math.max(0.5, width - 2 * inset), height - 2 * inset, hue < 0 ? 1 : 2);
    if (outlined) {
      context.lineWidth = 1.5;
      context.strokeStyle = mode === 'lost' ? palette.red : this.colourOf(hue);
      if (mode === 'lost') {
        context.fillStyle = palette.redWash;
        context.fill();
        context.setLineDash([3, 2]);
      }
      context.stroke();
    } else {
      context.globalAlpha *= this.opacityOf(mode);
      context.fillStyle = mode === 'folded' ? palette.surface3 : this.colourOf(hue);
      context.fill();
    }
    context.restore();
  }

  private opacityOf(mode: CellMode): number {
    const { follower } = this.palette;
    if (mode === 'follower') return follower;
    if (mode === 'gone') return follower * 0.55;
    return mode === 'goneLeader' ? follower * 0.7 : 1;
  }

  private colourOf(hue: number): string {
    if (hue < 0) return this.palette.ink2;
    return this.palette.keys[hue] ?? this.palette.ink3;
  }

  private inkOn(hue: number, mode: CellMode): string {
    if (mode === 'lost') return this.palette.red;
    if (mode !== 'leader') return this.palette.ink;
    return this.palette.keyInks[hue] ?? this.palette.background;
  }
}
