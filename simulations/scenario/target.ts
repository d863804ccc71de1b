import { isName, splitPartition } from './names';

/**
 * The grammar of targets: a name of the scenario (`invoice-0`, `producer:audit`, `member:invoice/invoice-0`,
 * `broker-2`, `rack:a`, a part of a job `fraud/window-2`), or a role that is resolved when the action fires
 * (`leader(orders-0)`, `controller`, `owner(invoice, orders-0)`).
 */
export type Target =
  /** A plain name: what it means depends on the scenario. */
  | { kind: 'name'; name: string }
  | { kind: 'broker'; number: number }
  | { kind: 'controller'; number: number }
  | { kind: 'producer' | 'group' | 'topic' | 'job'; name: string }
  | { kind: 'member'; group: string; member: string }
  | { kind: 'rack'; name: string }
  | { kind: 'part'; job: string; part: string }
  | Role;

export type Role =
  | { kind: 'role'; role: 'leader' | 'follower'; topic: string; partition: number }
  | { kind: 'role'; role: 'controller' }
  /** Of a group, or of a transactional id (`tx:audit-1`). */
  | { kind: 'role'; role: 'coordinator'; of: 'group' | 'transaction'; id: string }
  | { kind: 'role'; role: 'owner'; group: string; topic: string; partition: number };

export type TargetReading = { ok: true; target: Target } | { ok: false; message: string; mend?: string };

const TARGET_LENGTH_MAX = 600;

const ROLE_FORMS: Record<string, string> = {
  leader: 'leader(orders-0)',
  follower: 'follower(orders-0)',
  coordinator: 'coordinator(invoice)',
  owner: 'owner(invoice, orders-0)',
};

/** Reads a target without looking anything up. */
export function parseTarget(text: string): TargetReading {
  if (text.length > TARGET_LENGTH_MAX) return { ok: false, message: 'expected a target, got very long text' };
  const written = text.trim();
  if (written === '') return { ok: false, message: 'expected a target, got empty text' };
  if (written === 'controller') return { ok: true, target: { kind: 'role', role: 'controller' } };
  const role = /^([a-z]+)\s*\((.*)\)$/.exec(written);
  if (role !== null) return parseRole(role[1], role[2]);
  const numbered = /^(broker|controller)-([1-9]\d{0,2})$/.exec(written);
  if (numbered !== null) {
    return { ok: true, target: { kind: numbered[1] as 'broker' | 'controller', number: Number(numbered[2]) } };
  }
  const qualified = /^([a-z]+):(.*)$/.exec(written);
  if (qualified !== null) return parseQualified(qualified[1], qualified[2]);
  const part = /^([^/]+)\/([^/]+)$/.exec(written);
  if (part !== null && isName(part[1]) && isName(part[2])) {
    return { ok: true, target: { kind: 'part', job: part[1], part: part[2] } };
  }
  if (isTopicOrName(written)) return { ok: true, target: { kind: 'name', name: written } };
  return { ok: false, message: `expected a target, got ${JSON.stringify(shorten(written))}`, mend: MEND };
}

const MEND =
  'a target is a name, producer:…, group:…, topic:…, member:group/member, rack:… or a role such as leader(orders-0)';

function parseRole(role: string, inner: string): TargetReading {
  const form = Object.hasOwn(ROLE_FORMS, role) ? ROLE_FORMS[role] : undefined;
  if (form === undefined) {
    return {
      ok: false,
      message: `${shorten(role)} is no role`,
      mend: `roles are ${Object.values(ROLE_FORMS).join(', ')} and controller`,
    };
  }
  const parts = inner.split(',').map((part) => part.trim());
  const malformed: TargetReading = {
    ok: false,
    message: `expected ${form}, got ${JSON.stringify(shorten(`${role}(${inner})`))}`,
  };
  if (role === 'coordinator') {
    if (parts.length !== 1 || parts[0] === '') return malformed;
    const isTransaction = parts[0].startsWith('tx:');
    const id = isTransaction ? parts[0].slice(3) : parts[0].replace(/^group:/, '');
    if (id === '') return malformed;
    return { ok: true, target: { kind: 'role', role, of: isTransaction ? 'transaction' : 'group', id } };
  }
  const place = splitPartition(parts[parts.length - 1]);
  if (place === undefined) return malformed;
  if (role === 'owner') {
    if (parts.length !== 2 || !isName(parts[0])) return malformed;
    return { ok: true, target: { kind: 'role', role, group: parts[0], ...place } };
  }
  if (parts.length !== 1) return malformed;
  return { ok: true, target: { kind: 'role', role: role as 'leader' | 'follower', ...place } };
}

function parseQualified(kind: string, name: string): TargetReading {
  if (kind === 'member') {
    const parts = name.split('/');
    if (parts.length === 2 && isName(parts[0]) && isName(parts[1])) {
      return { ok: true, target: { kind, group: parts[0], member: parts[1] } };
    }
    return { ok: false, message: `expected member:group/member, got ${JSON.stringify(shorten(`member:${name}`))}` };
  }
  if (kind === 'rack' && name !== '') return { ok: true, target: { kind, name } };
  if ((kind === 'producer' || kind === 'group' || kind === 'topic' || kind === 'job') && isTopicOrName(name)) {
    return { ok: true, target: { kind, name } };
  }
  return { ok: false, message: `expected a target, got ${JSON.stringify(shorten(`${kind}:${name}`))}`, mend: MEND };
}

/** Topics may be longer than other names and may start with a dot. */
function isTopicOrName(text: string): boolean {
  return isName(text) || (/^[A-Za-z0-9._-]{1,249}$/.test(text) && !(text in {}));
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The full text of a target, as the history and the port have it; `parseTarget` reads it back. */
export function formatTarget(target: Target): string {
  switch (target.kind) {
    case 'name':
      return target.name;
    case 'broker':
    case 'controller':
      return `${target.kind}-${target.number}`;
    case 'member':
      return `member:${target.group}/${target.member}`;
    case 'part':
      return `${target.job}/${target.part}`;
    case 'role':
      return formatRole(target);
    default:
      return `${target.kind}:${target.name}`;
  }
}

function formatRole(role: Role): string {
  switch (role.role) {
    case 'controller':
      return 'controller';
    case 'coordinator':
      return `coordinator(${role.of === 'transaction' ? 'tx:' : ''}${role.id})`;
    case 'owner':
      return `owner(${role.group}, ${role.topic}-${role.partition})`;
    default:
      return `${role.role}(${role.topic}-${role.partition})`;
  }
}
