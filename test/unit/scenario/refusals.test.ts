import { describe, expect, test } from 'vitest';
import { actions, laterActions } from '../../../simulations/actions';
import { formatProblem, normalise } from '../../../simulations/scenario';

const base = {
  version: 1,
  topics: { orders: { partitions: 3 }, invoices: {} },
  producers: { checkout: { topic: 'orders' }, audit: { topic: 'orders' } },
  groups: {
    invoice: { topics: ['orders'], members: { 'invoice-0': {} } },
    audit: { topics: ['orders'], members: { 'audit-0': {} } },
  },
};

function refusals(written: unknown): string[] {
  const result = normalise(written, { actions, laterActions });
  return result.ok ? [] : result.errors.map(formatProblem);
}

/** The first refusal of the base with these keys in place of its own. */
function refusal(change: object): string | undefined {
  return refusals({ ...base, ...change })[0];
}

const producer = (change: object) => ({ producers: { checkout: { topic: 'orders', ...change } } });
const group = (change: object) => ({ groups: { g: { topics: ['orders'], members: { m: {} }, ...change } } });
const action = (change: object) => ({ actions: [{ at: 1, do: 'kill', target: 'broker-1', ...change }] });

test.each([
  [null, 'expected an object, got null'],
  [[], 'expected an object, got an empty list'],
  ['x', 'expected an object, got "x"'],
  [{}, 'version: missing'],
  [{ version: 2 }, 'version: expected 1, got 2'],
])('%j is no scenario', (written, message) => {
  expect(refusals(written)).toContain(message);
});

describe('impossible values', () => {
  test.each([
    ['seed', { seed: 2 ** 32 }, 'seed: expected a whole number from 0 to 4294967295, got 4294967296'],
    ['brokers', { brokers: { count: 31 } }, 'brokers.count: expected a whole number from 1 to 30, got 31'],
    ['racks', { brokers: { racks: ['a'] } }, 'brokers.racks: expected one rack for each of 3 brokers, got 1'],
    [
      'combined controllers',
      { controllers: { count: 5, combined: true } },
      'controllers.count: expected at most 3: combined controllers run on the first brokers, got 5',
    ],
    [
      'partitions in all',
      { topics: { a: { partitions: 600 }, b: { partitions: 600 }, orders: {} } },
      'topics: expected at most 1000 partitions in all, got 1201',
    ],
    ['topic names', { topics: { 'a b': {} } }, /^topics\["a b"\]: expected a topic name/],
    ['colliding topics', { topics: { orders: {}, 'a.b': {}, a_b: {} } }, /^topics\.a_b: collides with the topic a\.b/],
    [
      'a broker twice',
      { topics: { orders: { assignment: [[1, 1]] } } },
      'topics.orders.assignment[0]: expected each broker once',
    ],
    [
      'a topic that is not there',
      producer({ topic: 'ordres' }),
      'producers.checkout.topic: there is no topic ordres in this scenario; did you mean orders?',
    ],
    ['no topic', { producers: { p: {} } }, 'producers.p.topic: missing; known here: orders, invoices'],
    [
      'stop before start',
      producer({ workload: { start: '5s', stop: '2s' } }),
      'producers.checkout.workload.stop: expected at least start (5000 ms), got 2000 ms',
    ],
    [
      'values',
      producer({ workload: { values: { min: 9, max: 1 } } }),
      'producers.checkout.workload.values: expected min to be at most max, got 9 and 1',
    ],
    [
      'lateness',
      producer({ workload: { lateness: { p50: '5s', p99: '1s' } } }),
      'producers.checkout.workload.lateness: expected p50 to be at most p99, and p99 at most max',
    ],
    [
      'two moves of a record',
      producer({
        workload: {
          moves: [
            { n: 1, by: 1 },
            { n: 1, by: 2 },
          ],
        },
      }),
      'producers.checkout.workload.moves[1].n: record 1 is already moved above',
    ],
    [
      'script and events',
      producer({ workload: { script: [], events: { file: 'a' } } }),
      'producers.checkout.workload.events: expected either events or script, got both',
    ],
    [
      'ops out of order',
      producer({
        workload: {
          script: [
            { at: 9, op: 'flush' },
            { at: 3, op: 'flush' },
          ],
        },
      }),
      'producers.checkout.workload.script[1].at: expected 9 ms or later, as the op before it, got 3 ms',
    ],
    [
      'a partition that is not there',
      producer({ workload: { script: [{ at: 0, op: 'send', partition: 3 }] } }),
      'producers.checkout.workload.script[0].partition: expected 0 to 2 (orders has 3), got 3',
    ],
    [
      'leave before join',
      group({ members: { m: { join: '3s', leave: '2s' } } }),
      'groups.g.members.m.leave: expected later than join (3000 ms), got 2000 ms',
    ],
    [
      'the name of a server',
      { producers: { 'broker-1': { topic: 'orders' } } },
      'producers.broker-1: broker-1 is the name of a server; take another name',
    ],
    [
      'offsets of nowhere',
      group({ members: { m: { script: [{ at: 1, op: 'seek', offsets: { 'orders-9': 0 } }] } } }),
      'groups.g.members.m.script[0].offsets.orders-9: there is no partition orders-9 in this scenario; orders has 3',
    ],
    [
      'partitions of a subscription',
      group({ partitions: ['orders-0'] }),
      'groups.g.partitions: a group of kind consumer takes topics, not partitions',
    ],
    [
      'a standalone consumer without partitions',
      { groups: { g: { kind: 'assign' } } },
      /^groups\.g\.partitions: missing/,
    ],
    [
      'another group id',
      group({ config: { 'group.id': 'h' } }),
      'groups.g.config.group.id: expected g, the name of the group, got "h"',
    ],
    [
      'a list as a setting',
      group({ config: { 'client.rack': ['a'] } }),
      /^groups\.g\.config\.client\.rack: expected text, a number/,
    ],
    [
      'a topic setting that is none',
      { topics: { orders: { config: { 'min.insync.replica': 2 } } } },
      /^topics\.orders\.config\.min\.insync\.replica: /,
    ],
    [
      'a link to nowhere',
      { network: { links: [{ between: ['broker-1', 'broker-9'] }] } },
      /^network\.links\[0\]\.between\[1\]: there is no broker-9/,
    ],
    [
      'a link to itself',
      { network: { links: [{ between: ['broker-1', 'broker-1'] }] } },
      /^network\.links\[0\]\.between: expected two different names/,
    ],
    [
      'the same link twice',
      { network: { links: [{ between: ['broker-1', 'broker-2'] }, { between: ['broker-2', 'broker-1'] }] } },
      'network.links[1].between: this link is already described above',
    ],
    ['survives', { guarantees: { survives: { kill: -1 } } }, /^guarantees\.survives\.kill: expected a whole number/],
  ])('%s', (_, change, message) => {
    if (typeof message === 'string') expect(refusal(change)).toBe(message);
    else expect(refusal(change)).toMatch(message);
  });
});

