import { expect, test } from 'vitest';
import { formatTarget, parseTarget } from '../../../simulations/scenario';

test.each([
  ['invoice-0', { kind: 'name', name: 'invoice-0' }],
  ['broker-2', { kind: 'broker', number: 2 }],
  ['controller-1', { kind: 'controller', number: 1 }],
  ['controller', { kind: 'role', role: 'controller' }],
  ['producer:audit', { kind: 'producer', name: 'audit' }],
  ['group:audit', { kind: 'group', name: 'audit' }],
  ['topic:orders.eu', { kind: 'topic', name: 'orders.eu' }],
  ['member:invoice/invoice-0', { kind: 'member', group: 'invoice', member: 'invoice-0' }],
  ['rack:a', { kind: 'rack', name: 'a' }],
  ['fraud/window-2', { kind: 'part', job: 'fraud', part: 'window-2' }],
  ['leader(orders-0)', { kind: 'role', role: 'leader', topic: 'orders', partition: 0 }],
  ['follower(a-b-12)', { kind: 'role', role: 'follower', topic: 'a-b', partition: 12 }],
  ['coordinator(invoice)', { kind: 'role', role: 'coordinator', of: 'group', id: 'invoice' }],
  ['coordinator(tx:audit-1)', { kind: 'role', role: 'coordinator', of: 'transaction', id: 'audit-1' }],
  ['owner(invoice, orders-0)', { kind: 'role', role: 'owner', group: 'invoice', topic: 'orders', partition: 0 }],
])('C-FLT-3: the target %s', (text, target) => {
  const reading = parseTarget(text);
  expect(reading).toEqual({ ok: true, target });
  expect(reading.ok && formatTarget(reading.target)).toBe(text);
});

test.each([
  ['', 'expected a target, got empty text'],
  ['leader(orders)', 'expected leader(orders-0), got "leader(orders)"'],
  ['leader(orders-0, orders-1)', 'expected leader(orders-0), got "leader(orders-0, orders-1)"'],
  ['owner(orders-0)', 'expected owner(invoice, orders-0), got "owner(orders-0)"'],
  ['boss(orders-0)', 'boss is no role'],
  ['constructor(orders-0)', 'constructor is no role'],
  ['member:invoice', 'expected member:group/member, got "member:invoice"'],
  ['a b', 'expected a target, got "a b"'],
  ['shard:3', 'expected a target, got "shard:3"'],
  ['__proto__', 'expected a target, got "__proto__"'],
])('C-FLT-3: %j is no target', (text, message) => {
  expect(parseTarget(text)).toMatchObject({ ok: false, message });
});
