import { describe, expect, test, vi } from 'vitest';
import type { Mock } from 'vitest';
import { Playhead } from '../../../../src/app/playhead';
import { HandFrames } from './in-process';

function started(): { playhead: Playhead; frames: HandFrames; ended: Mock<() => void> } {
  const frames = new HandFrames();
  const ended = vi.fn<() => void>();
  const playhead = new Playhead(ended, frames);
  playhead.reset(10_000_000, 0, 10_000_000);
  playhead.play();
  frames.pass(0);
  return { playhead, frames, ended };
}

describe('the playhead', () => {
  test.each([0.01, 0.05, 1, 100, 1000])('moves %d virtual seconds a second', (speed) => {
    const { playhead, frames } = started();
    playhead.setSpeed(speed);
    frames.pass(10);
    expect(playhead.timeMicros).toBe(Math.min(10_000_000, 10_000 * speed));
  });

  test('keeps to the stretch that it is confined to', () => {
    const { playhead, frames, ended } = started();
    playhead.confine(3_000_000, 9_000_000);
    playhead.reset(10_000_000, 0, 10_000_000);
    expect([playhead.startMicros, playhead.timeMicros, playhead.endMicros]).toEqual([3_000_000, 3_000_000, 9_000_000]);
    playhead.seek(9_500_000);
    expect(playhead.timeMicros).toBe(9_000_000);
    playhead.seek(0);
    playhead.setSpeed(1000);
    for (let frame = 0; frame < 20; frame += 1) frames.pass(100);
    expect(playhead.timeMicros).toBe(9_000_000);
    expect(ended).toHaveBeenCalledOnce();
    playhead.confine(4_000_000, 60_000_000);
    playhead.reset(2_000_000, 0, 2_000_000);
    expect(playhead.timeMicros).toBe(2_000_000);
  });

  test('waits where the run has been computed to', () => {
    const { playhead, frames } = started();
    playhead.extend(30_000);
    frames.pass(100);
    expect(playhead.timeMicros).toBe(30_000);
    playhead.extend(10_000_000);
    frames.pass(10);
    expect(playhead.timeMicros).toBe(40_000);
  });

  test('a tab from the background does not jump', () => {
    const { playhead, frames } = started();
    frames.pass(60_000);
    expect(playhead.timeMicros).toBe(100_000);
  });

  test('stops at the end, once', () => {
    const { playhead, frames, ended } = started();
    playhead.setSpeed(1000);
    for (let frame = 0; frame < 5; frame += 1) frames.pass(100);
    expect(playhead.timeMicros).toBe(10_000_000);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  test('keeps a moment within the run', () => {
    const { playhead } = started();
    playhead.seek(-5);
    expect(playhead.timeMicros).toBe(0);
    playhead.seek(11_000_000);
    expect(playhead.timeMicros).toBe(10_000_000);
    playhead.endAt(4_000_000);
    expect(playhead.timeMicros).toBe(4_000_000);
  });
});
