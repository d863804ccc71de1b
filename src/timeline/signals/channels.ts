import { formatMs } from '../../app';
import type { SignalFold } from './signal-fold';
import type { StepSeries } from './step-series';

export type ChannelTone = 'teal' | 'amber' | 'ink-2';

/** One trace of the scope: how it is drawn, and how its value is told. */
export interface Channel {
  id: string;
  /** Channels of one band share their scale. */
  band: 'rate' | 'lag' | 'latency';
  tone: ChannelTone;
  isDashed?: boolean;
  /** What is drawn; `rate`: the growth of it. */
  series: (fold: SignalFold) => StepSeries | undefined;
  isRate?: boolean;
  /** "produced 5.6 /s" */
  tell: (fold: SignalFold, atMicros: number) => string;
  /** Without its value. */
  name: string;
}

/** So many groups are drawn; the Lag panel has all. */
export const GROUPS_MAX = 4;

/** The channels of a run. Latency is there once something has had an effect outside. */
export function channelsOf(groups: readonly string[], hasLatency: boolean): Channel[] {
  const isCrowded = groups.length > 2;
  const lags = groups.slice(0, GROUPS_MAX).map((name, group) => lagChannel(name, group, isCrowded));
  return [produced, ...lags, ...(hasLatency ? [median, worst] : [])];
}

const produced: Channel = {
  id: 'produced',
  band: 'rate',
  tone: 'teal',
  name: 'produced',
  isRate: true,
  series: (fold) => fold.produced,
  tell: (fold, at) => `produced ${fold.rateAt(at)} /s`,
};

/** "lag of invoice 13 records, 2.2 s"; one of many: "audit 13, 2.2 s" behind the first. */
function lagChannel(name: string, group: number, isCrowded: boolean): Channel {
  const called = isCrowded && group > 0 ? name : `lag of ${name}`;
  return {
    id: `lag ${name}`,
    band: 'lag',
    tone: 'amber',
    isDashed: group > 0,
    name: called,
    series: (fold) => fold.groups[group]?.lag,
    tell: (fold, at) => {
      const signal = fold.groups[group];
      const lag = signal?.lag.at(at) ?? 0;
      const oldest = signal?.oldest.at(at, NaN) ?? NaN;
      const seconds = lag === 0 || Number.isNaN(oldest) ? '' : `, ${(Math.max(0, at - oldest) / 1e6).toFixed(1)} s`;
      const unit = isCrowded ? '' : lag === 1 ? ' record' : ' records';
      return `${called} ${lag}${unit}${seconds}`;
    },
  };
}

const median: Channel = {
  id: 'p50',
  band: 'latency',
  tone: 'ink-2',
  name: 'end to end p50',
  series: (fold) => fold.latency.p50,
  tell: (fold, at) => `end to end p50 ${latencyText(fold.latency.p50.at(at, NaN))}`,
};

const worst: Channel = {
  id: 'p99',
  band: 'latency',
  tone: 'ink-2',
  isDashed: true,
  name: 'p99',
  series: (fold) => fold.latency.p99,
  tell: (fold, at) => `p99 ${latencyText(fold.latency.p99.at(at, NaN))}`,
};

function latencyText(micros: number): string {
  return Number.isNaN(micros) ? 'none yet' : formatMs(Number((micros / 1000).toPrecision(3)));
}

/** The bands that a run has, in their order from above. */
export function bandsOf(channels: readonly Channel[]): Channel['band'][] {
  return (['rate', 'lag', 'latency'] as const).filter((band) => channels.some((channel) => channel.band === band));
}

/** The largest value of a band, by which its channels are drawn. */
export function mostOf(band: Channel['band'], fold: SignalFold): number {
  if (band === 'rate') return fold.rateMost;
  return band === 'latency' ? fold.latency.most : Math.max(0, ...fold.groups.map(({ lagMost }) => lagMost));
}
