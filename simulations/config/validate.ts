/** The validators of Kafka's ConfigDef, with the words in which they refuse (rule K-CFG-7). */
import type { Check, KeyDefinition } from './definition';
import { durationMillis } from './duration';
import { Refusal } from './finding';
import type { ReadValue } from './read-value';

interface Judged {
  readonly key: string;
  readonly read: ReadValue;
}

type CheckOf<K extends Check['kind']> = Extract<Check, { kind: K }>;

function refuse(judged: Judged, why: string, mend: string): never {
  throw new Refusal({
    rule: 'K-CFG-7',
    keys: [judged.key],
    reason: `Invalid value ${judged.read.printed} for configuration ${judged.key}: ${why}`,
    mend,
  });
}

function checkRange(check: CheckOf<'range'>, judged: Judged): void {
  const value = judged.read.value as number | null;
  const { min, max } = check;
  const span = max === undefined ? `${min} or more` : `a number from ${min} to ${max}`;
  if (value === null) refuse(judged, 'Value must be non-null', `Write ${span}.`);
  // NaN is neither below nor above, and passes, as in Java.
  if (min !== undefined && value < Number(min)) refuse(judged, `Value must be at least ${min}`, `Write ${span}.`);
  if (max !== undefined && value > Number(max)) refuse(judged, `Value must be no more than ${max}`, `Write ${span}.`);
}

function checkOneOf(check: CheckOf<'one-of' | 'one-of-any-case'>, judged: Judged): void {
  const value = judged.read.value as string | null;
  const anyCase = check.kind === 'one-of-any-case';
  const fits = value !== null && check.values.includes(anyCase ? value.toUpperCase() : value);
  if (fits) return;
  const choices = check.values.join(', ');
  refuse(judged, `String must be one of${anyCase ? ' (case insensitive)' : ''}: ${choices}`, mendOneOf(check, value));
}

function mendOneOf(check: CheckOf<'one-of' | 'one-of-any-case'>, value: string | null): string {
  const sameLetters = check.values.find((choice) => choice.toLowerCase() === value?.toLowerCase());
  return sameLetters ? `Upper and lower case count: write ${sameLetters}.` : `Write one of ${check.values.join(', ')}.`;
}

function checkList(check: CheckOf<'list'>, judged: Judged): void {
  const { key, read } = judged;
  const items = read.value as readonly string[] | null;
  const refuseList = (reason: string, mend: string): never => {
    throw new Refusal({ rule: 'K-CFG-7', keys: [key], reason, mend });
  };
  if (items === null) {
    if (!check.mayBeNull)
      refuseList(`Configuration '${key}' values must not be null.`, 'Write a list or leave it out.');
    return;
  }
  if (items.length === 0 && !check.mayBeEmpty) {
    const valid = check.values ? `[${check.values.join(', ')}]` : 'any non-empty value';
    refuseList(`Configuration '${key}' must not be empty. Valid values include: ${valid}`, 'Name at least one.');
  }
  for (const item of items) {
    if (item === '') {
      refuseList(`Configuration '${key}' values must not be empty.`, 'Take the comma away or put a value beside it.');
    }
    if (check.values) {
      checkOneOf({ kind: 'one-of', values: check.values }, { key, read: { value: item, printed: item } });
    }
  }
}

/** `auto.offset.reset`: one of the names, or by_duration with an ISO-8601 duration that is not negative (K-CON-30b). */
function checkOffsetReset(judged: Judged, names: readonly string[], wanted: string): void {
  const value = judged.read.value as string | null;
  if (value !== null) {
    if (names.includes(value)) return;
    const millis = value.startsWith('by_duration:') ? durationMillis(value.slice('by_duration:'.length)) : null;
    if (millis !== null && millis >= 0) return;
  }
  refuse(
    judged,
    `Invalid value \`${judged.read.printed}\` for configuration ${judged.key}. The value must be either ${wanted}.`,
    'Durations look like by_duration:PT5M or by_duration:P1DT2H.',
  );
}

