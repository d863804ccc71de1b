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

const orderKinds: ReadonlySet<string> = new Set(['log-order-violation', 'key-order-violation']);

/** The promises, asked for or made by the settings, and what became of them (spec/checker.md 7.1, 8.10). */
export function clausesOf(
  contract: Contract,
  anomalies: readonly Anomaly[],
  marks: Marks,
  notExercised: Verdict['notExercised'],
): Clause[] {
  const clauses: Clause[] = [];
  const failed = new Set(notExercised.flatMap(({ kinds }) => kinds));
  const add = (
    clause: string,
    asked: boolean,
    promised: boolean,
    isAbout: (kind: Anomaly['kind']) => boolean,
    pressure: (keyof Marks)[],
    never: string,
  ): void => {
    const broken = anomalies.filter(
      (it) => it.judgement === 'violation' && it.withdrawnAt === undefined && isAbout(it.kind),
    );
    const error = notExercised.find(({ kinds }) => kinds.some(isAbout));
    const reached = Object.fromEntries(pressure.map((mark) => [mark, marks[mark]]));
    const isPressed = pressure.some((mark) => marks[mark] > 0);
    const first = Math.min(...broken.map((it) => it.decidedAt));
    if (broken.length > 0) {
      const sentence = `${clause.replace(/^(delivery|order): /, '')} violated at ${(first / 1000).toFixed(3)} s`;
      clauses.push({ clause, asked, promised, verdict: 'violated', violatedAt: first, sentence, marks: reached });
    } else if (failed.size > 0 && error) {
      const sentence = `not judged: ${error.error}`;
      clauses.push({ clause, asked, promised, verdict: 'not-exercised', sentence, marks: reached });
    } else {
      const beyond = anomalies.filter(
        (it) => it.judgement === 'outside-budget' && it.withdrawnAt === undefined && isAbout(it.kind),
      );
      const inside =
        beyond.length > 0 ? `held inside the budget, ${plural(beyond.length, 'finding')} outside it` : 'held';
      const sentence = isPressed ? `${inside}: ${pressureSentence(pressure, marks)}` : never;
      clauses.push({
        clause,
        asked,
        promised,
        verdict: isPressed ? 'held' : 'not-exercised',
        sentence,
        marks: reached,
      });
    }
  };

  const { asked } = contract;
  const delivery = asked.delivery ?? contract.level;
  if (delivery !== 'none')
    add(
      `delivery: ${delivery}`,
      asked.delivery !== undefined,
      asked.delivery === undefined || asked.delivery === contract.level,
      isInMatrix,
      [
        'leader-changed',
        'leader-died-with-unreplicated-ack',
        'power-lost',
        'send-retried',
        'member-left',
        'record-read-again',
      ],
      'not exercised: no leader changed, no send was retried, no member left',
    );
  const order = asked.order ?? contract.order;
  if (order !== 'none') {
    add(
      `order: ${order}`,
      asked.order !== undefined,
      asked.order === undefined || asked.order === contract.order,
      (kind) => orderKinds.has(kind),
      ['send-retried', 'leader-changed'],
      'not exercised: nothing was sent twice and no leader changed',
    );
  }
  if (asked.recoverWithin !== undefined) {
    const never = 'not exercised: no leader changed';
    add(
      `recovery within ${asked.recoverWithin} ms`,
      true,
      false,
      (kind) => kind === 'unavailable',
      ['leader-changed'],
      never,
    );
  }
  if (asked.maxLag !== undefined) {
    const never = 'not exercised: no member left';
    add(`lag at most ${asked.maxLag} ms`, true, false, (kind) => kind === 'unbounded-lag', ['member-left'], never);
  }
  return clauses;
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

/** "1 record", "2 records". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
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
