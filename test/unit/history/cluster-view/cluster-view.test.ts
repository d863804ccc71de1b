import { describe, expect, test } from 'vitest';
import { ClusterView, ProcessState, ReplicaRole } from '../../../../simulations/history/cluster-view/index';
import {
  Arena,
  CARRIES,
  MESSAGE,
  MESSAGE_LOST,
  RowKind,
  SendFlag,
  Trace,
  viewOf,
  type TraceNames,
} from '../../../../simulations/kernel/index';
import { clusterTrace } from '../../../synthetic/cluster-trace';

const names: TraceNames = {
  actors: ['broker-1', 'broker-2', 'controller-1', 'checkout', 'invoice-0', 'invoice-1'],
  actorKinds: ['broker', 'broker', 'controller', 'producer', 'member', 'member'],
  actorGroup: [-1, -1, -1, -1, 0, 0],
  partitions: ['orders-0', 'orders-1'],
  partitionTopic: [0, 0],
  partitionReplicas: [
    [0, 1],
    [1, 0],
  ],
  userPartitionCount: 2,
  topics: ['orders'],
  groups: ['invoice'],
  keys: ['a', 'b'],
  texts: [],
  clockMs: 0,
};

/** A trace written row by row; `row` takes the time in ms. */
function written() {
  const trace = new Trace(new Arena(), 'full');
  names.actors.forEach((_, actor) => trace.facts.incarnations.append(actor, 1));
  const row = (ms: number, kind: number, actor: number, subject: number, a = 0, b = 0, c = 0, d = 0, flags = 0) =>
    trace.history.append(ms * 1000, kind, actor, flags, subject, a, b, c, d, -1, -1);
  /** A closed batch of `count` records sent at `ms`. */
  const batch = (ms: number, partition: number, count: number, splitFrom = -1) => {
    const { batches, records } = trace.facts;
    const number = batches.open(partition, 3, ms * 1000, splitFrom);
    batches.firstSlot[number] = batches.reserve(count);
    batches.count[number] = count;
    for (let i = 0; splitFrom < 0 && i < count; i++) {
      const record = records.append(ms * 1000, 3, partition, 0, i, 10, 0, -1, number, -1);
      batches.recordAt[batches.firstSlot[number]! + i] = record;
    }
    return number;
  };
  const node = (partition: number, of: number, count: number, epoch: number, parent: number) =>
    trace.facts.logBatches.append(partition, of, count, epoch, parent, 100);
  return { trace, row, batch, node, view: () => new ClusterView(names, viewOf(trace)) };
}

describe('brokers', () => {
  test('are up, then killed, fenced, starting and up again, each with its time', () => {
    const { row, trace, view } = written();
    row(1000, RowKind.actorCrashed, 0, 0);
    row(2000, RowKind.brokerFenced, 2, 0);
    trace.facts.incarnations.append(0, 2);
    row(3000, RowKind.actorStarted, 6, 0);
    row(4000, RowKind.brokerUnfenced, 2, 0);
    const it = view();
    const seen = [500, 1500, 2500, 3500, 4500].map((ms) => {
      it.advanceTo(ms * 1000);
      const { processState, processSinceMicros, isFenced, fencedSinceMicros, life } = it.columns;
      return [processState[0], processSinceMicros[0]! / 1000, isFenced[0], fencedSinceMicros[0]! / 1000, life[0]];
    });
    expect(seen).toEqual([
      [ProcessState.running, 0, 0, -0.001, 1],
      [ProcessState.killed, 1000, 0, -0.001, 1],
      [ProcessState.killed, 1000, 1, 2000, 1],
      [ProcessState.starting, 3000, 1, 2000, 2],
      [ProcessState.running, 4000, 0, 4000, 2],
    ]);
  });

  test('believe nothing after a crash, whatever the metadata says', () => {
    const { row, view } = written();
    row(0, RowKind.leaderElected, 2, 0, 0, 3, 0b11, 5);
    row(1, RowKind.leaderStarted, 0, 0, 3);
    row(1, RowKind.followerStarted, 1, 0, 3, 0);
    row(9, RowKind.actorCrashed, 0, 0);
    const it = view();
    it.advanceTo(5000);
    expect([...it.columns.role]).toEqual([ReplicaRole.leader, ReplicaRole.follower, 0, 0]);
    expect(it.columns.believedLeaderEpoch[1]).toBe(3);
    expect(it.columns.partitionEpoch[0]).toBe(5);
    it.advanceTo(9000);
    expect([...it.columns.role]).toEqual([ReplicaRole.none, ReplicaRole.follower, 0, 0]);
    expect(it.columns.leader[0]).toBe(0);
  });
});

