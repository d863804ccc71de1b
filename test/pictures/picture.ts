import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Holds a drawing to the kept one of that name and returns what is to be looked at, '' if they are equal. One that is not
 * there yet is kept; a changed one is saved in a folder beside the old one. TIDEMARK_GOLDEN=write keeps the new one.
 */
export function changedPicture(name: string, svg: string): string {
  const kept = join(import.meta.dirname, `${name}.svg`);
  const changed = join(import.meta.dirname, '__diff__', `${name}.svg`);
  if (!existsSync(kept) || process.env.TIDEMARK_GOLDEN === 'write') writeFileSync(kept, svg);
  rmSync(changed, { force: true });
  if (readFileSync(kept, 'utf8') === svg) return '';
  mkdirSync(join(changed, '..'), { recursive: true });
  writeFileSync(changed, svg);
  return `open test/pictures/${name}.svg and test/pictures/__diff__/${name}.svg`;
}
