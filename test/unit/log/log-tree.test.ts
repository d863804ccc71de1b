import { expect, test } from 'vitest';
import { Arena, findLogBatch, logBatchHolding, LogBatchTable } from '../../../simulations/kernel';
import { bytesFrom, endOf, lastOfEpoch, lastWithin } from '../../../simulations/log';

/** A log of batches of ten records and 100 bytes, one leader epoch each three batches. */
function tenBatches(): { log: LogBatchTable; nodes: number[] } {
  const log = new LogBatchTable(new Arena());
  const nodes: number[] = [];
  for (let i = 0; i < 10; i++) nodes.push(log.append(0, i, 10, Math.floor(i / 3), nodes.at(-1) ?? -1, 100));
  return { log, nodes };
}

test('K-SIM-1, K-SIM-2: the first record has offset 0, ends are exclusive, batches are contiguous', () => {
  const { log, nodes } = tenBatches();
  expect([log.baseOffset[nodes[0]], log.endOffset[nodes[0]], log.baseOffset[nodes[1]]]).toEqual([0, 10, 10]);
  expect([endOf(log, nodes[9]), endOf(log, -1)]).toEqual([100, 0]);
});

test('truncation is a shorter path: the tip of what ends at or below an offset', () => {
  const { log, nodes } = tenBatches();
  expect([100, 99, 10, 9, 0].map((offset) => findLogBatch(log, nodes[9], offset))).toEqual([
    nodes[9],
    nodes[8],
    nodes[0],
    -1,
    -1,
  ]);
});

test('the batch that holds an offset; none beyond the end', () => {
  const { log, nodes } = tenBatches();
  expect([0, 9, 10, 99, 100].map((offset) => logBatchHolding(log, nodes[9], offset))).toEqual([
    nodes[0],
    nodes[0],
    nodes[1],
    nodes[9],
    -1,
  ]);
});

test('K-REP-30: the end of the largest epoch that is not above the one asked for', () => {
  const { log, nodes } = tenBatches();
  expect([-1, 0, 1, 2, 7].map((leaderEpoch) => lastOfEpoch(log, nodes[7], leaderEpoch))).toEqual([
    -1,
    nodes[2],
    nodes[5],
    nodes[7],
    nodes[7],
  ]);
});

test('K-REP-3, K-CON-6: what fits into the limit, and at least one whole batch', () => {
  const { log, nodes } = tenBatches();
  expect([250, 300, 99, 0, 100_000].map((limit) => lastWithin(log, nodes[9], 30, limit))).toEqual([
    nodes[4],
    nodes[5],
    nodes[3],
    nodes[3],
    nodes[9],
  ]);
});

test('two logs share what they have in common, and diverge where a leader changed', () => {
  const { log, nodes } = tenBatches();
  const branch = log.append(0, 90, 5, 9, nodes[3], 50);
  expect([log.baseOffset[branch], endOf(log, branch)]).toEqual([40, 45]);
  expect(logBatchHolding(log, branch, 39)).toBe(nodes[3]);
  expect(logBatchHolding(log, branch, 41)).toBe(branch);
  expect(logBatchHolding(log, nodes[9], 41)).toBe(nodes[4]);
  expect(bytesFrom(log, branch, 30)).toBe(150);
});
