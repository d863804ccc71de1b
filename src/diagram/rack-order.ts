/** Broker numbers, those of a rack together; by number where no racks are known. */
export function rackOrder(brokerCount: number, racks: readonly string[]): number[] {
  const brokers = Array.from({ length: brokerCount }, (_, broker) => broker);
  const rackOf = (broker: number): string => racks[broker] ?? '';
  return brokers.sort((left, right) => rackOf(left).localeCompare(rackOf(right)) || left - right);
}
