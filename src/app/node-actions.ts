import { ProcessState } from '../../simulations/history';
import type { ClusterView } from '../../simulations/history';
import type { ActionSpec, TargetKind } from '../../simulations/scenario';
import type { DiagramNode, NodeAction } from '../diagram';
import type { NewAction } from './edits';

/** What acts at once from a node's menu, and with what; every other action gets a form. */
const atOnce: Readonly<Record<string, { fields?: Record<string, unknown>; note?: string; hint?: string }>> = {
  kill: { note: 'K', hint: 'the process is gone, its disk stays' },
  restart: {},
  stop: { hint: 'a clean end' },
  pause: { fields: { for: 3000 }, note: '3 s', hint: 'like a long garbage collection' },
  isolate: { hint: 'no message in or out, until healed' },
  powerOff: { hint: 'and what was not flushed is lost' },
  rebalance: {},
  leave: { hint: 'a clean close' },
};

/** The order of the menu: what people try first stands first. */
const order = [
  'kill',
  'restart',
  'stop',
  'pause',
  'isolate',
  'powerOff',
  'slow',
  'join',
  'leave',
  'rebalance',
  'moveCoordinator',
  'deploy',
  'workload',
  'processing',
];

/** Every action of the catalogue that can be aimed at a node, the likeliest first. */
export function actionsForNode(
  actions: readonly ActionSpec[],
  node: DiagramNode,
  isNarrow: boolean,
  cluster: ClusterView | undefined,
): NodeAction[] {
  const kind: TargetKind = node.kind;
  const state = node.kind === 'group' ? ProcessState.running : cluster?.columns.processState[node.number];
  const isDown = state === ProcessState.killed || state === ProcessState.stopped;
  const fitting = actions.filter(({ fields }) => {
    const { target } = fields;
    return target?.kind === 'target' && target.of.includes(kind);
  });
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return fitting
    .toSorted((a, b) => rank(a.do) - rank(b.do))
    .map(({ do: name, title }): NodeAction => {
      const direct = atOnce[name];
      return {
        do: name,
        label: direct === undefined ? `${title} …` : title,
        ...(direct?.note === undefined || isNarrow ? {} : { note: direct.note }),
        ...(direct?.hint === undefined ? {} : { hint: direct.hint }),
        ...(isDown === (name === 'restart') ? {} : { disabled: name === 'restart' || isProcessAction(name) }),
      };
    });
}

/** The action itself, or undefined if its fields have to be filled in first. */
export function directAction(name: string, node: DiagramNode): NewAction | undefined {
  const direct = atOnce[name];
  return direct === undefined ? undefined : { do: name, target: targetOf(node), ...direct.fields };
}

/** A node's name as a target of the scenario. */
export function targetOf({ kind, name }: DiagramNode): string {
  return kind === 'producer' || kind === 'group' ? `${kind}:${name}` : name;
}

/** What nothing that is down can still suffer. */
function isProcessAction(name: string): boolean {
  return ['kill', 'stop', 'pause', 'powerOff', 'isolate', 'leave', 'deploy'].includes(name);
}
