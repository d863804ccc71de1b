import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arena, findLogBatch, logBatchHolding, LogBatchTable } from '../../simulations/kernel';
import { bytesFrom, lastOfEpoch, lastWithin } from '../../simulations/log';

/** Batches in the order of their append: records, bytes, whether the epoch rises, and how far back the log was cut. */
const appends = fc.array(
  fc.record({
    count: fc.integer({ min: 1, max: 9 }),
    sizeBytes: fc.integer({ min: 61, max: 400 }),
    isNewEpoch: fc.boolean(),
    cut: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 30 }) }),
  }),
  { minLength: 1, maxLength: 120 },
);

type Append = typeof appends extends fc.Arbitrary<(infer One)[]> ? One : never;

/** Grows a tree of logs; every cut leaves a branch behind. Returns every tip there ever was. */
function grow(history: Append[]): { log: LogBatchTable; tips: number[] } {
  const log = new LogBatchTable(new Arena());
  const tips: number[] = [];
  let tip = -1;
  let leaderEpoch = 0;
  for (const it of history) {
    for (let i = 0; i < it.cut && tip >= 0; i++) tip = log.parent[tip];
    if (it.isNewEpoch || it.cut > 0) leaderEpoch++;
    tip = log.append(0, -1, it.count, leaderEpoch, tip, it.sizeBytes);
    tips.push(tip);
  }
  return { log, tips };
}

/** The path from the root to `tip`, oldest first. */
function pathTo(log: LogBatchTable, tip: number): number[] {
  const path: number[] = [];
  for (let node = tip; node >= 0; node = log.parent[node]) path.push(node);
  return path.toReversed();
}

const trees = fc.tuple(appends, fc.nat(), fc.nat()).map(([history, which, where]) => {
  const { log, tips } = grow(history);
  const tip = tips[which % tips.length];
  const path = pathTo(log, tip);
  return { log, tip, path, offset: where % (log.endOffset[tip] + 3), where };
});

test('findLogBatch is the last batch that ends at or below an offset', () => {
  fc.assert(
    fc.property(trees, ({ log, tip, path, offset }) => {
      expect(findLogBatch(log, tip, offset)).toBe(path.findLast((node) => log.endOffset[node] <= offset) ?? -1);
    }),
  );
});

test('logBatchHolding is the batch around an offset', () => {
  fc.assert(
    fc.property(trees, ({ log, tip, path, offset }) => {
      const holding = path.find((node) => log.baseOffset[node] <= offset && offset < log.endOffset[node]);
      expect(logBatchHolding(log, tip, offset)).toBe(holding ?? -1);
    }),
  );
});

test('lastOfEpoch is the last batch of the largest epoch that is not above', () => {
  fc.assert(
    fc.property(trees, fc.integer({ min: -1, max: 130 }), ({ log, tip, path }, leaderEpoch) => {
      const last = path.findLast((node) => log.leaderEpoch[node] <= leaderEpoch);
      expect(lastOfEpoch(log, tip, leaderEpoch)).toBe(last ?? -1);
    }),
  );
});

test('bytesFrom adds up the batches from a border on', () => {
  fc.assert(
    fc.property(trees, ({ log, tip, path, where }) => {
      const first = where % (path.length + 1);
      const from = first === path.length ? log.endOffset[tip] : log.baseOffset[path[first]];
      const bytes = path.slice(first).reduce((sum, node) => sum + log.sizeBytes[node], 0);
      expect(bytesFrom(log, tip, from)).toBe(bytes);
    }),
  );
});

test('lastWithin takes batches from a border on while they fit, and the first one anyhow', () => {
  fc.assert(
    fc.property(trees, fc.nat({ max: 3000 }), ({ log, tip, path, where }, limitBytes) => {
      const first = where % path.length;
      let taken = first;
      let bytes = log.sizeBytes[path[first]];
      while (taken + 1 < path.length && bytes + log.sizeBytes[path[taken + 1]] <= limitBytes) {
        bytes += log.sizeBytes[path[++taken]];
      }
      expect(lastWithin(log, tip, log.baseOffset[path[first]], limitBytes)).toBe(path[taken]);
    }),
  );
});

test('jump pointers lead to ancestors, and a walk by them is logarithmic', () => {
  const log = new LogBatchTable(new Arena());
  let tip = -1;
  for (let i = 0; i < 20_000; i++) tip = log.append(0, -1, 1, 0, tip, 61);
  for (const offset of [0, 1, 777, 9_999, 19_998]) {
    let steps = 0;
    for (let node = tip; node >= 0 && log.endOffset[node] > offset; steps++) {
      const far = log.jump[node];
      node = far >= 0 && log.endOffset[far] >= offset ? far : log.parent[node];
    }
    expect(steps).toBeLessThan(4 * Math.log2(20_000));
  }
});
