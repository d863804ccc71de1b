import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { compileMachine } from '../../../../simulations/kernel';

const folder = join(import.meta.dirname, '../../../../simulations/kafka/machines');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts');

/** The machines of a file, defined with XState itself or with the light definitions. */
async function machinesOf(file: string, isLight: boolean): Promise<AnyStateMachine[]> {
  vi.resetModules();
  if (isLight) vi.doMock('xstate', () => import('../../../../simulations/kernel/machine/light-setup'));
  else vi.doUnmock('xstate');
  const exported = (await import(join(folder, file))) as Record<string, unknown>;
  return Object.values(exported).filter(
    (value): value is AnyStateMachine => typeof value === 'object' && value !== null && 'root' in value,
  );
}

/** Everything that a run reads of a compiled machine, functions by their source. */
function tablesOf(machine: AnyStateMachine): unknown {
  const compiled = compileMachine(machine);
  return JSON.parse(
    JSON.stringify({ ...compiled, machine: undefined, args: undefined, cursor: undefined }, (key, value: unknown) => {
      if (key === 'configurations' || key === 'tree') return undefined;
      if (typeof value === 'function') return value.toString();
      if (value instanceof Map) return [...value.entries()];
      return ArrayBuffer.isView(value) ? Array.from(value as Int32Array) : value;
    }),
  );
}

test.each(files)('%s compiles to the same tables with the light definitions as with XState', async (file) => {
  const usual = (await machinesOf(file, false)).map(tablesOf);
  const light = (await machinesOf(file, true)).map(tablesOf);
  expect(usual.length).toBeGreaterThan(0);
  expect(light).toEqual(usual);
});
