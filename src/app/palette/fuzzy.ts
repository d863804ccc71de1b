/**
 * How well a text answers to what was typed: higher is better, undefined if a letter is missing. Letters count in their
 * order; those that begin a word, or stand side by side, count more.
 */
export function fuzzyScore(text: string, query: string): number | undefined {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, ' ').trim();
  if (wanted === '') return 0;
  const lower = text.toLowerCase();
  const whole = lower.indexOf(wanted);
  if (whole >= 0) return 1000 - whole + (isWordStart(text, whole) ? 500 : 0) - lower.length / 100;
  let score = 0;
  let place = 0;
  let last = -2;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    const found = bestPlace(text, lower, letter, place);
    if (found < 0) return undefined;
    score += found === last + 1 ? 6 : isWordStart(text, found) ? 8 : 1;
    last = found;
    place = found + 1;
  }
  return score - lower.length / 100;
}

/** The next place of a letter: the start of a word if the rest can still be found behind it. */
function bestPlace(text: string, lower: string, letter: string, from: number): number {
  const next = lower.indexOf(letter, from);
  if (next < 0 || isWordStart(text, next) || next === from) return next;
  for (let place = next; place >= 0; place = lower.indexOf(letter, place + 1)) {
    if (isWordStart(text, place)) return place;
  }
  return next;
}

function isWordStart(text: string, place: number): boolean {
  if (place === 0) return true;
  const before = text[place - 1];
  return /[^\p{L}\p{N}]/u.test(before) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(text[place]));
}
