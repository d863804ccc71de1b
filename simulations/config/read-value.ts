/** Reading one value as ConfigDef.parseType does (rule K-CFG-7): trimmed first, then by the type of its key. */
import type { ConfigValue, KeyDefinition } from './definition';
import { Refusal } from './finding';
import { javaTrim, parseJavaDouble, parseJavaInteger, printJavaDouble, splitAtCommas } from './java-text';
import { isMissingClass } from './known-classes';

/** A value as read, with the text by which Java would print it: a long may hold more digits than a number does. */
export interface ReadValue {
  readonly value: ConfigValue;
  readonly printed: string;
}

const mends: Record<KeyDefinition['type'], string> = {
  boolean: 'Write true or false.',
  short: 'Write a whole number from -32768 to 32767, without unit.',
  int: 'Write a whole number from -2147483648 to 2147483647, without unit.',
  long: 'Write a whole number of at most 64 bits, without unit.',
  double: 'Write a number such as 0.5.',
  string: 'Write a text.',
  password: 'Write a text.',
  class: 'Write the full name of a class that the client can load.',
  list: 'Write a list separated by commas.',
};

/** The text that a value stands for: JSON's numbers, booleans and lists are read like the same words in a file. */
export function textOf(written: unknown): string | null {
  if (written === null || written === undefined) return null;
  if (Array.isArray(written)) return written.map((item) => String(item)).join(',');
  if (typeof written === 'object') return JSON.stringify(written) ?? '';
  return String(written as string | number | boolean);
}

function refuse(key: string, text: string, why: string, type: KeyDefinition['type']): never {
  throw new Refusal({
    rule: 'K-CFG-7',
    keys: [key],
    reason: `Invalid value ${text} for configuration ${key}: ${why}`,
    mend: mends[type],
  });
}

function readInteger(key: string, text: string, type: 'short' | 'int' | 'long'): ReadValue {
  const value = parseJavaInteger(javaTrim(text), type);
  if (value === null) refuse(key, text, `Not a number of type ${type.toUpperCase()}`, type);
  return { value: Number(value), printed: value.toString() };
}

/** Reads the value written for `key`. Throws a Refusal with Kafka's words where the type does not fit. */
export function readValue(key: string, definition: KeyDefinition, written: unknown): ReadValue {
  const text = textOf(written);
  if (text === null) return { value: null, printed: 'null' };
  const trimmed = javaTrim(text);
  switch (definition.type) {
    case 'boolean': {
      const lower = trimmed.toLowerCase();
      if (lower !== 'true' && lower !== 'false') {
        refuse(key, text, 'Expected value to be either true or false', 'boolean');
      }
      return { value: lower === 'true', printed: lower };
    }
    case 'short':
    case 'int':
    case 'long':
      return readInteger(key, text, definition.type);
    case 'double': {
      const value = parseJavaDouble(trimmed);
      if (value === null) refuse(key, text, 'Not a number of type DOUBLE', 'double');
      return { value, printed: printJavaDouble(value) };
    }
    case 'class':
      if (isMissingClass(trimmed)) refuse(key, text, `Class ${text} could not be found.`, 'class');
      return { value: trimmed, printed: trimmed };
    case 'list': {
      const value = trimmed === '' ? [] : splitAtCommas(trimmed);
      return { value, printed: `[${value.join(', ')}]` };
    }
    case 'string':
    case 'password':
      return { value: trimmed, printed: trimmed };
  }
}
