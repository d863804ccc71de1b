import type { ClusterView } from '../../simulations/history';
import type { Layout, LogBox } from './layout-types';
import { readLog, type EpochStart } from './log-records';
import type { MarkIndex } from './mark-index';
import type { Neighbourhood } from './neighbourhood';
import { axisOf, hasCells, type OffsetAxis } from './offset-axis';

/** Everything a drawing at one moment is made from. */
export interface Scene {
  view: ClusterView;
  layout: Layout;
  axis: OffsetAxis;
  marks: MarkIndex;
  /** What is lit while something is pointed at; null: everything. */
  lit: Neighbourhood | null;
}

/** Opacity of what is not in the causal neighbourhood of the thing pointed at. */
export const dimmed = 0.3;

/** Width of one follower's place in a strip, px. */
export const stripSlot = 34;

/** The stretch of one log that is on screen. `keys[0]` belongs to offset `first`. */
export interface LogWindow {
  first: number;
  end: number;
  keys: Int32Array;
  epochs: EpochStart[];
}

const keyBuffer = new Int32Array(512);

/** Reads the visible stretch of a log, from offset `least` on; its keys are valid until the next call. */
export function readWindow(scene: Scene, log: LogBox, least = 0): LogWindow {
  const { view } = scene;
  const { columns } = view;
  const axis = axisOf(scene.axis, log.shape.partition);
  const replica = columns.replicaAt(log.shape.partition, log.broker);
  const logEndOffset = columns.logEndOffset[replica]!;
  const first = Math.max(least, axis.from, columns.logStartOffset[replica]!);
  const end = Math.max(first, Math.min(logEndOffset, Math.ceil(axis.to)));
  if (log.stripX >= 0 || !hasCells(axis)) return { first, end, keys: keyBuffer, epochs: [] };
  const from = Math.max(first, end - keyBuffer.length);
  return { first: from, end, keys: keyBuffer, epochs: readLog(view, columns.tip[replica]!, from, end, keyBuffer) };
}
