import type { CrispCanvas } from './crisp-canvas';
import { powerAtLeast } from './detail-level';
import { historyColumns, lagOfRow, noLeader, type LagHistory } from './lag-history';
import { mixed, rgbOf, type ScalePalette } from './scale-palette';

/** Least height of a row of the picture, px. */
const leastRow = 3.5;

/** Partitions of one row, so that a row can be seen. */
export function partitionsPerRow(partitions: number, height: number): number {
  return powerAtLeast((partitions * leastRow) / Math.max(leastRow, height));
}

/** Lag over the whole run as shades: time to the right, partitions down. One point a shade, then magnified. */
export class HeatStage {
  private picture: ImageData | null = null;
  private readonly small = document.createElement('canvas');
  private painted = 0;
  private key = '';

  constructor(
    private readonly canvas: CrispCanvas,
    private palette: ScalePalette,
  ) {}

  recolour(palette: ScalePalette): void {
    this.palette = palette;
    this.key = '';
  }

  /** Paints the moments that came since the last time; all of them where the order, the group or the size did change. */
  draw(history: LagHistory, group: number, order: Int32Array, orderKey: string): void {
    const { width, height } = this.canvas;
    if (width === 0 || height === 0 || order.length === 0) return;
    const each = partitionsPerRow(order.length, height);
    const rows = Math.ceil(order.length / each);
    const most = Math.max(1, history.largest[Math.max(0, group)]!);
    const key = `${orderKey} ${group} ${rows} ${width} ${height} ${most}`;
    if (key !== this.key) {
      this.key = key;
      this.painted = 0;
      this.small.width = historyColumns;
      this.small.height = rows;
      this.picture = new ImageData(historyColumns, rows);
    }
    if (this.painted === history.done && this.painted > 0) return;
    this.paintMoments(history, group, order, each, most);
    this.show();
  }

  private paintMoments(history: LagHistory, group: number, order: Int32Array, each: number, most: number): void {
    const { data, height: rows } = this.picture!;
    const [calm, late, red] = [rgbOf(this.palette.surface3), rgbOf(this.palette.amber), rgbOf(this.palette.red)];
    for (let column = this.painted; column < history.done; column++) {
      for (let row = 0; row < rows; row++) {
        const lag = lagOfRow(history, group, column, order, row * each, each);
        const colour = lag === noLeader ? red : mixed(calm, late, lag / most);
        const at = (row * historyColumns + column) * 4;
        data[at] = colour[0];
        data[at + 1] = colour[1];
        data[at + 2] = colour[2];
        data[at + 3] = 255;
      }
    }
    this.painted = history.done;
  }

  private show(): void {
    const { context, width, height } = this.canvas;
    this.small.getContext('2d')!.putImageData(this.picture!, 0, 0);
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.small, 0, 0, width, height);
  }
}
