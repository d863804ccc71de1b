import { describe, expect, test } from 'vitest';
import { parseText, printText, type HistoryError } from '../../../simulations/history/index';

const kept = [
  'send r1 p=orders-0 i=17 by=producer-1 acks=1 txn=t1',
  'send r1 p=orders-0 · ack r1 @41',
  'send r1 p=orders-0 · fail r1 RECORD_TOO_LARGE',
  'send r1 p=orders-0 · unknown r1',
  'send r1 p=orders-0 key="a b" · retry r1 NETWORK_EXCEPTION n=2',
  'append broker-1 orders-0 @41 r1 e=1',
  'append broker-1~2 orders-0 @41 r1 e=1 role=follower',
  'truncate broker-2 orders-0 41 epochMismatch',
  'flush broker-1 orders-0 40',
  'hw broker-1 orders-0 40 e=3',
  'leader orders-0 broker-2 e=2 unclean',
  'leader orders-0 broker-2 e=2 isr=broker-2,broker-3',
  'noleader orders-0 e=2 isr=- last=broker-1',
  'isr orders-0 broker-1,broker-2 elr=broker-3',
  'crash broker-1 · start broker-1~2',
  'crash broker-1 powerLost',
  'pause c1 · resume c1',
  'fence broker-1 · unfence broker-1 · register broker-1 clean',
  'assign c1 g orders-0 · revoke c1 g orders-0 · lost c1 g orders-0',
  'position c1 g orders-0 40 reset',
  'poll c1 g orders-0 41:r1 42:r2 iso=committed',
  'poll c1 g orders-0 41:r1 orders-1 7:r3',
  'poll c1 g orders-0 0:r1 · begin c1 r1 · done c1 r1',
  'commit g orders-0 42 by=c1 e=3',
  'commit-refused g orders-0 42 · commit-unknown g orders-0 42 · commit-sent g orders-0 42',
  'effect db i17 v=3 · effect-ignored db i17',
  'group g Stable 4 · owner g orders-0 c1 e=4 · owner g orders-0 - e=5',
  'action f1 kill broker-2 · end f1',
  'phase drain',
  '+5s phase audit',
  '+20ms crash a · +0ms crash b · +250us crash c',
  'txn t1 begin · txn t1 commit · txn t1 abort by=p · txn t1 decided=aborted',
];

describe('the compact text form (spec/checker.md 2.3)', () => {
  test.each(kept)('reads and prints back: %s', (text) => {
    const events = parseText(text);
    expect(parseText(printText(events, ' · '))).toEqual(events);
  });

  test.each(kept)('is printed as it was written: %s', (text) => {
    const printed = printText(parseText(text), ' · ');
    expect(printText(parseText(printed), ' · ')).toBe(printed);
  });

  test('each event advances time by 1 ms unless a step stands before it', () => {
    expect(parseText('crash a · crash b · +5s crash c · +20ms crash d').map(({ at }) => at)).toEqual([
      0, 1000, 5_001_000, 5_021_000,
    ]);
  });

  test('events stand a line each or between dots; # begins a comment', () => {
    expect(parseText('# a comment\ncrash a · crash b\n\n  crash c').map(({ actor }) => actor)).toEqual(['a', 'b', 'c']);
  });

  test('a line leaves out what earlier lines said', () => {
    const [, , , done] = parseText('send r1 p=orders-1 i=5 · assign c1 g orders-1 · poll c1 g 7:r1 · done c1 r1');
    expect(done).toMatchObject({ kind: 'process.end', group: 'g', partition: 'orders-1', offset: 7, intentId: 5 });
  });

  test.each([
    ['explode broker-1', 1, 1, 'unknown event "explode"'],
    ['crash a\nack', 2, 1, 'its recordId is missing'],
    ['crash a · append broker-1 orders-0 @x r1', 1, 36, 'offset: not a number: x'],
    ['send r1 colour=red', 1, 9, '"send" has no "colour"'],
    ['flush broker-1 orders-0 4 5', 1, 27, '"flush" ends before "5"'],
    ['send r1 key="open', 1, 13, 'this quote is not closed'],
    ['+5s', 1, 1, 'an event must follow'],
    ['poll c1 g 4:r1', 1, 11, 'of which partition? Write it before the offsets'],
  ])('names the place: %j', (text, line, column, message) => {
    let problem;
    try {
      parseText(text);
    } catch (error) {
      problem = (error as HistoryError).problem;
    }
    expect(problem).toEqual({ line, column, message });
  });
});
