import { sentenceOf } from '../app';
import type { Session } from '../app';
import type { ActionChip } from './action-chips';
import type { SnapPoint } from './snapping';

/** Sentences are made for so many moments at most; a chip can hold on to all the same. */
const MOMENTS_MAX = 400;
const NAME_LENGTH = 44;

/**
 * What a chip may hold on to: the moment on screen, bookmarks, other actions' beginnings and ends, and what happened
 * before the chip itself; what came after it moves along with it.
 */
export function snapPoints(session: Session, chip: ActionChip, others: readonly ActionChip[]): SnapPoint[] {
  const points: SnapPoint[] = [{ micros: Math.round(session.playhead.timeMicros), name: 'the moment on screen' }];
  for (const { atMicros, name } of session.view.get().bookmarks) points.push({ micros: atMicros, name });
  for (const other of others) {
    if (other.key === chip.key) continue;
    points.push({ micros: other.atMicros, name: `where "${other.short}" begins` });
    if (other.forMicros !== undefined) {
      points.push({ micros: other.atMicros + other.forMicros, name: `where "${other.short}" ends` });
    }
  }
  const { run } = session.view.get();
  if (run === undefined) return points;
  const { moments, trace, scenario } = run;
  const before = moments.rows.slice(0, moments.countUntil(chip.atMicros - 1));
  for (const row of before.filter((it) => moments.weight(it) > 0).slice(-MOMENTS_MAX)) {
    const name = sentenceOf({ trace, names: trace.names, scenario }, row);
    points.push({ micros: moments.timeMicros(row), name: name.length > NAME_LENGTH ? 'an event' : name });
  }
  return points;
}
