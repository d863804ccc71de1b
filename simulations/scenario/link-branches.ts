import { applyDifference, difference } from './difference';
import type { Difference } from './difference';
import { checksum, packJson, unpackJson } from './packed-json';
import type { Json, Scenario } from './types';

/**
 * The part `&b=` of a link: up to four branches beside the scenario of `#s=`, each its fork and its difference from that
 * scenario. A version digit, then the packed JSON `[own, branch, …]`, where `own` names the branch that `#s=` is.
 */

/** The name of a branch, and where it left another one. */
export interface BranchName {
  /** A letter, A to Z. */
  id: string;
  /** What was done where it begins, in words. */
  label: string;
  /** The branch that it left, and when, in milliseconds of virtual time. */
  fork?: { from: string; at: number };
}

export interface BranchOfLink extends BranchName {
  /** Still to be normalised. */
  scenario: Scenario;
}

export const BRANCHES_OF_LINK_MAX = 4;

const VERSION = '1';
const LABEL_LENGTH_MAX = 200;

/** The text of `&b=`; of more branches than a link holds those that were made last. */
export function encodeBranches(scenario: Scenario, own: BranchName, branches: readonly BranchOfLink[]): string {
  const base = asJson(scenario);
  const parts = branches.slice(-BRANCHES_OF_LINK_MAX).map((branch): Json => {
    const target = asJson(branch.scenario);
    const change = difference(base, target);
    const isExact = JSON.stringify(applyDifference(base, change)) === JSON.stringify(target);
    return [...named(branch), checksum(JSON.stringify(target)), isExact ? (change ?? {}) : [target]];
  });
  return packJson(VERSION, [named(own), ...parts]);
}

export type BranchesReading = { ok: true; own: BranchName; branches: BranchOfLink[] } | { ok: false; message: string };

/** Reads `&b=` for the scenario of its link. A link may hold anything: every refusal says what is wrong. */
export function decodeBranches(text: string, scenario: Json): BranchesReading {
  if (text[0] !== VERSION)
    return { ok: false, message: `expected version ${VERSION}, got ${JSON.stringify(text[0] ?? '')}` };
  const unpacked = unpackJson(text);
  if (!unpacked.ok) return unpacked;
  const { value } = unpacked;
  if (!Array.isArray(value) || value.length === 0) return { ok: false, message: 'its content is no list of branches' };
  if (value.length - 1 > BRANCHES_OF_LINK_MAX) {
    return { ok: false, message: `expected at most ${BRANCHES_OF_LINK_MAX} branches, got ${value.length - 1}` };
  }
  const names = value.map(nameOf);
  const [own, ...rest] = names;
  const ids = new Set(names.map((name) => name?.id));
  if (own === undefined || rest.includes(undefined) || ids.size !== names.length) {
    return { ok: false, message: 'the name of a branch is damaged' };
  }
  const branches: BranchOfLink[] = [];
  for (const [index, name] of rest.entries()) {
    const branch = branchOf(name!, value[index + 1] as Json[], scenario);
    if (branch === undefined) return { ok: false, message: `branch ${name!.id} does not fit the scenario of the link` };
    branches.push(branch);
  }
  return { ok: true, own, branches };
}

function branchOf(name: BranchName, parts: Json[], base: Json): BranchOfLink | undefined {
  try {
    const scenario = applyDifference(base, parts[4] as Difference);
    const isObject = typeof scenario === 'object' && scenario !== null && !Array.isArray(scenario);
    if (!isObject || checksum(JSON.stringify(scenario)) !== parts[3]) return undefined;
    return { ...name, scenario: scenario as unknown as Scenario };
  } catch {
    // A RangeError: a difference that does not fit.
    return undefined;
  }
}

function named({ id, label, fork }: BranchName): Json[] {
  return [id, label.slice(0, LABEL_LENGTH_MAX), fork === undefined ? 0 : [fork.from, fork.at]];
}

function nameOf(value: Json): BranchName | undefined {
  if (!Array.isArray(value)) return undefined;
  const [id, label, fork] = value;
  if (!isLetter(id) || typeof label !== 'string' || label.length > LABEL_LENGTH_MAX) return undefined;
  if (fork === 0) return { id, label };
  if (!Array.isArray(fork) || !isLetter(fork[0]) || typeof fork[1] !== 'number' || !(fork[1] >= 0)) return undefined;
  return { id, label, fork: { from: fork[0], at: fork[1] } };
}

function isLetter(value: Json | undefined): value is string {
  return typeof value === 'string' && /^[A-Z]$/.test(value);
}

function asJson(scenario: Scenario): Json {
  return JSON.parse(JSON.stringify(scenario)) as Json;
}
