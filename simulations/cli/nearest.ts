/** The known word closest to a mistyped one, if it is close enough to be a slip of the keyboard. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 100) return undefined;
  const reach = Math.max(1, Math.floor(word.length / 3));
  const measured = known.map((candidate) => ({
    candidate,
    steps: distance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const best = measured.sort((a, b) => a.steps - b.steps).at(0);
  return best && best.steps <= reach ? best.candidate : undefined;
}

/** "; did you mean --seed?", or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === undefined ? '' : `; did you mean ${found}?`;
}

/** Letters to insert, remove or replace between two short words. */
function distance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = above[column - 1] + (from[row - 1] === to[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, above[column] + 1, line[column - 1] + 1));
    }
    above = line;
  }
  return above[to.length];
}
