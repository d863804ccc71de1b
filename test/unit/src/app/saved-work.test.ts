import { beforeEach, describe, expect, test } from 'vitest';
import { KeptWorks } from '../../../../src/app/kept-works';
import { openAddress } from '../../../../src/app/open-from-address';
import type { OpenPage } from '../../../../src/app/open-from-address';
import { Place, placeOf, scenarioPart } from '../../../../src/app/place';
import { WorkKeeper, changesIn } from '../../../../src/app/saved-work';
import { typedTexts } from '../../../../src/app/typed-texts';
import { sessionInProcess } from './in-process';
import { SmallStorage } from './small-storage';

let storage: Storage;

/** A page as it is after the address was loaded; the one that was there is left, and what it kept is there. */
function loadPage(): OpenPage {
  leavePage();
  const { session } = sessionInProcess();
  const keeper = new WorkKeeper(session, new KeptWorks(storage));
  return { session, keeper, place: new Place(session, () => keeper.beginOwn()) };
}

function leavePage(): void {
  window.dispatchEvent(new Event('pagehide'));
}

function goTo(fragment: string, state: unknown = null): void {
  history.replaceState(state, '', `#${fragment}`);
}

const kill = { do: 'kill', target: 'broker-2' };

beforeEach(() => {
  leavePage();
  storage = new SmallStorage(1_000_000);
  goTo('scenario=first-event&t=5s');
});

test('a fragment is a place', () => {
  expect(placeOf('')).toBe('home');
  expect(placeOf('#theme=dark')).toBe('home');
  expect(placeOf('#t=5s&scenario=first-event')).toBe('playground');
  expect(scenarioPart('#t=5s&s=1abc&theme=dark')).toBe('s=1abc');
});

describe('work in progress', { timeout: 30_000 }, () => {
  test('is back after a reload: scenario, steps both ways, moment, bookmarks', async () => {
    const page = loadPage();
    await openAddress(page);
    await page.session.act([kill]);
    await page.session.act([{ do: 'kill', target: 'broker-3' }]);
    await page.session.undo();
    await page.session.seekComputed(6_000_000);
    const bookmarks = [{ atMicros: 5_500_000, name: 'before the kill' }];
    page.session.bookmark(bookmarks);
    leavePage();
    const again = loadPage();
    await openAddress(again);
    const { run, undo, redo } = again.session.view.get();
    expect(again.session.view.get().bookmarks).toEqual(bookmarks);
    expect(run!.scenario.actions.map(({ target }) => target)).toEqual(['broker-2']);
    expect(undo.map(({ label }) => label)).toEqual(['kill broker-2']);
    expect(redo.map(({ label }) => label)).toEqual(['kill broker-3']);
    expect(again.session.playhead.timeMicros).toBe(6_000_000);
    expect(again.keeper.view.get().restored?.name).toBe('First event');
    await again.keeper.startOver();
    expect(again.session.view.get().run!.scenario.actions).toEqual([]);
  });

  test('does not take the place of what a link says, and is offered beside it', async () => {
    const page = loadPage();
    await openAddress(page);
    await page.session.act([kill]);
    leavePage();
    goTo('scenario=first-event&t=8s');
    const other = loadPage();
    await openAddress(other);
    expect(other.session.view.get().run!.scenario.actions).toEqual([]);
    expect(other.session.playhead.timeMicros).toBe(8_000_000);
    const [offer] = other.keeper.view.get().offers;
    expect(changesIn(offer)).toBe('1 change');
    await other.keeper.resume(offer, async () => void (await openAddress(other)));
    expect(other.session.view.get().run!.scenario.actions).toHaveLength(1);
  });

  test('without a change is not kept', async () => {
    const page = loadPage();
    await openAddress(page);
    leavePage();
    expect(new KeptWorks(storage).all()).toEqual([]);
  });

  test('that is nothing but bookmarks is kept, and named so', async () => {
    const page = loadPage();
    await openAddress(page);
    page.session.bookmark([{ atMicros: 5_500_000, name: 'here' }]);
    leavePage();
    const [kept] = new KeptWorks(storage).all();
    expect(changesIn(kept)).toBe('bookmarks');
    expect(kept.saved.bookmarks).toEqual([{ atMicros: 5_500_000, name: 'here' }]);
  });

  test('keeps what is typed and does not act yet', async () => {
    const page = loadPage();
    await openAddress(page);
    typedTexts(page.session).keep('config', () => ({ 'producer:checkout': 'acks=' }));
    leavePage();
    const again = loadPage();
    await openAddress(again);
    expect(typedTexts(again.session).waiting('config')).toEqual({ 'producer:checkout': 'acks=' });
  });

  test('that the simulation refuses is put aside, and the link opens', async () => {
    const page = loadPage();
    await openAddress(page);
    await page.session.act([kill]);
    leavePage();
    const again = loadPage();
    const [kept] = new KeptWorks(storage).all();
    const spoiled = JSON.stringify(kept).replaceAll('"do":"kill"', '"do":"explode"');
    storage.setItem(`tidemark.work.${kept.id}`, spoiled);
    await openAddress(again);
    expect(again.session.view.get().run!.scenario.actions).toEqual([]);
    expect(storage.getItem(`tidemark.aside.${kept.id}`)).toBe(spoiled);
    expect(again.keeper.view.get().note).toMatch(/put aside/);
  });
});

describe('the place', { timeout: 30_000 }, () => {
  test('of a scenario of one’s own is an address of its own', async () => {
    goTo('');
    const page = loadPage();
    expect(page.place.get().name).toBe('home');
    await page.session.open({ text: '{"version":1,"name":"Mine","topics":{"t":{}}}' });
    await expect.poll(() => scenarioPart(location.hash)).toMatch(/^s=/);
    expect(page.place.get().name).toBe('playground');
  });

  test('stays home while a card runs', async () => {
    goTo('');
    const page = loadPage();
    await page.place.within(() => page.session.open({ preset: 'first-event' }));
    expect(page.place.get().name).toBe('home');
    expect(location.hash).toBe('');
  });
});
