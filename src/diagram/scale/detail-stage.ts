import type { ClusterView } from '../../../simulations/history';
import { CanvasPainter } from '../canvas-painter';
import { LabelPool } from '../label-sink';
import type { Brush, DetailRows } from './detail-level';
import { cellWindow, paintRow, writeRow, type DetailScene, type DetailWindow } from './paint-detail';
import type { ScalePalette } from './scale-palette';

interface Row {
  pool: LabelPool;
  drawn: Float64Array;
}

const wordCount = 6;

/** Draws the partitions that are looked at; a row is drawn again only if something of it differs. */
export class DetailStage {
  private readonly painter: CanvasPainter;
  private rows: Row[] = [];
  private scene: DetailScene | null = null;
  private width = 0;
  private height = 0;
  private ratio = 0;

  constructor(
    canvas: HTMLCanvasElement,
    private readonly labels: SVGGElement,
    palette: ScalePalette,
  ) {
    this.painter = new CanvasPainter(canvas, palette);
    labels.replaceChildren();
  }

  /** Takes what is to be shown; the next {@link draw} draws everything. */
  stand(
    view: ClusterView,
    shown: {
      order: Int32Array;
      brush: Brush;
      rows: DetailRows;
      group: number;
      lagBefore: (partition: number) => number;
    },
    size: { width: number; height: number },
    palette: ScalePalette,
  ): void {
    const ratio = devicePixelRatio;
    if (size.width !== this.width || size.height !== this.height || ratio !== this.ratio) {
      this.width = size.width;
      this.height = size.height;
      this.ratio = ratio;
      this.painter.resize(size.width, size.height, ratio);
    }
    this.painter.recolour(palette);
    this.painter.clear(0, 0, size.width, size.height);
    this.scene = { view, ...shown, width: size.width, palette, context: this.painter.canvas.getContext('2d')! };
    while (this.rows.length < shown.rows.rows) this.rows.push(this.makeRow());
    this.rows.forEach((row, index) => {
      row.drawn.fill(NaN);
      row.pool.group.setAttribute('class', '');
      if (index >= shown.rows.rows) clearPool(row.pool);
    });
  }

  draw(): void {
    const { scene } = this;
    if (scene === null) return;
    for (let index = 0; index < scene.rows.rows; index++) this.drawRow(scene, index);
  }

  private drawRow(scene: DetailScene, index: number): void {
    const row = this.rows[index]!;
    const window = cellWindow(scene, index);
    if (!differs(row.drawn, window)) return;
    this.painter.clear(0, index * scene.rows.pitch, scene.width, scene.rows.pitch);
    paintRow(this.painter, scene, index, window);
    row.pool.begin();
    writeRow(row.pool, scene, index, window);
    row.pool.end();
  }

  private makeRow(): Row {
    const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    this.labels.append(group);
    return { pool: new LabelPool(group), drawn: new Float64Array(wordCount).fill(NaN) };
  }
}

function differs(drawn: Float64Array, window: DetailWindow): boolean {
  const words = [window.end, window.highWatermark, window.committed, window.tip, window.lag, window.stamp];
  let isSame = true;
  words.forEach((word, index) => {
    if (drawn[index] !== word) isSame = false;
    drawn[index] = word;
  });
  return !isSame;
}

function clearPool(pool: LabelPool): void {
  pool.begin();
  pool.end();
}
