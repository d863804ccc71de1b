import { plural } from '../why/words';
import { isInMatrix } from './matrix';
import type { Anomaly, Clause, Contract, Verdict } from '../verdict';
import type { HistoryView } from '../view';

/** What put the promises under pressure; a promise without any is not exercised (C-ALG-2). */
export interface Marks {
  'leader-changed': number;
  'leader-died-with-unreplicated-ack': number;
  'power-lost': number;
  'send-retried': number;
  'member-left': number;
  'record-read-again': number;
}

/** A promise to be looked at. */
interface Promised {
  clause: string;
  asked: boolean;
  promised: boolean;
  isAbout(kind: Anomaly['kind']): boolean;
  pressure: readonly (keyof Marks)[];
  /** What never happened, if nothing pressed it. */
  never: string;
}

/** The promises, asked for or made by the settings, and what became of them (spec/checker.md 7.1, 8.10). */
export function clausesOf(
  contract: Contract,
  anomalies: readonly Anomaly[],
  marks: Marks,
  notExercised: Verdict['notExercised'],
): Clause[] {
  const standing = anomalies.filter((it) => it.withdrawnAt === undefined);
  return promisesOf(contract).map((promise) => clauseOf(promise, standing, marks, notExercised));
}

function promisesOf({ asked, level, order: promisedOrder }: Contract): Promised[] {
  const promises: Promised[] = [];
  const delivery = asked.delivery ?? level;
  if (delivery !== 'none') {
    promises.push({
      clause: `delivery: ${delivery}`,
      asked: asked.delivery !== undefined,
      promised: delivery === level,
      isAbout: isInMatrix,
      pressure: deliveryPressure,
      never: 'not exercised: no leader changed, no send was retried, no member left',
    });
  }
  const order = asked.order ?? promisedOrder;
  if (order !== 'none') {
    promises.push({
      clause: `order: ${order}`,
      asked: asked.order !== undefined,
      promised: order === promisedOrder,
      isAbout: (kind) => kind === 'log-order-violation' || kind === 'key-order-violation',
      pressure: ['send-retried', 'leader-changed'],
      never: 'not exercised: nothing was sent twice and no leader changed',
    });
  }
  const progress = { asked: true, promised: false };
  if (asked.recoverWithin !== undefined) {
    const clause = `recovery within ${asked.recoverWithin} ms`;
    const never = 'not exercised: no leader changed';
    promises.push({
      ...progress,
      clause,
      isAbout: (kind) => kind === 'unavailable',
      pressure: ['leader-changed'],
      never,
    });
  }
  if (asked.maxLag !== undefined) {
    const clause = `lag at most ${asked.maxLag} ms`;
    const never = 'not exercised: no member left';
    promises.push({
      ...progress,
      clause,
      isAbout: (kind) => kind === 'unbounded-lag',
      pressure: ['member-left'],
      never,
    });
  }
  return promises;
}

const deliveryPressure: readonly (keyof Marks)[] = [
  'leader-changed',
  'leader-died-with-unreplicated-ack',
  'power-lost',
  'send-retried',
  'member-left',
  'record-read-again',
];

function clauseOf(
  { clause, asked, promised, isAbout, pressure, never }: Promised,
  anomalies: readonly Anomaly[],
  marks: Marks,
  notExercised: Verdict['notExercised'],
): Clause {
  const common = { clause, asked, promised, marks: Object.fromEntries(pressure.map((mark) => [mark, marks[mark]])) };
  const about = anomalies.filter(({ kind }) => isAbout(kind));
  const broken = about.filter(({ judgement }) => judgement === 'violation');
  if (broken.length > 0) {
    const violatedAt = Math.min(...broken.map(({ decidedAt }) => decidedAt));
    const sentence = `${clause.replace(/^\w+: /, '')} violated at ${(violatedAt / 1000).toFixed(3)} s`;
    return { ...common, verdict: 'violated', violatedAt, sentence };
  }
  const failed = notExercised.find(({ kinds }) => kinds.some(isAbout));
  if (failed) return { ...common, verdict: 'not-exercised', sentence: `not judged: ${failed.error}` };
  if (pressure.every((mark) => marks[mark] === 0)) return { ...common, verdict: 'not-exercised', sentence: never };
  const beyond = about.filter(({ judgement }) => judgement === 'outside-budget').length;
  const held = beyond > 0 ? `held inside the budget, ${plural(beyond, 'finding')} outside it` : 'held';
  return { ...common, verdict: 'held', sentence: `${held}: ${pressureSentence(pressure, marks)}` };
}

const markWords: Readonly<Record<keyof Marks, (count: number) => string>> = {
  'leader-changed': (count) => `${plural(count, 'change')} of leader`,
  'leader-died-with-unreplicated-ack': (count) => `acks lost with their leader ${plural(count, 'time')}`,
  'power-lost': (count) => plural(count, 'power loss', 'power losses'),
  'send-retried': (count) => plural(count, 'retry', 'retries'),
  'member-left': (count) => `${plural(count, 'member')} left or ${count === 1 ? 'was' : 'were'} expelled`,
  'record-read-again': (count) => `${plural(count, 'record')} read again`,
};

function pressureSentence(pressure: readonly (keyof Marks)[], marks: Marks): string {
  return pressure
    .filter((mark) => marks[mark] > 0)
    .map((mark) => markWords[mark](marks[mark]))
    .join(', ');
}

/** Counts the marks from the finished view. */
export function marksOf(
  view: HistoryView,
  found: { kind: string; count: number }[],
  counters: { retries: number; powerLosses: number; memberExits: number },
): Marks {
  const sum = (kind: string) => found.filter((it) => it.kind === kind).reduce((total, it) => total + it.count, 0);
  return {
    'leader-changed': view.replicas.leaderChangeAt.length,
    'leader-died-with-unreplicated-ack': found.filter((it) => it.kind === 'lost-write').length,
    'power-lost': counters.powerLosses,
    'send-retried': counters.retries,
    'member-left': counters.memberExits,
    'record-read-again': sum('duplicate-delivery'),
  };
}