describe('actions', () => {
  test.each([
    ['no moment', { at: undefined }, 'actions[0].at: missing; say when: at, or after an event'],
    ['two moments', { after: { event: 'send.ok' } }, 'actions[0].after: expected either at or after, got both'],
    ['no target', { target: undefined }, 'actions[0].target: missing'],
    [
      'an unknown target',
      { target: 'invoice-9' },
      /^actions\[0\]\.target: there is no invoice-9 in this scenario; did you mean invoice-0\?/,
    ],
    [
      'a target of another kind',
      { target: 'orders' },
      'actions[0].target: expected a broker, a controller, a producer or a member, got the topic orders',
    ],
    [
      'an ambiguous target',
      { do: 'config', target: 'audit', set: { acks: 1 } },
      'actions[0].target: audit means several things; write producer:audit or group:audit',
    ],
    [
      'a role without partition',
      { target: 'leader(orders-7)' },
      /^actions\[0\]\.target: there is no partition orders-7/,
    ],
    [
      'a role of another kind',
      { do: 'rebalance', target: 'leader(orders-0)' },
      'actions[0].target: expected a group, got leader(orders-0), a broker',
    ],
    [
      'an unknown source',
      { do: 'isolate', from: ['broker-2', 'nobody'] },
      /^actions\[0\]\.from\[1\]: there is no nobody/,
    ],
    [
      'target and link',
      { do: 'slow', between: ['broker-1', 'broker-2'], by: '4x' },
      'actions[0].between: expected either target or between, got both',
    ],
    [
      'a factor that is none',
      { do: 'slow', by: '4y' },
      /^actions\[0\]\.by: expected a delay to add such as "40ms", or a factor such as "4x", got "4y"/,
    ],
    [
      'a change of nothing',
      { do: 'workload', target: 'checkout', set: {} },
      'actions[0].set: expected at least one of rate, lateness, hotShare, valueSize',
    ],
    [
      'an unknown message',
      { do: 'loseAnswer', target: undefined, message: 'Prodce', actor: 'checkout' },
      /^actions\[0\]\.message: .*did you mean Produce\?$/,
    ],
    ['a field of another action', { share: 1 }, /^actions\[0\]\.share: unknown key/],
    [
      'an unknown anchor actor',
      { at: undefined, after: { event: 'send.ok', actor: 'chekout' } },
      /^actions\[0\]\.after\.actor: there is no chekout .*did you mean checkout\?$/,
    ],
  ])('%s', (_, change, message) => {
    if (typeof message === 'string') expect(refusal(action(change))).toBe(message);
    else expect(refusal(action(change))).toMatch(message);
  });

  test('an action name in a unique kind needs no prefix', () => {
    expect(refusals({ ...base, actions: [{ at: 1, do: 'burst', target: 'audit', by: 3 }] })).toEqual([]);
  });

  test('a member that joins by an action can be aimed at', () => {
    const list = [
      { at: '1s', do: 'join', target: 'invoice', name: 'invoice-9' },
      { at: '5s', do: 'leave', target: 'invoice-9' },
    ];
    expect(refusals({ ...base, actions: list })).toEqual([]);
  });

  test('an anchor at an event that no history has', () => {
    const anchored = { ...base, actions: [{ after: { event: 'send.okay' }, do: 'kill', target: 'broker-1' }] };
    const result = normalise(anchored, { actions, eventKinds: ['send.ok', 'leader.elected'] });
    expect(result.ok ? [] : result.errors.map(formatProblem)).toEqual([
      'actions[0].after.event: there is no event send.okay; did you mean send.ok?',
    ]);
    expect(refusals(anchored)).toEqual([]);
  });

  test('ids are unique', () => {
    const list = [
      { id: 'x', at: 1, do: 'kill', target: 'broker-1' },
      { id: 'x', at: 2, do: 'restart', target: 'broker-1' },
    ];
    expect(refusals({ ...base, actions: list })).toEqual(['actions[1].id: x is already the id of another action']);
  });

  test('after the end of the run: a warning', () => {
    const result = normalise({ ...base, duration: '5s', ...action({ at: '6s' }) }, { actions, laterActions });
    expect(result.ok).toBe(true);
    expect(result.warnings.map(formatProblem)).toEqual([
      'actions[0].at: after the end of the run (duration 5000 ms): it never happens',
    ]);
  });
});

