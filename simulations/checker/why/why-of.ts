import { RowKind, rowKind, rowWord } from '../../kernel';
import type { AnomalyKind } from '../anomaly-kinds';
import type { Finding } from '../findings';
import type { WhyStep } from '../verdict';
import type { HistoryView } from '../view';
import { damage, stepOf } from './row-sentences';
import { offsetWords, plural } from './words';

/**
 * The chain of causes of a finding, first to last: its witnesses as sentences, each with its time and row, and at the end
 * what came of it. The cause of a witness joins the chain where it is a fault or an action.
 */
export function whyOf(finding: Finding, view: HistoryView): WhyStep[] {
  const rows = new Set(finding.rows);
  for (const row of finding.rows) {
    const cause = rowWord(view.rows, row, 6);
    if (cause >= 0 && isFault(view, cause)) rows.add(cause);
  }
  const steps: WhyStep[] = [];
  for (const row of [...rows].toSorted((a, b) => a - b)) {
    const step = stepOf(view, row);
    if (!step || steps.some((it) => it.say === step.say && it.at === step.at)) continue;
    // A crash says all that its action says.
    if (step.detail?.startsWith('action') && steps.at(-1)?.say === step.say) steps.pop();
    steps.push(refined(step, finding, view));
  }
  steps.push(lastStep(finding, view));
  for (const row of finding.aftermath) {
    const step = stepOf(view, row);
    if (step) steps.push({ ...step, say: `later ${step.say}` });
  }
  return steps;
}

const faults: ReadonlySet<number> = new Set([
  RowKind.actorCrashed,
  RowKind.actorPaused,
  RowKind.memberLeft,
  RowKind.brokerFenced,
]);

function isFault(view: HistoryView, row: number): boolean {
  return faults.has(rowKind(rowWord(view.rows, row, 0)));
}

/** What the finding knows of its own election. */
function refined(step: WhyStep, finding: Finding, view: HistoryView): WhyStep {
  const isElection = step.row >= 0 && rowKind(rowWord(view.rows, step.row, 0)) === RowKind.leaderElected;
  const end = finding.detail.leaderLogEndOffset;
  return isElection && typeof end === 'number' ? { ...step, say: `${step.say}, log ends at ${end}` } : step;
}

type Ending = (it: { finding: Finding; where: string; what: string; group: string; count: number }) => string;

