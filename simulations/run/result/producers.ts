import { RowKind, SendFlag } from '../../kernel';
import { exceptionOf } from '../../kafka';
import type { Run } from '../run';
import { forEachRow } from './row-cursor';
import type { ProducerCall, ProducerResult } from './run-result';

/** How each record ended: 0 nobody knows yet, 1 stored, 2 certainly not, 3 perhaps; and the error. */
interface Outcomes {
  readonly kind: Uint8Array;
  readonly error: Int32Array;
}

/** What producers sent and what became of it. `withCalls`: also each call of a script. */
export function producerResults(run: Run, withCalls: boolean): Record<string, ProducerResult> {
  const { producers } = run.system;
  const outcomes = withCalls ? outcomesOf(run) : undefined;
  const results: Record<string, ProducerResult> = {};
  Object.entries(run.scenario.producers).forEach(([name, producer], index) => {
    const errors: Record<string, number> = {};
    for (const [error, count] of producers.errorsOf(index)) {
      const exception = exceptionOf(error);
      errors[exception] = (errors[exception] ?? 0) + count;
    }
    const isScripted = producer.workload.script !== undefined;
    results[name] = {
      sent: producers.columns.sent[index]!,
      acked: producers.columns.acked[index]!,
      failed: producers.columns.failed[index]!,
      errors,
      throttledMs: 0,
      ...(outcomes && { calls: isScripted ? callsOf(run, index, outcomes) : [] }),
    };
  });
  return results;
}

function outcomesOf(run: Run): Outcomes {
  const { facts } = run.trace;
  const { batches, records } = facts;
  const kind = new Uint8Array(records.length);
  const error = new Int32Array(records.length);
  const settle = (batch: number, outcome: number, code: number): void => {
    const first = batches.firstSlot[batch]!;
    for (let slot = first; slot < first + batches.count[batch]!; slot++) {
      kind[batches.recordAt[slot]!] = outcome;
      error[batches.recordAt[slot]!] = code;
    }
  };
  forEachRow(run.trace, (row) => {
    if (row.kind === RowKind.sendOk) settle(row.a, 1, 0);
    else if (row.kind === RowKind.sendInfo) settle(row.a, 3, row.b);
    else if (row.kind === RowKind.sendFail) {
      if ((row.flags & SendFlag.record) === 0) {
        settle(row.a, 2, row.b);
      } else {
        kind[row.a] = 2;
        error[row.a] = row.b;
      }
    }
  });
  return { kind, error };
}

const outcomeNames = ['unknown', 'ok', 'error', 'unknown'] as const;

/** The calls of a scripted producer, in the order of their times. */
function callsOf(run: Run, index: number, outcomes: Outcomes): ProducerCall[] {
  const { facts } = run.trace;
  const actor = run.compiled.shape.firstProducer + index;
  const calls: ProducerCall[] = [];
  for (let record = 0; record < facts.records.length; record++) {
    if (facts.incarnations.actor[facts.records.producer[record]!] !== actor) continue;
    const kind = outcomes.kind[record]!;
    const error = kind >= 2 ? exceptionOf(outcomes.error[record]!) : null;
    calls.push({ at: facts.records.sentAtMicros[record]! / 1000, op: 'send', outcome: outcomeNames[kind]!, error });
  }
  forEachRow(run.trace, (row) => {
    if (row.kind !== RowKind.clientClosed || row.actor !== actor) return;
    calls.push({ at: row.timeMicros / 1000, op: 'close', outcome: 'ok', error: null });
  });
  return calls.sort((a, b) => a.at - b.at);
}
