import { describe, expect, test } from 'vitest';
import { ClusterView } from '../../../../../simulations/history';
import { lifePoints, partitionLife } from '../../../../../src/diagram/life/partition-life';
import { gapWords, recordLife } from '../../../../../src/diagram/life/record-life';
import { clusterTrace } from '../../../../synthetic/cluster-trace';

const killed = clusterTrace({
  kill: { broker: 1, atMicros: 6_000_000, detectMicros: 1_000_000 },
  durationMicros: 12_000_000,
});

function viewAt(atMicros: number): ClusterView {
  const view = new ClusterView(killed.names, killed.trace);
  view.advanceTo(atMicros);
  return view;
}

describe('the life of a record', () => {
  const life = recordLife(viewAt(12_000_000), 0, 0, 3)!;
  const at = (what: string): number => life.steps.find((step) => step.what.startsWith(what))!.atMicros;

  test('goes from the send over the replicas and the high watermark to the commits, in order', () => {
    expect(life.steps[0]).toMatchObject({ what: expect.stringMatching(/^sent by (checkout|mobile)$/) });
    expect(at('on the wire')).toBeGreaterThanOrEqual(at('sent'));
    expect(at('appended on broker 1')).toBeGreaterThan(at('on the wire'));
    expect(at('replicated to broker 2')).toBeGreaterThan(at('appended'));
    expect(at('replicated to broker 3')).toBeGreaterThan(at('appended'));
    expect(at('visible to readers')).toBeGreaterThan(at('replicated to broker 2'));
    expect(at('read by invoice-0')).toBeGreaterThan(at('visible'));
    expect(at('committed by invoice')).toBeGreaterThan(at('read by invoice-0'));
    expect(life.steps.map(({ atMicros }) => atMicros)).toEqual(
      life.steps.map(({ atMicros }) => atMicros).toSorted((left, right) => left - right),
    );
    expect(life.missing).toEqual([]);
  });

  test('says what has not happened yet at the moment on screen', () => {
    const young = recordLife(viewAt(at('appended') + 1), 0, 0, 3)!;
    expect(young.steps.map(({ what }) => what.split(' ')[0])).toEqual(['sent', 'on', 'appended']);
    expect(young.missing).toContain('not yet visible to readers');
    expect(young.missing).toContain('not yet read by fraud');
  });

  test('there is none where a log has no record', () => {
    expect(recordLife(viewAt(1000), 0, 0, 3)).toBeNull();
  });

  test('gaps are written in the unit that fits', () => {
    expect([40, 3400, 34_000, 1_200_000].map(gapWords)).toEqual(['+40 µs', '+3.4 ms', '+34 ms', '+1.20 s']);
  });
});

describe('the life of a partition', () => {
  const view = viewAt(12_000_000);
  const life = partitionLife(view, 1, 12_000_000);

  test('knows every leader with its epoch, and who was in sync', () => {
    expect(life.leaderships).toEqual([
      { fromMicros: 0, leader: 1, leaderEpoch: 0 },
      { fromMicros: 7_000_000, leader: 2, leaderEpoch: 1 },
    ]);
    expect(life.inSync.map(({ mask }) => mask)).toEqual([0b111, 0b101]);
  });

  test('follows log end, high watermark and commits, none before the other', () => {
    expect(life.points).toBe(lifePoints);
    for (let point = 0; point < life.points; point++) {
      const end = life.logEnd[point]!;
      const watermark = life.highWatermark[point]!;
      if (watermark >= 0) expect(end).toBeGreaterThanOrEqual(watermark);
      for (const line of life.committed) expect(line[point]!).toBeLessThanOrEqual(Math.max(0, watermark));
    }
    expect(life.highWatermark.at(-1)).toBe(view.columns.highWatermark[1]);
  });

  test('is unfinished where the trace is', () => {
    expect(partitionLife(view, 1, 48_000_000).points).toBe(lifePoints / 4 + 1);
  });
});
