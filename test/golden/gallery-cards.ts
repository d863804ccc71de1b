import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RowKind, rowKind, rowTime, rowWord } from '../../simulations/kernel';
import { expand } from '../../simulations/history';
import { runUntil, scenarios, type Run, type Verdict } from '../../simulations';
import type { Json } from '../../simulations/scenario';
import type { Card } from '../../src/app/home/cards';
import { firstBroken, lostAt, outcomeOf } from '../../src/app/home/outcome';
import { pictureFold } from '../../src/app/home/picture-fold';
import { isRepeated } from './fidelity';
import { presetRun, verdictOn } from './run-preset';

/**
 * What the gallery shows before anything runs, read off the scenarios' files and a real run of each, and what is said
 * there of the simulator as a whole.
 */

/** How much of the simulator has been held against the real thing. */
export interface HeldAgainst {
  /** Recorded runs of a cluster that are repeated in the tests. */
  recordedRuns: number;
  modelled: number;
  simplified: number;
  absent: number;
}

/** After the first action, or the first broken promise, one sees what it came to. */
const afterActionMicros = 4_000_000;
const afterFindingMicros = 500_000;

/** The scenarios in the order of the gallery. */
export function idsInOrder(): string[] {
  const last = Number.MAX_SAFE_INTEGER;
  return scenarios.toSorted((a, b) => (a.gallery.rank ?? last) - (b.gallery.rank ?? last)).map(({ name }) => name);
}

/** The card of a scenario: it runs it to its end. */
export function cardOf(id: string): Card {
  const { scenario, watch, gallery } = scenarios.find(({ name }) => name === id)!;
  const run = presetRun(id, { level: 'history' });
  runUntil(run, run.endMicros);
  const verdict = verdictOn(run);
  const atMicros = gallery.at === undefined ? tellingMoment(run, verdict) : gallery.at * 1000;
  // A picture over time is told whole.
  const isWhole = ['owners', 'leaders', 'lag'].includes(gallery.picture);
  const shownMicros = isWhole ? run.endMicros : atMicros;
  const fold = pictureFold(gallery, run.names, run.trace, run.endMicros);
  return {
    id,
    name: scenario.name ?? id,
    description: scenario.description ?? '',
    watch,
    gallery,
    outcome: outcomeOf(verdict),
    durationMs: run.scenario.duration,
    atMs: Math.round(atMicros / 1000),
    picture: fold.at(shownMicros, lostAt(verdict, run.names, shownMicros)),
    words: wordsOf(run, verdict).join(' '),
  };
}

function tellingMoment(run: Run, verdict: Verdict): number {
  const broken = firstBroken(verdict);
  if (broken !== undefined) return broken.countedFrom * 1000 + afterFindingMicros;
  const { history } = run.trace;
  for (let row = 0; row < history.length; row += 1) {
    if (rowKind(rowWord(history, row, 0)) === RowKind.actionBegin) {
      return Math.min(run.endMicros, rowTime(history, row) + afterActionMicros);
    }
  }
  return Math.round(run.endMicros * 0.6);
}

/** Settings, actions, error codes and anomalies of a run, each once. */
function wordsOf(run: Run, verdict: Verdict): string[] {
  const words = new Set<string>();
  settingsIn(scenarios.find(({ scenario }) => scenario.name === run.scenario.name)!.scenario as unknown as Json, words);
  for (const action of run.scenario.actions) words.add(action.do);
  for (const event of expand({ trace: run.trace, names: run.names, scenario: run.scenario })) {
    const { error } = event as unknown as Record<string, unknown>;
    if (typeof error === 'string') words.add(error);
  }
  for (const { kind } of verdict.anomalies) words.add(kind);
  return [...words].toSorted();
}

function settingsIn(value: Json | undefined, words: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const inner of value) settingsIn(inner, words);
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    if ((name === 'config' || name === 'set') && typeof inner === 'object' && inner !== null) {
      for (const [key, setting] of Object.entries(inner)) words.add(`${key}=${String(setting)}`);
    } else settingsIn(inner, words);
  }
}

export function heldAgainst(): HeldAgainst {
  const recorded = readdirSync(join(import.meta.dirname, '..', 'reference', 'recorded', 'kafka-cluster'));
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'fidelity.md'), 'utf8');
  const counted = (word: string): number => Number(new RegExp(`${word}: (\\d+)`, 'i').exec(page)![1]);
  return {
    recordedRuns: recorded.filter(isRepeated).length,
    modelled: counted('modelled'),
    simplified: counted('simplified'),
    absent: counted('absent'),
  };
}
