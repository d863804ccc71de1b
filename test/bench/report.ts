import { readFileSync } from 'node:fs';

/** What one benchmark found out, one JSON line of `npm run bench -- --json`. */
export interface Figure {
  name: string;
  /** Which figure, where a benchmark has several. */
  case?: string;
  /** The median of the samples. */
  value: number;
  unit: string;
  /** The same machine in the same run, doing something that never changes. */
  baseline?: { name: string; value: number; unit: string };
  /** value / baseline. */
  ratio?: number;
  samples?: number;
  /** (max - min) / median of the samples. */
  spread?: number;
  /** Peak memory of the whole process. */
  memoryMb?: number;
  better: 'higher' | 'lower';
  /** The first run of the process, before anything was compiled. */
  coldValue?: number;
}

/** Prints one figure. The ratio and the peak memory are filled in if they are not given. */
export function report(figure: Figure): void {
  const { baseline } = figure;
  const ratio = figure.ratio ?? (baseline ? figure.value / baseline.value : undefined);
  const line: Figure = {
    name: figure.name,
    case: figure.case,
    value: rounded(figure.value),
    unit: figure.unit,
    baseline: baseline && { ...baseline, value: rounded(baseline.value) },
    ratio: ratio && rounded(ratio),
    samples: figure.samples,
    spread: figure.spread !== undefined ? rounded(figure.spread) : undefined,
    memoryMb: figure.memoryMb ?? Math.round(peakKilobytes() / 1024),
    better: figure.better,
    coldValue: figure.coldValue !== undefined ? rounded(figure.coldValue) : undefined,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Seconds of CPU time that the work took, in user and system code of the whole process. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** The middle of the samples and how far apart they lie. */
export function median(samples: readonly number[]): { value: number; samples: number; spread: number } {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const value = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { value, samples: sorted.length, spread: value ? (sorted[sorted.length - 1] - sorted[0]) / value : 0 };
}

/** The value below which the given share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** Peak memory of this process. What getrusage says is inherited from the runner, so Linux is asked elsewhere. */
function peakKilobytes(): number {
  try {
    const peak = /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
    if (peak) return Number(peak[1]);
  } catch {
    // Not Linux: getrusage it is.
  }
  return process.resourceUsage().maxRSS;
}
