import { execFileSync } from 'node:child_process';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { contentSecurityPolicy } from './.vite/content-security-policy.ts';
import { lightDefinitions } from './.vite/light-definitions.ts';
import { lightEmbed } from './.vite/light-embed.ts';
import { numberConstants } from './.vite/number-constants.ts';
import { offline } from './.vite/offline.ts';

/** Every test that may use fast-check takes its seed from here. */
const setupFiles = ['test/property-seed.ts'];

/** One vitest project: a layer of tests with the same needs. */
function layer(name: string, include: string[], more: object = {}): { extends: true; test: object } {
  return { extends: true, test: { name, include, environment: 'node', ...more } };
}

/** The seed of the property tests: the commit's hash, or what TIDEMARK_SEED says; 1 outside of a checkout. */
function propertySeed(): number {
  if (process.env.TIDEMARK_SEED) return Number(process.env.TIDEMARK_SEED);
  try {
    const options = { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'ignore'] as ('ignore' | 'pipe')[] };
    return Number.parseInt(execFileSync('git', ['rev-parse', 'HEAD'], options).toString().slice(0, 7), 16);
  } catch {
    return 1;
  }
}

/** A machine without a desktop has nothing to open a page in; there the printed address is enough. */
const hasDesktop = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Rooms are pure: who needs one function of a room need not carry the room's tables. */
const treeshake = {
  moduleSideEffects: [
    { test: /\/simulations\//, sideEffects: false },
    { test: /\/src\/\w+\/(?!main\.).*\.tsx?$/, sideEffects: false },
  ],
};

export default defineConfig({
  // Relative addresses: the built site works under any path, and from a copied folder.
  base: './',
  plugins: [react(), lightEmbed(), contentSecurityPolicy(), offline()],
  worker: { format: 'es', plugins: () => [lightDefinitions(), numberConstants()], rolldownOptions: { treeshake } },
  server: {
    open: hasDesktop && !process.env.CI && !process.env.VITEST,
    // What the first page needs is made ready while a person still reads the address.
    warmup: { clientFiles: ['./src/main.tsx', './workers/simulation.worker.ts'] },
  },
  // The workers too, or their packages are found late and the page of a first start reloads itself.
  optimizeDeps: { entries: ['index.html', 'embed.html', 'workers/*.ts'] },
  build: {
    target: 'es2023',
    // Inlined files would be `data:` addresses, which the content security policy refuses for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Both pages: see .vite/light-embed.ts.
    rolldownOptions: { treeshake },
    // Monaco is larger than the usual warning, is fetched on demand only, and test/browser/first-load.ts holds that.
    chunkSizeWarningLimit: 4096,
  },
  test: {
    provide: { propertySeed: propertySeed() },
    projects: [
      layer('unit', ['test/unit/**/*.test.ts'], {
        exclude: ['test/unit/{src,workers}/**'],
        setupFiles,
      }),
      layer('page', ['test/unit/{src,workers}/**/*.test.{ts,tsx}'], { environment: 'happy-dom' }),
      layer('property', ['test/property/**/*.test.ts'], { setupFiles, testTimeout: 120_000 }),
      layer('golden', ['test/golden/**/*.test.ts'], { testTimeout: 60_000 }),
      layer('reference', ['test/reference/**/*.test.ts'], { testTimeout: 60_000 }),
      layer('pictures', ['test/pictures/**/*.test.ts']),
      layer('tidy', ['test/*.test.ts']),
      // One browser for all journeys of a file, one file at a time: frame times are only worth reading alone.
      layer('browser', ['test/browser/**/*.test.ts'], {
        globalSetup: ['test/browser/announce-firefox.ts'],
        testTimeout: 60_000,
        hookTimeout: 180_000,
        fileParallelism: false,
      }),
    ],
  },
});
