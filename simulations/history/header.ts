import type { Json, NormalisedScenario } from '../scenario';

/** The first line of a history (spec/checker.md 2.1). */
export interface HistoryHeader {
  format: 'history/1';
  system: { name: string; source: 'simulated' | 'real' };
  /** Normalised: seed, settings and actions included. */
  scenario: NormalisedScenario;
  /** The effective settings by scenario path ("producers.checkout"). */
  settings: Record<string, Record<string, Json>>;
  /** Which simulator wrote it, so that a replay can refuse to lie about another; null for a real history. */
  simulatorDigest: string | null;
  /** Heal, drain and audit are part of it (C-PH-1 to C-PH-3). */
  audited?: boolean;
}

/** What is wrong with a history, and where. */
export interface HistoryProblem {
  /** From 1; 0: the file as a whole. */
  line: number;
  column?: number;
  message: string;
}

/** A history that cannot be read. `problem` says where and why. */
export class HistoryError extends Error {
  readonly problem: HistoryProblem;

  constructor(problem: HistoryProblem) {
    const place =
      problem.line === 0 ? '' : `line ${problem.line}${problem.column ? `, column ${problem.column}` : ''}: `;
    super(place + problem.message);
    this.name = 'HistoryError';
    this.problem = problem;
  }
}
