import { parseIncarnation, type EventKind, type FieldRule, eventFields, isTraceKind } from './event-kinds';

/**
 * The compact text form (spec/checker.md 2.3) as data: which words stand where in a line of each kind. What a line does
 * not name by place stands in it as `name=value`, under the short names below.
 */
export interface LineForm {
  kind: EventKind;
  /** Fields by place. `@` is printed before an offset; a question mark: may be left out. */
  places: readonly string[];
  /** Who acts if the line names nobody: a name, or the field that holds it. */
  actor: { name: string } | { field: string };
}

const byController = { name: 'controller-1' } as const;
const byCoordinator = { name: 'broker-1' } as const;
const byItself = { field: 'actor' } as const;
const byBroker = { field: 'broker' } as const;

const line = (kind: EventKind, places: string, actor: LineForm['actor']): LineForm => ({
  kind,
  places: places === '' ? [] : places.split(' '),
  actor,
});

/** The verbs, each with its line. A kind without a verb is written under its own name. */
export const verbs: Readonly<Record<string, LineForm>> = {
  send: line('send.invoke', 'recordId', { name: 'producer-1' }),
  attempt: line('send.attempt', 'recordId', { name: 'producer-1' }),
  retry: line('send.attemptResult', 'recordId error', { name: 'producer-1' }),
  ack: line('send.ok', 'recordId @offset?', { name: 'producer-1' }),
  fail: line('send.fail', 'recordId error?', { name: 'producer-1' }),
  unknown: line('send.info', 'recordId error?', { name: 'producer-1' }),
  append: line('append', 'broker partition @offset recordId?', byBroker),
  truncate: line('truncate', 'broker partition fromOffset reason?', byBroker),
  flush: line('flush', 'broker partition offset', byBroker),
  hw: line('highWatermark', 'broker partition offset', byBroker),
  logstart: line('logStart', 'broker partition offset', byBroker),
  leader: line('leader.elected', 'partition leader', byController),
  noleader: line('leader.none', 'partition', byController),
  isr: line('isr.changed', 'partition inSyncReplicas', byController),
  register: line('broker.registered', 'broker', byController),
  fence: line('broker.fenced', 'broker', byController),
  unfence: line('broker.unfenced', 'broker', byController),
  crash: line('actor.crashed', 'actor', byItself),
  start: line('actor.started', 'actor', byItself),
  pause: line('actor.paused', 'actor', byItself),
  resume: line('actor.resumed', 'actor', byItself),
  close: line('client.closed', 'actor', byItself),
  action: line('action.begin', 'actionId do target?', { name: 'run' }),
  end: line('action.end', 'actionId', { name: 'run' }),
  phase: line('phase', 'phase', { name: 'run' }),
  assign: line('partition.assigned', 'actor group partition?', byItself),
  revoke: line('partition.revoked', 'actor group partition?', byItself),
  lost: line('partition.lost', 'actor group partition?', byItself),
  position: line('position.set', 'actor group partition offset reason?', byItself),
  poll: line('poll.ok', 'actor group batches', byItself),
  begin: line('process.begin', 'actor recordId', byItself),
  done: line('process.end', 'actor recordId', byItself),
  stumble: line('process.fail', 'actor partition offset failure?', byItself),
  commit: line('commit.ok', 'group partition offset', { field: 'group' }),
  'commit-sent': line('commit.invoke', 'group partition offset', { field: 'group' }),
  'commit-refused': line('commit.fail', 'group partition offset', { field: 'group' }),
  'commit-unknown': line('commit.info', 'group partition offset', { field: 'group' }),
  effect: line('effect.applied', 'sink intentId', { field: 'sink' }),
  'effect-ignored': line('effect.ignored', 'sink intentId', { field: 'sink' }),
  joined: line('member.joined', 'group memberId', byCoordinator),
  left: line('member.left', 'group memberId reason?', byCoordinator),
  fenced: line('member.fenced', 'group memberId', byCoordinator),
  owner: line('ownership', 'group partition memberId?', byCoordinator),
  group: line('group.state', 'group state generationId', byCoordinator),
  'txn-begin': line('txn.begin', 'txn', { name: 'producer-1' }),
  'txn-commit': line('txn.commit.ok', 'txn', { name: 'producer-1' }),
  'txn-abort': line('txn.abort.ok', 'txn', { name: 'producer-1' }),
  'txn-decided': line('txn.decided', 'txn outcome', { name: 'producer-1' }),
};

