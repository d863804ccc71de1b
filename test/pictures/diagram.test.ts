import { describe, expect, test } from 'vitest';
import { clusterTrace } from '../synthetic/cluster-trace';
import { drawDiagram } from './render-diagram';
import { changedPicture } from './picture';

const killed = clusterTrace({
  kill: { broker: 1, atMicros: 12_400_000, detectMicros: 1_010_000 },
  durationMicros: 15_000_000,
  replicaLinkMicros: 400_000,
});
const lost = [{ kind: 'lost', partition: 1, offsets: [21], fromMicros: 13_410_000 }] as const;
const captions = { producerNotes: { checkout: 'acks=1', mobile: 'acks=1' }, groupNotes: { invoice: 'cooperative' } };

describe('the diagram', () => {
  test('followers behind their leaders', () => {
    const { svg } = drawDiagram(killed, { atMicros: 6_000_000, captions });
    expect(changedPicture('diagram-followers-behind', svg)).toBe('');
  });
  test('a killed broker that the controller has not noticed', () => {
    const { svg } = drawDiagram(killed, { atMicros: 12_900_000, captions });
    expect(changedPicture('diagram-killed-unnoticed', svg)).toBe('');
  });
  test('an acknowledged record that is on no other disk', () => {
    const { svg } = drawDiagram(killed, { atMicros: 14_260_000, captions, marks: lost });
    expect(changedPicture('diagram-lost-after-ack', svg)).toBe('');
  });
  test('the same on a phone', () => {
    const size = { width: 390, height: 428 };
    const { svg } = drawDiagram(killed, { atMicros: 14_260_000, captions, marks: lost, ...size });
    expect(changedPicture('diagram-lost-on-a-phone', svg)).toBe('');
  });
  test('five brokers with twelve partitions', () => {
    const trace = clusterTrace({ brokers: 5, partitions: 12, batchRate: 20, durationMicros: 4_000_000 });
    const { svg } = drawDiagram(trace, { atMicros: 4_000_000 });
    expect(changedPicture('diagram-five-by-twelve', svg)).toBe('');
  });
});
