import { RowKind } from '../../kernel';
import type { Run } from '../run';
import type { RecordText } from './record-text';
import { forEachRow } from './row-cursor';
import type { SinkResult, SinkRow } from './run-result';

/**
 * The outside world of each group that has one. An upsert sink holds a row a key, its last value; every other sink a
 * row a business event, however often it was applied.
 */
export function sinkResults(run: Run, text: RecordText): Record<string, SinkResult> {
  const { names } = run;
  const kinds = names.groups.map((name) => run.scenario.groups[name]!.sink.kind);
  const rows = names.groups.map(() => new Map<string | number, { -readonly [K in keyof SinkRow]: SinkRow[K] }>());
  const { intent } = run.trace.facts.records;
  forEachRow(run.trace, (row) => {
    if (row.kind !== RowKind.effectApplied || row.b < 0) return;
    const key = text.key(row.b);
    const identity = kinds[row.c] === 'upsert' ? (key ?? -1) : intent[row.b]!;
    const known = rows[row.c]!.get(identity);
    if (known === undefined) rows[row.c]!.set(identity, { key, value: text.numeric(row.b), applied: 1 });
    else {
      known.value = text.numeric(row.b);
      known.applied++;
    }
  });
  const results: Record<string, SinkResult> = {};
  names.groups.forEach((name, group) => {
    if (kinds[group] === 'none') return;
    const all = [...rows[group]!.values()];
    const times = (row: SinkRow): number => (kinds[group] === 'upsert' ? 1 : row.applied);
    const sum = all.reduce((total, row) => total + (typeof row.value === 'number' ? row.value * times(row) : 0), 0);
    results[name] = { rows: all, sum };
  });
  return results;
}
