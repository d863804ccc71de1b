import { anomalyClasses, type AnomalyKind } from '../anomaly-kinds';
import type { Finding } from '../findings';
import type { Contract, FaultFamily, Judgement, PromiseRow, StagePromise } from '../verdict';
import type { HistoryView } from '../view';
import { exceeded, type Fault } from './budget';
import { cellOf, isInMatrix } from './matrix';

/** How a finding is judged, and the sentence that says why. */
export interface Judged {
  judgement: Judgement;
  because: string;
}

const producerKinds: ReadonlySet<AnomalyKind> = new Set([
  'lost-write',
  'ghost-write',
  'inconsistent-offsets',
  'divergent-replicas',
  'duplicate-append',
  'duplicate-intent',
  'log-order-violation',
  'unreachable-write',
]);
const bothKinds: ReadonlySet<AnomalyKind> = new Set([
  'lost-effect',
  'duplicate-effect',
  'ghost-effect',
  'key-order-violation',
  'external-nonmonotonic',
]);

const familyWords: Readonly<Record<FaultFamily, string>> = {
  kill: 'crashes',
  stop: 'clean stops',
  pause: 'pauses',
  isolate: 'cuts',
  powerOff: 'power losses',
  loseDisk: 'lost disks',
  leaderChange: 'changes of leader',
  uncleanElection: 'unclean elections',
  lastInSyncPowerLoss: 'power losses of the last in-sync replica',
  resend: 'resends',
};

/** Sorts a finding by the contract (spec/checker.md 7): the same facts, judged again, need no new fold. */
export function judge(finding: Finding, contract: Contract, faults: readonly Fault[], view: HistoryView): Judged {
  const stages = stagesOf(finding, contract, view);
  const verdict = byPromise(finding.kind, contract, stages);
  if (verdict.judgement !== 'violation') return verdict;
  for (const stage of stages) {
    const over = exceeded(faults, budgetOf(contract, stage), finding.decidedAt);
    if (!over) continue;
    const row = stage.rows.find(({ survives }) => survives && over.family in survives);
    return {
      judgement: 'outside-budget',
      because: `more ${familyWords[over.family]} than promised to be survived (${over.limit})${row ? `: ${row.sentence}` : ''}`,
    };
  }
  return verdict;
}

/**
 * A level that was asked for without a `survives` must outlast every crash and every cut, whatever the settings make of
 * it; only for lost power and disks do the settings say how many.
 */
function budgetOf(contract: Contract, stage: StagePromise): StagePromise['survives'] {
  const settings = stage.survives;
  const kept = contract.asked.delivery
    ? {
        ...('powerOff' in settings ? { powerOff: settings.powerOff } : {}),
        ...('loseDisk' in settings ? { loseDisk: settings.loseDisk } : {}),
      }
    : settings;
  return { ...kept, ...contract.survives };
}

function byPromise(kind: AnomalyKind, contract: Contract, stages: readonly StagePromise[]): Judged {
  if (kind === 'log-order-violation' || kind === 'key-order-violation') return byOrder(kind, contract, stages);
  if (!isInMatrix(kind)) return byProgress(kind, contract);
  const asked = contract.asked.delivery;
  if (asked) {
    const cell = cellOf(kind, asked);
    return cell === 'violation'
      ? { judgement: 'violation', because: `the scenario asks for ${asked}` }
      : { judgement: 'allowed', because: `${asked} allows it` };
  }
  for (const stage of stages) {
    const row = allowingRow(stage, kind);
    if (row) return { judgement: 'allowed', because: row.sentence };
  }
  const [stage] = stages;
  return { judgement: 'violation', because: stage ? `${stage.stage} promises ${stage.level}` : 'no setting allows it' };
}

/** The row of a stage's contract that makes a kind legal. */
function allowingRow(stage: StagePromise, kind: AnomalyKind): PromiseRow | undefined {
  if (stage.rows.some(({ forbids }) => forbids?.includes(kind))) return undefined;
  const special = stage.rows.find(({ allows }) => allows?.includes(kind));
  if (special || cellOf(kind, stage.level) === 'violation') return special;
  const byLevel = stage.rows.find(({ level }) => level === stage.level);
  return byLevel ?? { rule: 'C-GU-3', sentence: `${stage.stage} promises ${stage.level}, which allows it` };
}

function byOrder(kind: AnomalyKind, contract: Contract, stages: readonly StagePromise[]): Judged {
  const { order } = contract.asked;
  const wanted = kind === 'key-order-violation' ? ['per-key'] : ['per-key', 'per-partition'];
  if (order) {
    return wanted.includes(order)
      ? { judgement: 'violation', because: `the scenario asks for order ${order}` }
      : { judgement: 'allowed', because: `the scenario asks for order ${order}` };
  }
  for (const stage of stages) {
    const row = stage.rows.find((it) => it.allows?.includes(kind) || (it.order === 'none' && stage.order === 'none'));
    if (row) return { judgement: 'allowed', because: row.sentence };
  }
  return wanted.includes(contract.order)
    ? { judgement: 'violation', because: `the settings promise order ${contract.order}` }
    : { judgement: 'allowed', because: `the settings promise order ${contract.order}` };
}

function byProgress(kind: AnomalyKind, contract: Contract): Judged {
  if (kind === 'unavailable' && contract.asked.recoverWithin !== undefined) {
    return {
      judgement: 'violation',
      because: `the scenario asks to recover within ${contract.asked.recoverWithin} ms`,
    };
  }
  if (kind === 'unbounded-lag' && contract.asked.maxLag !== undefined) {
    return { judgement: 'violation', because: `the scenario asks for a lag of at most ${contract.asked.maxLag} ms` };
  }
  if (kind === 'stuck-consumer')
    return { judgement: 'violation', because: 'faults are over and nothing holds it back' };
  if (anomalyClasses[kind] === 'I')
    return { judgement: 'allowed', because: 'for information: nobody promised otherwise' };
  return { judgement: 'allowed', because: 'no promise was made about progress' };
}

/** The stages whose promise a finding touches. */
function stagesOf(finding: Finding, contract: Contract, view: HistoryView): StagePromise[] {
  const isProducers = producerKinds.has(finding.kind) || bothKinds.has(finding.kind);
  const isGroups = !producerKinds.has(finding.kind);
  const writers = isProducers ? writersOf(finding, view) : new Set<string>();
  const group = finding.group >= 0 ? `groups.${view.names.groups[finding.group]}` : undefined;
  const concerned = contract.stages.filter(({ stage }) => {
    if (stage.startsWith('producers.')) return isProducers && (writers.size === 0 || writers.has(stage));
    return isGroups && (group === undefined || stage === group);
  });
  // What a group did is best explained by the group's own settings.
  return concerned.toSorted(
    (a, b) => Number(a.stage.startsWith('producers.')) - Number(b.stage.startsWith('producers.')),
  );
}

function writersOf(finding: Finding, view: HistoryView): Set<string> {
  const writers = new Set<string>();
  const { producer } = view.facts.records;
  for (const record of finding.records) {
    if (record >= 0 && producer[record] >= 0) {
      writers.add(`producers.${view.names.actors[view.actorOf[producer[record]]]}`);
    }
  }
  return writers;
}
