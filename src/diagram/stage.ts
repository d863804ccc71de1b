import type { CanvasPalette } from '../design/canvas-palette';
import type { ClusterView } from '../../simulations/history';
import { findLogBatch } from '../../simulations/kernel';
import { CanvasPainter } from './canvas-painter';
import { writeAxis, writeCounters } from './counters';
import { FlightDeck } from './flights';
import { LabelPool } from './label-sink';
import type { Layout, LogBox } from './layout-types';
import { writeLogLabels } from './log-labels';
import type { Ruler } from './ruler';
import type { MarkIndex } from './mark-index';
import type { Neighbourhood } from './neighbourhood';
import type { EpochStart } from './log-records';
import { axisOf, axisX, fitAxis, hasCells, noZoom, type AxisZoom, type OffsetAxis } from './offset-axis';
import { paintLog } from './paint-log';
import { paintPackets } from './paint-packets';
import { readWindow, stripSlot, type Scene } from './scene';

/** The surfaces that change with time. Everything else of the drawing is React's. */
export interface StageSurfaces {
  logs: HTMLCanvasElement;
  packets: HTMLCanvasElement;
  axis: SVGGElement;
  labels: SVGGElement;
  counters: SVGGElement;
}

interface Row {
  log: LogBox;
  pool: LabelPool;
  /** What the row looked like when it was last drawn. */
  drawn: Float64Array;
  epochs: readonly EpochStart[];
}

/** What is remembered of a drawn row. */
const Word = {
  tip: 0,
  end: 1,
  logStart: 2,
  highWatermark: 3,
  committed: 4,
  axisFrom: 5,
  pitch: 6,
  marks: 7,
  leaderTip: 8,
} as const;
const wordCount = 9;

/**
 * Draws the moment that a view stands for. A log is drawn again only if something of it differs; records in motion are
 * drawn every time. Drawing the same moment twice gives the same picture.
 */
export class Stage {
  private readonly logs: CanvasPainter;
  private readonly packets: CanvasPainter;
  private readonly axisPool: LabelPool;
  private readonly counterPool: LabelPool;
  private scene: Scene | null = null;
  private deck: FlightDeck | null = null;
  private rows: Row[] = [];
  private axisDrawn = '';
  private zoom: AxisZoom = noZoom;
  /** Records in motion stand at the end of their link until they arrive. */
  isStepped = false;
  /** The axis that this diagram shares with others; null: it has its own. */
  ruler: Ruler | null = null;

  /** A stage on these surfaces; null where there are no canvases to draw on. */
  static on(surfaces: StageSurfaces, palette: CanvasPalette): Stage | null {
    return surfaces.logs.getContext('2d') === null ? null : new Stage(surfaces, palette);
  }

  private constructor(
    private readonly surfaces: StageSurfaces,
    palette: CanvasPalette,
  ) {
    this.logs = new CanvasPainter(surfaces.logs, palette);
    this.packets = new CanvasPainter(surfaces.packets, palette);
    this.axisPool = new LabelPool(surfaces.axis);
    this.counterPool = new LabelPool(surfaces.counters);
    // Another stage may have stood here before.
    for (const group of [surfaces.axis, surfaces.labels, surfaces.counters]) group.replaceChildren();
  }

  /** The axis as it was last drawn. */
  get axis(): OffsetAxis | null {
    return this.scene?.axis ?? null;
  }

  /** Takes another view or layout; the next {@link draw} draws everything. */
  stand(view: ClusterView, layout: Layout, marks: MarkIndex, ratio: number): void {
    const { logs } = this.surfaces;
    const isResized =
      logs.width !== Math.round(layout.width * ratio) || logs.height !== Math.round(layout.height * ratio);
    if (isResized) {
      this.logs.resize(layout.width, layout.height, ratio);
      this.packets.resize(layout.width, layout.height, ratio);
    }
    const axis = fitAxis(view, layout, this.zoom, this.ruler?.beside(view));
    this.scene = { view, layout, axis, marks, lit: this.scene?.lit ?? null };
    this.deck = new FlightDeck(view, layout);
    this.logs.clear(0, 0, layout.width, layout.height);
    this.makeRows(layout);
    this.axisDrawn = '';
  }

  mark(marks: MarkIndex): void {
    if (this.scene) this.scene.marks = marks;
    this.forget();
  }

  light(lit: Neighbourhood | null): void {
    if (this.scene) this.scene.lit = lit;
    this.forget();
  }

  zoomTo(zoom: AxisZoom): void {
    this.zoom = zoom;
  }

  recolour(palette: CanvasPalette): void {
    this.logs.recolour(palette);
    this.packets.recolour(palette);
    this.forget();
  }

