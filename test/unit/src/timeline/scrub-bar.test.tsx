import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SessionProvider } from '../../../../src/app/session-context';
import type { Session } from '../../../../src/app/session';
import type { SavedWork } from '../../../../src/app/work';
import { ScrubBar, Transport, timelineOf } from '../../../../src/timeline';
import { sessionInProcess, settled } from '../app/in-process';

afterEach(cleanup);

/** Without a layout: the axis is a thousand pixels wide. */
beforeAll(() => {
  (window as unknown as { happyDOM: { setViewport: (size: object) => void } }).happyDOM.setViewport({ width: 1440 });
  globalThis.ResizeObserver = class {
    constructor(private readonly seen: ResizeObserverCallback) {}
    observe(): void {
      this.seen([{ contentRect: { width: 1000 } } as ResizeObserverEntry], this as unknown as ResizeObserver);
    }
    unobserve(): void {}
    disconnect(): void {}
  };
});

async function shown(preset: string, atMs: number): Promise<Session> {
  const { session } = sessionInProcess();
  await session.open({ preset }, { atMicros: atMs * 1000, play: false });
  await session.loadCatalogue();
  await settled(session);
  render(
    <SessionProvider value={session}>
      <Transport />
      <ScrubBar />
    </SessionProvider>,
  );
  return session;
}

const chips = (): HTMLElement[] => within(screen.getByRole('list', { name: 'Actions' })).getAllByRole('button');

describe('the timeline', { timeout: 30_000 }, () => {
  test('an action is a chip that tells what, when and how it is moved', async () => {
    await shown('consumer-pause-and-zombie', 20_000);
    const [chip] = chips();
    expect(chip.getAttribute('aria-label')).toBe('pause invoice-0, 55 s, at 12.000 s');
    expect(chip.getAttribute('aria-description')).toContain('Left and right move it by 10 ms');
    expect(Number.parseFloat(chip.style.left)).toBeCloseTo((12 / 90) * 1000, 3);
  });

  test('a key moves it where the hand is at once, and the run follows', async () => {
    const session = await shown('consumer-pause-and-zombie', 20_000);
    fireEvent.keyDown(chips()[0], { key: 'ArrowRight', shiftKey: true });
    expect(chips()[0].getAttribute('aria-label')).toContain('at 12.100 s');
    fireEvent.keyUp(chips()[0], { key: 'ArrowRight' });
    await waitFor(() => expect(session.view.get().run?.scenario.actions[0].at).toBe(12_100), { timeout: 5000 });
    fireEvent.keyDown(chips()[0], { key: '.' });
    await waitFor(() => expect(session.view.get().run?.scenario.actions[0].for).toBe(55_010), { timeout: 5000 });
    expect(screen.getByTestId('held').textContent).toContain('for 55 s');
  });

  test('Escape takes a move back, Delete takes the action out', async () => {
    const session = await shown('consumer-pause-and-zombie', 20_000);
    fireEvent.keyDown(chips()[0], { key: 'ArrowLeft' });
    await waitFor(() => expect(session.view.get().run?.scenario.actions[0].at).toBe(11_990), { timeout: 5000 });
    fireEvent.keyDown(chips()[0], { key: 'Escape' });
    await waitFor(() => expect(session.view.get().run?.scenario.actions[0].at).toBe(12_000), { timeout: 5000 });
    fireEvent.keyDown(chips()[0], { key: 'Delete' });
    await waitFor(() => expect(session.view.get().run?.scenario.actions).toEqual([]), { timeout: 5000 });
    await screen.findByText('nothing is done to it');
  });

  test('what waits for an event has its place where that happened, and is not moved by keys', async () => {
    const session = await shown('acknowledged-and-gone', 14_000);
    const [chip] = chips();
    expect(chip.getAttribute('aria-description')).toContain('It waits for send.ok number 80 of checkout');
    expect(Number.parseFloat(chip.style.left)).toBeGreaterThan(100);
    fireEvent.keyDown(chip, { key: 'ArrowRight' });
    expect(session.view.get().undo).toEqual([]);
    expect(document.querySelector('.timeline output')?.textContent).toContain('cannot be moved');
  });

  test('B marks the moment, [ and ] stop there, and another scenario has none', async () => {
    const session = await shown('consumer-pause-and-zombie', 20_125);
    fireEvent.keyDown(document.body, { key: 'b' });
    screen.getByRole('button', { name: 'Mark 1, 20.125 s' });
    act(() => session.seek(20_200_000));
    fireEvent.click(screen.getByRole('button', { name: 'Previous event, key [' }));
    expect(session.playhead.timeMicros).toBe(20_125_000);
    const saved = JSON.parse(JSON.stringify(session.work())) as SavedWork;
    await act(() => session.open({ preset: 'acknowledged-and-gone' }, { play: false }));
    expect(screen.queryByRole('button', { name: /^Mark 1/ })).toBeNull();
    await act(() => session.restore(saved));
    screen.getByRole('button', { name: 'Mark 1, 20.125 s' });
  });

  test('keys zoom about the moment on screen; the head keeps its place and steps become finer', async () => {
    const session = await shown('consumer-pause-and-zombie', 45_000);
    for (let press = 0; press < 24; press += 1) fireEvent.keyDown(document.body, { key: '+' });
    const head = screen.getByRole('slider', { name: 'Time' });
    expect(head.style.transform).toMatch(/^translateX\((500|499\.\d+|500\.\d+)px\)$/);
    fireEvent.keyDown(head, { key: 'ArrowRight' });
    expect(session.playhead.timeMicros).toBe(45_000_010);
    fireEvent.keyDown(document.body, { key: '0' });
    expect(screen.queryByRole('slider', { name: 'Window of time' })).toBeNull();
  });

  test('as a table: every lane in the order of time, each row a jump', async () => {
    const session = await shown('unclean-election', 1000);
    fireEvent.click(screen.getByRole('button', { name: 'Show the timeline as a table' }));
    const table = await screen.findByRole('table');
    const lanes = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.children[1].textContent);
    expect(new Set(lanes)).toEqual(new Set(['actions', 'findings', 'groups', 'leaders']));
    fireEvent.click(within(table).getByRole('button', { name: 'Go to 20.000 s' }));
    expect(session.playhead.timeMicros).toBe(20_000_000);
  });

  test('a chip that keys move out of a zoomed window takes the window along', async () => {
    const session = await shown('consumer-pause-and-zombie', 12_000);
    act(() => timelineOf(session).show({ fromMicros: 11_950_000, toMicros: 12_050_000 }));
    for (let press = 0; press < 7; press += 1) fireEvent.keyDown(chips()[0], { key: 'ArrowRight', shiftKey: true });
    expect(chips()[0].getAttribute('aria-label')).toContain('at 12.070 s');
    expect(timelineOf(session).window.fromMicros).toBeGreaterThan(11_950_000);
  });

  test('signals follow the run, and a label hides its trace', async () => {
    await shown('consumer-pause-and-zombie', 40_000);
    const lag = await screen.findByRole('button', { name: /^lag of invoice [1-9]\d* records, \d+\.\d s$/ });
    fireEvent.click(lag);
    expect(lag.getAttribute('aria-pressed')).toBe('false');
    await screen.findByRole('button', { name: /^end to end p50 [\d.]+ m?s$/ });
  });
});