describe('logs', () => {
  test('grow by appends, shrink by truncation, and take their tip along', () => {
    const { row, batch, node, view } = written();
    const first = node(0, batch(1, 0, 2), 2, 0, -1);
    const second = node(0, batch(2, 0, 3), 3, 0, first);
    row(1, RowKind.append, 0, 0, first, 0, 2);
    row(2, RowKind.append, 0, 0, second, 2, 5);
    row(3, RowKind.append, 1, 0, second, 0, 5);
    row(4, RowKind.truncate, 1, 0, 2, 5);
    row(5, RowKind.logStart, 0, 0, 1);
    row(5, RowKind.highWatermark, 0, 0, 2);
    const it = view();
    it.advanceTo(3000);
    expect([...it.columns.logEndOffset.slice(0, 2)]).toEqual([5, 5]);
    it.advanceTo(5000);
    expect([...it.columns.logEndOffset.slice(0, 2)]).toEqual([5, 2]);
    expect([...it.columns.tip.slice(0, 2)]).toEqual([second, first]);
    expect(it.columns.logStartOffset[0]).toBe(1);
    expect(it.columns.highWatermark[0]).toBe(2);
  });

  test('an election without a leader keeps the last one as previous', () => {
    const { row, view } = written();
    row(0, RowKind.leaderElected, 2, 1, 1, 0, 0b11);
    row(7, RowKind.leaderNone, 2, 1, 1, 1, 0b10);
    const it = view();
    it.advanceTo(7000);
    const { leader, previousLeader, leaderEpoch, inSyncReplicas, leaderSinceMicros } = it.columns;
    expect([leader[1], previousLeader[1], leaderEpoch[1], inSyncReplicas[1], leaderSinceMicros[1]]).toEqual([
      -1, 1, 1, 2, 7000,
    ]);
  });
});

describe('producers', () => {
  test('queued, in flight, acknowledged, failed and unknown add up to what was sent', () => {
    const { row, batch, view } = written();
    const a = batch(1, 0, 4);
    const b = batch(1, 1, 2);
    const c = batch(2, 1, 1);
    row(3, RowKind.sendAttempt, 3, 0, a, 1, 0);
    row(3, RowKind.sendAttempt, 3, 1, b, 1, 1);
    row(4, RowKind.sendRetry, 3, 0, a, 7, 1);
    row(5, RowKind.sendAttempt, 3, 0, a, 2, 0);
    row(6, RowKind.sendOk, 3, 0, a, 0, 0);
    row(7, RowKind.sendInfo, 3, 1, b, 7);
    row(8, RowKind.sendFail, 3, 1, c, 7);
    row(9, RowKind.sendFail, 3, 1, 0, 7, 0, 0, SendFlag.record);
    const it = view();
    const seen = [0, 1, 3, 4, 5, 6, 7, 8, 9].map((ms) => {
      it.advanceTo(ms * 1000);
      const { sent, inFlight, acknowledged, failed, unknown } = it.columns;
      return [sent[3], it.queued(3), inFlight[3], acknowledged[3], failed[3], unknown[3]];
    });
    expect(seen).toEqual([
      [0, 0, 0, 0, 0, 0],
      [6, 6, 0, 0, 0, 0],
      [7, 1, 6, 0, 0, 0],
      [7, 5, 2, 0, 0, 0],
      [7, 1, 6, 0, 0, 0],
      [7, 1, 2, 4, 0, 0],
      [7, 1, 0, 4, 0, 2],
      [7, 0, 0, 4, 1, 2],
      [7, -1, 0, 4, 2, 2],
    ]);
  });

  test('K-PROD-33: a split batch leaves the network when its parts go', () => {
    const { row, batch, view } = written();
    const whole = batch(1, 0, 4);
    const part = batch(1, 0, 2, whole);
    row(2, RowKind.sendAttempt, 3, 0, whole, 1, 0);
    row(3, RowKind.sendAttempt, 3, 0, part, 1, 0);
    const it = view();
    it.advanceTo(3000);
    expect(it.columns.inFlight[3]).toBe(2);
  });
});

describe('groups', () => {
  test('owner as the coordinator has it, holder as the client has it', () => {
    const { row, view } = written();
    row(1, RowKind.groupState, 0, 0, 3, 4, 1, 2);
    row(1, RowKind.ownership, 0, 0, 4, 4);
    row(2, RowKind.partitionAssigned, 4, 0, 4);
    row(3, RowKind.ownership, 0, 0, 5, 5);
    row(4, RowKind.partitionAssigned, 5, 0, 5);
    row(5, RowKind.partitionLost, 4, 0, 4);
    row(6, RowKind.actorCrashed, 5, 0);
    const it = view();
    const seen = [2, 3, 5, 6].map((ms) => {
      it.advanceTo(ms * 1000);
      return [it.columns.owner[0], it.columns.holder[0]];
    });
    expect(seen).toEqual([
      [4, 4],
      [5, 4],
      [5, 5],
      [5, -1],
    ]);
    expect([it.columns.generationId[0], it.columns.memberCount[0]]).toEqual([4, 2]);
  });

  test('lag counts from the committed offset, and from the log start while nothing is committed', () => {
    const { row, view } = written();
    row(0, RowKind.leaderElected, 2, 0, 0, 0, 3);
    row(1, RowKind.highWatermark, 0, 0, 20);
    row(2, RowKind.logStart, 0, 0, 5);
    row(3, RowKind.poll, 4, 0, 5, 12, 12);
    row(4, RowKind.commitOk, 4, 0, 12, 1);
    const it = view();
    it.advanceTo(3000);
    expect([it.lag(0, 0), it.columns.position[0], it.columns.committedOffset[0]]).toEqual([15, 12, -1]);
    it.advanceTo(4000);
    expect([it.lag(0, 0), it.columns.committedOffset[0]]).toEqual([8, 12]);
  });
});

