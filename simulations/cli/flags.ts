import { didYouMean } from './nearest';
import { InputError } from './input-error';

/** What a flag takes: nothing, one value, or a value each time that it is given. */
export type FlagKind = 'switch' | 'value' | 'list';

export interface FlagSpec {
  readonly kind: FlagKind;
  /** Word for the value in the usage, e.g. FILE. */
  readonly value?: string;
  readonly says: string;
}

/** Flags by name, without the dashes. */
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** A command's arguments once read. */
export class Arguments {
  /** What is no flag, in order. */
  readonly positionals: readonly string[];
  private readonly given: ReadonlyMap<string, readonly string[]>;

  constructor(positionals: readonly string[], given: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals;
    this.given = given;
  }

  has(flag: string): boolean {
    return this.given.has(flag);
  }

  /** The flag's value; undefined if it is not given. */
  value(flag: string): string | undefined {
    return this.given.get(flag)?.[0];
  }

  values(flag: string): readonly string[] {
    return this.given.get(flag) ?? [];
  }

  /** @throws InputError if the flag is missing */
  required(flag: string, spec: FlagSpec | undefined): string {
    const value = this.value(flag);
    if (value === undefined) throw new InputError(`--${flag} is missing: write --${flag} ${spec?.value ?? 'VALUE'}`);
    return value;
  }

  /** @throws InputError if the flag is there and is no whole number of that range */
  wholeNumber(flag: string, min: number, max: number): number | undefined {
    const text = this.value(flag);
    if (text === undefined) return undefined;
    const number = /^-?\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (number >= min && number <= max) return number;
    throw new InputError(`--${flag}: expected a whole number from ${min} to ${max}, got ${JSON.stringify(text)}`);
  }
}

/**
 * Reads the words after a command. A flag's value is the next word, or stands behind "="; "--" ends the flags.
 *
 * @throws InputError for an unknown flag (with the nearest known one), a missing value, a flag given twice
 */
export function readArguments(words: readonly string[], specs: FlagSpecs): Arguments {
  const positionals: string[] = [];
  const given = new Map<string, string[]>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '--') {
      positionals.push(...words.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word);
      continue;
    }
    const { flag, inline } = splitFlag(word, specs);
    const spec = specs[flag];
    if (given.has(flag) && spec.kind !== 'list') throw new InputError(`--${flag} is given twice`);
    if (spec.kind === 'switch') {
      if (inline !== undefined) throw new InputError(`--${flag} takes no value, got ${JSON.stringify(inline)}`);
      given.set(flag, []);
      continue;
    }
    const value = inline ?? words[++i];
    if (value === undefined) throw new InputError(`--${flag} is missing its value: write --${flag} ${spec.value}`);
    given.set(flag, [...(given.get(flag) ?? []), value]);
  }
  return new Arguments(positionals, given);
}

function splitFlag(word: string, specs: FlagSpecs): { flag: string; inline?: string } {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  if (name === '-h') return { flag: 'help' };
  const flag = name.replace(/^--/, '');
  if (name.startsWith('--') && Object.hasOwn(specs, flag)) {
    return { flag, inline: equals < 0 ? undefined : word.slice(equals + 1) };
  }
  const known = Object.keys(specs).map((it) => `--${it}`);
  const hint = didYouMean(name, known) || (known.length > 0 ? `; known here: ${known.join(', ')}` : '');
  throw new InputError(`unknown flag ${name}${hint}; words that start with a dash go behind --`);
}

/** @throws InputError if there is a word that is no flag */
export function noPositionals(args: Arguments): void {
  if (args.positionals.length > 0) throw new InputError(`nothing to do with ${JSON.stringify(args.positionals[0])}`);
}

/** The one word that is no flag; undefined if there is none. */
export function onePositional(args: Arguments, what: string): string | undefined {
  const [first, second] = args.positionals;
  if (second !== undefined) throw new InputError(`one ${what} at a time: leave ${JSON.stringify(second)} out`);
  return first;
}
