import { expect, test } from 'vitest';
import { findUnsimulated, keysByScope, unsimulatedKeys } from '../../../simulations/config';
import type { ConfigScope } from '../../../simulations/config';
import { configs } from '../../../simulations/config/catalogue';

test('section G: the keys without a model are those of the catalogue', () => {
  for (const scope of Object.keys(keysByScope) as ConfigScope[]) {
    const unmodelled = configs(scope).filter(({ modelled }) => modelled === 'no');
    expect(unsimulatedKeys(scope).toSorted()).toEqual(unmodelled.map(({ key }) => key).toSorted());
  }
});

test('section G: they are told where they would change something', () => {
  expect(findUnsimulated('topic', { 'local.retention.ms': '5', 'retention.ms': '5' })).toMatchObject([
    { rule: 'not-simulated', severity: 'warning', keys: ['local.retention.ms'] },
  ]);
  expect(findUnsimulated('topic', { 'local.retention.ms': '-2' })).toEqual([]);
});
