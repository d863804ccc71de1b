import { expect, test } from 'vitest';
import { actions, check, createRun, laterActions, resultOf, runUntil, scenarios } from '../../../simulations';
import type { Run, RunResult, Verdict } from '../../../simulations';
import { rowIncarnation, RowKind, rowKind, rowTime, rowWord } from '../../../simulations/kernel';
import { normalise, type Scenario } from '../../../simulations/scenario';

/** What each scenario of the gallery says that one sees, as facts; and what mends it, where its sentence names that. */

interface Played {
  readonly run: Run;
  readonly result: RunResult;
  readonly verdict: Verdict;
}

function scenarioOf(name: string): Scenario {
  return scenarios.find((it) => it.name === name)!.scenario;
}

function play(scenario: Scenario, untilMs = Infinity): Played {
  const reading = normalise(scenario, { actions, laterActions });
  if (!reading.ok) throw new Error(reading.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const run = createRun(reading.scenario, { level: 'history' });
  runUntil(run, Math.min(run.endMicros, untilMs * 1000));
  const { settings, names, trace } = run;
  const verdict = check({ scenario: run.scenario, settings, names, audited: false }, trace, {
    untilMicros: run.nowMicros,
    invariants: true,
  });
  return { run, result: resultOf(run, { logs: true, internal: false }), verdict };
}

/** Times in ms and words of the rows of one kind. */
function rowsOf({ run }: Played, kind: number): { at: number; subject: number; a: number }[] {
  const { history } = run.trace;
  return Array.from({ length: history.length }, (_, row) => row)
    .filter((row) => rowKind(rowWord(history, row, 0)) === kind)
    .map((row) => ({
      at: rowTime(history, row) / 1000,
      subject: rowWord(history, row, 1),
      a: rowWord(history, row, 2),
    }));
}

const leadersOf = ({ result }: Played): (number | null)[] =>
  Object.values(result.partitions).map(({ leader }) => leader);
const count = ({ verdict }: Played, kind: string): number =>
  (verdict.counts as Readonly<Record<string, number>>)[kind] ?? 0;

/** The topic `orders` of a scenario with other settings. */
function withTopic(scenario: Scenario, config: Record<string, string | number | boolean>): Scenario {
  const orders = scenario.topics!['orders']!;
  return { ...scenario, topics: { orders: { ...orders, config: { ...orders.config, ...config } } } };
}

test('K-REP-40, K-REP-36: after a rolling restart the last broker leads nothing, and nothing was lost', () => {
  const played = play(scenarioOf('rolling-restart-without-preferred-leaders'));
  expect(leadersOf(played)).not.toContain(3);
  expect(leadersOf(played).filter((leader) => leader === 1)).toHaveLength(4);
  expect(played.result.producers['checkout']).toMatchObject({ sent: 1400, acked: 1400, failed: 0 });
  expect(played.verdict.counts).toEqual({});
});

test('K-REP-36: the periodic check of the controller would have handed leaderships back after 300 s', () => {
  const scenario = scenarioOf('rolling-restart-without-preferred-leaders');
  expect(leadersOf(play({ ...scenario, duration: '310s' }))).toEqual([1, 2, 3, 1, 2, 3]);
});

test('K-REA-11, K-SCN-46: electing preferred leaders after it spreads the work again, without a failed record', () => {
  const played = play(scenarioOf('rolling-restart-with-preferred-leaders'));
  expect(leadersOf(played)).toEqual([1, 2, 3, 1, 2, 3]);
  expect(played.result.producers['checkout']).toMatchObject({ sent: 1400, acked: 1400, failed: 0 });
  expect(played.verdict.counts).toEqual({});
});

test('K-SCN-14, K-REP-33: an unclean election loses every record acknowledged since the replica left, and reuses offsets', () => {
  const scenario = scenarioOf('unclean-election');
  const played = play(scenario);
  // Ten a second from the stop at 6 s, in its shutdown still in sync, to the kill at 20 s.
  expect(count(played, 'lost-write')).toBeGreaterThan(100);
  expect(count(played, 'lost-write')).toBeLessThanOrEqual(140);
  expect(count(played, 'inconsistent-offsets')).toBe(count(played, 'lost-write'));
  const clean = play(withTopic(scenario, { 'unclean.leader.election.enable': false }));
  expect(count(clean, 'lost-write')).toBe(0);
});

test('K-SCN-3, K-REP-42: acks=all of one replica is lost with its power; with a minimum of two it would have been refused', () => {
  const scenario = scenarioOf('the-isr-of-one');
  const before = play(scenario, 21_000);
  expect(before.result.partitions['orders-0']).toMatchObject({ leader: 1, isr: [1] });
  expect(rowsOf(before, RowKind.isrChanged).at(-1)!.at).toBeLessThan(7000);
  expect(count(play(scenario), 'lost-write')).toBeGreaterThan(50);
  const refused = play(withTopic(scenario, { 'min.insync.replicas': 2 }), 21_000);
  expect(refused.result.producers['checkout']!.acked).toBeLessThan(70);
});

test('K-REP-5, K-REP-20: requests of acks=all wait one behind the other for a slow follower, those of acks=1 not at all; it stays in sync', () => {
  const played = play(scenarioOf('a-slow-follower'));
  const latencies = (name: string, from: number, to: number): number[] => {
    const { names, trace } = played.run;
    const { batches, incarnations, records } = trace.facts;
    return Array.from({ length: trace.history.length }, (_, row) => row).flatMap((row) => {
      const word = rowWord(trace.history, row, 0);
      if (rowKind(word) !== RowKind.sendOk) return [];
      if (names.actors[incarnations.actor[rowIncarnation(word)]!] !== name) return [];
      const sentAt =
        records.sentAtMicros[batches.recordAt[batches.firstSlot[rowWord(trace.history, row, 2)]!]!]! / 1000;
      return sentAt >= from && sentAt < to ? [rowTime(trace.history, row) / 1000 - sentAt] : [];
    });
  };
  expect(Math.max(...latencies('patient', 0, 10_000))).toBeLessThan(30);
  expect(Math.min(...latencies('patient', 13_000, 28_000))).toBeGreaterThan(1000);
  expect(Math.max(...latencies('patient', 13_000, 28_000))).toBeLessThan(2000);
  expect(Math.max(...latencies('hasty', 12_000, 29_000))).toBeLessThan(30);
  expect(rowsOf(played, RowKind.isrChanged).filter(({ at }) => at > 0)).toEqual([]);
});

test('K-SCN-42, K-CTL-5: a leader that is no longer heard acknowledges acks=1 for nothing; acks=all loses nothing', () => {
  const scenario = scenarioOf('isolate-one-way');
  const played = play(scenario);
  // Five a second in the twenty seconds of isolation.
  expect(count(played, 'lost-write')).toBeGreaterThanOrEqual(90);
  expect(count(played, 'lost-write')).toBeLessThanOrEqual(110);
  const elected = rowsOf(played, RowKind.leaderElected).find(({ subject, at }) => subject === 0 && at > 0)!;
  expect(elected.at).toBeGreaterThan(17_000);
  expect(elected.at).toBeLessThan(20_500);
  const { careful, hasty } = scenario.producers!;
  const all = { ...scenario, producers: { careful: careful!, hasty: { ...hasty!, config: { acks: 'all' } } } };
  expect(count(play(all), 'lost-write')).toBe(0);
});

test('K-MET-3: fifteen seconds of outage take about as long again to make up for', () => {
  const scenario = scenarioOf('catching-up-after-an-outage');
  const lagAt = (ms: number): number =>
    Object.values(play(scenario, ms).result.groups['invoice']!.lag).reduce((sum, lag) => sum + lag, 0);
  expect(lagAt(25_000)).toBeGreaterThan(850);
  expect(lagAt(33_000)).toBeGreaterThan(200);
  expect(lagAt(33_000)).toBeLessThan(700);
  expect(lagAt(44_000)).toBeLessThan(60);
});

test('K-GRP-17, K-GRP-18, K-ASG-1: eager gives everything up and waits for the slowest, cooperative moves two partitions', () => {
  const { groups } = play(scenarioOf('cooperative-against-eager')).result;
  const eager = groups['eager']!.rebalances![1]!;
  expect(Object.values(eager.revoked).flat()).toHaveLength(6);
  expect(Math.max(...Object.values(eager.stoppedFor))).toBeGreaterThan(1000);
  const cooperative = groups['cooperative']!.rebalances!.slice(1);
  expect(cooperative.flatMap(({ revoked }) => Object.values(revoked).flat())).toHaveLength(2);
  expect(cooperative.every(({ stoppedFor }) => Object.keys(stoppedFor).length === 0)).toBe(true);
  const sizes = (name: string): number[] =>
    Object.values(groups[name]!.members).map(({ assignment }) => assignment.length);
  expect(sizes('eager')).toEqual([2, 2, 2]);
  expect(sizes('cooperative')).toEqual([2, 2, 2]);
});

test('K-PART-2: three keys leave at least three members without work, and one of them too much for its own', () => {
  const scenario = scenarioOf('hot-partition');
  const lags = (ms: number): number[] => Object.values(play(scenario, ms).result.groups['invoice']!.lag);
  const ends = Object.values(play(scenario).result.partitions).map(({ logEndOffset }) => logEndOffset);
  expect(ends.filter((end) => end === 0)).toHaveLength(3);
  expect(Math.max(...lags(20_000))).toBeGreaterThan(100);
  expect(Math.max(...lags(40_000))).toBeGreaterThan(Math.max(...lags(20_000)) + 100);
  expect(lags(40_000).filter((lag) => lag > 20)).toHaveLength(1);
});

test('K-SCN-32, K-LOG-3, K-CON-31: retention removes records before the group has read them', () => {
  const scenario = scenarioOf('retention-eats-the-unread');
  const played = play(scenario);
  expect(count(played, 'expired-unread')).toBeGreaterThan(300);
  const offsets = played.result.delivered!['invoice']!.map(({ offset }) => offset);
  const jumps = offsets.filter((offset, index) => index > 0 && offset > offsets[index - 1]! + 1);
  expect(jumps.length).toBeGreaterThan(0);
  expect(count(play(withTopic(scenario, { 'retention.ms': 604_800_000 })), 'expired-unread')).toBe(0);
});

test('K-SCN-26, K-GRP-20, K-GRP-23: a paused member is replaced after 45 s, finishes what it holds, and its commit is refused', () => {
  const played = play(scenarioOf('consumer-pause-and-zombie'));
  const left = rowsOf(played, RowKind.memberLeft)[0]!;
  expect(left.at).toBeGreaterThan(53_000);
  expect(left.at).toBeLessThan(58_000);
  expect(count(played, 'zombie-processing')).toBeGreaterThan(10);
  expect(count(played, 'duplicate-effect')).toBe(count(played, 'zombie-effect'));
  const refused = rowsOf(played, RowKind.commitFail).filter(({ at }) => at > 67_000);
  expect(refused.length).toBeGreaterThan(0);
  expect(Object.values(played.result.groups['invoice']!.lag)).toEqual([0, 0]);
});

test('K-SCN-2, K-PROD-30: with acks=0 no call fails and records are missing; with acks=all none is', () => {
  const scenario = scenarioOf('acks-0');
  const played = play(scenario);
  expect(played.result.producers['metrics']).toMatchObject({ sent: 3500, acked: 3500, failed: 0, errors: {} });
  const stored = (it: Played): number => it.result.partitions['orders-0']!.highWatermark;
  expect(stored(played)).toBeLessThan(3500);
  const metrics = { ...scenario.producers!['metrics']!, config: { acks: 'all' } };
  expect(stored(play({ ...scenario, producers: { metrics } }))).toBe(3500);
});

test('K-SCN-4, K-REP-10: a minimum above what lives stops every write, and loses nothing', () => {
  const scenario = scenarioOf('min-insync-replicas-above-what-lives');
  const stuck = play(scenario, 34_000);
  expect(stuck.result.producers['checkout']!.acked).toBeLessThanOrEqual(101);
  expect(stuck.result.partitions['orders-0']).toMatchObject({ leader: 1, isr: [1, 2] });
  expect(play(scenario).result.producers['checkout']).toMatchObject({ sent: 500, acked: 500, failed: 0 });
  const mended = play(withTopic(scenario, { 'min.insync.replicas': 2 }), 34_000);
  expect(mended.result.producers['checkout']!.acked).toBeGreaterThan(330);
});