const endings: Readonly<Partial<Record<AnomalyKind, Ending>>> = {
  'lost-write': ({ where, what, count }) =>
    `${where} ${what} ${count === 1 ? 'is' : 'are'} on no replica that can lead: lost after ack`,
  'unreachable-write': ({ where, what, count }) =>
    `${where} ${what} ${count === 1 ? 'is' : 'are'} only on replicas that cannot lead`,
  'ghost-write': ({ where, what }) => `${where} ${what}: the producer was told it failed, and it is stored`,
  'duplicate-append': ({ where, count }) => `${plural(count, 'record')} stored twice in ${where}`,
  'duplicate-intent': ({ where, count }) =>
    `${plural(count, 'business event')} stored twice in ${where}: sent again by the application`,
  'log-order-violation': ({ where, count }) =>
    `${plural(count, 'record')} of ${where} stored before what was sent earlier`,
  'key-order-violation': ({ group }) => `the sink of ${group} got a key's events in another order than they were made`,
  'external-nonmonotonic': ({ group }) => `the sink of ${group} was overwritten with an older value`,
  'inconsistent-offsets': ({ where, what }) => `${where} ${what}: two records were seen at the same place`,
  'divergent-replicas': ({ finding, where, what }) =>
    `${where} ${what}: ${(finding.detail.brokers as string[]).join(' and ')} hold different records`,
  'watermark-regression': ({ finding, where }) =>
    `the high watermark of ${where} falls from ${said(finding, 'from')} to ${said(finding, 'to')}`,
  'lost-to-group': ({ where, what, group, count }) =>
    `${where} ${what}: committed past, never finished; ${group} will not see ${count === 1 ? 'it' : 'them'} again`,
  'expired-unread': ({ where, what, group }) =>
    `${where} ${what}: removed before ${group} read ${what.startsWith('offsets') ? 'them' : 'it'}`,
  'skipped-by-reset': ({ where, what, group }) =>
    `${where} ${what}: jumped over, ${group} will not read ${what.startsWith('offsets') ? 'them' : 'it'}`,
  'duplicate-delivery': ({ where, what, group }) => `${group} is handed ${where} ${what} again`,
  'duplicate-processing': ({ where, what, group }) => `${group} processes ${where} ${what} a second time`,
  'duplicate-effect': ({ group, count }) => `the sink of ${group} applies ${plural(count, 'event')} a second time`,
  'lost-effect': ({ group, count }) => `${plural(count, 'acknowledged event')} never reached the sink of ${group}`,
  'ghost-effect': ({ group, count }) => `the sink of ${group} applied ${plural(count, 'event')} whose send failed`,
  'commit-regression': ({ finding, group, where }) =>
    `${group} goes back from ${said(finding, 'from')} to ${said(finding, 'offset')} on ${where}`,
  'zombie-commit': ({ finding, group }) =>
    `${group} accepted a commit of generation ${said(finding, 'generation')} in generation ${said(finding, 'current')}`,
  'zombie-processing': ({ finding, where }) =>
    `${said(finding, 'member')} works on ${where}, which belongs to ${said(finding, 'owner')}`,
  'zombie-effect': ({ finding, where }) =>
    `${said(finding, 'member')} changes the sink for ${where}, which belongs to ${said(finding, 'owner')}`,
  'double-ownership': ({ finding, where }) =>
    `${where} belongs to ${(finding.detail.members as string[]).join(' and ')} at once`,
  'poll-skip': ({ group, where, what }) => `${group} is not handed ${where} ${what}`,
  'int-poll-skip': ({ group, where, what }) => `one poll of ${group} leaves out ${where} ${what}`,
  'nonmonotonic-poll': ({ group, where, what }) => `${group} is handed ${where} ${what} after later ones`,
  'int-nonmonotonic-poll': ({ group, where, what }) =>
    `one poll of ${group} hands out ${where} ${what} after later ones`,
  'committed-ahead-of-position': ({ finding, group, where }) =>
    `${group} commits ${said(finding, 'offset')} on ${where}, handed out up to ${said(finding, 'position')}`,
  unavailable: ({ finding, where }) =>
    `no send to ${where} succeeded for ${(Number(finding.detail.longestMs) / 1000).toFixed(3)} s`,
  'stuck-consumer': ({ finding, where, group }) =>
    `${group} got nothing of ${where} for ${(Number(finding.detail.forMs) / 1000).toFixed(1)} s, with records ahead`,
  'rebalance-storm': ({ finding, group }) =>
    `${group} rebalanced ${said(finding, 'rebalances')} times in ${(Number(finding.detail.windowMs) / 1000).toFixed(0)} s`,
  'poison-loop': ({ where, what, group }) => `${group} begins ${where} ${what} again and again and never finishes`,
  'unbounded-lag': ({ finding, group, where }) =>
    `${group} falls behind on ${where}: ${said(finding, 'arrivals')} arrive a second, ${said(finding, 'deliveries')} are read`,
};

/** A word or a number that the finding knows. */
function said(finding: Finding, name: string): string {
  const value = finding.detail[name];
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : typeof value === 'string' ? value : '';
}

function lastStep(finding: Finding, view: HistoryView): WhyStep {
  const where = view.names.partitions[finding.partition] ?? 'the log';
  const group = view.names.groups[finding.group] ?? 'the group';
  const what = offsetWords(finding.offsets);
  const ending = endings[finding.kind];
  const say = ending ? ending({ finding, where, what, group, count: finding.count }) : finding.kind;
  return damage(finding.countedFrom, say, {
    ...(finding.partition >= 0 ? { partition: where } : {}),
    ...(finding.offsets.length > 0 ? { offsets: finding.offsets.slice(0, 100) } : {}),
    row: finding.decidedRow,
  });
}
