import { RowKind } from '../kernel';
import type { NormalisedAction, NormalisedProducer, NormalisedScenario } from '../scenario';
import { groupResults } from './result/groups';
import { partitionResult, shownPartitions } from './result/partitions';
import { producerResults } from './result/producers';
import { forEachRow } from './result/row-cursor';
import type { Run } from './run';

/** Actions whose end takes back what they did, and that last until healed where they do not say how long. */
const LASTING: ReadonlySet<string> = new Set(['burst', 'hotKey', 'isolate', 'pause', 'slow']);

const DRAIN_SPARE_MS = 10_000;

/**
 * The scenario of a run that has come to its end, with heal and drain behind it (C-PH-1, C-PH-2): what lasts is ended,
 * what crashed is started again, workloads stop, and there is time for consumers to finish. Up to the end of the first
 * run both are alike.
 */
export function healedScenario(ended: Run): NormalisedScenario {
  const { scenario } = ended;
  const endMs = scenario.duration;
  const { begunAtMs, crashed } = storyOf(ended);
  const lasting = scenario.actions.flatMap((action, index) => healedAction(action, begunAtMs.get(index), endMs));
  const restarts = crashed.map((actor, number): NormalisedAction => {
    return { id: `heal-${number + 1}`, do: 'restart', at: endMs, target: targetOf(ended, actor) };
  });
  const producers = Object.entries(scenario.producers).map(([name, producer]) => [name, stopped(producer, endMs)]);
  return {
    ...scenario,
    duration: endMs + drainLimitMs(ended),
    actions: [...lasting, ...restarts],
    producers: Object.fromEntries(producers) as Record<string, NormalisedProducer>,
  };
}

/**
 * Every broker is back and every partition led, no producer waits for an answer, and every group has committed all that
 * its partitions hold (C-PH-2).
 */
export function isDrained(run: Run): boolean {
  const isWhole = shownPartitions(run, false).every((partition) => {
    const { leader, replicas } = partitionResult(run, partition);
    return leader !== null && Object.values(replicas).every(({ state }) => state === 'online');
  });
  const isAnswered = Object.values(producerResults(run, false)).every(
    ({ sent, acked, failed }) => sent === acked + failed,
  );
  const isRead = Object.values(groupResults(run)).every(({ lag }) =>
    Object.values(lag).every((records) => records === 0),
  );
  return isWhole && isAnswered && isRead;
}

/** When each action began, and which actors are down at the end although nobody asked them to leave. */
function storyOf(run: Run): { begunAtMs: ReadonlyMap<number, number>; crashed: number[] } {
  const begunAtMs = new Map<number, number>();
  const down = new Set<number>();
  forEachRow(run.trace, (row) => {
    if (row.kind === RowKind.actionBegin) begunAtMs.set(row.subject, row.timeMicros / 1000);
    else if (row.kind === RowKind.actorCrashed) down.add(row.actor);
    else if (row.kind === RowKind.actorStarted) down.delete(row.actor);
  });
  // A script would begin anew in a new process, and send again what it has sent.
  const isScripted = (actor: number): boolean =>
    run.scenario.producers[run.names.actors[actor]!]?.workload.script !== undefined;
  return { begunAtMs, crashed: [...down].filter((actor) => !isScripted(actor)).sort((a, b) => a - b) };
}

/** An action that began, ending at the end of the first run at the latest; one that never began is left out. */
function healedAction(action: NormalisedAction, begunAtMs: number | undefined, endMs: number): NormalisedAction[] {
  if (begunAtMs === undefined) return action.after === undefined ? [action] : [];
  if (!LASTING.has(action.do)) return [action];
  return [{ ...action, for: Math.min(action.for ?? Infinity, endMs - begunAtMs) }];
}

function stopped(producer: NormalisedProducer, endMs: number): NormalisedProducer {
  const { workload } = producer;
  if (workload.script !== undefined) {
    return { ...producer, workload: { script: workload.script.filter((op) => op.at <= endMs) } };
  }
  return {
    ...producer,
    workload: { ...workload, stop: Math.min(workload.stop, endMs) } as NormalisedProducer['workload'],
  };
}

function targetOf({ names }: Run, actor: number): string {
  const name = names.actors[actor]!;
  switch (names.actorKinds[actor]) {
    case 'producer':
      return `producer:${name}`;
    case 'member':
      return `member:${names.groups[names.actorGroup[actor]!]!}/${name}`;
    default:
      return name;
  }
}

function drainLimitMs({ settings }: Run): number {
  const keys = ['session.timeout.ms', 'max.poll.interval.ms', 'transaction.timeout.ms', 'request.timeout.ms'];
  const clients = Object.entries(settings).filter(([path]) => /^(producers|groups)\./.test(path));
  const timeouts = clients.flatMap(([, values]) => keys.map((key) => Number(values[key] ?? 0)));
  return 2 * Math.max(0, ...timeouts) + DRAIN_SPARE_MS;
}
