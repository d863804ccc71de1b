import { describe, expect, test } from 'vitest';
import { countOf } from './judge-text';

const log = 'append broker-1 orders-0 @0 r0 · append broker-1 orders-0 @1 r1 · poll c1 g 0:r0 1:r1';
const mine = `${log} · owner g orders-0 c1 e=1`;

describe('C-AN double-ownership', () => {
  test.each([
    ['present', `${mine} · owner g orders-0 c2 e=1`, 1],
    ['absent', `${mine} · owner g orders-0 - e=1 · owner g orders-0 c2 e=1`, 0],
    ['near miss: a new generation takes it away', `${mine} · owner g orders-0 c2 e=2`, 0],
    ['near miss: another group', `${mine} · owner h orders-0 d1 e=1`, 0],
    ['unknown', `${mine} · commit-unknown g orders-0 1 by=c1 e=1`, 0],
  ])('%s', (_, text, expected) => {
    expect(countOf('double-ownership', text)).toBe(expected);
  });
});

describe('C-AN zombie-processing and zombie-effect', () => {
  const taken = `${mine} · pause c1 · owner g orders-0 c2 e=2 · resume c1`;
  test.each([
    ['present', `${taken} · done c1 r0 · effect g i0 by=c1 p=orders-0 @0 recordId=r0`, 1, 1],
    ['present: work alone', `${taken} · done c1 r0`, 1, 0],
    ['absent', `${mine} · done c1 r0 · effect g i0 by=c1 p=orders-0`, 0, 0],
    ['near miss: it belongs to nobody at the moment', `${mine} · owner g orders-0 - e=2 · done c1 r0`, 0, 0],
    ['near miss: the work was done before', `${mine} · done c1 r0 · owner g orders-0 c2 e=2`, 0, 0],
    ['unknown: begun and not ended', `${taken} · begin c1 r0`, 0, 0],
  ])('%s', (_, text, work, effects) => {
    const line = text.replace(' @0 recordId', ' offset=0 recordId');
    expect(countOf('zombie-processing', line)).toBe(work);
    expect(countOf('zombie-effect', line)).toBe(effects);
  });
});