  /** Draws the moment the view stands for. */
  draw(): void {
    const { scene, deck } = this;
    if (scene === null || deck === null) return;
    scene.axis = fitAxis(scene.view, scene.layout, this.zoom, this.ruler?.beside(scene.view));
    this.drawAxis(scene);
    for (const row of this.rows) this.drawRow(scene, row);
    this.counterPool.begin();
    writeCounters(this.counterPool, scene);
    this.counterPool.end();
    this.packets.clear(0, 0, scene.layout.width, scene.layout.height);
    paintPackets(this.packets, scene, deck, this.isStepped);
  }

  private forget(): void {
    for (const row of this.rows) row.drawn.fill(NaN);
  }

  private makeRows(layout: Layout): void {
    this.surfaces.labels.replaceChildren();
    this.rows = layout.logs.map((log) => {
      const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
      this.surfaces.labels.append(group);
      return { log, pool: new LabelPool(group), drawn: new Float64Array(wordCount).fill(NaN), epochs: [] };
    });
  }

  private drawAxis(scene: Scene): void {
    const { from, to, own } = scene.axis;
    const key = `${from} ${to} ${own !== null}`;
    if (key === this.axisDrawn) return;
    this.axisDrawn = key;
    this.axisPool.begin();
    writeAxis(this.axisPool, scene);
    this.axisPool.end();
  }

  private drawRow(scene: Scene, row: Row): void {
    const { log, pool } = row;
    const appendedFrom = this.appendedFrom(scene, row);
    if (!this.differs(scene, row)) return;
    const window = readWindow(scene, log, Math.max(0, appendedFrom));
    if (appendedFrom >= 0) {
      const x = axisX(axisOf(scene.axis, log.shape.partition), window.first) - 1;
      this.logs.clear(x, log.y, log.x + log.width - 1 - x, log.height);
      const known = row.epochs.filter(({ offset }) => offset < window.first);
      window.epochs.push(...known);
    } else if (log.stripX < 0) {
      this.logs.clear(log.x + 1, log.y, log.width - 2, log.height);
    } else {
      this.logs.clear(log.stripX, log.y, stripSlot, log.height);
    }
    row.epochs = window.epochs;
    paintLog(this.logs, scene, log, window);
    pool.group.classList.toggle('cold', scene.lit?.hasLog(log.shape.partition, log.broker) === false);
    pool.begin();
    writeLogLabels(pool, scene, log, window);
    pool.end();
  }

  /**
   * The first offset whose cell may have changed, if since the last time the log only grew and its high watermark only
   * rose; -1: everything has to be drawn again.
   */
  private appendedFrom({ view, axis: shared, marks }: Scene, { log, drawn }: Row): number {
    const { partition, kind } = log.shape;
    const axis = axisOf(shared, partition);
    if (log.stripX >= 0 || !hasCells(axis)) return -1;
    const { columns } = view;
    const replica = columns.replicaAt(partition, log.broker);
    const tip = drawn[Word.tip]!;
    const end = drawn[Word.end]!;
    const isSameRuler = drawn[Word.axisFrom] === axis.from && drawn[Word.pitch] === axis.pitch;
    if (!isSameRuler || marks.has(partition) || drawn[Word.logStart] !== columns.logStartOffset[replica]) return -1;
    if (findLogBatch(view.trace.facts.logBatches, columns.tip[replica]!, end) !== tip) return -1;
    if (kind !== 'leader') return end;
    const highWatermark = drawn[Word.highWatermark]!;
    return columns.highWatermark[partition]! < highWatermark ? -1 : Math.min(end, highWatermark);
  }

  /** Compares what the row would show with what it shows, and remembers it. */
  private differs({ view, axis: shared, marks }: Scene, { log, drawn }: Row): boolean {
    const { columns, names } = view;
    const { partition, kind } = log.shape;
    const axis = axisOf(shared, partition);
    const replica = columns.replicaAt(partition, log.broker);
    let committed = 0;
    if (kind === 'leader') {
      for (let group = 0; group < names.groups.length; group++) {
        committed = committed * 31 + columns.committedOffset[columns.readerAt(group, partition)]!;
      }
    }
    const hasMarks = marks.has(partition);
    const leader = columns.leader[partition]!;
    let isSame = true;
    const set = (word: number, value: number): void => {
      if (drawn[word] === value) return;
      drawn[word] = value;
      isSame = false;
    };
    set(Word.tip, columns.tip[replica]!);
    set(Word.end, columns.logEndOffset[replica]!);
    set(Word.logStart, columns.logStartOffset[replica]!);
    set(Word.highWatermark, kind === 'follower' ? 0 : columns.highWatermark[partition]!);
    set(Word.committed, committed);
    set(Word.axisFrom, axis.from);
    set(Word.pitch, axis.pitch);
    set(Word.marks, hasMarks ? marks.countUntil(partition, view.timeMicros) : 0);
    set(Word.leaderTip, hasMarks && leader >= 0 ? columns.tip[columns.replicaAt(partition, leader)]! : 0);
    return !isSame;
  }
}
