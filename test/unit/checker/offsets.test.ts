import { describe, expect, test } from 'vitest';
import { countOf } from './judge-text';

const leader = 'leader orders-0 broker-1 e=0 isr=broker-1,broker-2 initial';
const first = `${leader} · send r0 p=orders-0 · append broker-1 orders-0 @0 r0 e=0`;
const second = `leader orders-0 broker-2 e=1 isr=broker-2 · send r1 p=orders-0 · append broker-2 orders-0 @0 r1 e=1`;

describe('C-AN inconsistent-offsets', () => {
  test.each([
    ['present: two acks', `${first} · ack r0 @0 · ${second} · ack r1 @0`, 1],
    ['present: an ack and a poll', `${first} · ack r0 @0 · ${second} · poll c1 g 0:r1`, 1],
    ['present: two polls', `${first} · poll c1 g 0:r0 · ${second} · poll c2 g 0:r1`, 1],
    ['absent', `${first} · ack r0 @0 · poll c1 g 0:r0`, 0],
    [
      'near miss: another partition',
      `${first} · ack r0 @0 · append broker-1 orders-1 @0 r1 · poll c1 g orders-1 0:r1`,
      0,
    ],
    ['unknown: an info send that conflicts with an ok send', `${first} · unknown r0 · ${second} · ack r1 @0`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('inconsistent-offsets', text)).toBe(expected);
  });
});
