import { describe, expect, test } from 'vitest';
import { contractOf } from '../../../simulations/checker/index';
import type { Anomaly } from '../../../simulations/checker/index';
import { bareScenario, parseText, traceOfEvents } from '../../../simulations/history/index';
import type { NormalisedScenario } from '../../../simulations/scenario/index';
import { judgeText } from './judge-text';

type Settings = Record<string, Record<string, string | number | boolean>>;

const seen =
  'send r0 p=orders-0 by=p · append broker-1 orders-0 @0 r0 · append broker-2 orders-0 @0 r0 role=follower · poll c1 g 0:r0';

function scenarioOf(change: (scenario: NormalisedScenario) => void = () => {}): NormalisedScenario {
  const events = parseText(seen);
  const scenario = bareScenario(events, traceOfEvents(events).names);
  scenario.topics.orders.replicationFactor = 3;
  change(scenario);
  return scenario;
}

const stage = (name: string, settings: Settings, change?: (scenario: NormalisedScenario) => void) =>
  contractOf(scenarioOf(change), settings).stages.find((it) => it.stage === name);

describe('C-GU-3: from settings to a contract, row by row', () => {
  test.each<[string, Settings, object]>([
    ['acks=0', { 'producers.p': { acks: '0' } }, { level: 'at-most-once', survives: {} }],
    ['acks=1', { 'producers.p': { acks: '1' } }, { level: 'at-least-once', survives: { leaderChange: 0 } }],
    [
      'acks=all, min.insync.replicas=2',
      { 'topics.orders': { 'min.insync.replicas': 2 } },
      { level: 'at-least-once', survives: { powerOff: 1, loseDisk: 1 } },
    ],
    [
      'unclean election',
      { 'topics.orders': { 'unclean.leader.election.enable': true } },
      { survives: { uncleanElection: 0 } },
    ],
    ['idempotence', { 'producers.p': { 'enable.idempotence': true } }, { order: 'per-partition' }],
    ['retries without idempotence', { 'producers.p': { 'enable.idempotence': false } }, { order: 'none' }],
    [
      'one in flight',
      { 'producers.p': { 'enable.idempotence': false, 'max.in.flight.requests.per.connection': 1 } },
      { order: 'per-partition' },
    ],
    [
      'no retries',
      { 'producers.p': { acks: '1', retries: 0, 'enable.idempotence': false } },
      { order: 'per-partition' },
    ],
  ])('producer: %s', (_, settings, expected) => {
    expect(stage('producers.p', settings)).toMatchObject(expected);
  });

  test('without eligible leader replicas a power loss of the last in-sync replica is outside', () => {
    const promise = stage(
      'producers.p',
      {},
      (scenario) => (scenario.brokers.features['eligible.leader.replicas.version'] = 0),
    );
    expect(promise?.survives).toMatchObject({ lastInSyncPowerLoss: 0 });
  });

  test('idempotence that is off without a word is told', () => {
    const settings = { 'producers.p': { acks: '1', 'enable.idempotence': false } };
    expect(stage('producers.p', settings)?.rows.map(({ rule }) => rule)).toContain('K-CFG-2');
    const written = stage(
      'producers.p',
      settings,
      (scenario) => (scenario.producers.p.config = { 'enable.idempotence': false }),
    );
    expect(written?.rows.map(({ rule }) => rule)).not.toContain('K-CFG-2');
  });

  test.each<[string, (group: NormalisedScenario['groups'][string]) => void, string]>([
    ['commit before processing', (group) => (group.processing.commit = 'before'), 'at-most-once'],
    ['commit after processing', (group) => (group.processing.commit = 'after'), 'at-least-once'],
    ['auto-commit in the poll loop', (group) => (group.processing.commit = 'auto'), 'at-least-once'],
    ['auto-commit, other threads', (group) => Object.assign(group.processing, { commit: 'auto', threads: 10 }), 'none'],
    [
      'auto-commit, close() in the middle',
      (group) => Object.assign(group.processing, { commit: 'auto', fail: { nth: 5, then: 'close' } }),
      'none',
    ],
    ['an idempotent sink', (group) => (group.sink = { kind: 'external', idempotent: true }), 'effectively-once'],
  ])('group: %s', (_, change, level) => {
    expect(stage('groups.g', {}, (scenario) => change(scenario.groups.g))?.level).toBe(level);
  });

  test('the pipeline is as weak as its weakest stage', () => {
    expect(contractOf(scenarioOf(), { 'producers.p': { acks: '0' } }).level).toBe('at-most-once');
    expect(contractOf(scenarioOf(), {}).level).toBe('at-least-once');
  });

  test('every row has a sentence for the reader', () => {
    const { stages } = contractOf(scenarioOf(), { 'producers.p': { acks: '1', 'enable.idempotence': false } });
    for (const { rows } of stages) for (const { sentence } of rows) expect(sentence.length).toBeGreaterThan(20);
  });
});

