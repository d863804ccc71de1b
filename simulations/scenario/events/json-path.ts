/** Looks a field of a row up by a JSON path: `user.id`, `$.items[0].id`, `a['b.c']`. */

export type PathReading = { ok: true; steps: readonly (string | number)[] } | { ok: false; message: string };

const STEP = /^(?:\.?([^.[\]'"]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\])/;

const STEPS_MAX = 50;

export function parseJsonPath(path: string): PathReading {
  let rest = path.trim();
  if (rest.startsWith('$')) rest = rest.slice(1);
  const steps: (string | number)[] = [];
  while (rest !== '') {
    const step = STEP.exec(rest);
    if (step === null || steps.length >= STEPS_MAX) {
      return {
        ok: false,
        message: `expected a JSON path such as user.id or $.items[0].id, got ${JSON.stringify(path.slice(0, 60))}`,
      };
    }
    steps.push(step[2] === undefined ? (step[1] ?? step[3] ?? step[4]) : Number(step[2]));
    rest = rest.slice(step[0].length);
  }
  if (steps.length === 0) return { ok: false, message: 'expected a JSON path, got nothing' };
  return { ok: true, steps };
}

/** The value there, or undefined. Only own keys count, whatever they are called. */
export function lookUp(row: unknown, steps: readonly (string | number)[]): unknown {
  let value: unknown = row;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
