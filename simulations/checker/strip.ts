import { stepAt } from '../history';
import type { Strip, StripCounts } from './verdict';

/** The verdict strip at a moment, in logarithmic time: cheap enough for every frame. */
export function stripAt(strip: Strip, untilMicros: number): StripCounts {
  return {
    acknowledged: stepAt(strip.acknowledged, untilMicros),
    lost: stepAt(strip.lost, untilMicros),
    lostToGroup: stepAt(strip.lostToGroup, untilMicros),
    duplicated: stepAt(strip.duplicated, untilMicros),
    outOfOrder: stepAt(strip.outOfOrder, untilMicros),
    late: stepAt(strip.late, untilMicros),
  };
}