const lost = `leader orders-0 broker-1 e=0 isr=broker-1,broker-2 initial · send r0 p=orders-0 by=p
  append broker-1 orders-0 @0 r0 e=0 · ack r0 @0 e=0`;
const takeover = 'isr orders-0 broker-2 · leader orders-0 broker-2 e=1 isr=broker-2';

function judged(
  text: string,
  kind: string,
  settings: Settings = {},
  change?: (scenario: NormalisedScenario) => void,
): Anomaly | undefined {
  return judgeText(text, { settings, change }).anomalies.find((it) => it.kind === kind);
}

describe('C-GU-4: the fault budget, checked against what happened', () => {
  test('acks=1 promises nothing beyond its leader', () => {
    const anomaly = judged(`${lost} · crash broker-1 · ${takeover}`, 'lost-write', { 'producers.p': { acks: '1' } });
    expect(anomaly).toMatchObject({ judgement: 'outside-budget' });
    expect(anomaly?.because).toContain('acks=1');
  });

  test('what the scenario asks for must outlast every crash, whatever the settings make of it', () => {
    const asks = (scenario: NormalisedScenario) => (scenario.guarantees = { delivery: 'at-least-once' });
    const anomaly = judged(
      `${lost} · crash broker-1 · ${takeover}`,
      'lost-write',
      { 'producers.p': { acks: '1' } },
      asks,
    );
    expect(anomaly).toMatchObject({ judgement: 'violation', because: 'the scenario asks for at-least-once' });
  });

  test('power losses are counted one after the other', () => {
    const settings = { 'topics.orders': { 'min.insync.replicas': 2 } };
    const one = `${lost} · crash broker-1 powerLost · truncate broker-1 orders-0 0 unflushedLost`;
    expect(judged(one, 'lost-write', settings)?.judgement).toBe('violation');
    expect(judged(`crash broker-2 powerLost · start broker-2 · ${one}`, 'lost-write', settings)?.judgement).toBe(
      'outside-budget',
    );
  });

  test('survives may be asked for by name', () => {
    const asks = (scenario: NormalisedScenario) =>
      (scenario.guarantees = { delivery: 'at-least-once', survives: { kill: 0 } });
    expect(judged(`${lost} · crash broker-1 · ${takeover}`, 'lost-write', {}, asks)?.judgement).toBe('outside-budget');
  });
});

describe('7.2: the matrix', () => {
  const twice = `leader orders-0 broker-1 e=0 isr=broker-1 initial · send r0 p=orders-0 by=p · append broker-1 orders-0 @0 r0
    append broker-1 orders-0 @1 r0 · ack r0 @1`;
  test('a repeat is legal at least once, broken where idempotence promises against it', () => {
    expect(
      judged(twice, 'duplicate-append', { 'producers.p': { acks: '1', 'enable.idempotence': false } })?.judgement,
    ).toBe('allowed');
    expect(judged(twice, 'duplicate-append', { 'producers.p': { 'enable.idempotence': true } })?.judgement).toBe(
      'violation',
    );
  });

  test('what no level allows is broken without any promise', () => {
    const text = 'append broker-1 orders-0 @0 r0 · poll c1 g 0:r0 · owner g orders-0 c1 e=1 · owner g orders-0 c2 e=1';
    expect(judged(text, 'double-ownership', { 'producers.p': { acks: '0' } })?.judgement).toBe('violation');
  });

  test('what is for information is never a violation', () => {
    const text = 'append broker-1 orders-0 @0 r0 · position c1 g orders-0 0 assigned · commit g orders-0 3 by=c1';
    expect(judged(text, 'committed-ahead-of-position')?.judgement).toBe('allowed');
  });

  test('latest allows what it skips', () => {
    const text = 'append broker-1 orders-0 @0 r0 · assign c1 g orders-0 · position c1 g orders-0 1 reset';
    expect(judged(text, 'skipped-by-reset', { 'groups.g': { 'auto.offset.reset': 'latest' } })?.because).toContain(
      'latest',
    );
    expect(judged(text, 'skipped-by-reset', { 'groups.g': { 'auto.offset.reset': 'earliest' } })?.judgement).toBe(
      'violation',
    );
  });
});

describe('C-ALG-2: held, violated, not exercised', () => {
  const clause = (text: string, settings: Settings = {}) =>
    judgeText(text, { settings }).clauses.find((it) => it.clause.startsWith('delivery'));
  test('a promise that nothing pressed is grey', () => {
    expect(clause(lost)).toMatchObject({ verdict: 'not-exercised' });
  });

  test('a promise that outlasted a change of leader held', () => {
    const safe = lost.replace('· ack', '· append broker-2 orders-0 @0 r0 e=0 role=follower · ack');
    expect(clause(`${safe} · crash broker-1 · ${takeover}`)).toMatchObject({
      verdict: 'held',
      marks: { 'leader-changed': 1 },
    });
  });

  test('a broken promise says when', () => {
    expect(clause(`${lost} · crash broker-1 · ${takeover}`)).toMatchObject({ verdict: 'violated', violatedAt: 6 });
  });
});
