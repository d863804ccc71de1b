/**
 * What a recorded run expects: paths of a result, each with a value or a matcher. The language is the recorder's:
 * `a.b[2].c`, `[*]` maps over a list, `[?k=v]` filters it, `.length` counts; `$exit` and `$stderr` are the command's.
 */

export type Expectation = Readonly<Record<string, unknown>>;

/** A path that did not hold. */
export interface Mismatch {
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
}

type Step = { name: string } | { index: number } | { all: true } | { key: string; value: string };

/** Every path of `expectation` that `result` does not meet; a list under `anyOf` holds whole alternatives. */
export function mismatches(result: unknown, expectation: Expectation): Mismatch[] {
  if (Array.isArray(expectation['anyOf'])) {
    const tries = (expectation['anyOf'] as Expectation[]).map((alternative) => mismatches(result, alternative));
    return tries.find((it) => it.length === 0) ?? tries[0]!;
  }
  return Object.entries(expectation).flatMap(([path, expected]) => {
    const found = valueAt(result, path);
    const isSet = /\.(assignment|isr|elr)$/.test(path);
    return matches(found, expected, isSet) ? [] : [{ path, expected, found }];
  });
}

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: string): unknown {
  return follow(root, stepsOf(path));
}

function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  for (const [, name, bracket] of path.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    if (name !== undefined) steps.push({ name });
    else if (bracket === '*') steps.push({ all: true });
    else if (bracket!.startsWith('?')) {
      const [key, value] = bracket!.slice(1).split('=');
      steps.push({ key: key!, value: value! });
    } else steps.push({ index: Number(bracket) });
  }
  return steps;
}

function follow(value: unknown, steps: readonly Step[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (value === null || value === undefined) return undefined;
  if ('all' in step) return (value as unknown[]).map((item) => follow(item, rest));
  if ('key' in step) {
    const kept = (value as Record<string, unknown>[]).filter((item) => String(item[step.key]) === step.value);
    return follow(kept, rest);
  }
  if ('index' in step) return follow((value as unknown[])[step.index], rest);
  return follow((value as Record<string, unknown>)[step.name], rest);
}

type Matcher = (found: unknown, wanted: unknown, isSet: boolean) => boolean;

const matchers: Readonly<Record<string, Matcher>> = {
  anyOf: (found, wanted, isSet) => (wanted as unknown[]).some((one) => matches(found, one, isSet)),
  set: (found, wanted) => matches(found, wanted, true),
  absent: (found, wanted) => isAbsent(found) === wanted,
  contains: (found, wanted) =>
    typeof found === 'string' ? found.includes(String(wanted)) : listOf(found).some((item) => same(item, wanted)),
  not: (found, wanted, isSet) => !matches(found, wanted, isSet),
  assignmentSizes: (found, wanted) =>
    same(
      assignmentsOf(found)
        .map((it) => it.length)
        .toSorted(byNumber),
      (wanted as number[]).toSorted(byNumber),
    ),
  assignments: (found, wanted) =>
    same(sorted(assignmentsOf(found).map(sorted)), sorted((wanted as unknown[][]).map(sorted))),
  atLeast: (found, wanted) => typeof found === 'number' && found >= (wanted as number),
  atMost: (found, wanted) => typeof found === 'number' && found <= (wanted as number),
};

function matches(found: unknown, expected: unknown, isSet: boolean): boolean {
  if (isMatcher(expected)) {
    return Object.entries(expected).every(([name, wanted]) => matchers[name]!(found, wanted, isSet));
  }
  if (isSet && Array.isArray(expected)) return Array.isArray(found) && same(sorted(found), sorted(expected));
  return same(found, expected);
}

function isMatcher(expected: unknown): expected is Record<string, unknown> {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return false;
  const names = Object.keys(expected);
  return names.length > 0 && names.every((name) => name in matchers);
}

function isAbsent(found: unknown): boolean {
  if (found === undefined || found === null || found === -1 || found === '') return true;
  return typeof found === 'object' && Object.keys(found).length === 0;
}

const byNumber = (a: number, b: number): number => a - b;
const listOf = (found: unknown): unknown[] => (Array.isArray(found) ? found : []);
const sorted = (list: readonly unknown[]): unknown[] =>
  list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** The assignments of a group's members, of those that have one. */
function assignmentsOf(members: unknown): unknown[][] {
  return Object.values((members ?? {}) as Record<string, { assignment: unknown[] }>)
    .map((member) => member.assignment)
    .filter((assignment) => assignment.length > 0);
}

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => same(item, b[index]));
  }
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  if (keysA.length !== keysB.length) return false;
  return keysA.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
