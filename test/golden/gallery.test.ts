import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import type { Card } from '../../src/app/home/cards';
import { cardOf, heldAgainst, idsInOrder } from './gallery-cards';

/** The cards of the gallery, with their pictures and outcomes, are what runs make them. `npm run golden` writes them. */
const file = join(import.meta.dirname, '..', '..', 'src', 'app', 'home', 'gallery-cards.json');
const isWriting = process.env['TIDEMARK_GOLDEN'] === 'write';
const text = readFileSync(file, 'utf8');
const kept = JSON.parse(text) as { cards: Card[]; held: unknown };
const fresh: Card[] = [];

test.each(idsInOrder())('the card of %s shows what its run comes to', (id) => {
  const card = cardOf(id);
  fresh.push(card);
  expect(isWriting ? card : kept.cards.find((it) => it.id === id)).toEqual(card);
});

test('the gallery has them in their order, and says what stands behind them', async () => {
  const held = heldAgainst();
  if (isWriting) {
    const written = JSON.stringify({ cards: fresh, held });
    writeFileSync(file, await format(written, { parser: 'json', printWidth: 120 }));
    return;
  }
  expect(kept.cards.map(({ id }) => id)).toEqual(idsInOrder());
  expect(kept.held).toEqual(held);
});

test('its cards are small enough to be fetched with the page', () => {
  expect(gzipSync(JSON.stringify(kept.cards)).length).toBeLessThan(30_000);
});
