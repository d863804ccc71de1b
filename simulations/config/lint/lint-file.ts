/** A real configuration file, read and judged, every finding with its place. */
import { checkConfig } from '../check-config';
import { derivedConfig } from '../effective-values';
import type { ConfigKind, Finding } from '../finding';
import { scopeOf } from '../scopes';
import { parseJson } from './json';
import { inferKind } from './kind';
import { SyntaxProblem } from './parsed-file';
import type { Entry, Place } from './parsed-file';
import { parseProperties } from './properties';
import { findRisks } from './risks';
import { parseYaml } from './yaml';

export type FileFormat = 'properties' | 'json' | 'yaml';

export interface LintOptions {
  /** What the file configures; absent: read off its keys and name. */
  readonly as?: ConfigKind;
  /** Its name, which may tell format and kind. */
  readonly fileName?: string;
  readonly format?: FileFormat;
}

/** A finding with the place of the key or value it is about; lines and columns count from 1. */
export interface LocatedFinding extends Finding {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface LintReport {
  /** Null where the text could not be read at all. */
  readonly kind: ConfigKind | null;
  readonly format: FileFormat;
  readonly findings: readonly LocatedFinding[];
  /** What was written, last one wins; a text that cannot be read has written nothing. */
  readonly config: Readonly<Record<string, unknown>>;
}

const parsers = { properties: parseProperties, json: parseJson, yaml: parseYaml };

/** The format of a file: by the end of its name, else by how the text begins. */
export function inferFormat(text: string, fileName = ''): FileFormat {
  if (/\.json$/i.test(fileName)) return 'json';
  if (/\.ya?ml$/i.test(fileName)) return 'yaml';
  if (/\.(properties|conf|cfg|config|props)$/i.test(fileName)) return 'properties';
  if (/^\ufeff?\s*\{/.test(text)) return 'json';
  const lines = text.split(/\r\n|\r|\n/).filter((line) => /^[^#!\s]/.test(line));
  // A colon with a blank behind it is YAML if every line that starts a key has one and none has an equals sign.
  const looksLikeYaml = lines.every((line) => line === '---' || /^["']?[\w.-]+["']?:(\s|$)/.test(line));
  return lines.length > 0 && looksLikeYaml ? 'yaml' : 'properties';
}

function syntaxFinding(problem: SyntaxProblem): LocatedFinding {
  const { line, column } = problem.place;
  const message = `line ${line}, column ${column}: ${problem.message}`;
  return { rule: 'syntax', severity: 'error', keys: [], message, line, column, endLine: line, endColumn: column + 1 };
}

function spanned(finding: Finding, span: { from: Place; to: Place }): LocatedFinding {
  const { from, to } = span;
  return { ...finding, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

const topOfFile = { from: { line: 1, column: 1 }, to: { line: 1, column: 1 } };

/** Marks the value of the first key concerned that stands in the file; of an unknown key the key itself. */
function locate(finding: Finding, entries: ReadonlyMap<string, Entry>): LocatedFinding {
  const key = finding.keys.find((candidate) => entries.has(candidate));
  const entry = key === undefined ? undefined : entries.get(key);
  if (!entry) return spanned(finding, topOfFile);
  const isEmptyValue =
    entry.valueSpan.from.line === entry.valueSpan.to.line && entry.valueSpan.from.column === entry.valueSpan.to.column;
  return spanned(finding, finding.unknown || isEmptyValue ? entry.keySpan : entry.valueSpan);
}

function repeatedKeys(entries: readonly Entry[]): LocatedFinding[] {
  const last = new Map(entries.map((entry) => [entry.key, entry]));
  return entries.flatMap((entry) => {
    const winner = last.get(entry.key)!;
    if (winner === entry) return [];
    const message = `${entry.key} is written again in line ${winner.keySpan.from.line}, which wins: take one of them out.`;
    return [spanned({ rule: 'repeated-key', severity: 'warning', keys: [entry.key], message }, entry.keySpan)];
  });
}

/**
 * Reads a .properties, JSON or YAML file and says what is the matter with it: texts that cannot be read (rule `syntax`),
 * what Kafka refuses (severity error, with `exception` and `reason`), unknown and repeated keys, what is changed
 * silently, and what the settings can lose, repeat or reorder. Never throws.
 */
export function lintFile(text: string, options: LintOptions = {}): LintReport {
  const format = options.format ?? inferFormat(text, options.fileName);
  let entries: Entry[];
  try {
    entries = parsers[format](text);
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return { kind: options.as ?? null, format, findings: [syntaxFinding(problem)], config: {} };
  }
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  // Without a prototype a key such as __proto__ is a key like any other.
  const config: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, entry] of byKey) config[key] = entry.value;
  const kind = options.as ?? inferKind([...byKey.keys()], options.fileName);
  const checked = checkConfig(kind, config);
  const isRefused = checked.some((finding) => finding.severity === 'error');
  const silent = kind === 'share-consumer' ? [] : derivedConfig(scopeOf(kind), config, {}).derivations;
  // About something that Kafka refuses there is nothing more to say until it is mended.
  const more = isRefused ? [] : [...silent, ...findRisks(kind, config)];
  const findings = [...checked, ...more].map((finding) => locate(finding, byKey));
  return { kind, format, findings: [...findings, ...repeatedKeys(entries)], config };
}
