import type { Output } from './terminal';

/** How deep the answer is broken into lines; what lies deeper stands in one line. */
const LINES_DEEP = 3;

/**
 * Prints a large answer piece by piece, so that it never has to be one text: logs of a long run are longer than a text
 * may be. Entries without a value are left out, as in JSON.stringify.
 */
export async function printLarge(output: Output, value: unknown): Promise<void> {
  await printValue(output, value, 0);
  await output.print('\n');
}

async function printValue(output: Output, value: unknown, depth: number): Promise<void> {
  if (depth === LINES_DEEP || typeof value !== 'object' || value === null) return output.print(JSON.stringify(value));
  const isList = Array.isArray(value);
  const entries = Object.entries(value).filter(([, inside]) => inside !== undefined);
  const [open, close] = isList ? '[]' : '{}';
  if (entries.length === 0) return output.print(open + close);
  const indent = '  '.repeat(depth + 1);
  let separator = `${open}\n`;
  for (const [key, inside] of entries) {
    await output.print(`${separator}${indent}${isList ? '' : `${JSON.stringify(key)}: `}`);
    await printValue(output, inside, depth + 1);
    separator = ',\n';
    if (output.isClosed) return;
  }
  await output.print(`\n${'  '.repeat(depth)}${close}`);
}
