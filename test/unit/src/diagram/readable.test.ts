import { describe, expect, test } from 'vitest';
import { drawDiagram } from '../../../pictures/render-diagram';
import { RowKind, rowsUntil } from '../../../../simulations/kernel';
import { clusterTrace, type ClusterTrace, type ClusterTraceOptions } from '../../../synthetic/cluster-trace';
import { labelBoxes, overlapping } from './label-boxes';

const sizes = [
  { width: 1064, height: 526 },
  { width: 880, height: 560 },
  { width: 720, height: 480 },
  { width: 390, height: 428 },
];
const clusters: Record<string, ClusterTraceOptions> = {
  'one broker, one partition': { brokers: 1, partitions: 1, producers: ['checkout'], groups: { invoice: 1 } },
  '3 x 3, one killed': { kill: { broker: 1, atMicros: 8_000_000, detectMicros: 1_000_000 } },
  '3 x 12': { partitions: 12, batchRate: 12, groups: { invoice: 3, fraud: 1 } },
  '5 x 12, one killed': {
    brokers: 5,
    partitions: 12,
    batchRate: 12,
    producers: ['checkout', 'mobile', 'web', 'batch'],
    groups: { invoice: 4, fraud: 2, iceberg: 1 },
    kill: { broker: 3, atMicros: 8_000_000, detectMicros: 1_000_000 },
  },
};

describe.each(Object.entries(clusters))('%s', (_, options) => {
  const trace = clusterTrace({ ...options, durationMicros: 12_000_000 });
  describe.each(sizes)('at $width x $height', (size) => {
    test.each([0.5, 4, 8.5, 11.9])('at %d s no text lies on another or leaves the drawing', (at) => {
      const { svg, layout } = drawDiagram(trace, { atMicros: at * 1e6, ...size });
      const boxes = labelBoxes(svg);
      expect(boxes.length).toBeGreaterThan(5);
      expect(overlapping(boxes)).toEqual([]);
      expect(
        boxes.filter(({ left, right, bottom }) => left < 0 || right > layout.width || bottom > layout.height),
      ).toEqual([]);
    });
  });
});

test('5 brokers with 12 partitions fit a desktop without scrolling, with a broker killed or not', () => {
  const trace = clusterTrace({ ...clusters['5 x 12, one killed'], durationMicros: 12_000_000 });
  for (const at of [4, 8.5, 11]) {
    expect(drawDiagram(trace, { atMicros: at * 1e6 }).layout.height).toBe(526);
  }
});

test('a partition without a leader is hatched and says since when', () => {
  const trace = clusterTrace({ brokers: 1, partitions: 1, durationMicros: 6_000_000 });
  const { svg } = drawDiagram(withoutLeader(trace), { atMicros: 6_000_000 });
  expect(svg).toContain('class="hatch"');
  expect(svg).toContain('no leader since 5.000 s');
  expect(overlapping(labelBoxes(svg))).toEqual([]);
});

/** The trace with one more row: the only partition loses its leader at 5 s. */
function withoutLeader(trace: ClusterTrace): ClusterTrace {
  const { history } = trace.trace;
  const chunk = { timeMicros: history.chunks[0]!.timeMicros.slice(), words: history.chunks[0]!.words.slice() };
  const row = rowsUntil(history, 5_000_000);
  chunk.timeMicros.fill(5_000_000, row, row + 2);
  chunk.words.set(
    [RowKind.actorCrashed, -1, 0, 0, 0, 0, -1, -1, RowKind.leaderNone | (1 << 8), 0, 0, 1, 0, 0, -1, -1],
    row * 8,
  );
  return { ...trace, trace: { ...trace.trace, history: { length: row + 2, chunks: [chunk] } } };
}

test.each(sizes)('records that are lost left of the window are said at $width x $height', (size) => {
  const killed = clusterTrace({
    kill: { broker: 0, atMicros: 4_000_000, detectMicros: 1_000_000 },
    partitions: 1,
    batchRate: 8,
    durationMicros: 16_000_000,
    replicaLinkMicros: 400_000,
  });
  const end = drawDiagram(killed, { atMicros: 5_500_000 }).scene.view.columns.logEndOffset[0]!;
  const marks = [{ kind: 'lost', partition: 0, offsets: [end - 1], fromMicros: 5_000_000 }] as const;
  const { svg, scene } = drawDiagram(killed, { atMicros: 16_000_000, marks, ...size });
  expect(scene.axis.from).toBeGreaterThan(end);
  expect(svg).toMatch(size.width < 700 ? /1 lost/ : new RegExp(`offset ${end - 1} acked, on no other disk`));
  expect(overlapping(labelBoxes(svg))).toEqual([]);
});
