import type { WhyStep } from '../../../simulations/checker';
import { RowKind, rowKind, rowTime, rowWord, rowsUntil } from '../../../simulations/kernel';
import { sentenceOf } from '../../app';
import type { RunView } from '../../app';

/** One moment of a chain of causes. */
export type ChainStep = Pick<WhyStep, 'at' | 'say' | 'detail' | 'row'>;

/** More than this many causes are no explanation. */
const CAUSES_MAX = 12;

/** The last acknowledgement up to a moment, with the rows that led to it. */
export function acknowledgedChain(run: RunView, atMicros: number): ChainStep[] {
  const { history } = run.trace;
  for (let row = rowsUntil(history, atMicros) - 1; row >= 0; row -= 1) {
    if (rowKind(rowWord(history, row, 0)) === RowKind.sendOk) return chainTo(run, row);
  }
  return [];
}

/** What was done to the cluster up to a moment. */
export function actionsSoFar(run: RunView, atMicros: number): ChainStep[] {
  const { history } = run.trace;
  const causes: ChainStep[] = [];
  for (const row of run.moments.rows) {
    if (rowTime(history, row) > atMicros) break;
    if (rowKind(rowWord(history, row, 0)) === RowKind.actionBegin) causes.push(causeOf(run, row));
  }
  return causes.slice(-CAUSES_MAX);
}

/** From cause to cause back to the first, in order of time. */
export function chainTo(run: RunView, last: number): ChainStep[] {
  const causes: ChainStep[] = [];
  for (let row = last; row >= 0 && causes.length < CAUSES_MAX; row = rowWord(run.trace.history, row, 6)) {
    causes.unshift(causeOf(run, row));
  }
  return causes;
}

function causeOf(run: RunView, row: number): ChainStep {
  const { history, names } = run.trace;
  return {
    at: rowTime(history, row) / 1000,
    say: sentenceOf({ trace: run.trace, names, scenario: run.scenario }, row),
    row,
  };
}

/** Whether a row is somebody's action, not the system's own doing. */
export function isAction(run: RunView, row: number): boolean {
  const { history } = run.trace;
  return row >= 0 && row < history.length && rowKind(rowWord(history, row, 0)) === RowKind.actionBegin;
}
