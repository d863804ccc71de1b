import type { WorkloadChange } from '../kernel';
import { defineAction, forEachTarget } from './definition';
import { fewer } from './gentler';
import { named, settings } from './wording';

/** The sliders of a producer: how much it sends, how late, how skewed, how big. */
export const workload = defineAction({
  do: 'workload',
  title: 'Change the workload',
  at: 'required',
  fields: {
    target: { kind: 'target', of: ['producer'], title: 'the producer' },
    set: {
      kind: 'set',
      title: 'what changes',
      fields: {
        rate: { kind: 'number', min: 0, max: 1_000_000, title: 'records a second' },
        lateness: { kind: 'lateness', title: 'how far event time lags send time' },
        hotShare: { kind: 'number', min: 0, max: 1, title: 'share of the hottest key' },
        valueSize: { kind: 'number', min: 0, max: 1_073_741_824, integer: true, title: 'bytes of a value' },
      },
    },
  },
  rules: ['C-FLT-1'],
  say: (action) => `${named(action.targets)} now sends with ${settings(action.set)}`,
  gentler: (action) => fewer(action, 'set'),
  begin(port, action) {
    const { rate, lateness, hotShare, valueSize } = action.set;
    const change: WorkloadChange = {};
    if (rate !== undefined) change.rate = rate;
    if (hotShare !== undefined) change.hotShare = hotShare;
    if (valueSize !== undefined) change.valueSizeBytes = valueSize;
    if (lateness !== undefined) {
      const { p50, p99, max } = lateness;
      change.latenessMicros = { p50: toMicros(p50), p99: toMicros(p99), max: toMicros(max) };
    }
    return forEachTarget(action, (producer) => port.setWorkload(producer, change));
  },
});

function toMicros(ms: number): number {
  return Math.round(ms * 1000);
}
