import { expect, test } from 'vitest';
import { layoutTopology } from '../../../../src/diagram/layout-topology';
import { readTopology } from '../../../../src/diagram/topology';
import { fitMiddle, textWidth } from '../../../../src/diagram/text-width';
import { ClusterView } from '../../../../simulations/history';
import { clusterTrace } from '../../../synthetic/cluster-trace';

const captions = { producerNotes: {}, groupNotes: {}, producerTopics: {}, combinedControllers: false };

test('a name that is too long keeps its beginning and the number of its partition', () => {
  const short = fitMiddle('payments-settlements-europe-west-112', 'mono', 12, 150);
  expect(short).toMatch(/^payments.*…-112$/);
  expect(textWidth(short, 'mono', 12)).toBeLessThanOrEqual(150);
  expect(fitMiddle('orders-0', 'mono', 12, 150)).toBe('orders-0');
});

test('the names of logs get the room they need while most of the box stays for records', () => {
  const { names, trace } = clusterTrace({ durationMicros: 1_000_000 });
  const long = { ...names, partitions: names.partitions.map((name) => `payments-settlements-${name}`) };
  const view = new ClusterView(long, trace);
  view.advanceTo(1_000_000);
  const layout = layoutTopology(readTopology(view, captions), { width: 1064, height: 526 });
  const room = layout.axis.x - layout.brokers[0]!.x - 20;
  expect(room).toBeGreaterThan(textWidth(long.partitions[0]!, 'mono', 12) * 0.72);
  expect(layout.axis.width).toBeGreaterThan(layout.brokers[0]!.width / 2);
});
