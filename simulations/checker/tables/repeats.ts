import type { Row } from '../fold';
import type { HistoryView } from '../view';

/**
 * Why a group gets a record again: the log holds it twice, or a reader began below it. `episode` is the same for all that
 * repeats for one reason; `rows` tell the story up to the repeat.
 */
export function whyAgain(
  view: HistoryView,
  group: number,
  record: number,
  row: Row,
): { episode: string; rows: number[] } {
  const { deliveries, survival, sends, facts } = view;
  const batch = facts.records.batch[record];
  if (view.committedLog.places[record] > 1 && batch >= 0) {
    const retry = sends.retryRow[batch];
    const node = survival.nodeOfBatch[batch];
    const rows = [retry, node < 0 ? -1 : survival.appendRow[node]];
    return { episode: `log/${retry < 0 ? batch : view.timeOf(retry)}`, rows };
  }
  if (row.subject < 0) return { episode: 'nowhere', rows: [] };
  const place = group * deliveries.partitionCount + row.subject;
  const position = deliveries.positionRow[deliveries.reader(row.actor, row.subject)];
  const parted = deliveries.partedRow[place];
  // A zombie's own beginning explains nothing: what counts is when it was out.
  const began = position > parted ? position : -1;
  return { episode: `${position}`, rows: [deliveries.commitRow[place], parted, began] };
}