function checkShareMode(judged: Judged, choices: readonly string[], anyCase: boolean): void {
  const value = judged.read.value as string | null;
  if (value !== null && choices.includes(anyCase ? value.toLowerCase() : value)) return;
  refuse(
    judged,
    `Invalid value \`${judged.read.printed}\` for configuration ${judged.key}. ` +
      `The value must either be '${choices[0]}' or '${choices[1]}'.`,
    `Write ${choices[0]} or ${choices[1]}.`,
  );
}

function checkThrottledReplicas(judged: Judged): void {
  const items = judged.read.value as readonly string[] | null;
  const isStar = items?.length === 1 && items[0] === '*';
  if (items !== null && (isStar || items.every((item) => /^\d+:\d+$/.test(item)))) return;
  refuse(
    judged,
    `${judged.key} must be the literal '*' or a list of replicas in the following format: ` +
      '[partitionId]:[brokerId],[partitionId]:[brokerId],...',
    'Write * or pairs such as 0:1,1:2.',
  );
}

function checkVoters(judged: Judged): void {
  for (const entry of (judged.read.value as readonly string[] | null) ?? []) {
    const at = entry.split('@');
    const form = 'Each entry should be in the form `{id}@{host}:{port}`.';
    const fail = (reason: string): never => {
      throw new Refusal({ rule: 'K-CFG-15', keys: [judged.key], reason, mend: 'Write entries such as 1@host:9093.' });
    };
    if (at.length !== 2) fail(`Invalid configuration value for ${judged.key}. ${form}`);
    if (!/^[+-]?\d+$/.test(at[0])) fail(`Failed to parse voter ID as an integer from ${at[0]}`);
    if (!hostAndPort.test(at[1]))
      fail(`Failed to parse host name from entry ${entry} for the configuration ${judged.key}. ${form}`);
  }
}

/** Where Kafka takes a host and a port apart: a scheme may stand before, an IPv6 address in brackets. */
export const hostAndPort = /^(?:[0-9a-zA-Z\-%._]*:\/\/)?\[?([0-9a-zA-Z\-%._:]*)]?:(\d+)$/;

function checkQuorumServers(judged: Judged): void {
  for (const entry of (judged.read.value as readonly string[] | null) ?? []) {
    if (hostAndPort.test(entry)) continue;
    throw new Refusal({
      rule: 'K-CFG-15',
      keys: [judged.key],
      reason: `Failed to parse host name from ${entry} for the configuration ${judged.key}. Each entry should be in the form "{host}:{port}"`,
      mend: 'Write entries such as host:9093.',
    });
  }
}

/** Holds a value that was written against the check of its key. Throws a Refusal with Kafka's words. */
export function validate(key: string, definition: KeyDefinition, read: ReadValue): void {
  const { check } = definition;
  if (!check) return;
  const judged = { key, read };
  switch (check.kind) {
    case 'range':
      return checkRange(check, judged);
    case 'one-of':
    case 'one-of-any-case':
      return checkOneOf(check, judged);
    case 'list':
      return checkList(check, judged);
    case 'non-empty':
      if (read.value === '') refuse(judged, 'String must be non-empty', 'Write a text, or leave the key out.');
      return;
    case 'non-null':
      if (read.value === null) refuse(judged, 'entry must be non null', 'Write a text, or leave the key out.');
      return;
    case 'gzip-level': {
      const level = read.value as number;
      const fits = level === -1 || (level >= 1 && level <= 9);
      if (!fits) refuse(judged, 'Value must be between 1 and 9 or equal to -1', 'Write a level from 1 to 9.');
      return;
    }
    case 'offset-reset':
      return checkOffsetReset(
        judged,
        ['latest', 'earliest', 'none'],
        "'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'",
      );
    case 'share-offset-reset':
      return checkOffsetReset(
        judged,
        ['latest', 'earliest'],
        "'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'",
      );
    case 'acknowledgement-mode':
      return checkShareMode(judged, ['implicit', 'explicit'], false);
    case 'acquire-mode':
      return checkShareMode(judged, ['batch_optimized', 'record_limit'], true);
    case 'throttled-replicas':
      return checkThrottledReplicas(judged);
    case 'quorum-voters':
      return checkVoters(judged);
    case 'quorum-bootstrap-servers':
      return checkQuorumServers(judged);
  }
}
