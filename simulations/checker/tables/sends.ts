import { RowKind, SendFlag, type FactView } from '../../kernel';
import type { Steps } from '../../history';
import type { Row } from '../fold';
import { Outcome, outcomeOfAttempt } from '../outcomes';

/** How each send ended (C-OUT-2), by record, and what its batch was told. */
export class SendTable {
  /** {@link Outcome}, by record. */
  readonly outcome: Uint8Array;
  /** The row of the completion, by record, -1: none. */
  readonly doneRow: Int32Array;
  /** 1: acknowledged by a broker (acks=0 promises nothing, C-OUT-4), by record. */
  readonly isPromised: Uint8Array;
  /** 1: some attempt of the batch may have been stored although its error says nothing. */
  readonly isDoubtful: Uint8Array;
  /** The row of the last sendRetry of a batch, -1: none. */
  readonly retryRow: Int32Array;
  readonly #facts: FactView;
  readonly #ackAt: number[] = [];
  readonly #ackCount: number[] = [];
  acknowledged = 0;

  constructor(facts: FactView) {
    this.#facts = facts;
    this.outcome = new Uint8Array(facts.records.length);
    this.doneRow = new Int32Array(facts.records.length).fill(-1);
    this.isPromised = new Uint8Array(facts.records.length);
    this.isDoubtful = new Uint8Array(facts.batches.length);
    this.retryRow = new Int32Array(facts.batches.length).fill(-1);
  }

  step(row: Row): void {
    switch (row.kind) {
      case RowKind.sendRetry:
        this.retryRow[row.a] = row.row;
        if (outcomeOfAttempt(row.b) !== Outcome.fail) this.isDoubtful[row.a] = 1;
        break;
      case RowKind.sendOk:
        this.#complete(row, Outcome.ok);
        break;
      case RowKind.sendInfo:
        this.#complete(row, Outcome.info);
        break;
      case RowKind.sendFail:
        if ((row.flags & SendFlag.record) !== 0) this.#set(row.a, Outcome.fail, row.row);
        else this.#complete(row, this.isDoubtful[row.a] === 1 ? Outcome.info : Outcome.fail);
        break;
    }
  }

  /** Acknowledged records over time. */
  acknowledgedSteps(): Steps {
    return { atMicros: Float64Array.from(this.#ackAt), count: Int32Array.from(this.#ackCount) };
  }

  #complete(row: Row, outcome: number): void {
    const { firstSlot, count, recordAt } = this.#facts.batches;
    const first = firstSlot[row.a];
    if (first < 0) return;
    const end = first + count[row.a];
    const promised = outcome === Outcome.ok && row.b >= 0;
    for (let slot = first; slot < end; slot++) {
      const record = recordAt[slot];
      this.#set(record, outcome, row.row);
      if (promised && this.isPromised[record] === 0) {
        this.isPromised[record] = 1;
        this.acknowledged++;
      }
    }
    if (!promised) return;
    if (this.#ackAt.at(-1) === row.at) this.#ackCount[this.#ackCount.length - 1] = this.acknowledged;
    else {
      this.#ackAt.push(row.at);
      this.#ackCount.push(this.acknowledged);
    }
  }

  #set(record: number, outcome: number, row: number): void {
    if (record < 0) return;
    this.outcome[record] = outcome;
    this.doneRow[record] = row;
  }
}
