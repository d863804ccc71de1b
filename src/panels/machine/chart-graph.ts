import { isWithin } from './chart';
import type { Chart, ChartState, ChartTransition } from './chart';

/** The box from which transitions leave that every state inside has. */
export const ANY = '*';

/** One line of a label: what is written, and the transitions that it stands for. */
export interface GraphLabel {
  text: string;
  transitions: ChartTransition[];
}

/** All transitions from one box of a level to another. */
export interface GraphEdge {
  source: string;
  target: string;
  labels: GraphLabel[];
}

/** The boxes directly inside one state (or of the whole chart), and the transitions between them. */
export interface LevelGraph {
  parent: string;
  /** Ids of states, and {@link ANY} if transitions leave from all of them; the initial one is first of the states. */
  boxes: string[];
  edges: GraphEdge[];
}

/** One level of a chart: `parent` empty is the outermost. Transitions that stay in their state have no line. */
export function levelOf(chart: Chart, parent: string): LevelGraph {
  const children = chart.states.filter((state) => state.parent === parent);
  const initial = parent === '' ? chart.initial : (chart.states.find(({ id }) => id === parent)?.initial ?? '');
  const ordered = children.toSorted((a, b) => Number(isWithin(initial, b.id)) - Number(isWithin(initial, a.id)));
  const edges = new Map<string, GraphEdge>();
  for (const transition of chart.transitions) {
    if (transition.target === undefined) continue;
    const source = transition.source === parent ? ANY : boxOf(children, transition.source);
    const target = boxOf(children, transition.target);
    if (source === undefined || target === undefined || source === target) continue;
    const key = `${source} ${target}`;
    const edge = edges.get(key) ?? { source, target, labels: [] };
    edges.set(key, edge);
    addLabel(edge, textOf(chart, transition, source, target), transition);
  }
  const list = [...edges.values()];
  const hasAny = list.some(({ source }) => source === ANY);
  return { parent, boxes: [...(hasAny ? [ANY] : []), ...ordered.map(({ id }) => id)], edges: list };
}

/** The same with at most so many lines a label: the last one stands for the rest, all of which the table tells. */
export function withShortLabels(graph: LevelGraph, lines: number): LevelGraph {
  return { ...graph, edges: graph.edges.map((edge) => ({ ...edge, labels: shortened(edge.labels, lines) })) };
}

function shortened(labels: GraphLabel[], lines: number): GraphLabel[] {
  if (labels.length <= lines) return labels;
  const rest = labels.slice(lines - 1);
  const transitions = rest.flatMap((label) => label.transitions);
  return [...labels.slice(0, lines - 1), { text: `and ${rest.length} more`, transitions }];
}

function boxOf(children: readonly ChartState[], id: string): string | undefined {
  return children.find((child) => id !== '' && isWithin(id, child.id))?.id;
}

function addLabel(edge: GraphEdge, text: string, transition: ChartTransition): void {
  const label = edge.labels.find((it) => it.text === text);
  if (label === undefined) edge.labels.push({ text, transitions: [transition] });
  else label.transitions.push(transition);
}

/** The event; of an eventless one its guard; and what lies deeper than the boxes that the line joins. */
function textOf(chart: Chart, { source, event, guard, target }: ChartTransition, from: string, to: string): string {
  const deeperSource = from !== ANY && source !== from ? `${source.slice(from.length + 1)}: ` : '';
  const initial = chart.states.find(({ id }) => id === to)?.initial;
  const deeperTarget = target !== to && target !== initial ? ` → ${(target ?? '').slice(to.length + 1)}` : '';
  return `${deeperSource}${event === '' ? `[${guard}]` : event}${deeperTarget}`;
}
