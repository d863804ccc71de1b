import { CrashFlag, RowKind, rowTime, rowsUntil, type TraceView } from '../kernel';
import { anomalyClasses, type AnomalyKind } from './anomaly-kinds';
import { FaultLog } from './contract/budget';
import { clausesOf, marksOf } from './contract/clauses';
import { contractOf } from './contract/contract-of';
import { judge } from './contract/judge';
import { commits } from './families/commits';
import { effectOrder } from './families/effect-order';
import { GroupLosses } from './families/group-losses';
import { Lag } from './families/lag';
import { Ledger } from './families/ledger';
import { LogCopies } from './families/log-copies';
import { LogLosses } from './families/log-losses';
import { logOrder } from './families/log-order';
import { offsets } from './families/offsets';
import { ownership } from './families/ownership';
import { Polls } from './families/polls';
import { progress } from './families/progress';
import { Replicas } from './families/replicas';
import { wire } from './families/wire';
import { Findings, type Finding } from './findings';
import { fold, type Checker, type Failure } from './fold';
import { invariants } from './invariants';
import { ranked } from './ranking';
import { standingOf } from './standing';
import type { Anomaly, JudgeHeader, Verdict } from './verdict';
import { HistoryView } from './view';
import { whyOf } from './why/why-of';

export interface CheckOptions {
  /** Judge the rows at or before this moment; absent: all. */
  untilMicros?: number;
  /** Hold the rows to what no cluster can break, and throw if one does (6.8). For simulated histories; default off. */
  invariants?: boolean;
}

const OFFSETS_MAX = 1000;
/** Chains of causes for the worst findings; nobody reads more. */
const EXPLAINED_MAX = 1000;

/**
 * Judges a history up to a moment: folds the checkers over its rows, then sorts what they found by the contract.
 *
 * @throws SimulatorInvariantBroken if `invariants` is set and the trace breaks one.
 */
export function check(header: JudgeHeader, trace: TraceView, options: CheckOptions = {}): Verdict {
  const rowCount =
    options.untilMicros === undefined ? trace.history.length : rowsUntil(trace.history, options.untilMicros);
  const untilMicros = options.untilMicros ?? Math.max(endOf(trace), header.scenario.duration * 1000);
  const view = new HistoryView(header, trace, untilMicros);
  const findings = new Findings(header.witness ?? 'truth');
  const faults = new FaultLog(view);
  const counters = new Counters();
  const ledger = new Ledger(view, findings);
  const groups = new GroupLosses(view, findings);
  const checkers = [settling(view), faults, counters, ...familiesOf(view, findings, ledger, groups)];
  const failures = fold(trace.history, rowCount, view.actorOf, stepOf(view, options), checkers);

  const contract = contractOf(header.scenario, header.settings);
  const found = new Map<Anomaly, Finding>();
  for (const it of findings.list) if (it.count > 0) found.set(anomalyOf(it, view, contract, faults), it);
  const anomalies = ranked([...found.keys()]);
  for (const anomaly of anomalies.slice(0, EXPLAINED_MAX)) anomaly.why = whyOf(found.get(anomaly)!, view);
  const notExercised = failures.map(notExercisedOf);
  const standing = standingOf(view, counters);
  return {
    untilMicros,
    audited: header.audited,
    acknowledged: view.sends.acknowledged,
    counts: countsOf(findings.list),
    pending: pendingOf(ledger, groups, header),
    anomalies,
    clauses: clausesOf(contract, anomalies, marksOf(view, findings.list, counters), notExercised),
    contract,
    ledger: header.witness === 'wire' ? [] : ledger.summary(),
    strip: findings.strip(view.sends.acknowledgedSteps()),
    standing,
    notExercised,
  };
}

function familiesOf(view: HistoryView, findings: Findings, ledger: Ledger, groups: GroupLosses): Checker[] {
  if (view.header.witness === 'wire')
    return [wire(view, findings), offsets(view, findings), new Polls(view, findings), commits(view, findings)];
  return [
    new Polls(view, findings),
    new LogLosses(view, findings),
    new LogCopies(view, findings),
    logOrder(view, findings),
    offsets(view, findings),
    new Replicas(view, findings),
    groups,
    commits(view, findings),
    ownership(view, findings),
    ledger,
    effectOrder(view, findings),
    progress(view, findings),
    new Lag(view, findings),
  ];
}

function stepOf(view: HistoryView, options: CheckOptions): HistoryView['step'] {
  if (!options.invariants) return view.step;
  const hold = invariants(view);
  return (row) => {
    view.step(row);
    hold(row);
  };
}

/** Decides the partitions that changed in the last instant; first, so that every other finish sees it done. */
function settling(view: HistoryView): Checker {
  return { kinds: [], on: {}, finish: () => view.survival.settle() };
}

/** What puts promises under pressure. */
class Counters implements Checker {
  readonly kinds = [];
  retries = 0;
  powerLosses = 0;
  memberExits = 0;
  readonly on = {
    [RowKind.sendRetry]: (): void => void this.retries++,
    [RowKind.memberLeft]: (): void => void this.memberExits++,
    [RowKind.actorCrashed]: ({ flags }: { flags: number }): void => {
      if ((flags & CrashFlag.powerLost) !== 0) this.powerLosses++;
    },
  };
}

function endOf(trace: TraceView): number {
  const { history } = trace;
  return history.length === 0 ? 0 : rowTime(history, history.length - 1);
}

function countsOf(list: readonly Finding[]): Verdict['counts'] {
  const counts: Verdict['counts'] = {};
  for (const { kind, count, withdrawn } of list) {
    if (count > withdrawn) counts[kind] = (counts[kind] ?? 0) + count - withdrawn;
  }
  return counts;
}

function pendingOf(ledger: Ledger, groups: GroupLosses, header: JudgeHeader): Verdict['pending'] {
  if (header.witness === 'wire') return {};
  const pending: Verdict['pending'] = {};
  const effects = ledger.pending();
  const passed = groups.pending();
  if (effects > 0) pending['lost-effect'] = effects;
  if (passed > 0) pending['lost-to-group'] = passed;
  return pending;
}

function anomalyOf(finding: Finding, view: HistoryView, contract: Verdict['contract'], faults: FaultLog): Anomaly {
  const { names } = view;
  const { judgement, because } = judge(finding, contract, faults.faults, view);
  const sorted = [...new Set(finding.offsets)].toSorted((a, b) => a - b);
  return {
    kind: finding.kind,
    class: anomalyClasses[finding.kind],
    judgement,
    because,
    witness: finding.witness,
    at: finding.at / 1000,
    decidedAt: finding.decidedAt / 1000,
    countedFrom: finding.countedFrom / 1000,
    ...(finding.withdrawnAt >= 0 ? { withdrawnAt: finding.withdrawnAt / 1000 } : {}),
    ...(finding.partition >= 0 ? { partition: names.partitions[finding.partition] } : {}),
    ...(finding.group >= 0 ? { group: names.groups[finding.group] } : {}),
    ...(finding.key >= 0 ? { key: names.keys[finding.key] } : {}),
    ...(sorted.length > 0 ? { offsets: sorted.slice(0, OFFSETS_MAX) } : {}),
    count: finding.count - finding.withdrawn,
    detail: { ...finding.detail },
    rows: finding.rows,
    why: [],
  };
}

function notExercisedOf({ checker, error }: Failure): { kinds: AnomalyKind[]; error: string } {
  return { kinds: [...checker.kinds], error };
}
