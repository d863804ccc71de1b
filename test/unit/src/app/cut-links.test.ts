import { expect, test } from 'vitest';
import { cutsOf } from '../../../../src/app/cut-links';
import { clusterTrace } from '../../../synthetic/cluster-trace';

const { names } = clusterTrace({ groups: { invoice: 1 }, durationMicros: 1 });

test('a client that is cut off from two brokers has two cut links, for as long as it lasts', () => {
  const action = { id: 'a1', do: 'isolate', at: 2000, for: 500, target: 'checkout', from: ['broker-1', 'broker-3'] };
  const span = { client: 'checkout', fromMicros: 2_000_000, toMicros: 2_500_000 };
  expect(cutsOf([action], names)).toEqual([
    { ...span, broker: 'broker-1' },
    { ...span, broker: 'broker-3' },
  ]);
});

test('a broker that is cut off from everyone has a cut link to each client, until healed', () => {
  const cuts = cutsOf([{ id: 'a1', do: 'isolate', at: 1000, target: 'broker-2' }], names);
  expect(cuts.map(({ client }) => client)).toEqual(['checkout', 'mobile', 'invoice-0']);
  for (const { broker, toMicros } of cuts) expect([broker, toMicros]).toEqual(['broker-2', Infinity]);
});

test('other actions cut nothing', () => {
  expect(cutsOf([{ id: 'a1', do: 'kill', at: 1000, target: 'broker-2' }], names)).toEqual([]);
});
