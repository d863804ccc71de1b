import { RowKind } from '../../kernel';
import type { Findings } from '../findings';
import type { Checker, Row } from '../fold';
import type { HistoryView } from '../view';

/**
 * Verifies: accepted commits of one group and partition never move backwards (C-AN commit-regression), come from the
 * current generation (C-AN zombie-commit), and do not run ahead of what the member was handed (C-AN
 * committed-ahead-of-position).
 * When: on every accepted commit.
 * Not verified: commits that were refused or whose outcome is unknown. A commit is measured by the generation that was
 * current when it was sent: an answer may well arrive after the next one began.
 */
export function commits(view: HistoryView, findings: Findings): Checker {
  const partitions = view.names.partitions.length;
  const last = new Int32Array(view.names.groups.length * partitions).fill(-1);
  const lastRow = new Int32Array(last.length).fill(-1);
  const generation = new Int32Array(view.names.groups.length).fill(-1);
  const generationRow = new Int32Array(view.names.groups.length).fill(-1);
  /** The generation at the moment a commit was sent, by its op. */
  const sentIn = new Map<number, number>();

  function report(
    kind: 'commit-regression' | 'zombie-commit' | 'committed-ahead-of-position',
    row: Row,
    witness: number,
    more: Record<string, number>,
  ): void {
    const finding = findings.report({
      kind,
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition: row.subject,
      group: view.names.actorGroup[row.actor],
      rows: [witness],
      detail: { member: view.names.actors[row.actor], offset: row.a, ...more },
    });
    findings.addTo(finding, -1, row.a, row.at);
  }

  function accepted(row: Row): void {
    const group = view.names.actorGroup[row.actor];
    if (group < 0) return;
    const current = sentIn.get(row.op) ?? generation[group];
    sentIn.delete(row.op);
    const place = group * partitions + row.subject;
    if (last[place] >= 0 && row.a < last[place])
      report('commit-regression', row, lastRow[place], { from: last[place] });
    if (row.b >= 0 && current > row.b) {
      report('zombie-commit', row, generationRow[group], { generation: row.b, current });
    }
    const position = view.deliveries.position[view.deliveries.reader(row.actor, row.subject)];
    if (position >= 0 && row.a > position) report('committed-ahead-of-position', row, -1, { position });
    last[place] = row.a;
    lastRow[place] = row.row;
  }

  return {
    kinds: ['commit-regression', 'zombie-commit', 'committed-ahead-of-position'],
    on: {
      [RowKind.groupState]: (row) => {
        if (row.b <= generation[row.subject]) return;
        generation[row.subject] = row.b;
        generationRow[row.subject] = row.row;
      },
      [RowKind.commitInvoke]: (row) => {
        const group = view.names.actorGroup[row.actor];
        if (group >= 0 && row.op >= 0) sentIn.set(row.op, generation[group]);
      },
      [RowKind.commitOk]: accepted,
      [RowKind.commitFail]: (row) => void sentIn.delete(row.op),
      [RowKind.commitInfo]: (row) => void sentIn.delete(row.op),
    },
  };
}
