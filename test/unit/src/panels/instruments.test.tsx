import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { SessionProvider } from '../../../../src/app/session-context';
import type { Session } from '../../../../src/app/session';
import { FormingAction } from '../../../../src/panels';
import { LagPanel } from '../../../../src/panels/lag/lag-panel';
import { LagStage } from '../../../../src/panels/lag/lag-stage';
import { LogLines } from '../../../../src/panels/log/log-lines';
import { LogPanel } from '../../../../src/panels/log/log-panel';
import { MachinePanel } from '../../../../src/panels/machine/machine-panel';
import { MachineStage } from '../../../../src/panels/machine/machine-stage';
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

interface Result {
  groups: Record<
    string,
    { committed: Record<string, number>; lag: Record<string, number>; state: string; generation: number }
  >;
}

describe('the machine panel', { timeout: 30_000 }, () => {
  test('lights the state at the moment, and what comes later is not lit yet', async () => {
    const session = await shown('acknowledged-and-gone', 2000, <MachineStage />);
    act(() => session.select({ kind: 'broker', actor: 0 }));
    expect(screen.getByRole('img', { name: 'broker 1, in Running' })).toBeTruthy();
    act(() => session.seek(10_000_000));
    expect(screen.getByRole('img', { name: 'broker 1, in Down' })).toBeTruthy();
    act(() => session.seek(29_000_000));
    expect(screen.getByRole('img', { name: 'broker 1, in Running' })).toBeTruthy();
  });

  test('an actor with several machines gets a choice', async () => {
    const session = await shown('acknowledged-and-gone', 12_000, <MachineStage />);
    fireEvent.change(screen.getByRole('combobox', { name: 'Whose machine' }), { target: { value: 'broker 0' } });
    expect(session.view.get().selected).toEqual({ kind: 'broker', actor: 0 });
    fireEvent.click(screen.getByRole('button', { name: 'registration' }));
    expect(screen.getByRole('img', { name: 'broker 1, in Fenced' })).toBeTruthy();
  });

  test('as a table it says the same: where it is, and how often each transition was taken', async () => {
    const session = await shown('acknowledged-and-gone', 12_000, <MachineStage />);
    act(() => session.select({ kind: 'broker', actor: 0 }));
    fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    expect(session.view.get().showsTable).toBe(true);
    const states = screen.getByRole('table', { name: 'States' });
    expect(within(states).getByRole('row', { name: /^Down here 1/ })).toBeTruthy();
    const transitions = screen.getByRole('table', { name: 'Transitions of the definition' });
    const killed = within(transitions).getByRole('row', { name: /^any state Killed Down 1/ });
    fireEvent.click(within(killed).getByRole('button'));
    expect(session.playhead.timeMicros).toBeLessThan(5_000_000);
  });

  test('its last steps are a list: each a jump to its moment, and "why"', async () => {
    const session = await shown('acknowledged-and-gone', 12_000, <MachinePanel />);
    act(() => session.select({ kind: 'broker', actor: 0 }));
    const list = screen.getByRole('list', { name: /Last transitions/ });
    const [next, last] = within(list).getAllByRole('listitem');
    expect(next.textContent).toContain('next');
    expect(last.textContent).toMatch(/Running → Down.*Killed/);
    fireEvent.click(within(last).getByRole('button', { name: /^why\?/ }));
    expect(last.textContent).toContain('kill leader(orders-0)');
    fireEvent.click(within(next).getAllByRole('button')[0]);
    expect(session.playhead.timeMicros).toBeGreaterThan(12_000_000);
  });

  test('every owner has a machine that can be shown', async () => {
    await shown('first-event', 20_000, <MachineStage />);
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Whose machine' });
    for (const { value } of select.options) {
      fireEvent.change(select, { target: { value } });
      expect(screen.getByRole('img').getAttribute('aria-label')).toMatch(/, in [A-Z]/);
    }
  });
});

