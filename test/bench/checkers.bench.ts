/**
 * The judge over a history of 1,000,000 rows: 48 partitions, 2 groups, every record appended on two replicas, committed,
 * acknowledged, delivered and processed twice. Measured is the whole verdict: all families, contract and strip.
 */
import { check } from '../../simulations/checker/index';
import { bareScenario } from '../../simulations/history/index';
import { AppendFlag, Arena, ElectionFlag, RowKind, Trace, type TraceNames } from '../../simulations/kernel/index';
import { heapLoop } from './heap-loop.ts';
import { cpuSeconds, median, report } from './report.ts';

const ROWS = 1_000_000;
const PARTITIONS = 48;
const SAMPLES = 9;
const names = namesOf();
const trace = syntheticTrace();
const header = { scenario: bareScenario([], names), settings: {}, names, audited: false };

const judge = (): number => {
  let found = -1;
  const seconds = cpuSeconds(() => {
    found = Object.keys(check(header, trace).counts).length;
  });
  if (found !== 0) throw new Error(`a clean history shows ${found} kinds of anomalies`);
  return seconds * 1000;
};
const coldValue = judge();
const samples = Array.from({ length: SAMPLES }, judge);
const baseline = heapLoop();
report({ name: 'checkers', ...median(samples), unit: 'ms', baseline, better: 'lower', coldValue });

function namesOf(): TraceNames {
  const members = ['g-0', 'g-1', 'h-0', 'h-1'];
  const partitions = Array.from({ length: PARTITIONS }, (_, index) => `orders-${index}`);
  return {
    actors: ['broker-1', 'broker-2', 'broker-3', 'controller-1', 'p-0', 'p-1', ...members],
    actorKinds: [
      'broker',
      'broker',
      'broker',
      'controller',
      'producer',
      'producer',
      'member',
      'member',
      'member',
      'member',
    ],
    actorGroup: [-1, -1, -1, -1, -1, -1, 0, 0, 1, 1],
    partitions,
    partitionTopic: partitions.map(() => 0),
    partitionReplicas: partitions.map((_, index) => [index % 3, (index + 1) % 3]),
    userPartitionCount: PARTITIONS,
    topics: ['orders'],
    groups: ['g', 'h'],
    keys: Array.from({ length: 100 }, (_, index) => `key-${index}`),
    texts: [null],
    clockMs: 0,
  };
}

function syntheticTrace(): Trace {
  const trace = new Trace(new Arena(), 'history');
  const { records, batches, logBatches, incarnations } = trace.facts;
  names.actors.forEach((_, actor) => incarnations.append(actor, 1));
  const tip = new Int32Array(PARTITIONS).fill(-1);
  let at = 0;
  const row = (kind: number, actor: number, subject: number, a: number, b = 0, c = 0, d = 0, flags = 0) =>
    trace.history.append(at, kind, actor, flags, subject, a, b, c, d, -1, -1);
  for (let p = 0; p < PARTITIONS; p++) {
    const [leader, follower] = names.partitionReplicas[p];
    row(RowKind.leaderElected, 3, p, leader, 0, (1 << leader) | (1 << follower), 0, ElectionFlag.initial);
    for (const group of [0, 1]) row(RowKind.positionSet, 6 + group * 2 + (p & 1), p, 0);
  }
  for (let n = 0; trace.history.length < ROWS; n++) {
    const p = n % PARTITIONS;
    const producer = 4 + (n & 1);
    const [leader, follower] = names.partitionReplicas[p];
    at += 10;
    const batch = batches.open(p, producer, at, -1);
    const record = records.append(at, producer, p, n % 100, n, 200, 0, -1, batch, -1);
    batches.firstSlot[batch] = batches.reserve(1);
    batches.recordAt[batches.firstSlot[batch]] = record;
    batches.count[batch] = 1;
    const node = logBatches.append(p, batch, 1, 0, tip[p], 200);
    tip[p] = node;
    const offset = logBatches.baseOffset[node];
    row(RowKind.append, leader, p, node, offset, offset + 1);
    row(RowKind.append, follower, p, node, offset, offset + 1, 0, AppendFlag.follower);
    row(RowKind.highWatermark, leader, p, offset + 1, 0);
    row(RowKind.sendOk, producer, p, batch, offset, 0);
    for (const member of [6 + (p & 1), 8 + (p & 1)]) {
      row(RowKind.poll, member, p, offset, offset + 1, offset + 1, node);
      row(RowKind.processEnd, member, p, offset, offset + 1, 0, node);
      if (n % 480 < PARTITIONS) row(RowKind.commitOk, member, p, offset + 1, -1);
    }
  }
  return trace;
}
