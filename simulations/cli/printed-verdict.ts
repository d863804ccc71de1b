import type { Verdict } from '../index';

/** A verdict without what only charts read: its times are milliseconds, and it holds no columns. */
export type PrintedVerdict = Omit<Verdict, 'strip' | 'untilMicros'>;

export function printedVerdict(verdict: Verdict): PrintedVerdict {
  const { strip: _strip, untilMicros: _untilMicros, ...printed } = verdict;
  return printed;
}
