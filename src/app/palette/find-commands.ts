import type { Command } from './commands';
import { fuzzyScore } from './fuzzy';

/** Found by more than a screenful one types another letter. */
const shownMax = 60;

/** A command found by its other words comes behind those found by their names. */
const wordsPenalty = 400;

/** The commands that what was typed means, the likeliest first; all of them, group by group, while nothing is typed. */
export function findCommands(commands: readonly Command[], query: string): Command[] {
  if (query.trim() === '') return [...commands];
  return commands
    .flatMap((command, index) => {
      const score = scoreOf(command, query);
      return score === undefined ? [] : [{ command, score, index }];
    })
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, shownMax)
    .map(({ command }) => command);
}

function scoreOf({ title, group, note, words = '' }: Command, query: string): number | undefined {
  const named = fuzzyScore(title, query);
  const wanted = query.toLowerCase().trim().split(/\s+/);
  const text = `${title} ${group} ${note ?? ''} ${words}`.toLowerCase();
  const worded = wanted.every((word) => text.includes(word)) ? 1000 - wordsPenalty : undefined;
  if (named === undefined) return worded;
  return Math.max(named, worded ?? named);
}
