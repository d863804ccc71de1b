import { describe, expect, test } from 'vitest';
import { explain, placeOf, stripAt } from '../../../simulations/checker/index';
import { judgeText } from './judge-text';

const log = `leader orders-0 broker-1 e=0 isr=broker-1,broker-2 initial
  send r0 p=orders-0 · append broker-1 orders-0 @0 r0 e=0 · append broker-2 orders-0 @0 r0 e=0 role=follower · ack r0 @0
  send r1 p=orders-0 · append broker-1 orders-0 @1 r1 e=0 · ack r1 @1`;
const killed = `${log} · crash broker-1 · isr orders-0 broker-2 · +0ms leader orders-0 broker-2 e=1 isr=broker-2`;

describe('the verdict strip (contracts.md)', () => {
  test('counts distinct records, at any moment', () => {
    const { strip } = judgeText(killed);
    expect(stripAt(strip, 3999)).toMatchObject({ acknowledged: 0, lost: 0 });
    expect(stripAt(strip, 4000)).toMatchObject({ acknowledged: 1, lost: 0 });
    expect(stripAt(strip, 8000)).toMatchObject({ acknowledged: 2, lost: 0 });
    expect(stripAt(strip, 9000)).toMatchObject({ acknowledged: 2, lost: 1 });
  });

  test('a record that two groups process twice is one record', () => {
    const twice = (group: string, member: string) =>
      `poll ${member} ${group} orders-0 0:r0 · done ${member} r0 · position ${member} ${group} orders-0 0 rewind · poll ${member} ${group} orders-0 0:r0 · done ${member} r0`;
    const verdict = judgeText(`${log} · ${twice('g', 'c1')} · ${twice('h', 'd1')}`);
    expect(verdict.counts['duplicate-processing']).toBe(2);
    expect(stripAt(verdict.strip, verdict.untilMicros).duplicated).toBe(1);
  });

  test('a verdict at a moment equals the strip of the whole run at that moment', () => {
    const whole = judgeText(killed);
    for (const untilMs of [0, 3, 4, 7, 8, 9]) {
      const until = judgeText(killed, { untilMs });
      expect(stripAt(until.strip, untilMs * 1000)).toEqual(stripAt(whole.strip, untilMs * 1000));
    }
  });
});

describe('every number answers "why?", zeros too', () => {
  test('nothing lost: how many are where', () => {
    const verdict = judgeText(log, { untilMs: 7 });
    expect(explain(verdict, 'lost')).toEqual({
      title: 'Why is nothing lost?',
      sentence: 'Nothing lost up to 0.007 s: 2 acknowledged, 1 on every in-sync replica, 1 on their way',
      anomalies: [],
    });
  });

  test('lost: the findings with their chains', () => {
    const verdict = judgeText(killed);
    const answer = explain(verdict, 'lost');
    expect(answer.title).toBe('Why was 1 record lost?');
    expect(answer.anomalies.map(placeOf)).toEqual(['orders-0, offset 1']);
    expect(explain(verdict, 'lost', 5000).anomalies).toEqual([]);
  });

  test('every step has its time and the row that it stands for', () => {
    const [anomaly] = judgeText(killed).anomalies;
    for (const step of anomaly.why) expect(step.row).toBeGreaterThanOrEqual(0);
    const times = anomaly.why.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const { say } of anomaly.why) expect(say.length).toBeLessThanOrEqual(110);
  });

  test.each(['acknowledged', 'lostToGroup', 'duplicated', 'outOfOrder', 'late'] as const)(
    '%s has a sentence',
    (column) => {
      expect(explain(judgeText(log), column).sentence).toMatch(/\w/);
    },
  );
});