describe('the lag panel', { timeout: 30_000 }, () => {
  test("K-MET-3: its numbers are those of the run's own result", async () => {
    const session = await shown('first-event', 20_000, <LagStage />);
    const result = (await session.result()) as unknown as Result;
    for (const [group, { committed, lag }] of Object.entries(result.groups)) {
      fireEvent.change(screen.getByRole('combobox', { name: 'Group' }), {
        target: { value: String(session.view.get().run!.trace.names.groups.indexOf(group)) },
      });
      const table = screen.getByRole('table', { name: `Lag of ${group} by partition` });
      for (const [partition, records] of Object.entries(lag)) {
        const cells = within(within(table).getByRole('row', { name: new RegExp(`^${partition} `) })).getAllByRole(
          'cell',
        );
        expect(cells[1].textContent).toBe(String(committed[partition] ?? 'never'));
        expect(Number.parseInt(cells[4].textContent, 10)).toBe(records);
      }
    }
  });

  test('never committed is said, and is not 0', async () => {
    await shown('first-event', 800, <LagStage />);
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
    expect(rows.some((row) => within(row).getAllByRole('cell')[1].textContent === 'never')).toBe(true);
    expect(rows.every((row) => within(row).getAllByRole('cell')[1].textContent !== '0')).toBe(true);
  });

  test('sorts by any column, and shows only what has lag', async () => {
    const session = await shown('first-event', 20_000, <LagStage />);
    act(() => session.select({ kind: 'group', group: 1 }));
    const lags = (): number[] =>
      within(screen.getByRole('table'))
        .getAllByRole('row')
        .slice(1)
        .map((row) => Number.parseInt(within(row).getAllByRole('cell')[4].textContent, 10));
    fireEvent.click(screen.getByRole('button', { name: /^Lag/ }));
    expect(lags()).toEqual(lags().toSorted((a, b) => b - a));
    expect(screen.getByRole('columnheader', { name: /^Lag/ }).getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(screen.getByRole('button', { name: /^Lag/ }));
    expect(lags()).toEqual(lags().toSorted((a, b) => a - b));
    fireEvent.click(screen.getByRole('checkbox', { name: 'only with lag' }));
    expect(lags().every((lag) => lag > 0)).toBe(true);
  });

  test('over time it has a heat with a cursor, and a table that says the same', async () => {
    const session = await shown('acknowledged-and-gone', 12_000, <LagStage />);
    fireEvent.click(screen.getByRole('button', { name: 'Over time' }));
    const plot = screen.getByRole('application', { name: /^Lag over time/ });
    fireEvent.keyDown(plot, { key: 'ArrowRight' });
    const said = screen.getByRole('status').textContent;
    expect(said).toMatch(/^orders-0 at 12\.\d+ s: (\d+ records?|nobody leads)$/);
    fireEvent.keyDown(plot, { key: 'Enter' });
    expect(session.playhead.timeMicros / 1e6).toBeCloseTo(Number.parseFloat(said.split('at ')[1]), 2);
    fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    const table = screen.getByRole('table', { name: 'Lag in records at the end of each stretch' });
    expect(within(table).getAllByRole('columnheader')).toHaveLength(14);
  });

  test('lists each group with state, protocol, coordinator and generation', async () => {
    const session = await shown('first-event', 20_000, <LagPanel />);
    const result = (await session.result()) as unknown as Result;
    const items = screen.getAllByRole('listitem');
    expect(items).toHaveLength(2);
    for (const item of items) {
      const name = within(item).getByRole('button').querySelector('b')!.textContent;
      expect(item.textContent).toContain(`state${result.groups[name].state}`);
      expect(item.textContent).toMatch(/protocolclassic, range/);
      expect(item.textContent).toMatch(/coordinatorbroker \d/);
      expect(item.textContent).toContain(`generation ${result.groups[name].generation}`);
    }
  });
});

describe('the log', { timeout: 30_000 }, () => {
  test('is narrowed down by kind, actor and words', async () => {
    await shown('acknowledged-and-gone', 29_000, <LogPanel />);
    const lines = (): string[] => screen.queryAllByRole('listitem').map(({ textContent }) => textContent);
    fireEvent.change(screen.getByRole('combobox', { name: 'Kind' }), { target: { value: 'leaders' } });
    expect(lines().length).toBeGreaterThan(0);
    expect(lines().every((line) => /orders|offsets/.test(line))).toBe(true);
    fireEvent.change(screen.getByRole('combobox', { name: 'Kind' }), { target: { value: '' } });
    fireEvent.change(screen.getByRole('combobox', { name: 'Actor' }), { target: { value: '0' } });
    expect(lines().every((line) => /broker[ -]1/.test(line))).toBe(true);
    fireEvent.change(screen.getByRole('searchbox', { name: 'Text' }), { target: { value: 'FENCED broker' } });
    await waitFor(() => expect(lines().map((line) => line.replace(/^[\d.]+/, ''))).toEqual(['broker 1 is fenced']));
    fireEvent.change(screen.getByRole('searchbox', { name: 'Text' }), { target: { value: 'no such words' } });
    expect(await screen.findByText('Nothing of that kind has happened yet.')).toBeTruthy();
  });

  test('has a sentence for every row, and draws only those that are seen', async () => {
    const session = await shown('acknowledged-and-gone', 29_000, <LogPanel />);
    fireEvent.click(screen.getByRole('button', { name: 'Every row' }));
    const run = session.view.get().run!;
    const all = new LogLines(run, { scope: 'every', kind: '', actor: -1, text: '' });
    expect(all.rows).toHaveLength(run.trace.history.length);
    const { actors } = run.trace.names;
    for (const row of all.rows) {
      const sentence = all.sentence(row);
      expect(sentence).not.toMatch(/undefined|NaN/);
      expect(actors.map((name) => name.replace('-', ' '))).not.toContain(sentence);
    }
    const items = screen.getAllByRole('listitem');
    expect(items.length).toBeLessThan(100);
    expect(items[0].getAttribute('aria-setsize')).toBe(String(all.countUntil(29_000_000)));
  });

  test('a filter lets the same through while the trace grows as at its end', async () => {
    const session = await shown('first-event', 20_000, <LogPanel />);
    const run = session.view.get().run!;
    const filter = { scope: 'told', kind: 'groups', actor: -1, text: 'invoice' } as const;
    const lines = new LogLines(run, filter);
    expect(lines.countUntil(20_000_000)).toBe(
      lines.rows.filter((row) => run.moments.timeMicros(row) <= 20_000_000).length,
    );
    expect(lines.rows).toEqual(new LogLines(run, filter).rows);
  });
});

describe('targets of an action', { timeout: 30_000 }, () => {
  test('are picked: one from a list with roles, many one by one, two as a pair', async () => {
    const session = await shown('first-event', 5000, <FormingAction />);
    act(() => session.form({ do: 'isolate', target: 'broker-2' }));
    const target = screen.getByRole<HTMLSelectElement>('combobox', { name: /^target/ });
    expect([...target.options].map(({ value }) => value)).toEqual(
      expect.arrayContaining(['broker-1', 'leader(orders-0)', 'coordinator(invoice)', 'controller']),
    );
    const add = screen.getByRole('combobox', { name: /^Add to from/ });
    fireEvent.change(add, { target: { value: 'broker-1' } });
    fireEvent.change(screen.getByRole('combobox', { name: /^Add to from/ }), { target: { value: 'broker-3' } });
    fireEvent.click(screen.getByRole('button', { name: 'Take broker-1 out' }));
    fireEvent.submit(screen.getByRole('form'));
    await waitFor(() =>
      expect(session.view.get().run?.scenario.actions).toMatchObject([
        { at: 5000, do: 'isolate', target: 'broker-2', from: ['broker-3'] },
      ]),
    );
    act(() => session.form({ do: 'network' }));
    fireEvent.change(screen.getByRole('combobox', { name: /other end$/ }), { target: { value: 'broker-3' } });
    const ends = screen.getAllByRole<HTMLSelectElement>('combobox', { name: /end$/ }).map(({ value }) => value);
    expect(ends[1]).toBe('broker-3');
  });
});
