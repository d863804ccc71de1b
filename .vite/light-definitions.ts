import { join } from 'node:path';
import type { Plugin } from 'vite';

const light = join(import.meta.dirname, '../simulations/kernel/machine/light-setup.ts');

/**
 * The simulation worker runs compiled tables and needs no interpreter: the machines' `setup` and `assign` come from the
 * light definitions, which a test holds equal to XState's. The page keeps XState itself.
 */
export function lightDefinitions(): Plugin {
  return {
    name: 'tidemark:light-definitions',
    enforce: 'pre',
    apply: 'build',
    resolveId: (source, importer) =>
      source === 'xstate' && importer?.includes('/simulations/kafka/machines/') ? light : null,
  };
}
