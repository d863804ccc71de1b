/** What the editor shows about a key: on hover, and in the list of completions. */
import type { ConfigScope } from '../finding';
import { configOf, configs, rulesAbout } from './configs';
import type { CatalogueRow, CrossFieldRule, Modelled } from './row';

export interface KeyDescription extends CatalogueRow {
  /** The default as one would write it in a file; empty for none. */
  readonly defaultText: string;
  /** What may be written: `0 or more`, `all, -1, 0 or 1`, `true or false`. */
  readonly validText: string;
  /** What a run makes of it, as a sentence. */
  readonly modelledText: string;
  readonly rules: readonly CrossFieldRule[];
}

const modelledTexts: Readonly<Record<Modelled, string>> = {
  yes: 'The simulation obeys it.',
  'size only': 'The simulation counts sizes by it.',
  capacity: 'The simulation counts it as capacity.',
  label: 'A name: the simulation shows it.',
  ignored: 'Read and checked, without effect in the simulation.',
  no: 'Checked, but not simulated.',
};

function defaultText({ default: value, required }: CatalogueRow): string {
  if (required || value === null) return '';
  return Array.isArray(value) ? value.join(',') : String(value as string | number | boolean);
}

function orList(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

function rangeText({ range, alsoAllowed, unit }: CatalogueRow): string {
  if (range === undefined) return '';
  const { min, max } = range;
  const span = max === undefined ? `${min} or more` : min === undefined ? `up to ${max}` : `${min} to ${max}`;
  const suffix = unit === undefined ? '' : ` ${unit}`;
  return `${span}${suffix}${alsoAllowed ? `, or ${alsoAllowed.join(', ')}` : ''}`;
}

const typeTexts: Readonly<Record<CatalogueRow['type'], string>> = {
  boolean: 'true or false',
  short: 'a whole number up to 32767',
  int: 'a whole number up to 2147483647',
  long: 'a whole number',
  double: 'a number',
  string: 'a text',
  password: 'a text',
  class: 'the full name of a class',
  list: 'a list separated by commas',
};

function validText(row: CatalogueRow): string {
  const values = row.validValues;
  if (values === undefined) return rangeText(row) || (row.format ?? row.constraint ?? typeTexts[row.type]);
  const anyCase = row.caseInsensitive ? ' (in any case)' : '';
  const choice = `${orList(values)}${anyCase}`;
  if (row.pattern?.includes('by_duration')) return `${values.join(', ')} or by_duration:PnDTnHnMnS`;
  return row.type === 'list' ? `any of ${values.join(', ')}` : choice;
}

function describe(row: CatalogueRow): KeyDescription {
  return {
    ...row,
    defaultText: defaultText(row),
    validText: validText(row),
    modelledText: modelledTexts[row.modelled] + (row.rule ? ` ${row.rule}` : ''),
    rules: rulesAbout(row.scope, row.key),
  };
}

/** Everything that is to be said about a key, or null where the scope does not have it. */
export function describeKey(scope: ConfigScope, key: string): KeyDescription | null {
  const row = configOf(scope, key);
  return row === null ? null : describe(row);
}

const importances = ['high', 'medium', 'low'];

/** 0 for keys that a run obeys and that begin with what was typed; larger ones come later in the list. */
function rank(row: CatalogueRow, typed: string): number {
  const isStart = row.key.startsWith(typed) ? 0 : 100;
  return isStart + (row.modelled === 'ignored' || row.modelled === 'no' ? 10 : 0) + importances.indexOf(row.importance);
}

/**
 * The keys that fit what was typed so far, the likeliest first: those that begin with it before those that hold it
 * somewhere, those that change a run before those that do not. Internal keys are not offered.
 */
export function completions(scope: ConfigScope, prefix: string): readonly KeyDescription[] {
  const typed = prefix.trim().toLowerCase();
  return configs(scope)
    .filter((row) => !row.internal && row.key.includes(typed))
    .map((row) => ({ row, rank: rank(row, typed) }))
    .toSorted((a, b) => a.rank - b.rank || (a.row.key < b.row.key ? -1 : 1))
    .map(({ row }) => describe(row));
}

/** The values that can be offered behind `key=`: names of an enumeration, true and false, else the default. */
export function valueCompletions(scope: ConfigScope, key: string): readonly string[] {
  const row = configOf(scope, key);
  if (row === null) return [];
  if (row.type === 'boolean') return ['true', 'false'];
  if (row.validValues !== undefined) return row.validValues;
  const standard = defaultText(row);
  return standard === '' ? [] : [standard];
}
