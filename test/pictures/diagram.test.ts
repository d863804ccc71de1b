import { describe, test } from 'vitest';
import { clusterTrace } from '../synthetic/cluster-trace';
import { drawDiagram } from './render-diagram';
import { expectPicture } from './picture';

const killed = clusterTrace({
  kill: { broker: 1, atMicros: 12_400_000, detectMicros: 1_010_000 },
  durationMicros: 15_000_000,
  replicaLinkMicros: 400_000,
});
const lost = [{ kind: 'lost', partition: 1, offsets: [21], fromMicros: 13_410_000 }] as const;
const captions = { producerNotes: { checkout: 'acks=1', mobile: 'acks=1' }, groupNotes: { invoice: 'cooperative' } };

describe('the diagram', () => {
  test('followers behind their leaders', () => {
    expectPicture('diagram-followers-behind', drawDiagram(killed, { atMicros: 6_000_000, captions }).svg);
  });
  test('a killed broker that the controller has not noticed', () => {
    expectPicture('diagram-killed-unnoticed', drawDiagram(killed, { atMicros: 12_900_000, captions }).svg);
  });
  test('an acknowledged record that is on no other disk', () => {
    expectPicture('diagram-lost-after-ack', drawDiagram(killed, { atMicros: 14_260_000, captions, marks: lost }).svg);
  });
  test('the same on a phone', () => {
    const size = { width: 390, height: 428 };
    expectPicture(
      'diagram-lost-on-a-phone',
      drawDiagram(killed, { atMicros: 14_260_000, captions, marks: lost, ...size }).svg,
    );
  });
  test('five brokers with twelve partitions', () => {
    const trace = clusterTrace({ brokers: 5, partitions: 12, batchRate: 20, durationMicros: 4_000_000 });
    expectPicture('diagram-five-by-twelve', drawDiagram(trace, { atMicros: 4_000_000 }).svg);
  });
});
