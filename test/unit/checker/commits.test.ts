import { describe, expect, test } from 'vitest';
import { countOf } from './judge-text';

describe('C-AN commit-regression', () => {
  test.each([
    ['present', 'commit g orders-0 7 · commit g orders-0 3', 1],
    ['absent', 'commit g orders-0 3 · commit g orders-0 7', 0],
    ['near miss', 'commit g orders-0 7 · commit-refused g orders-0 3 · commit g orders-1 3', 0],
    ['near miss: another group', 'commit g orders-0 7 · commit h orders-0 3', 0],
    ['unknown', 'commit g orders-0 7 · commit-unknown g orders-0 3', 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('commit-regression', `append broker-1 orders-0 @0 r0 · ${text}`)).toBe(expected);
  });
});

describe('C-AN zombie-commit', () => {
  const next = 'group g Stable 4';
  test.each([
    ['present', `group g Stable 3 · ${next} · commit g orders-0 1 by=c1 e=3`, 1],
    ['absent', `group g Stable 3 · ${next} · commit g orders-0 1 by=c1 e=4`, 0],
    ['near miss: refused', `group g Stable 3 · ${next} · commit-refused g orders-0 1 by=c1 e=3`, 0],
    ['near miss: a standalone consumer has no generation', `${next} · commit g orders-0 1 by=c1`, 0],
    ['unknown', `group g Stable 3 · ${next} · commit-unknown g orders-0 1 by=c1 e=3`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('zombie-commit', `append broker-1 orders-0 @0 r0 · ${text}`)).toBe(expected);
  });
});

describe('C-AN committed-ahead-of-position', () => {
  const at2 =
    'append broker-1 orders-0 @0 r0 · append broker-1 orders-0 @1 r1 · position c1 g orders-0 0 assigned · poll c1 g 0:r0 1:r1';
  test.each([
    ['present', `${at2} · commit g orders-0 3 by=c1`, 1],
    ['absent', `${at2} · commit g orders-0 1 by=c1`, 0],
    ['near miss: exactly the position', `${at2} · commit g orders-0 2 by=c1`, 0],
    ['unknown', `${at2} · commit-unknown g orders-0 3 by=c1`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('committed-ahead-of-position', text)).toBe(expected);
  });
});
