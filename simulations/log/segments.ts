import type { FactView } from '../kernel';

/** A segment of a replica's log: a file of batches that rolls, is flushed and is deleted as a whole (K-LOG-1). */
export interface Segment {
  readonly baseOffset: number;
  readonly endOffset: number;
  readonly sizeBytes: number;
  readonly maxTimestampMs: number;
}

/** What makes a segment roll. */
export interface RollSettings {
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** By how much sooner the segment that begins at an offset rolls; absent: not at all. */
  readonly jitterMs?: (baseOffset: number) => number;
}

/**
 * The segments of the log from `logStartOffset` to `tip`, oldest first, the last one active (K-LOG-2: by size and by
 * record time; an idle log does not roll).
 *
 * Rolling depends on the batches alone, so the list is computed when somebody asks (retention, loss of power) and not
 * kept: replication stays one step however many batches it moves.
 */
export function segmentsOf(
  log: FactView['logBatches'],
  tip: number,
  logStartOffset: number,
  settings: RollSettings,
): Segment[] {
  const nodes: number[] = [];
  for (let node = tip; node >= 0 && log.endOffset[node]! > logStartOffset; node = log.parent[node]!) nodes.push(node);
  const segments: Segment[] = [];
  let base = -1;
  let end = 0;
  let bytes = 0;
  let firstTimestamp = 0;
  let maxTimestamp = -Infinity;
  let spanMs = settings.segmentMs;
  const close = (): void => {
    if (base >= 0) segments.push({ baseOffset: base, endOffset: end, sizeBytes: bytes, maxTimestampMs: maxTimestamp });
  };
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!;
    const size = log.sizeBytes[node]!;
    const timestamp = log.maxTimestampMs[node]!;
    const rolls = bytes > 0 && (bytes + size > settings.segmentBytes || timestamp - firstTimestamp > spanMs);
    if (base < 0 || rolls) {
      close();
      base = log.baseOffset[node]!;
      bytes = 0;
      firstTimestamp = timestamp;
      maxTimestamp = -Infinity;
      spanMs = settings.segmentMs - (settings.jitterMs?.(base) ?? 0);
    }
    bytes += size;
    end = log.endOffset[node]!;
    if (timestamp > maxTimestamp) maxTimestamp = timestamp;
  }
  close();
  return segments;
}

/** What deletes segments; -1: never. */
export interface RetentionSettings {
  readonly retentionMs: number;
  readonly retentionBytes: number;
}

/**
 * The log start after a retention check at `nowMs` (K-LOG-3, K-LOG-4, K-LOG-6): first by time, then by size, never past
 * `highWatermark`, segments as a whole. The active segment may go too.
 */
export function retainedFrom(
  segments: readonly Segment[],
  logStartOffset: number,
  highWatermark: number,
  nowMs: number,
  settings: RetentionSettings,
): number {
  let start = logStartOffset;
  let index = 0;
  if (settings.retentionMs >= 0) {
    while (index < segments.length) {
      const segment = segments[index]!;
      if (segment.endOffset > highWatermark || nowMs - segment.maxTimestampMs <= settings.retentionMs) break;
      start = segment.endOffset;
      index++;
    }
  }
  if (settings.retentionBytes >= 0) {
    let excess = -settings.retentionBytes;
    for (let i = index; i < segments.length; i++) excess += segments[i]!.sizeBytes;
    while (index < segments.length) {
      const segment = segments[index]!;
      if (segment.endOffset > highWatermark || segment.sizeBytes > excess) break;
      excess -= segment.sizeBytes;
      start = segment.endOffset;
      index++;
    }
  }
  return start;
}
