import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Builds the page of the drawing alone into a folder of its own; the caller removes it. */
export async function buildFramePage(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(import.meta.dirname, '../../node_modules/.tidemark-frame-'));
  await build({
    root: join(import.meta.dirname, 'frame-page'),
    configFile: false,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 4096 },
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