describe('messages', () => {
  test('are in flight from sending until arrival or death, and only if they carry records', () => {
    const { trace, view } = written();
    const send = (ms: number, transit: number, carries: number) => {
      const row = trace.messages.append(ms * 1000, MESSAGE, 3, 0, 0, 0, transit * 1000, 0, carries, -1, 0);
      if (carries) trace.messages.append(ms * 1000, CARRIES, 3, 0, 0, 0, 0, 1, -1, -1, 0);
      return row;
    };
    const slow = send(1, 50, 1);
    send(2, 50, 0);
    for (let i = 0; i < 2000; i++) send(3, 1, 1);
    const late = send(10, 5, 1);
    trace.messages.append(12_000, MESSAGE_LOST, 3, 0, 0, late, 0, 0, 0, -1, 0);
    const it = view();
    const rows = new Int32Array(8);
    const at = (ms: number) => {
      it.advanceTo(ms * 1000);
      const count = it.messagesInFlight(rows);
      return [count, ...rows.slice(0, Math.min(count, 2))];
    };
    expect(at(0)).toEqual([0]);
    expect(at(1)).toEqual([1, slow]);
    expect(at(3)[0]).toBe(2001);
    expect(at(11)).toEqual([2, slow, late]);
    expect(at(12)).toEqual([1, slow]);
    expect(at(51)).toEqual([0]);
    const lost: number[] = [];
    it.eachLostMessage(0, (message) => lost.push(message));
    expect(lost).toEqual([late]);
    expect(at(11)).toEqual([2, slow, late]);
  });
});

describe('time', () => {
  const run = clusterTrace({ kill: { broker: 1, atMicros: 8_000_000, detectMicros: 1_000_000 } });
  const stateAt = (view: ClusterView, timeMicros: number) => {
    view.advanceTo(timeMicros);
    const { growables, pages } = view.columns.arena.snapshot();
    return { pages, batches: growables[0]!.slice(0, run.trace.facts.batches.length) };
  };

  test('a moment looks the same from before, from behind and from anew', () => {
    const walked = new ClusterView(run.names, run.trace);
    const moments = [0, 7_999_999, 8_000_000, 3_141_592, 14_000_000, 9_000_001, 9_000_000];
    for (const moment of moments) {
      expect(stateAt(walked, moment)).toEqual(stateAt(new ClusterView(run.names, run.trace), moment));
    }
  });

  test('working ahead changes nothing on screen, and a jump after it leads to the same moment', () => {
    const rowCount = 3 * 65_536 + 100;
    const { trace, row, view } = written();
    for (let at = 0; at < rowCount; at++) row(at / 100, RowKind.highWatermark, 0, at % 2, at);
    for (let at = 0; at < rowCount; at += 7) row(rowCount / 100, RowKind.highWatermark, 0, 0, rowCount);
    const [ahead, plain] = [view(), view()];
    ahead.advanceTo(500_000);
    const { topologyStamp } = ahead;
    const before = ahead.columns.arena.snapshot();
    for (let more = true; more;) more = ahead.prepare();
    expect(ahead.columns.arena.snapshot()).toEqual(before);
    expect(ahead.topologyStamp).toBe(topologyStamp);
    expect(ahead.timeMicros).toBe(500_000);
    const end = (rowCount / 100) * 1000;
    for (const moment of [end, 655_360, 655_359, 1_310_720, 100, end / 2]) {
      ahead.advanceTo(moment);
      plain.advanceTo(moment);
      expect(ahead.columns.highWatermark).toEqual(plain.columns.highWatermark);
      expect(ahead.rowCount).toBe(plain.rowCount);
    }
    expect(trace.history.length).toBeGreaterThan(rowCount);
  });

  test('a trace that grows is read on from where it ended, at the same moment too', () => {
    const { row, view } = written();
    const it = view();
    row(1, RowKind.highWatermark, 0, 0, 3);
    it.advanceTo(9000);
    row(2, RowKind.highWatermark, 0, 0, 5);
    it.advanceTo(9000);
    expect(it.columns.highWatermark[0]).toBe(5);
  });

  test('the topology stamp stands still while only data flows', () => {
    const view = new ClusterView(run.names, run.trace);
    view.advanceTo(1_000_000);
    const before = view.topologyStamp;
    view.advanceTo(7_000_000);
    expect(view.topologyStamp).toBe(before);
    view.advanceTo(8_000_000);
    expect(view.topologyStamp).not.toBe(before);
  });
});
