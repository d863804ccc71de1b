import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { SessionProvider } from '../../../../src/app/session-context';
import type { Session } from '../../../../src/app/session';
import {
  AddAction,
  ConfigPanel,
  FormingAction,
  InjectPanel,
  RefusedInput,
  VerdictStrip,
  WhyPanel,
} from '../../../../src/panels';
import { LogPanel } from '../../../../src/panels/log/log-panel';
import { sessionInProcess, settled } from '../app/in-process';

afterEach(cleanup);

async function shown(preset: string, atMs: number, what: ReactElement): Promise<Session> {
  const { session } = sessionInProcess();
  await session.open({ preset }, { atMicros: atMs * 1000, play: false });
  await session.loadCatalogue();
  await settled(session);
  render(<SessionProvider value={session}>{what}</SessionProvider>);
  return session;
}

describe('panels', { timeout: 30_000 }, () => {
  test('the strip counts up to the moment, and each count is asked "why?"', async () => {
    const session = await shown('acknowledged-and-gone', 3000, <VerdictStrip />);
    const lost = screen.getByLabelText('lost after ack');
    expect(lost.textContent).toBe('0');
    act(() => session.seek(14_000_000));
    expect(lost.textContent).toBe('2');
    expect(screen.getByRole('region', { name: 'Verdict' }).textContent).toContain('lost-write at 11.');
    fireEvent.click(screen.getByRole('button', { name: 'why? 2 lost after ack' }));
    expect(session.view.get().asking).toBe('lost');
  });

  test('a chain of causes leads from one moment to the next, and each can be gone to', async () => {
    const session = await shown('acknowledged-and-gone', 14_000, <WhyPanel id="lost" />);
    expect(screen.getByRole('heading').textContent).toBe('Why were 2 records lost?');
    const steps = screen.getAllByRole('listitem');
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.at(-1)?.textContent).toContain('lost-write');
    const times = screen.getAllByRole('button', { name: /^Go to/ }).map((button) => Number(button.textContent));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    fireEvent.click(within(steps[0]).getByRole('button'));
    expect(session.playhead.timeMicros / 1e6).toBeCloseTo(times[0], 3);
  });

  test('a zero is explained by what was tried', async () => {
    await shown('acknowledged-and-gone', 6000, <WhyPanel id="duplicated" />);
    expect(screen.getByRole('heading').textContent).toBe('Nothing duplicated up to 6.000 s');
    expect(screen.getByRole('listitem').textContent).toContain('kill');
  });

  test('what was typed into a file acts from now, a bad value stays and is named', async () => {
    const session = await shown('first-event', 5000, <ConfigPanel />);
    const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'checkout, settings' });
    expect(text.value).toBe('# producer.properties, checkout\nacks=all\n');
    fireEvent.change(text, { target: { value: 'acks=7\n' } });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('producers.checkout.config.acks: Invalid value 7 for configuration acks');
    expect(text.value).toBe('acks=7\n');
    expect(session.view.get().run?.scenario.actions).toEqual([]);
    fireEvent.change(text, { target: { value: 'acks=1\n' } });
    await waitFor(
      () => expect(session.view.get().run?.scenario.actions).toMatchObject([{ at: 5000, set: { acks: '1' } }]),
      { timeout: 5000 },
    );
    expect(screen.queryByRole('alert')).toBeNull();
    act(() => session.seek(1_000_000));
    await waitFor(() => expect(text.value).toBe('acks=all\n'));
  });

  test('from the start changes the scenario itself', async () => {
    const session = await shown('first-event', 5000, <ConfigPanel />);
    fireEvent.click(screen.getByRole('button', { name: 'From the start' }));
    fireEvent.click(screen.getByRole('tab', { name: 'orders' }));
    const text = await screen.findByRole('textbox', { name: 'orders, settings' });
    fireEvent.change(text, { target: { value: 'min.insync.replicas=1\n' } });
    await waitFor(
      () => expect(session.view.get().run?.scenario.topics.orders.config).toEqual({ 'min.insync.replicas': '1' }),
      { timeout: 5000 },
    );
    expect(session.view.get().run?.scenario.actions).toEqual([]);
  });

  test('a number that is typed into a fader acts at the moment on screen', async () => {
    const session = await shown('first-event', 5000, <InjectPanel />);
    const rate = screen.getByRole<HTMLInputElement>('textbox', { name: 'Event rate' });
    fireEvent.change(rate, { target: { value: '60' } });
    fireEvent.keyDown(rate, { key: 'Enter' });
    await waitFor(() => expect(session.view.get().run?.scenario.actions).toHaveLength(2));
    expect(session.view.get().run?.scenario.actions).toMatchObject([
      { at: 5000, do: 'workload', target: 'producer:checkout', set: { rate: 30 } },
      { at: 5000, do: 'workload', target: 'producer:mobile', set: { rate: 30 } },
    ]);
    fireEvent.change(rate, { target: { value: 'many' } });
    fireEvent.blur(rate);
    expect(rate.value).toBe('60');
  });

  test('the log tells what changed, in words, the latest first', async () => {
    await shown('acknowledged-and-gone', 14_000, <LogPanel />);
    const lines = screen.getAllByRole('listitem').map((line) => line.textContent ?? '');
    expect(lines.some((line) => /leads orders-0, epoch 1/.test(line))).toBe(true);
    expect(lines.some((line) => /kill leader\(orders-0\)/.test(line))).toBe(true);
    const times = lines.map((line) => Number.parseFloat(line));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test('an action that needs more than a target gets a form, and what is refused stays in it', async () => {
    const session = await shown(
      'first-event',
      5000,
      <>
        <AddAction />
        <FormingAction />
      </>,
    );
    act(() => session.form({ do: 'slow', target: 'broker-2' }));
    const form = screen.getByRole('form', { name: 'Slow down' });
    const by = within(form).getByRole<HTMLInputElement>('textbox', { name: /^by/ });
    fireEvent.change(by, { target: { value: 'a lot' } });
    fireEvent.submit(form);
    expect((await within(form).findByRole('alert')).textContent).toMatch(/actions\[0\]\.by/);
    expect(by.value).toBe('a lot');
    fireEvent.change(by, { target: { value: '4x' } });
    fireEvent.submit(form);
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
    expect(session.view.get().run?.scenario.actions).toMatchObject([
      { at: 5000, do: 'slow', target: 'broker-2', by: '4x' },
    ]);
  });

  test('what was refused is said, and the run on screen is the last valid one', async () => {
    const session = await shown('first-event', 5000, <RefusedInput />);
    await act(() =>
      session.open({ text: '{"version": 1,\n  "topics": {"orders": {"partitions": 0}}}' }, { what: 'mine.json' }),
    );
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('Mine.json was refused');
    expect(alert.textContent).toContain('topics.orders.partitions');
    expect(session.view.get().run?.scenario.name).toBe('First event');
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
