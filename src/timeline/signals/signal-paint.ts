import type { TimeScale } from '../time-scale';
import { bandsOf, mostOf } from './channels';
import type { Channel, ChannelTone } from './channels';
import { RATE_MICROS } from './signal-fold';
import type { SignalFold } from './signal-fold';
import type { StepSeries } from './step-series';

export const BAND_HEIGHT = 19;

interface Painting {
  canvas: HTMLCanvasElement;
  scale: TimeScale;
  channels: readonly Channel[];
  hidden: readonly string[];
  fold: SignalFold;
  /** Shown beyond what has been folded, while a change is followed: faintly from the change on. */
  before: SignalFold | undefined;
  /** Where the change begins, µs. */
  changedMicros: number;
  colours: SignalColours;
}

/** The tokens that traces are drawn in; read once, because asking for them costs a layout. */
export type SignalColours = Readonly<Record<ChannelTone | 'line', string>>;

export function readColours(element: Element): SignalColours {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return { teal: token('teal'), amber: token('amber'), 'ink-2': token('ink-2'), line: token('line') };
}

/** Draws every trace as far as it is known: per pixel from the least to the largest value, so that no peak is lost. */
export function paintSignals(painting: Painting): void {
  const { canvas, scale, channels, hidden, fold, before, colours } = painting;
  const bands = bandsOf(channels);
  const height = bands.length * BAND_HEIGHT;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(scale.width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const edge = (micros: number): number => Math.min(scale.width, Math.max(0, Math.floor(scale.x(micros))));
  const folded = edge(fold.foldedMicros);
  const same = Math.max(folded, edge(painting.changedMicros));
  context.scale(ratio, ratio);
  context.lineWidth = 1.4;
  context.lineJoin = 'round';
  bands.forEach((band, index) => {
    const bottom = (index + 1) * BAND_HEIGHT - 2.5;
    const most = Math.max(mostOf(band, fold), before === undefined ? 0 : mostOf(band, before));
    context.strokeStyle = colours.line;
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(0, (index + 1) * BAND_HEIGHT - 0.5);
    context.lineTo(scale.width, (index + 1) * BAND_HEIGHT - 0.5);
    context.stroke();
    // A value that stands at its most must not lie on the edge.
    const room = (BAND_HEIGHT - 5) / 1.15;
    const y = (value: number): number => bottom - (most === 0 ? 0 : (value / most) * room);
    for (const channel of channels) {
      if (channel.band !== band || hidden.includes(channel.id)) continue;
      context.strokeStyle = colours[channel.tone];
      context.setLineDash(channel.isDashed ? [3, 2] : []);
      context.globalAlpha = 1;
      trace(context, channel, fold, scale, 0, folded, y);
      if (before === undefined) continue;
      trace(context, channel, before, scale, folded, same, y);
      context.globalAlpha = 0.35;
      trace(context, channel, before, scale, same, scale.width, y);
    }
  });
  context.globalAlpha = 1;
}

function trace(
  context: CanvasRenderingContext2D,
  channel: Channel,
  fold: SignalFold,
  scale: TimeScale,
  fromX: number,
  toX: number,
  y: (value: number) => number,
): void {
  const series = channel.series(fold);
  const count = Math.ceil(toX - fromX);
  if (series === undefined || series.length === 0 || count <= 0) return;
  const from = scale.window.fromMicros + fromX * scale.microsPerPixel;
  context.beginPath();
  let isDown = false;
  const to = (x: number, value: number): void => {
    if (Number.isNaN(value)) isDown = false;
    else if (isDown) context.lineTo(x, y(value));
    else {
      context.moveTo(x, y(value));
      isDown = true;
    }
  };
  if (channel.isRate === true)
    eachRate(series, from, scale.microsPerPixel, count, (index, rate) => to(fromX + index, rate));
  else {
    series.eachStretch(from, scale.microsPerPixel, count, (index, { least, largest, last }) => {
      const x = fromX + index;
      if (least !== largest) {
        to(x, largest);
        to(x, least);
      }
      to(x, last);
    });
  }
  context.stroke();
}

/** The growth over the second before, once a pixel. */
function eachRate(
  series: StepSeries,
  fromMicros: number,
  stepMicros: number,
  count: number,
  seen: (index: number, rate: number) => void,
): void {
  let head = series.countUntil(fromMicros);
  let tail = series.countUntil(fromMicros - RATE_MICROS);
  const valueOf = (place: number): number => (place === 0 ? 0 : series.values[place - 1]);
  for (let index = 0; index < count; index += 1) {
    const at = fromMicros + index * stepMicros;
    while (head < series.length && series.times[head] <= at) head += 1;
    while (tail < series.length && series.times[tail] <= at - RATE_MICROS) tail += 1;
    seen(index, ((valueOf(head) - valueOf(tail)) * 1e6) / RATE_MICROS);
  }
}
