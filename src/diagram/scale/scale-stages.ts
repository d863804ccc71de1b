import type { ClusterView } from '../../../simulations/history';
import { BrokerStage } from './broker-stage';
import type { BrokerLine } from './broker-rows';
import { CrispCanvas } from './crisp-canvas';
import type { Brush, DetailRows } from './detail-level';
import { DetailStage } from './detail-stage';
import { HeatStage } from './heat-stage';
import { historyColumns, noLeader, type LagHistory } from './lag-history';
import { readScalePalette } from './scale-palette';

interface Size {
  width: number;
  height: number;
}

/** What is drawn on. */
export interface ScaleCanvases {
  brokers: HTMLCanvasElement;
  heat: HTMLCanvasElement;
  list: HTMLCanvasElement;
  labels: SVGGElement;
}

/** What stands on the surfaces until something other than time changes. */
export interface ScaleScene {
  lines: readonly BrokerLine[];
  order: Int32Array;
  orderKey: string;
  brush: Brush;
  rows: DetailRows;
  group: number;
  lit: number;
  history: LagHistory;
  endMicros: number;
  sizes: { bars: number; heat: Size; list: Size };
}

/** Everything of a large cluster that is drawn and not React's: bars, lag, records. */
export class ScaleStages {
  private readonly brokers: BrokerStage;
  private readonly heat: HeatStage;
  private readonly list: DetailStage;
  private scene: ScaleScene | null = null;

  /** Null where there are no canvases to draw on. */
  static on(canvases: ScaleCanvases, view: ClusterView): ScaleStages | null {
    const brokers = CrispCanvas.on(canvases.brokers);
    const heat = CrispCanvas.on(canvases.heat);
    return brokers === null || heat === null ? null : new ScaleStages(canvases, brokers, heat, view);
  }

  private constructor(
    private readonly canvases: ScaleCanvases,
    private readonly brokerCanvas: CrispCanvas,
    private readonly heatCanvas: CrispCanvas,
    private readonly view: ClusterView,
  ) {
    const palette = readScalePalette(canvases.brokers);
    this.brokers = new BrokerStage(brokerCanvas, view, palette);
    this.heat = new HeatStage(heatCanvas, palette);
    this.list = new DetailStage(canvases.list, canvases.labels, palette);
  }

  /** Takes another scene, or the same in other colours; the next draw draws everything. */
  stand(scene: ScaleScene): void {
    this.scene = scene;
    const { lines, sizes, lit } = scene;
    const palette = readScalePalette(this.canvases.brokers);
    const last = lines.at(-1);
    this.brokerCanvas.resize(sizes.bars, last === undefined ? 0 : last.y + last.height, devicePixelRatio);
    this.heatCanvas.resize(sizes.heat.width, sizes.heat.height, devicePixelRatio);
    this.brokers.lit = lit;
    this.brokers.stand(lines, palette);
    this.heat.recolour(palette);
    this.list.stand(this.view, { ...scene, lagBefore: (partition) => this.lagBefore(partition) }, sizes.list, palette);
    this.drawHeat();
  }

  drawHeat(): void {
    if (this.scene === null) return;
    const { history, group, order, orderKey } = this.scene;
    this.heat.draw(history, group, order, orderKey);
  }

  drawBrokers(): void {
    this.brokers.draw();
  }

  drawList(): void {
    this.list.draw();
  }

  /** The partition at x of a broker's bars, -1: none. */
  barAt(broker: number, x: number): number {
    return this.brokers.partitionAt(broker, x);
  }

  /** The group's lag a while before the view's time, -1: not known. */
  private lagBefore(partition: number): number {
    const { history, group, endMicros } = this.scene!;
    const column = Math.floor((this.view.timeMicros / endMicros) * historyColumns) - 2;
    if (group < 0 || column < 0 || column >= history.done) return noLeader;
    return history.lagAt(group, column, partition);
  }
}
