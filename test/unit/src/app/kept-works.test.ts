import { beforeEach, describe, expect, test } from 'vitest';
import { KeptWorks } from '../../../../src/app/kept-works';
import type { KeptWork } from '../../../../src/app/kept-works';
import { workOn } from '../../../../src/app/work';
import type { Scenario } from '../../../../simulations/scenario';
import { SmallStorage } from './small-storage';

const scenario = (name: string): Scenario => ({ version: 1, name }) as Scenario;

function workNamed(id: string, savedAt: number, steps = 2): KeptWork {
  const work = workOn(scenario(id));
  const undo = Array.from({ length: steps }, (_, step) => ({ label: `step ${step}`, work }));
  const saved = { version: 1 as const, work, undo, redo: [], atMicros: 5 };
  return { version: 1, id, address: 'scenario=first-event', name: id, savedAt, isPlaying: false, saved, typed: {} };
}

describe('kept works', () => {
  let storage: SmallStorage;
  beforeEach(() => {
    storage = new SmallStorage(1_000_000);
  });

  test('come back as they were, the latest first', () => {
    const works = new KeptWorks(storage);
    works.write(workNamed('one', 1));
    works.write(workNamed('two', 2));
    expect(new KeptWorks(storage).all()).toEqual([workNamed('two', 2), workNamed('one', 1)]);
    expect(works.note).toBeUndefined();
  });

  test('are at most eight', () => {
    const works = new KeptWorks(storage);
    for (let index = 0; index < 12; index += 1) works.write(workNamed(`work-${index}`, index));
    expect(works.all().map(({ id }) => id)).toEqual([11, 10, 9, 8, 7, 6, 5, 4].map((index) => `work-${index}`));
  });

  test.each([
    ['no JSON', '{{{'],
    ['another version', JSON.stringify({ ...workNamed('x', 1), version: 2 })],
    ['no work', JSON.stringify({ ...workNamed('x', 1), saved: { version: 1, atMicros: 0, undo: [], redo: [] } })],
    ['a branch that is not there', JSON.stringify(workNamed('x', 1)).replaceAll('"current":"A"', '"current":"Z"')],
    ['a script as an address', JSON.stringify({ ...workNamed('x', 1), address: 'javascript:alert(1)' })],
    ['an array', '[]'],
    ['null', 'null'],
    ['another name than its key', JSON.stringify(workNamed('y', 1))],
  ])('%s is put aside and said so, never thrown away', (_, text) => {
    storage.setItem('tidemark.work.x', text);
    const works = new KeptWorks(storage);
    expect(works.read('x')).toBeUndefined();
    expect(works.all()).toEqual([]);
    expect(storage.getItem('tidemark.aside.x')).toBe(text);
    expect(works.note).toMatch(/put aside/);
  });

  test('make room for the present one: the oldest go first', () => {
    const size = JSON.stringify(workNamed('a', 1, 20)).length;
    storage = new SmallStorage(size * 2.5);
    const works = new KeptWorks(storage);
    for (const [index, id] of ['a', 'b', 'c'].entries()) expect(works.write(workNamed(id, index, 20))).toBe(true);
    expect(works.all().map(({ id }) => id)).toEqual(['c', 'b']);
  });

  test('lose their oldest steps where there is little room, and say when there is none', () => {
    const whole = workNamed('a', 1, 40);
    storage = new SmallStorage(JSON.stringify(whole).length / 2);
    const works = new KeptWorks(storage);
    expect(works.write(whole)).toBe(true);
    expect(works.read('a')!.saved.undo).toEqual(whole.saved.undo.slice(-10));
    expect(works.note).toMatch(/only the last steps/);
    const none = new KeptWorks(new SmallStorage(50));
    expect(none.write(whole)).toBe(false);
    expect(none.note).toMatch(/no room/);
  });

  test('are none where a browser keeps nothing', () => {
    const works = new KeptWorks(undefined as never);
    expect(works.all()).toEqual([]);
  });
});
