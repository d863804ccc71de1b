import type { DiagramMark } from '../../src/diagram';
import { clusterTrace, type ClusterTrace } from '../synthetic/cluster-trace';

export type TraceKind = 'busy' | 'calm' | 'killed' | 'wide' | 'large';

/** The traces that drawings are measured and looked at with. */
export function traceOf(kind: TraceKind): { trace: ClusterTrace; marks: DiagramMark[] } {
  switch (kind) {
    case 'busy':
      return {
        trace: clusterTrace({
          partitions: 12,
          producers: ['checkout', 'mobile'],
          batchRate: 145,
          recordsInBatch: 3,
          durationMicros: 8_000_000,
          networkMicros: 500_000,
          replicaLinkMicros: 300_000,
        }),
        marks: [],
      };
    case 'wide':
      return {
        trace: clusterTrace({
          brokers: 5,
          partitions: 12,
          producers: ['checkout', 'mobile', 'web'],
          groups: { invoice: 4, fraud: 2, iceberg: 1 },
          batchRate: 20,
          durationMicros: 8_000_000,
          kill: { broker: 3, atMicros: 5_000_000, detectMicros: 1_000_000 },
        }),
        marks: [],
      };
    case 'large':
      return {
        trace: clusterTrace({
          brokers: 30,
          partitions: 1000,
          replicationFactor: 3,
          producers: ['checkout', 'mobile', 'web', 'batch'],
          groups: { settle: 10, audit: 4 },
          keys: Array.from({ length: 1000 }, (_, key) => `k${key}`),
          batchRate: 400,
          recordsInBatch: 3,
          durationMicros: 12_000_000,
          kill: { broker: 7, atMicros: 5_000_000, detectMicros: 2_000_000 },
        }),
        marks: [],
      };
    case 'calm':
      return { trace: clusterTrace({}), marks: [] };
    case 'killed': {
      const trace = clusterTrace({
        kill: { broker: 1, atMicros: 12_400_000, detectMicros: 1_010_000 },
        durationMicros: 20_000_000,
        replicaLinkMicros: 400_000,
      });
      return {
        trace,
        marks: [{ kind: 'lost', partition: 1, offsets: [17, 18, 19, 20, 21, 22, 23], fromMicros: 13_410_000 }],
      };
    }
  }
}
