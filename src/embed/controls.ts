import type { SetMessage, Tidemark } from '../app';

/** What an author offers beside the diagram, read off `controls=` of the address. */
export interface Offer {
  /** No `controls` at all: play and scrub on screen, and the host page may do everything. */
  readonly isOpen: boolean;
  readonly play: boolean;
  readonly scrub: boolean;
  /** `set:checkout.acks`: settings that may be changed. */
  readonly settings: readonly OfferedSetting[];
  /** `inject:lateness`: names of faders. */
  readonly faders: readonly string[];
  /** `do:kill`: names of actions. */
  readonly actions: readonly string[];
  /** Words that name no control. */
  readonly unknown: readonly string[];
}

export interface OfferedSetting {
  readonly target: string;
  readonly key: string;
}

/** The faders of the Inject panel by their names in an address, and what each of them changes. */
const fadersBySetting: Readonly<Record<string, string>> = {
  lateness: 'lateness',
  rate: 'rate',
  hotShare: 'hotShare',
  time: 'processing',
  delay: 'replicaDelay',
};

const knownFaders = new Set(Object.values(fadersBySetting));

/** Reads a list of controls; what is not understood stands in `unknown`. Absent: everything is offered. */
export function offerOf(controls: readonly string[] | undefined): Offer {
  const settings: OfferedSetting[] = [];
  const faders: string[] = [];
  const actions: string[] = [];
  const unknown: string[] = [];
  for (const control of controls ?? ['play', 'scrub']) {
    const [kind, rest = ''] = split(control, ':');
    // A key has points of its own: the first one ends the target.
    const [target, key = ''] = split(rest, '.');
    if (kind === 'set' && target !== '' && key !== '') settings.push({ target, key });
    else if (kind === 'inject' && knownFaders.has(rest)) faders.push(rest);
    else if (kind === 'do' && /^[a-z]+$/i.test(rest)) actions.push(rest);
    else if (control !== 'play' && control !== 'scrub') unknown.push(control);
  }
  const has = (name: string): boolean => controls === undefined || controls.includes(name);
  const isOpen = controls === undefined;
  return { isOpen, play: has('play'), scrub: has('scrub'), settings, faders, actions, unknown };
}

/** A message's words beside its `do`. */
export type Fields = Readonly<Record<string, unknown>>;

/** Why a command is not offered to the host page, or undefined if it is. `get` always is: it changes nothing. */
export function refusalOf(offer: Offer, command: keyof Tidemark, fields: Fields): string | undefined {
  if (offer.isOpen || command === 'get') return undefined;
  switch (command) {
    case 'play':
    case 'pause':
    case 'step':
    case 'speed':
      return offer.play ? undefined : notOffered(command, 'play');
    case 'seek':
      return offer.scrub ? undefined : notOffered(command, 'scrub');
    case 'act':
      return refusedAction(offer, fields.action);
    case 'set':
      return refusedSetting(offer, fields as unknown as SetMessage);
    default:
      return `${command}: the controls of this diagram do not offer it`;
  }
}

function refusedAction(offer: Offer, action: unknown): string | undefined {
  const name = typeof action === 'object' && action !== null ? (action as Record<string, unknown>).do : undefined;
  if (typeof name !== 'string') return undefined;
  return offer.actions.includes(name) ? undefined : notOffered(`act ${name}`, `do:${name}`);
}

function refusedSetting(
  offer: Offer,
  { target = '', config, workload, processing, network }: SetMessage,
): string | undefined {
  for (const key of Object.keys(config ?? {})) {
    const isOffered = offer.settings.some((offered) => offered.key === key && bare(offered.target) === bare(target));
    if (!isOffered) return notOffered('set', `set:${bare(target)}.${key}`);
  }
  for (const key of Object.keys({ ...workload, ...processing, ...network })) {
    const fader = Object.hasOwn(fadersBySetting, key) ? fadersBySetting[key]! : key;
    if (key !== 'between' && !offer.faders.includes(fader)) return notOffered('set', `inject:${fader}`);
  }
  return undefined;
}

function notOffered(what: string, control: string): string {
  return `${what}: the controls of this diagram do not offer ${control}`;
}

/** `producer:checkout` and `checkout` are the same target here. */
function bare(target: string): string {
  return split(target, ':').at(-1) ?? target;
}

/** The text before the first separator, and the one behind it if there is one. */
function split(text: string, separator: string): [string] | [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
