import { CrashFlag, RowKind } from '../../kernel';
import type { Checker, Row } from '../fold';
import { brokersOf } from '../tables/log-tree';
import type { FaultFamily } from '../verdict';
import type { HistoryView } from '../view';

/** Something that happened and that a budget counts. */
export interface Fault {
  family: FaultFamily;
  /** µs. */
  at: number;
  row: number;
  actor: number;
}

/**
 * Collects what really happened, so that the fault budget is not checked against what was scheduled (C-GU-4): crashes
 * from the crashes, cuts and lost disks from `action.begin`, changes of leaders from elections.
 */
export class FaultLog implements Checker {
  readonly kinds = [];
  readonly faults: Fault[] = [];
  readonly #view: HistoryView;

  constructor(view: HistoryView) {
    this.#view = view;
  }

  readonly on = {
    [RowKind.actorCrashed]: (row: Row): void => {
      const isPower = (row.flags & CrashFlag.powerLost) !== 0;
      const isClean = (row.flags & CrashFlag.clean) !== 0;
      this.#add(isPower ? 'powerOff' : isClean ? 'stop' : 'kill', row, row.actor);
      if (isPower && this.#wasLastInSync(row.actor)) this.#add('lastInSyncPowerLoss', row, row.actor);
      if (this.#leads(row.actor)) this.#add('leaderChange', row, row.actor);
    },
    [RowKind.actorPaused]: (row: Row): void => this.#add('pause', row, row.actor),
    [RowKind.actionBegin]: (row: Row): void => {
      const action = this.#view.header.scenario.actions[row.subject];
      if (action?.do === 'isolate' || action?.do === 'loseDisk') this.#add(action.do, row, row.a);
    },
  };

  finish(): void {
    const { leaderChangeAt, uncleanElectionAt } = this.#view.replicas;
    for (const at of leaderChangeAt) this.faults.push({ family: 'leaderChange', at, row: -1, actor: -1 });
    for (const at of uncleanElectionAt) this.faults.push({ family: 'uncleanElection', at, row: -1, actor: -1 });
  }

  #add(family: FaultFamily, row: Row, actor: number): void {
    this.faults.push({ family, at: row.at, row: row.row, actor });
  }

  #leads(broker: number): boolean {
    return this.#view.replicas.leader.subarray(0, this.#view.names.userPartitionCount).includes(broker);
  }

  #wasLastInSync(broker: number): boolean {
    const { inSyncReplicas } = this.#view.replicas;
    for (let partition = 0; partition < this.#view.names.userPartitionCount; partition++) {
      const members = brokersOf(inSyncReplicas[partition]);
      if (members.length === 1 && members[0] === broker) return true;
    }
    return false;
  }
}

/** The first family of which more happened until `at` than `survives` allows, undefined: within the budget. */
export function exceeded(
  faults: readonly Fault[],
  survives: Partial<Record<FaultFamily, number>>,
  at: number,
): { family: FaultFamily; limit: number; at: number } | undefined {
  for (const family of Object.keys(survives) as FaultFamily[]) {
    const limit = survives[family] ?? Number.POSITIVE_INFINITY;
    const happened = faults.filter((it) => it.family === family && it.at <= at);
    if (happened.length > limit) return { family, limit, at: happened[limit].at };
  }
  return undefined;
}
