import { describe, expect, test } from 'vitest';
import { actionNamed, actions, laterActions, resolveAction } from '../../../simulations/actions';
import type { Acting } from '../../../simulations/actions';
import type { ActionOutcome, ActionPort } from '../../../simulations/kernel';
import { formatProblem, normalise, resolveTarget } from '../../../simulations/scenario';
import type { NormalisedAction, NormalisedScenario } from '../../../simulations/scenario';

/** A port that writes down what it is asked to do. */
function recordingPort(answer: ActionOutcome = true): { port: ActionPort; calls: unknown[][] } {
  const calls: unknown[][] = [];
  const port = new Proxy({} as ActionPort, {
    get:
      (_, method) =>
      (...given: unknown[]) => {
        calls.push([method, ...given]);
        return answer;
      },
  });
  return { port, calls };
}

/** A scenario with this one action, its defaults filled in. */
function scenarioWith(fields: object): NormalisedScenario {
  const result = normalise(
    {
      version: 1,
      brokers: { count: 3, racks: ['a', 'a', 'b'] },
      topics: { orders: {} },
      producers: { checkout: { topic: 'orders' } },
      groups: { invoice: { topics: ['orders'], members: { 'invoice-0': {} } } },
      actions: [{ id: 'x', at: '1s', ...fields }],
    },
    { actions },
  );
  if (!result.ok) throw new Error(result.errors.map(formatProblem).join('\n'));
  return result.scenario;
}

function written(fields: object): NormalisedAction {
  return scenarioWith(fields).actions[0];
}

/** The action as a run would resolve it, controller-1 being the active one. */
function acting(fields: { do: string }): Acting {
  const scenario = scenarioWith(fields);
  const resolved = resolveAction(actionNamed(fields.do)!, scenario.actions[0], (text, of) => {
    const target = resolveTarget(scenario, text!, of);
    if (!target.ok) throw new Error(target.message);
    if (target.kind === 'role') return target.role.role === 'controller' ? ['controller-1'] : [];
    return target.kind === 'rack' ? ['broker-1', 'broker-2'] : [target.actor];
  });
  if ('skipped' in resolved) throw new Error(String(resolved.skipped));
  return resolved as Acting;
}

