import { ProcessState, type ClusterView } from '../../../simulations/history';
import { barLevel, BarReader, BarTone, fullBar, fullLength, partitionsByBroker, type BarLevel } from './broker-bars';
import type { FillContext } from '../picture/svg-fills';
import type { ScalePalette } from './scale-palette';

/** Where the bars of one broker stand, px in the canvas. */
export interface BrokerRow {
  broker: number;
  y: number;
  height: number;
}

interface Drawn {
  bars: Uint8Array;
  count: number;
  leaders: number;
  state: number;
  dim: number;
}

/** Share of a leader's height that a follower of the same length has: the leaders stand out by shape alone. */
const followerShare = 0.45;

/** Draws the replicas of every broker; a row is drawn again only if one of its bars differs by a px or a tone. */
export class BrokerStage {
  private rows: readonly BrokerRow[] = [];
  private readonly lists: Int32Array[];
  private readonly reader: BarReader;
  private readonly drawn: Drawn[];
  private readonly level: BarLevel[] = [];
  /** A partition whose replicas alone are lit, -1: all. */
  lit = -1;

  constructor(
    private readonly canvas: { readonly context: FillContext; readonly width: number },
    private readonly view: ClusterView,
    private palette: ScalePalette,
  ) {
    this.lists = partitionsByBroker(view);
    const most = Math.max(1, ...this.lists.map(({ length }) => length));
    this.reader = new BarReader(most);
    this.drawn = this.lists.map(() => ({
      bars: new Uint8Array(most),
      count: -1,
      leaders: -1,
      state: -1,
      dim: -1,
    }));
  }

  stand(rows: readonly BrokerRow[], palette: ScalePalette): void {
    this.rows = rows;
    this.palette = palette;
    const most = Math.max(1, ...this.lists.map(({ length }) => length));
    for (const { broker } of rows) this.level[broker] = barLevel(most, this.canvas.width);
    this.forget();
  }

  forget(): void {
    for (const row of this.drawn) row.count = -1;
  }

  draw(): void {
    const full = fullLength(this.view);
    for (const row of this.rows) {
      this.reader.read(this.view, row.broker, this.lists[row.broker]!, full);
      if (this.differs(row.broker)) this.paint(row);
    }
  }

  /** The partition whose bar is at x of a broker's row; -1: none. */
  partitionAt(broker: number, x: number): number {
    const level = this.level[broker];
    if (level === undefined || level.kind !== 'bars') return -1;
    this.reader.read(this.view, broker, this.lists[broker]!, fullLength(this.view));
    const index = Math.floor(x / level.pitch);
    return index >= 0 && index < this.reader.count ? this.reader.partitions[index]! : -1;
  }

  private differs(broker: number): boolean {
    const { reader } = this;
    const before = this.drawn[broker]!;
    const state = this.view.columns.processState[broker]!;
    const isSame =
      before.count === reader.count &&
      before.leaders === reader.leaders &&
      before.state === state &&
      before.dim === this.lit &&
      sameBytes(before.bars, reader.bars, reader.count);
    if (isSame) return false;
    before.bars.set(reader.bars.subarray(0, reader.count));
    before.count = reader.count;
    before.leaders = reader.leaders;
    before.state = state;
    before.dim = this.lit;
    return true;
  }

  private paint({ broker, y, height }: BrokerRow): void {
    const { context, width } = this.canvas;
    context.clearRect(0, y, width, height);
    const state = this.view.columns.processState[broker];
    const isDown = state === ProcessState.killed || state === ProcessState.stopped;
    const { each, pitch, kind } = this.level[broker]!;
    const bottom = y + height - 3;
    const room = height - 6;
    const wide = kind === 'bars' ? Math.max(1, pitch - (pitch >= 4 ? 1.5 : 1)) : pitch;
    // Tone by tone: the fill changes three times a row, not once a bar.
    for (const tone of [BarTone.leader, BarTone.follower, BarTone.behind]) {
      context.fillStyle = this.colourOf(tone, isDown);
      for (let i = 0, place = 0; i < this.reader.count; i += each, place++) {
        const { tone: own, height: share } = this.barAt(i, each);
        if (own !== tone) continue;
        const isLeader = i < this.reader.leaders;
        context.globalAlpha = this.opacityOf(i, tone, isDown);
        const high = Math.max(1, share * room * (isLeader ? 1 : followerShare));
        context.fillRect(place * pitch, bottom - high, wide, high);
      }
    }
    context.globalAlpha = 1;
  }

  private barAt(from: number, each: number): { tone: number; height: number } {
    let tone: number = this.reader.bars[from]! & 3;
    let height = 0;
    const to = Math.min(from + each, this.reader.count);
    for (let i = from; i < to; i++) {
      const bar = this.reader.bars[i]!;
      height = Math.max(height, (bar >> 2) / fullBar);
      if ((bar & 3) === BarTone.behind) tone = BarTone.behind;
    }
    return { tone, height };
  }

  private opacityOf(index: number, tone: number, isDown: boolean): number {
    const isCold = this.lit >= 0 && this.reader.partitions[index] !== this.lit;
    const own = isDown ? 0.6 : tone === BarTone.follower ? 0.75 : 1;
    return isCold ? own * 0.25 : own;
  }

  private colourOf(tone: number, isDown: boolean): string {
    if (isDown) return this.palette.red;
    if (tone === BarTone.behind) return this.palette.amber;
    return tone === BarTone.leader ? this.palette.ink2 : this.palette.control;
  }
}

function sameBytes(left: Uint8Array, right: Uint8Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (left[i] !== right[i]) return false;
  return true;
}
