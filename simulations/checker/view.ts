import {
  RowKind,
  rowIncarnation,
  rowTime,
  rowWord,
  type FactView,
  type RowView,
  type TraceNames,
  type TraceView,
} from '../kernel';
import type { Row } from './fold';
import { ActorTable } from './tables/actors';
import { CommittedLog } from './tables/committed-log';
import { DeliveryTable } from './tables/deliveries';
import { ReplicaTable } from './tables/replicas';
import { SendTable } from './tables/sends';
import { Span } from './tables/span';
import { SurvivalTable } from './tables/survival';
import type { JudgeHeader } from './verdict';

/** The phase in which the workload has stopped and groups catch up. */
export const DRAIN = 2;

/** What every checker may read: the history and what is derived from it before judging (spec/checker.md 5). */
export class HistoryView {
  readonly header: JudgeHeader;
  readonly names: TraceNames;
  readonly facts: FactView;
  readonly rows: RowView;
  readonly untilMicros: number;
  readonly actors: ActorTable;
  readonly sends: SendTable;
  readonly replicas: ReplicaTable;
  readonly survival: SurvivalTable;
  readonly committedLog: CommittedLog;
  readonly deliveries: DeliveryTable;
  /** The records of the present row, if it is a poll or a process row. */
  readonly span: Span;
  /** The base actor and the group of each incarnation's actor. */
  readonly actorOf: Int32Array;
  /** The phase of an audited run (see RowKind.phase), -1: a plain run. */
  phase = -1;
  /** µs at which the drain began. */
  drainAt = 0;
  readonly #rewind: Span;

  constructor(header: JudgeHeader, trace: TraceView, untilMicros: number) {
    const { facts } = trace;
    this.header = header;
    this.names = header.names;
    this.facts = facts;
    this.rows = trace.history;
    this.untilMicros = untilMicros;
    this.actorOf = facts.incarnations.actor;
    this.span = new Span(facts);
    this.#rewind = new Span(facts);
    this.actors = new ActorTable(header.names, facts.incarnations);
    this.sends = new SendTable(facts);
    this.replicas = new ReplicaTable(header.names, facts.logBatches);
    this.survival = new SurvivalTable(facts, this.replicas, header.names.userPartitionCount);
    this.committedLog = new CommittedLog(facts, this.replicas, header.names.userPartitionCount);
    this.deliveries = new DeliveryTable(header.names, facts.records.length, this.actors, this.#rewind);
  }

  /** Keeps the derived tables; ahead of the checkers at every row. */
  readonly step = (row: Row): void => {
    switch (row.kind) {
      case RowKind.sendAttempt:
      case RowKind.sendRetry:
      case RowKind.sendOk:
      case RowKind.sendFail:
      case RowKind.sendInfo:
        this.survival.before(row);
        this.sends.step(row);
        return;
      case RowKind.append:
      case RowKind.truncate:
      case RowKind.highWatermark:
      case RowKind.logStart:
      case RowKind.leaderElected:
      case RowKind.leaderNone:
      case RowKind.isrChanged:
        this.survival.before(row);
        this.replicas.step(row);
        this.survival.after(row);
        this.committedLog.step(row);
        return;
      case RowKind.poll:
      case RowKind.processBegin:
      case RowKind.processEnd:
        this.span.load(row.d, row.a, row.b);
        this.deliveries.use(this.span);
        this.deliveries.step(row);
        return;
      case RowKind.phase:
        this.phase = row.a;
        if (row.a === DRAIN) this.drainAt = row.at;
        return;
      default:
        this.survival.before(row);
        this.actors.step(row);
        this.deliveries.use(this.#rewind);
        this.deliveries.step(row);
    }
  };

  /** The records of a producer's batch lie in `facts.batches.recordAt` from here. */
  firstSlot(batch: number): number {
    return this.facts.batches.firstSlot[batch];
  }

  /** The offset of a record in a log batch, by its place in the producer's batch. */
  offsetIn(node: number, slot: number): number {
    const { batch, baseOffset } = this.facts.logBatches;
    return baseOffset[node] + slot - this.facts.batches.firstSlot[batch[node]];
  }

  /** µs of a row. */
  timeOf(row: number): number {
    return rowTime(this.rows, row);
  }

  /** The RowKind of a row. */
  kindOf(row: number): number {
    return rowWord(this.rows, row, 0) & 0xff;
  }

  /** The subject of a row. */
  subjectOf(row: number): number {
    return rowWord(this.rows, row, 1);
  }

  /** The actor of a row, -1: nobody. */
  actorOfRow(row: number): number {
    return this.actorOf[rowIncarnation(rowWord(this.rows, row, 0))] ?? -1;
  }
}
