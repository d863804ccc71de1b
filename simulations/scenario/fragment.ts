import { formatDuration, parseDuration } from './duration';
import { decodeScenario, encodeScenario } from './link';
import { decodeBranches, encodeBranches } from './link-branches';
import type { BranchName, BranchOfLink } from './link-branches';
import type { Preset } from './link';
import { Problems } from './problem';
import type { Problem } from './problem';
import type { Json, Scenario } from './types';
import { printValue, suggest } from './wording';

/**
 * The fragment of an address: which scenario, at which moment, in which panel. Both pages and the command line read
 * and write it here, so a link means the same everywhere.
 */

/** How the page stands, beside the scenario; what is absent is left to the page. */
export interface View {
  /** Milliseconds of virtual time; opens paused there. */
  t?: number;
  panel?: string;
  theme?: 'dark' | 'light' | 'auto';
  /** Virtual seconds a wall second. */
  speed?: number;
  /** `embed.html`: the controls that it offers, and the stretch that it is locked to, in milliseconds. */
  controls?: string[];
  from?: number;
  to?: number;
  /** Other branches of the same work, up to four, and the name of the one that the scenario is. */
  branches?: BranchOfLink[];
  branch?: BranchName;
}

const SPEED_MIN = 0.01;
const SPEED_MAX = 1000;

export type FragmentReading =
  /** `scenario` is absent if the fragment names none; else it is still to be normalised. */
  { ok: true; scenario?: Json; preset?: string; view: View; warnings: Problem[] } | { ok: false; errors: Problem[] };

/** `#s=…&t=…` for a scenario and a view. */
export function encodeLink(scenario: Scenario, presets: readonly Preset[], view: View = {}): string {
  const { branch, branches = [] } = view;
  const beside =
    branch === undefined || branches.length === 0 ? '' : `&b=${encodeBranches(scenario, branch, branches)}`;
  return `#s=${encodeScenario(scenario, presets)}${formatView(view)}${beside}`;
}

/** `&t=14.26s&panel=lag` of a view, empty for an empty one. */
function formatView(view: View): string {
  const parts: string[] = [];
  if (view.t !== undefined) parts.push(`t=${formatDuration(view.t)}`);
  if (view.panel !== undefined) parts.push(`panel=${encodeURIComponent(view.panel)}`);
  if (view.theme !== undefined) parts.push(`theme=${view.theme}`);
  if (view.speed !== undefined) parts.push(`speed=${view.speed}`);
  if (view.controls !== undefined) parts.push(`controls=${view.controls.map(encodeURIComponent).join(',')}`);
  if (view.from !== undefined) parts.push(`from=${formatDuration(view.from)}`);
  if (view.to !== undefined) parts.push(`to=${formatDuration(view.to)}`);
  return parts.map((part) => `&${part}`).join('');
}

/** Reads a fragment with or without its "#"; a whole address is cut down to its fragment. Never throws. */
export function decodeLink(fragment: string, presets: readonly Preset[]): FragmentReading {
  const problems = new Problems();
  const view: View = {};
  const parts = new Map<string, string>();
  const hash = fragment.indexOf('#');
  for (const part of fragment
    .slice(hash + 1)
    .trim()
    .split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = equals < 0 ? part : part.slice(0, equals);
    if (parts.has(key)) problems.error([key], 'stands there twice');
    parts.set(key, equals < 0 ? '' : part.slice(equals + 1));
  }
  let scenario: Json | undefined;
  let preset: string | undefined;
  for (const [key, value] of parts) {
    if (key === 's') scenario = readScenario(value, presets, problems);
    else if (key === 'scenario') ({ scenario, preset } = readPreset(value, presets, problems));
    else if (key === 'b') continue;
    else if (Object.hasOwn(READERS, key)) READERS[key](value, { view, key, problems });
    else problems.warn([key], 'no part of a link; it is left out', suggest(key, KNOWN_PARTS));
  }
  if (parts.has('s') && parts.has('scenario')) problems.error(['scenario'], 'expected either s or scenario, got both');
  if (view.from !== undefined && view.to !== undefined && view.from > view.to) {
    problems.error(['to'], `expected at least from (${formatDuration(view.from)}), got ${formatDuration(view.to)}`);
  }
  const beside = parts.get('b');
  if (beside !== undefined) readBranches(beside, scenario, { view, problems });
  if (!problems.isEmpty) return { ok: false, errors: problems.errors };
  return {
    ok: true,
    view,
    warnings: problems.warnings,
    ...(scenario === undefined ? {} : { scenario }),
    ...(preset === undefined ? {} : { preset }),
  };
}

function readScenario(text: string, presets: readonly Preset[], problems: Problems): Json | undefined {
  const reading = decodeScenario(text, presets);
  if (reading.ok) return reading.scenario;
  for (const { message, mend } of reading.errors) problems.error(['s'], message, mend);
  return undefined;
}

function readBranches(
  text: string,
  scenario: Json | undefined,
  { view, problems }: { view: View; problems: Problems },
): void {
  // What is wrong with the scenario has been said.
  if (scenario === undefined) return;
  const reading = decodeBranches(text, scenario);
  if (reading.ok) {
    view.branch = reading.own;
    view.branches = reading.branches;
  } else problems.error(['b'], reading.message, 'copy the whole link again, or leave out this part');
}

function readPreset(
  text: string,
  presets: readonly Preset[],
  problems: Problems,
): { scenario?: Json; preset?: string } {
  const name = unescape(text);
  const found = presets.find((preset) => preset.name === name);
  if (found !== undefined) return { scenario: JSON.parse(JSON.stringify(found.scenario)) as Json, preset: found.name };
  problems.error(
    ['scenario'],
    `there is no scenario ${printValue(name)}`,
    suggest(
      name,
      presets.map((preset) => preset.name),
    ),
  );
  return {};
}

type Reader = (value: string, to: { view: View; key: string; problems: Problems }) => void;

const READERS: Record<string, Reader> = {
  t: readTime,
  from: readTime,
  to: readTime,
  panel(value, { view, problems }) {
    const panel = unescape(value);
    if (/^[a-z][a-z0-9-]{0,39}$/.test(panel)) view.panel = panel;
    else problems.error(['panel'], `expected the name of a panel, got ${printValue(panel)}`);
  },
  theme(value, { view, problems }) {
    if (value === 'dark' || value === 'light' || value === 'auto') view.theme = value;
    else problems.error(['theme'], `expected dark, light or auto, got ${printValue(value)}`);
  },
  speed(value, { view, problems }) {
    const speed = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    if (speed >= SPEED_MIN && speed <= SPEED_MAX) view.speed = speed;
    else problems.error(['speed'], `expected a number from ${SPEED_MIN} to ${SPEED_MAX}, got ${printValue(value)}`);
  },
  controls(value, { view }) {
    view.controls = value === '' ? [] : value.slice(0, 2000).split(',').map(unescape);
  },
};

const KNOWN_PARTS = ['s', 'scenario', 'b', ...Object.keys(READERS)];

function readTime(value: string, { view, key, problems }: { view: View; key: string; problems: Problems }): void {
  const text = unescape(value);
  const reading = parseDuration(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  if (reading.ok) view[key as 't' | 'from' | 'to'] = reading.ms;
  else problems.error([key], reading.message, reading.mend);
}

/** Mail programs escape what need not be escaped; text that is no valid escape stands for itself. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
