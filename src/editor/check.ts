import { describeKey, lintFile } from '../../simulations/config/catalogue';
import type { LocatedFinding } from '../../simulations/config/catalogue';
import { scopeOf } from '../../simulations/config';
import type { ConfigKind } from '../../simulations/config';

export type { ConfigKind } from '../../simulations/config';
export type ConfigFinding = LocatedFinding;
export { lintFile, printProperties } from '../../simulations/config/catalogue';

/** A setting that was written, beside what it would be otherwise. */
export interface KeyNote {
  key: string;
  value: string;
  default: string;
  isDefault: boolean;
}

/** What is to be said about a text of settings. */
export interface CheckedText {
  findings: readonly ConfigFinding[];
  /** What was written, the last of equal keys. */
  config: Readonly<Record<string, unknown>>;
  notes: readonly KeyNote[];
  /** `key=value` of settings that are kept and change nothing in a run. */
  notModelled: readonly string[];
}

/** Reads a text as Kafka would and says what Kafka, and experience, say about it. Never throws. */
export function checkText(kind: ConfigKind, text: string): CheckedText {
  const { findings, config } = lintFile(text, { as: kind, format: 'properties' });
  const scope = scopeOf(kind);
  const notes: KeyNote[] = [];
  const notModelled: string[] = [];
  for (const [key, written] of Object.entries(config)) {
    const value = String(written);
    const described = describeKey(scope, key);
    if (described === null) continue;
    const standard = described.defaultText === '' ? 'none' : described.defaultText;
    notes.push({ key, value, default: standard, isDefault: value === described.defaultText });
    if (described.modelled === 'no' || described.modelled === 'ignored') notModelled.push(`${key}=${value}`);
  }
  return { findings, config, notes, notModelled };
}