const cases = [
  [
    { do: 'addPartitions', target: 'orders', count: 4 },
    ['topic:orders'],
    'orders grows to 4 partitions',
    [['addPartitions', 'topic:orders', 4]],
    null,
  ],
  [
    { do: 'burst', target: 'checkout', by: 3, for: '2s' },
    ['producer:checkout'],
    'checkout sends 3 times as much for 2 s',
    [['burst', 'x', 'producer:checkout', 3]],
    [['endBurst', 'x']],
  ],
  [
    { do: 'config', target: 'checkout', set: { acks: 1 } },
    ['producer:checkout'],
    'checkout gets acks=1',
    [['configure', 'producer:checkout', { acks: 1 }]],
    null,
  ],
  [
    { do: 'deleteRecords', target: 'orders-0', before: 12 },
    ['partition:orders-0'],
    'records of orders-0 below 12 are deleted',
    [['deleteRecords', 'partition:orders-0', 12]],
    null,
  ],
  [
    { do: 'deploy', target: 'broker-1', down: '5s' },
    ['broker-1'],
    'broker-1 restarts, down for 5 s',
    [['stop', 'broker-1']],
    null,
  ],
  [
    { do: 'electPreferred', target: 'orders' },
    ['topic:orders'],
    'preferred leaders of orders are elected',
    [['electPreferred', 'topic:orders']],
    null,
  ],
  [
    { do: 'hotKey', target: 'checkout', share: 0.6 },
    ['producer:checkout'],
    'one key takes 60 % of what checkout sends',
    [['hotKey', 'x', 'producer:checkout', 0.6]],
    [['endHotKey', 'x']],
  ],
  [
    { do: 'isolate', target: 'broker-1', from: ['broker-2'], direction: 'in', for: 500 },
    ['broker-1'],
    'broker-1 no longer hears broker-2 for 500 ms',
    [['cut', 'x', { actor: 'broker-1', from: ['broker-2'], direction: 'in' }]],
    [['heal', 'x']],
  ],
  [
    { do: 'join', target: 'invoice', name: 'invoice-9' },
    ['group:invoice'],
    'invoice-9 joins invoice',
    [['join', 'group:invoice', 'invoice-9']],
    null,
  ],
  [
    { do: 'kill', target: 'broker-2', for: '3s' },
    ['broker-2'],
    'broker-2 is killed for 3 s',
    [['kill', 'broker-2']],
    [['restart', 'broker-2']],
  ],
  [
    { do: 'leave', target: 'invoice-0' },
    ['member:invoice/invoice-0'],
    'invoice-0 leaves',
    [['leave', 'member:invoice/invoice-0']],
    null,
  ],
  [
    { do: 'loseAnswer', message: 'Produce', actor: 'checkout', nth: 2 },
    [],
    'the answer to the 2nd Produce of checkout is lost',
    [['loseAnswer', 'x', { api: 'Produce', actor: 'producer:checkout', nth: 2 }]],
    null,
  ],
  [
    { do: 'moveCoordinator', target: 'invoice', to: 'broker-3' },
    ['group:invoice'],
    'broker-3 coordinates invoice',
    [['moveCoordinator', 'group:invoice', 'broker-3']],
    null,
  ],
  [
    { do: 'network', between: ['broker-1', 'broker-2'], set: { delay: '40ms' } },
    [],
    'the link between broker-1 and broker-2 now has delay=40 (ms)',
    [['setNetwork', { delayMicros: 40_000 }, ['broker-1', 'broker-2']]],
    null,
  ],
  [
    { do: 'pause', target: 'invoice-0', for: '12s' },
    ['member:invoice/invoice-0'],
    'invoice-0 freezes for 12 s (a long garbage collection)',
    [['freeze', 'member:invoice/invoice-0']],
    [['thaw', 'member:invoice/invoice-0']],
  ],
  [
    { do: 'powerOff', target: 'rack:a', for: '5s' },
    ['broker-1', 'broker-2'],
    'broker-1 and broker-2 lose power for 5 s',
    [['powerOff', ['broker-1', 'broker-2']]],
    [
      ['restart', 'broker-1'],
      ['restart', 'broker-2'],
    ],
  ],
  [
    { do: 'processing', target: 'invoice', set: { time: '0.5ms', jitter: 0 } },
    ['group:invoice'],
    'invoice now processes with time=0.5, jitter=0 (ms)',
    [['setProcessing', 'group:invoice', { timeMicros: 500, jitterMicros: 0 }]],
    null,
  ],
  [
    { do: 'reassign', target: 'orders-0', replicas: [2, 3] },
    ['partition:orders-0'],
    'orders-0 is reassigned to broker-2 and broker-3',
    [['reassign', 'partition:orders-0', [2, 3]]],
    null,
  ],
  [
    { do: 'rebalance', target: 'invoice' },
    ['group:invoice'],
    'invoice rebalances',
    [['rebalance', 'group:invoice']],
    null,
  ],
  [
    { do: 'refuse', message: 'Produce', actor: 'checkout', nth: 11, error: 'NOT_ENOUGH_REPLICAS' },
    [],
    'the 11th Produce of checkout is refused with NOT_ENOUGH_REPLICAS',
    [
      [
        'refuse',
        'x',
        { api: 'Produce', actor: 'producer:checkout', nth: 11 },
        { error: 'NOT_ENOUGH_REPLICAS', answered: 'at once' },
      ],
    ],
    null,
  ],
  [
    { do: 'restart', target: 'broker-2' },
    ['broker-2'],
    'broker-2 is started again',
    [['restart', 'broker-2']],
    [['stop', 'broker-2']],
  ],
  [
    { do: 'slow', target: 'broker-1', by: '4x' },
    ['broker-1'],
    'broker-1 becomes 4 times slower',
    [['slow', 'x', { actor: 'broker-1', by: { factor: 4 } }]],
    [['heal', 'x']],
  ],
  [
    { do: 'stop', target: 'controller', for: '1s' },
    ['controller-1'],
    'controller-1 is stopped cleanly for 1 s',
    [['stop', 'controller-1']],
    [['restart', 'controller-1']],
  ],
  [
    { do: 'workload', target: 'checkout', set: { rate: 50, lateness: '1s', hotShare: 0.2, valueSize: 10 } },
    ['producer:checkout'],
    'checkout now sends with rate=50, lateness={"p50":1000,"p99":1000,"max":1000}, hotShare=0.2, valueSize=10',
    [
      [
        'setWorkload',
        'producer:checkout',
        {
          rate: 50,
          hotShare: 0.2,
          valueSizeBytes: 10,
          latenessMicros: { p50: 1_000_000, p99: 1_000_000, max: 1_000_000 },
        },
      ],
    ],
    null,
  ],
] as const;

