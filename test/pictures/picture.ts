import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/**
 * Holds a drawing to the kept one of that name. One that is not there yet is kept; a changed one is saved beside the old
 * one, to be looked at. TIDEMARK_GOLDEN=write keeps the new one.
 */
export function expectPicture(name: string, svg: string): void {
  const kept = join(import.meta.dirname, `${name}.svg`);
  const changed = join(import.meta.dirname, `${name}.changed.svg`);
  if (!existsSync(kept) || process.env.TIDEMARK_GOLDEN === 'write') writeFileSync(kept, svg);
  rmSync(changed, { force: true });
  if (readFileSync(kept, 'utf8') === svg) return;
  writeFileSync(changed, svg);
  expect.fail(`The picture ${name} changed: open ${name}.svg and ${name}.changed.svg in test/pictures.`);
}