const verbOfKind = new Map(Object.entries(verbs).map(([verb, form]) => [form.kind, verb]));

/** The verb that a kind is written with. */
export function verbOf(kind: EventKind): string {
  return verbOfKind.get(kind) ?? kind;
}

/** The line of a verb; a kind's own name is a verb too. */
export function formOf(verb: string): LineForm | undefined {
  if (Object.hasOwn(verbs, verb)) return verbs[verb];
  return isTraceKind(verb) ? { kind: verb, places: ['actor'], actor: byItself } : undefined;
}

/** Short names of fields. `e` is the epoch that the kind has. */
const shortNames: Readonly<Record<string, string>> = {
  p: 'partition',
  i: 'intentId',
  g: 'group',
  v: 'version',
  acks: 'ackLevel',
  iso: 'isolation',
  isr: 'inSyncReplicas',
  elr: 'eligibleLeaderReplicas',
  last: 'lastKnownLeader',
};
const epochNames = ['leaderEpoch', 'memberEpoch', 'generationId', 'brokerEpoch', 'producerEpoch'];

/** The fields of a kind, with what they may hold. */
export function fieldsOf(kind: EventKind): Readonly<Record<string, FieldRule>> {
  if (isTraceKind(kind)) return eventFields[kind];
  return kind.startsWith('txn.') ? transactionFields : {};
}

const transactionFields = { txn: 'text', outcome: 'text?', partition: 'text?', error: 'text?' } as const;

/** `txn t1 begin` is written with the transaction first: the words in the order of the other lines. */
export function verbFirst(words: readonly string[]): string[] {
  const [verb, txn, what, ...rest] = words;
  if (verb !== 'txn' || what === undefined) return [...words];
  const decided = /^decided=(.+)$/.exec(what);
  return decided ? ['txn-decided', txn, decided[1], ...rest] : [`txn-${what}`, txn, ...rest];
}

/** The inverse of {@link verbFirst}. */
export function asWritten(words: readonly string[]): string[] {
  const [verb, txn, ...rest] = words;
  if (verb === 'txn-decided') return ['txn', txn, `decided=${rest[0]}`, ...rest.slice(1)];
  return verb.startsWith('txn-') ? ['txn', txn, verb.slice('txn-'.length), ...rest] : [...words];
}

/** The field that a written name stands for. */
export function fieldOf(kind: EventKind, written: string): string {
  if (written === 'by') return 'actor';
  if (written === 'e') return epochNames.find((name) => Object.hasOwn(fieldsOf(kind), name)) ?? written;
  return Object.hasOwn(shortNames, written) ? shortNames[written] : written;
}

/** The shortest name under which a field may be written. */
export function writtenName(kind: EventKind, field: string): string {
  if (field === 'actor') return 'by';
  if (field === fieldOf(kind, 'e')) return 'e';
  return Object.keys(shortNames).find((short) => shortNames[short] === field) ?? field;
}

const shortValues: readonly (readonly [field: string, short: string, value: string])[] = [
  ['ackLevel', '0', 'none'],
  ['ackLevel', '1', 'leader'],
  ['ackLevel', 'all', 'isr'],
  ['isolation', 'committed', 'read_committed'],
  ['isolation', 'uncommitted', 'read_uncommitted'],
];

/** `acks=1` stands for `ackLevel` leader, `iso=committed` for read_committed. */
export function longValue(field: string, written: string): string {
  return shortValues.find(([name, short]) => name === field && short === written)?.[2] ?? written;
}

/** The inverse of {@link longValue}. */
export function shortValue(field: string, value: string): string {
  return shortValues.find(([name, , long]) => name === field && long === value)?.[1] ?? value;
}

/** `r17` and `i17` stand for the numbers. */
export function idText(field: string, id: string | number): string {
  return typeof id === 'number' ? `${field === 'intentId' ? 'i' : 'r'}${id}` : id;
}

/** The inverse of {@link idText}; `i=17` says the same as `i=i17`. */
export function parseId(field: string, text: string): string | number {
  const pattern = field === 'intentId' ? /^i?(0|[1-9]\d{0,8})$/ : /^r(0|[1-9]\d{0,8})$/;
  const match = pattern.exec(text);
  return match ? Number(match[1]) : text;
}

/** The name without the life. */
export function baseName(actor: string): string {
  return parseIncarnation(actor).name;
}
