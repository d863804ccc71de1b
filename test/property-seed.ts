import { configureGlobal } from 'fast-check';
import { inject } from 'vitest';

/** Every commit looks at new examples; the same commit always looks at the same ones. */
configureGlobal({ seed: inject('propertySeed') });

declare module 'vitest' {
  interface ProvidedContext {
    propertySeed: number;
  }
}
