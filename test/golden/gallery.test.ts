import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { format } from 'prettier';
import { galleryCards } from './gallery-cards';

/** The cards of the gallery, with their pictures and outcomes, are what runs make them. `npm run golden` writes them. */
const file = join(import.meta.dirname, '..', '..', 'src', 'app', 'home', 'gallery-cards.json');

test('the gallery shows what runs come to', async () => {
  const text = await format(JSON.stringify(galleryCards()), { parser: 'json', printWidth: 120 });
  if (process.env['TIDEMARK_GOLDEN'] === 'write') writeFileSync(file, text);
  expect(existsSync(file), 'npm run golden writes it').toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

test('its cards are small enough to be fetched with the page', () => {
  const { cards } = JSON.parse(readFileSync(file, 'utf8')) as { cards: unknown[] };
  expect(gzipSync(JSON.stringify(cards)).length).toBeLessThan(30_000);
});
