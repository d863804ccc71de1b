/** A run of 60 s that writes 100,000 rows of history, with the given actions. */
export function largeRun(actions: readonly unknown[]): Record<string, unknown> {
  return {
    version: 1,
    seed: 11,
    duration: '60s',
    brokers: { count: 3 },
    topics: { orders: { partitions: 6, replicationFactor: 3, config: { 'min.insync.replicas': 2 } } },
    producers: {
      checkout: { topic: 'orders', workload: { rate: 73, keys: { count: 50 } } },
      mobile: { topic: 'orders', workload: { rate: 73, keys: { count: 50 } } },
    },
    groups: {
      invoice: {
        topics: ['orders'],
        members: { 'invoice-0': {}, 'invoice-1': {} },
        config: { 'enable.auto.commit': false },
      },
    },
    actions,
  };
}