describe('C-FLT-1: one definition for menu, run and story', () => {
  test('every action has a case here', () => {
    expect(cases.map(([fields]) => fields.do)).toEqual(actions.map((action) => action.do));
  });

  test.each(cases.map((one) => [one[0].do, one] as const))('%s', (name, [fields, targets, sentence, begun, ended]) => {
    const definition = actionNamed(name)!;
    const action = acting(fields);
    expect(action.targets).toEqual(targets);
    expect(definition.say(action)).toBe(sentence);
    const first = recordingPort();
    expect(definition.begin(first.port, action)).toBe(true);
    expect(first.calls).toEqual(begun);
    const second = recordingPort();
    definition.end?.(second.port, action);
    expect(definition.end === undefined ? null : second.calls).toEqual(ended);
  });

  test.each(cases.map(([fields]) => [fields.do, fields] as const))('%s: nothing to do is said', (name, fields) => {
    const skipped = { skipped: 'nothing to do' };
    const { port } = recordingPort(skipped);
    expect(actionNamed(name)!.begin(port, acting(fields))).toEqual(skipped);
  });

  test('C-FLT-3: a role that nobody holds skips the action', () => {
    const action = written({ do: 'kill', target: 'leader(orders-0)' });
    expect(resolveAction(actionNamed('kill')!, action, () => [])).toEqual({
      skipped: 'nobody is leader(orders-0) at this moment',
    });
  });

  test('no action is both here and still to come', () => {
    const names: string[] = actions.map((action) => action.do);
    expect(names.filter((name) => (laterActions as readonly string[]).includes(name))).toEqual([]);
  });
});

describe('C-SHR-2: gentler forms', () => {
  test.each(cases.map(([fields]) => [fields.do, fields] as const))(
    '%s: are actions of the format, and run out',
    (_, fields) => {
      let front = [written(fields)];
      for (let steps = 0; front.length > 0; steps += 1) {
        expect(steps).toBeLessThan(60);
        front = front.flatMap((action) => actionNamed(action.do)!.gentler(action).slice(0, 1));
        for (const action of front) expect(written(action)).toMatchObject({ do: action.do });
      }
    },
  );

  test('a kill becomes shorter, then a pause', () => {
    const kill = actionNamed('kill')!;
    expect(kill.gentler(written({ do: 'kill', target: 'broker-1', for: 100 }))).toEqual([
      { id: 'x', at: 1000, do: 'kill', target: 'broker-1', for: 50 },
      { id: 'x', at: 1000, do: 'pause', target: 'broker-1', for: 100 },
    ]);
    expect(kill.gentler(written({ do: 'kill', target: 'broker-1' }))).toEqual([]);
  });
});
