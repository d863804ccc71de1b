import { logBatchHolding, recordAt, RowKind } from '../../kernel';
import type { Run } from '../run';
import type { RecordText } from './record-text';
import { forEachRow, type Row } from './row-cursor';
import type { Delivery, Processing } from './run-result';

/** What poll() returned and what the applications finished with, by group, in the order in which it happened. */
export function deliveries(
  run: Run,
  text: RecordText,
): { delivered: Record<string, Delivery[]>; processed: Record<string, Processing[]> } {
  const { names } = run;
  const delivered: Record<string, Delivery[]> = Object.fromEntries(names.groups.map((group) => [group, []]));
  const processed: Record<string, Processing[]> = Object.fromEntries(names.groups.map((group) => [group, []]));
  forEachRow(run.trace, (row) => {
    if (row.kind !== RowKind.poll && row.kind !== RowKind.processEnd) return;
    const group = names.groups[names.actorGroup[row.actor]!]!;
    const member = names.actors[row.actor]!;
    const partition = names.partitions[row.subject]!;
    const at = row.timeMicros / 1000;
    if (row.kind === RowKind.poll) deliver(run, row, text, delivered[group]!);
    else for (let offset = row.a; offset < row.b; offset++) processed[group]!.push({ member, partition, offset, at });
  });
  return { delivered, processed };
}

/** Offsets [from, to) of the branch of the log that ends with the row's tip. */
function deliver(run: Run, row: Row, text: RecordText, deliveries: Delivery[]): void {
  const { facts } = run.trace;
  const { names } = run;
  const first = deliveries.length;
  const member = names.actors[row.actor]!;
  const partition = names.partitions[row.subject]!;
  const at = row.timeMicros / 1000;
  // From the end back, so that each batch is found from the one after it.
  let node = row.d;
  for (let offset = row.b - 1; offset >= row.a; offset--) {
    node = logBatchHolding(facts.logBatches, node, offset);
    const record = node < 0 ? -1 : recordAt(facts, node, offset);
    if (record < 0) continue;
    const [key, value] = [text.key(record), text.value(record)];
    deliveries.push({ member, partition, offset, at, key, value, deliveryCount: 1 });
  }
  for (let low = first, high = deliveries.length - 1; low < high; low++, high--) {
    [deliveries[low], deliveries[high]] = [deliveries[high]!, deliveries[low]!];
  }
}