describe('what this build cannot run is said', () => {
  test.each([
    [{ platform: 'pulsar' }, /^platform: "pulsar": not in this build yet/],
    [{ jobs: { fraud: {} } }, /^jobs\.fraud: jobs: not in this build yet/],
    [{ quotas: [{ clientId: 'a' }] }, /^quotas\[0\]: quotas: not in this build yet/],
    [group({ kind: 'share' }), /^groups\.g\.kind: "share": not in this build yet/],
    [
      group({ config: { 'group.protocol': 'consumer' } }),
      /^groups\.g\.config\.group\.protocol: .*not in this build yet/,
    ],
    [
      group({ processing: { commit: 'transactional' } }),
      /^groups\.g\.processing\.commit: "transactional": not in this build yet/,
    ],
    [group({ processing: { transaction: {} } }), /^groups\.g\.processing\.transaction: .*not in this build yet/],
    [group({ sink: { kind: 'topic', topic: 'invoices' } }), /^groups\.g\.sink\.kind: .*not in this build yet/],
    [
      producer({ config: { 'transactional.id': 'x' } }),
      /^producers\.checkout\.config\.transactional\.id: .*not in this build yet/,
    ],
    [
      producer({ workload: { script: [{ at: 1, op: 'begin' }] } }),
      /^producers\.checkout\.workload\.script\[0\]\.op: .*not in this build yet/,
    ],
    [
      { topics: { orders: { config: { 'cleanup.policy': 'compact' } } } },
      /^topics\.orders\.config\.cleanup\.policy: compaction: not in this build yet/,
    ],
    [action({ do: 'loseDisk' }), /^actions\[0\]\.do: the action loseDisk: not in this build yet/],
    [action({ target: 'coordinator(tx:a)' }), /^actions\[0\]\.target: .*not in this build yet/],
  ])('%j', (change, message) => {
    expect(refusal(change)).toMatch(message);
  });
});

describe('hostile input', () => {
  const nested = (depth: number) => JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)) as unknown;

  test.each([
    ['the prototype as a topic', JSON.parse('{"version":1,"topics":{"__proto__":{},"constructor":{}}}')],
    ['the prototype as a key', JSON.parse('{"version":1,"__proto__":{"seed":3}}')],
    ['the prototype as a setting', JSON.parse('{"version":1,"brokers":{"config":{"__proto__":1}}}')],
    ['deep nesting', { version: 1, topics: nested(5000) }],
    ['a deep setting', { version: 1, brokers: { config: { a: nested(5000) } } }],
    ['a huge list', { version: 1, actions: Array.from({ length: 1_000_000 }, () => 1) }],
    ['many wrong entries', { version: 1, actions: Array.from({ length: 9000 }, () => ({ do: 'x' })) }],
    ['infinite numbers', { version: 1, seed: Number.NaN, duration: Number.POSITIVE_INFINITY }],
    ['a long name', { version: 1, topics: { ['x'.repeat(1_000_000)]: {} } }],
  ])('%s', (_, written) => {
    const result = normalise(written, { actions, laterActions });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.errors.length).toBeLessThanOrEqual(101);
    expect(result.errors.every((problem) => formatProblem(problem).length < 1000)).toBe(true);
  });

  test('a key of a JavaScript object that is undefined counts as absent', () => {
    expect(refusals({ ...base, duration: undefined, name: undefined })).toEqual([]);
  });
});
