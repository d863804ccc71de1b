import { RowKind, type FactView, type TraceNames } from '../../kernel';
import type { Row } from '../fold';

/** Who runs, and the rows that last changed it; index: actor. */
export class ActorTable {
  /** 0 once it has crashed or closed, 1 from its start; actors run before their first row. */
  readonly isUp: Uint8Array;
  readonly isPaused: Uint8Array;
  /** Rows, -1: never. */
  readonly downRow: Int32Array;
  readonly startRow: Int32Array;
  readonly pauseRow: Int32Array;
  readonly resumeRow: Int32Array;
  readonly fencedRow: Int32Array;
  readonly registeredRow: Int32Array;
  /** The last `action.begin` that hit it. */
  readonly actionRow: Int32Array;
  /** Rows of all action.begin and action.end, in order. */
  readonly actionRows: number[] = [];
  /** The incarnation that runs now or ran last. */
  readonly incarnation: Int32Array;
  /** Base actor of each incarnation. */
  readonly actorOf: Int32Array;
  lastActionAt = -1;

  constructor(names: TraceNames, incarnations: FactView['incarnations']) {
    const count = names.actors.length;
    this.isUp = new Uint8Array(count).fill(1);
    this.isPaused = new Uint8Array(count);
    this.downRow = new Int32Array(count).fill(-1);
    this.startRow = new Int32Array(count).fill(-1);
    this.pauseRow = new Int32Array(count).fill(-1);
    this.resumeRow = new Int32Array(count).fill(-1);
    this.fencedRow = new Int32Array(count).fill(-1);
    this.registeredRow = new Int32Array(count).fill(-1);
    this.actionRow = new Int32Array(count).fill(-1);
    this.incarnation = Int32Array.from({ length: count }, (_, index) => index);
    this.actorOf = incarnations.actor;
  }

  step(row: Row): void {
    switch (row.kind) {
      case RowKind.actorStarted:
        this.isUp[row.actor] = 1;
        this.isPaused[row.actor] = 0;
        this.startRow[row.actor] = row.row;
        this.incarnation[row.actor] = row.incarnation;
        break;
      case RowKind.actorCrashed:
      case RowKind.clientClosed:
        this.isUp[row.actor] = 0;
        this.downRow[row.actor] = row.row;
        break;
      case RowKind.actorPaused:
        this.isPaused[row.actor] = 1;
        this.pauseRow[row.actor] = row.row;
        break;
      case RowKind.actorResumed:
        this.isPaused[row.actor] = 0;
        this.resumeRow[row.actor] = row.row;
        break;
      case RowKind.brokerFenced:
        this.fencedRow[row.subject] = row.row;
        break;
      case RowKind.brokerRegistered:
        this.registeredRow[row.subject] = row.row;
        break;
      case RowKind.actionBegin:
        if (row.a >= 0) this.actionRow[row.a] = row.row;
        this.actionRows.push(row.row);
        this.lastActionAt = row.at;
        break;
      case RowKind.actionEnd:
        this.actionRows.push(row.row);
        this.lastActionAt = row.at;
        break;
    }
  }
}
