import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { createRef, useState, type ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ClusterView } from '../../../../simulations/history';
import {
  Diagram,
  type DiagramHandle,
  type DiagramNode,
  type DiagramTarget,
  type NodeAction,
} from '../../../../src/diagram';
import { clusterTrace } from '../../../synthetic/cluster-trace';

const run = clusterTrace({
  kill: { broker: 1, atMicros: 8_000_000, detectMicros: 1_010_000 },
  durationMicros: 10_000_000,
});
const captions = {
  producerNotes: { checkout: 'acks=1' },
  groupNotes: {},
  producerTopics: {},
  combinedControllers: false,
};
const actions = [
  { do: 'kill', label: 'Kill', note: 'K' },
  { do: 'pause', label: 'Pause' },
];
const onAct = vi.fn<(action: NodeAction, node: DiagramNode) => void>();
const onSelect = vi.fn<(target: DiagramTarget | null) => void>();
const handle = createRef<DiagramHandle>();

function Page(): ReactElement {
  const [view] = useState(() => new ClusterView(run.names, run.trace));
  const [selected, setSelected] = useState<DiagramTarget | null>(null);
  const [showsTable, setShowsTable] = useState(false);
  return (
    <Diagram
      ref={handle}
      view={view}
      timeMicros={0}
      marks={[]}
      captions={captions}
      actionsFor={() => actions}
      onAct={onAct}
      selected={selected}
      onSelect={(target) => {
        onSelect(target);
        setSelected(target);
      }}
      showsTable={showsTable}
      onToggleTable={() => setShowsTable((shows) => !shows)}
    />
  );
}

const show = (atMicros: number): void => act(() => handle.current!.draw(atMicros));

beforeEach(() => {
  onAct.mockClear();
  onSelect.mockClear();
  render(<Page />);
  show(7_000_000);
});
afterEach(cleanup);

describe('the diagram', () => {
  test('is a region of that name, its nodes buttons named in words', () => {
    const region = screen.getByRole('region', { name: 'Diagram' });
    const names = within(region)
      .getAllByRole('button')
      .map((node) => node.getAttribute('aria-label'));
    expect(names).toContain('producer checkout, acks=1');
    expect(names).toContain('broker 1, leads orders-0, in-sync replicas 1 2 3');
    expect(names).toContain('orders-0 on broker 2, follower');
    expect(names).toContain('group invoice, gen 1, 2 of 2 members present');
    expect(names).toContain('invoice-0 of group invoice, reads orders-0 and orders-1');
  });

  test('follows what happens to a broker', () => {
    show(9_500_000);
    expect(
      screen.getByRole('button', { name: /^broker 2, killed at 8\.000 s, fenced at 9\.010 s, leads nothing$/ }),
    ).toBeTruthy();
    show(7_000_000);
    expect(screen.queryByRole('button', { name: /killed/ })).toBeNull();
  });

  test('K kills the focused broker', () => {
    const broker = screen.getByRole('button', { name: /^broker 2/ });
    broker.focus();
    fireEvent.keyDown(broker, { key: 'k' });
    expect(onAct).toHaveBeenCalledWith(actions[0], { kind: 'broker', name: 'broker-2', number: 1 });
  });

  test('a node opens its menu, and an entry acts on it', async () => {
    const producer = screen.getByRole('button', { name: /^producer mobile/ });
    fireEvent.click(producer, { detail: 0 });
    const menu = await screen.findByRole('menu', { name: 'Actions on mobile' });
    fireEvent.click(within(menu).getByRole('menuitem', { name: 'Pause' }));
    expect(onAct.mock.calls[0]![0]).toMatchObject({ do: 'pause' });
    expect(onAct.mock.calls[0]![1]).toMatchObject({ kind: 'producer', name: 'mobile' });
  });

  test('arrows walk the nodes and, on a log, its records; Escape lets go', () => {
    const broker = screen.getByRole('button', { name: /^broker 1/ });
    broker.focus();
    fireEvent.keyDown(broker, { key: 'ArrowDown' });
    const log = document.activeElement as HTMLElement;
    expect(log.getAttribute('aria-label')).toBe('orders-0 on broker 1, leader, epoch 0');
    fireEvent.keyDown(log, { key: 'ArrowLeft' });
    fireEvent.keyDown(log, { key: 'ArrowLeft' });
    const [first, second] = onSelect.mock.calls.map(([target]) => target as { offset: number });
    expect(second!.offset).toBe(first!.offset - 1);
    expect(screen.getByRole('status').textContent).toContain(`orders-0 offset ${second!.offset}`);
    fireEvent.keyDown(log, { key: 'Escape' });
    expect(onSelect).toHaveBeenLastCalledWith(null);
    fireEvent.keyDown(log, { key: 'ArrowUp' });
    expect(document.activeElement).toBe(broker);
    fireEvent.keyDown(broker, { key: 'ArrowRight' });
    expect(document.activeElement!.getAttribute('aria-label')).toMatch(/invoice/);
  });

  test('T shows the same moment as tables with captions', () => {
    fireEvent.keyDown(screen.getByRole('button', { name: /^broker 1/ }), { key: 't' });
    const captionsShown = screen.getAllByRole('table').map((table) => table.querySelector('caption')!.textContent);
    expect(captionsShown).toEqual(['Brokers', 'Partitions', 'Producers', 'Groups']);
    expect(screen.getByRole('rowheader', { name: 'orders-2' })).toBeTruthy();
  });
});
