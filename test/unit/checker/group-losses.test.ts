import { describe, expect, test } from 'vitest';
import { countOf, judgeText } from './judge-text';

const log = `leader orders-0 broker-1 e=0 isr=broker-1 initial
  append broker-1 orders-0 @0 r0 · append broker-1 orders-0 @1 r1 · append broker-1 orders-0 @2 r2`;
const reads = `${log} · assign c1 g orders-0 · position c1 g orders-0 0 assigned · poll c1 g 0:r0 1:r1 2:r2`;

describe('C-AN lost-to-group', () => {
  test.each([
    [
      'present: committed before processing, then killed (K-SCN-24)',
      `${reads} · commit g orders-0 3 by=c1 · done c1 r0 · crash c1`,
      2,
    ],
    [
      'present: handed to threads, positions committed, then killed (K-SCN-21)',
      `${reads} · begin c1 r0 · commit g orders-0 2 by=c1 · crash c1`,
      2,
    ],
    [
      'present: close() commits everything handed out (K-SCN-22)',
      `${reads} · done c1 r0 · commit g orders-0 3 by=c1 · close c1`,
      2,
    ],
    [
      'present: a failed record is skipped and committed past',
      `${reads} · done c1 r0 · stumble c1 orders-0 1 skip · done c1 r2 · commit g orders-0 3 by=c1`,
      1,
    ],
    ['absent', `${reads} · done c1 r0 · done c1 r1 · done c1 r2 · commit g orders-0 3 by=c1 · crash c1`, 0],
    ['near miss: commit of exactly offset + 1', `${reads} · done c1 r0 · commit g orders-0 1 by=c1 · crash c1`, 0],
    ['near miss: it is still in a living hand', `${reads} · commit g orders-0 3 by=c1`, 0],
    [
      'near miss: a living owner stands at or below it',
      `${log} · assign c1 g orders-0 · position c1 g orders-0 0 assigned
       poll c1 g 0:r0 · done c1 r0 · commit g orders-0 2 by=c1`,
      0,
    ],
    [
      'unknown: whether the commit was accepted is not known',
      `${reads} · commit-unknown g orders-0 3 by=c1 · crash c1`,
      0,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('lost-to-group', text)).toBe(expected);
  });

  test('8.5: what a living hand holds is pending, after a drain too', () => {
    const text = `${reads} · commit g orders-0 3 by=c1 · done c1 r0`;
    expect(judgeText(text).pending['lost-to-group']).toBe(2);
    expect(judgeText(text, { audited: true })).toMatchObject({ counts: {}, pending: { 'lost-to-group': 2 } });
  });

  test('8.5: what nobody was handed and a commit passed is lost once the drain is over', () => {
    const text = `${log} · assign c1 g orders-0 · position c1 g orders-0 0 assigned
      poll c1 g 0:r0 · done c1 r0 · commit g orders-0 2 by=c1`;
    expect(judgeText(text).pending['lost-to-group']).toBe(1);
    expect(judgeText(text, { audited: true }).counts['lost-to-group']).toBe(1);
  });

  test('an unanswered commit counts once the next owner starts from it', () => {
    const text = `${reads} · commit-sent g orders-0 3 by=c1 · crash c1 · assign c2 g orders-0`;
    expect(countOf('lost-to-group', `${text} · position c2 g orders-0 3 assigned`)).toBe(3);
    expect(countOf('lost-to-group', `${text} · position c2 g orders-0 0 assigned`)).toBe(0);
  });

  test('a record that is done after all is no longer counted', () => {
    const verdict = judgeText(`${reads} · done c1 r0 · commit g orders-0 3 by=c1 · crash c1
      assign c2 g orders-0 · position c2 g orders-0 1 seek · poll c2 g 1:r1 2:r2 · done c2 r1`);
    expect(verdict.counts['lost-to-group']).toBe(1);
    expect([...verdict.strip.lostToGroup.count]).toEqual([2, 1]);
  });

  test('says who committed past it and who died', () => {
    const { anomalies } = judgeText(`${reads} · done c1 r0 · commit g orders-0 3 by=c1 · crash c1`);
    expect(anomalies[0].why.map(({ say }) => say)).toEqual([
      'c1 commits offset 3 of orders-0: accepted',
      'c1 is killed',
      'orders-0 offsets 1 and 2: committed past, never finished; g will not see them again',
    ]);
  });
});

describe('C-AN skipped-by-reset', () => {
  const starts = `${log} · assign c1 g orders-0`;
  test.each([
    ['present: a first start with latest (K-SCN-30)', `${starts} · position c1 g orders-0 3 reset`, 3],
    [
      'present: out of range, then to the end',
      `${log} · assign c1 g orders-0 · position c1 g orders-0 1 assigned · position c1 g orders-0 3 reset`,
      2,
    ],
    ['absent', `${starts} · position c1 g orders-0 0 reset`, 0],
    ['near miss: a reset to earliest reads again', `${reads} · done c1 r0 · position c1 g orders-0 0 reset`, 0],
    ['near miss: an application may seek where it likes', `${starts} · position c1 g orders-0 3 seek`, 0],
    [
      'unknown: sends with an unknown end are visible records all the same',
      `${starts.replace('append', 'send r0 p=orders-0 · unknown r0 · append')} · position c1 g orders-0 3 reset`,
      3,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('skipped-by-reset', text)).toBe(expected);
  });
});

describe('C-AN expired-unread', () => {
  const begun = `${reads} · done c1 r0 · commit g orders-0 1 by=c1 · crash c1`;
  test.each([
    ['present', `${begun} · logstart broker-1 orders-0 3`, 2],
    ['absent', `${begun} · logstart broker-1 orders-0 1`, 0],
    ['near miss: the group has not begun', `${log} · logstart broker-1 orders-0 3`, 0],
    [
      'near miss: in a living hand',
      `${reads} · done c1 r0 · commit g orders-0 1 by=c1 · logstart broker-1 orders-0 3`,
      0,
    ],
    [
      'unknown: a commit that nobody confirmed does not save it',
      `${begun} · commit-unknown g orders-0 3 by=c1 · logstart broker-1 orders-0 3`,
      2,
    ],
  ])('%s', (_, text, expected) => {
    expect(countOf('expired-unread', text)).toBe(expected);
  });
});
