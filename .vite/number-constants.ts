import type { Plugin } from 'vite';
import * as errorCodes from '../simulations/kernel/error-codes.ts';
import * as traceKinds from '../simulations/kernel/trace-kinds.ts';

/** Tables of named numbers (`ErrorCode.NONE`, `RowKind.append`), which bundlers leave as look-ups of long names. */
const tables = new Map<string, Readonly<Record<string, number>>>();
for (const [name, table] of Object.entries({ ...errorCodes, ...traceKinds } as Record<string, unknown>)) {
  if (typeof table !== 'object' || table === null) continue;
  const numbers = table as Readonly<Record<string, unknown>>;
  if (Object.values(numbers).every((value) => typeof value === 'number')) {
    tables.set(name, numbers as Readonly<Record<string, number>>);
  }
}

const member = new RegExp(`(?<![\\w.'"\`])(${[...tables.keys()].join('|')})\\.([A-Za-z_]+)\\b(?!\\s*[:(=[])`, 'g');

/** Writes the numbers themselves into the simulation worker: it is smaller so, and reads nothing where it runs hot. */
export function numberConstants(): Plugin {
  return {
    name: 'tidemark:number-constants',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('/simulations/') || !id.endsWith('.ts') || /typeof (ErrorCode|RowKind)/.test(code)) return null;
      return {
        code: code.replaceAll(member, (whole, table: string, name: string) => {
          const value = tables.get(table)?.[name];
          return value === undefined ? whole : `(${value} as number)`;
        }),
        map: null,
      };
    },
  };
}
