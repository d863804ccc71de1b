import type { Chart } from './chart';
import { ANY, levelOf, withShortLabels } from './chart-graph';
import type { GraphEdge, GraphLabel } from './chart-graph';
import { layersOf, orderLayers, spacedApart, withoutCycles } from './layering';
import type { Arc } from './layering';

/** A box on the chart, in pixels from its left top corner. */
export interface PlacedState {
  /** Id of the state; of the box that stands for all states of a level, the level's id and a star after a dot. */
  id: string;
  name: string;
  x: number;
  y: number;
  width: number;
  height: number;
  kind: 'state' | 'around' | 'any';
}

export interface PlacedLabel extends GraphLabel {
  /** Left edge and baseline. */
  x: number;
  y: number;
  width: number;
}

/** The line of all transitions from one box to another; its points go from the source to the target. */
export interface PlacedEdge {
  source: string;
  target: string;
  points: [number, number][];
  labels: PlacedLabel[];
}

export interface ChartLayout {
  width: number;
  height: number;
  states: PlacedState[];
  edges: PlacedEdge[];
}

const labelSize = { lineHeight: 15, characterWidth: 6.7 };
const box = { height: 42, padding: 12, characterWidth: 7.6, least: 108, portGap: 15 };

/** How closely things stand, in pixels, and how many lines a label has at most. */
interface Spacing {
  layer: number;
  box: number;
  line: number;
  label: number;
  /** Characters kept behind a label for how often it was taken. */
  count: number;
  lines: number;
}

/** From roomy to close: the first with which a chart fits its place is taken. */
const spacings: readonly Spacing[] = [
  { layer: 28, box: 26, line: 14, label: 16, count: 5, lines: Infinity },
  { layer: 22, box: 18, line: 10, label: 10, count: 4, lines: Infinity },
  { layer: 19, box: 14, line: 8, label: 6, count: 3, lines: 4 },
  { layer: 19, box: 12, line: 8, label: 4, count: 3, lines: 2 },
];
/** A line leaves and reaches a box straight for so long, so that its arrow points into it. */
const straight = 9;
const around = { head: 30, padding: 16 };

/** Something in a layer: a box, a label, or a place that a line passes through. */
interface Item {
  kind: 'box' | 'label' | 'pass';
  layer: number;
  width: number;
  height: number;
  x: number;
  /** Number of the edge; -1 for a box. */
  edge: number;
}

/**
 * Lays a chart out in layers from top to bottom: boxes and labels take turns, and every line has a place of its own in
 * each layer that it passes, so that no line runs through a box or a text. A state with states inside is laid out first
 * and then is a box like any other. Things stand as closely as `room`, in pixels, demands. The same chart in the same
 * room always gives the same picture.
 */
export function layOutChart(chart: Chart, room: { width: number; height: number } = roomy): ChartLayout {
  let best: ChartLayout | undefined;
  for (const spacing of spacings) {
    const layout = layOutLevel(chart, '', spacing);
    if (layout.width <= room.width && layout.height <= room.height) return layout;
    // What has to be scrolled is scrolled one way rather than both.
    if (best === undefined || overflow(layout, room) < overflow(best, room)) best = layout;
  }
  return best!;
}

const roomy = { width: Infinity, height: Infinity };

function overflow(layout: ChartLayout, room: { width: number; height: number }): number {
  return Math.max(0, layout.width - room.width) * 3 + Math.max(0, layout.height - room.height);
}

function layOutLevel(chart: Chart, parent: string, spacing: Spacing): ChartLayout {
  const graph = withShortLabels(levelOf(chart, parent), spacing.lines);
  const inner = new Map(
    chart.states
      .filter((state) => state.parent === parent && state.initial !== '')
      .map((state) => [state.id, layOutLevel(chart, state.id, spacing)]),
  );
  const numbers = new Map(graph.boxes.map((id, index) => [id, index]));
  const straight = withoutCycles(
    graph.boxes.length,
    graph.edges.map(({ source, target }) => ({ from: numbers.get(source)!, to: numbers.get(target)! })),
  );
  const layerOf = layersOf(
    graph.boxes.length,
    straight.map(({ arc }) => arc),
  );
  const items = graph.boxes.map((id, index): Item => {
    const size = boxSize(
      id,
      inner.get(id),
      portsOf(
        index,
        straight.map(({ arc }) => arc),
      ),
    );
    return { kind: 'box', layer: layerOf[index] * 2, ...size, x: 0, edge: -1 };
  });
  const chains = straight.map(({ arc }, edge) => chainOf(items, arc, edge, graph.edges[edge], spacing));
  placeAcross(items, chains, spacing);
  const bands = bandsOf(items, spacing);
  const layout: ChartLayout = { width: 0, height: bands.at(-1)?.bottom ?? 0, states: [], edges: [] };
  graph.boxes.forEach((id, index) => {
    const { x, width, height, layer } = items[index];
    const y = (bands[layer].top + bands[layer].bottom - height) / 2;
    addBox(layout, { id, parent, x: x - width / 2, y, width, height }, chart, inner.get(id));
  });
  const ports = portPlaces(items, chains);
  straight.forEach(({ isTurned }, edge) => {
    layout.edges.push(edgeOf(graph.edges[edge], chains[edge], items, bands, ports, edge, isTurned));
  });
  return shifted(layout);
}

function boxSize(id: string, inner: ChartLayout | undefined, ports: number): { width: number; height: number } {
  const name = id === ANY ? 'any state' : (id.split('.').at(-1) ?? id);
  const text = name.length * box.characterWidth + 2 * box.padding + 16;
  const width = Math.max(box.least, text, ports * box.portGap + 2 * box.padding);
  if (inner === undefined) return { width, height: id === ANY ? 28 : box.height };
  return {
    width: Math.max(width, inner.width + 2 * around.padding),
    height: inner.height + around.head + around.padding,
  };
}

function portsOf(node: number, arcs: readonly Arc[]): number {
  const below = arcs.filter(({ from }) => from === node).length;
  return Math.max(below, arcs.filter(({ to }) => to === node).length);
}

/** Adds the places that an edge passes, its label in the middle one between two layers of boxes. */
function chainOf(items: Item[], { from, to }: Arc, edge: number, { labels }: GraphEdge, spacing: Spacing): number[] {
  const [top, bottom] = [items[from].layer, items[to].layer];
  const middle = 2 * Math.floor((top + bottom) / 4) + 1;
  const labelLayer = Math.min(bottom - 1, Math.max(top + 1, middle));
  const chain = [from];
  for (let layer = top + 1; layer < bottom; layer += 1) {
    const isLabel = layer === labelLayer;
    const longest = Math.max(...labels.map(({ text }) => text.length));
    const width = isLabel ? (longest + spacing.count) * labelSize.characterWidth + 12 : 8;
    const height = isLabel ? labels.length * labelSize.lineHeight : 0;
    items.push({ kind: isLabel ? 'label' : 'pass', layer, width, height, x: 0, edge });
    chain.push(items.length - 1);
  }
  chain.push(to);
  return chain;
}

/** Sets x of every item: the order of each layer, then a few rounds towards the middle of its neighbours. */
function placeAcross(items: Item[], chains: readonly number[][], spacing: Spacing): void {
  const arcs = chains.flatMap((chain) => chain.slice(1).map((to, at): Arc => ({ from: chain[at], to })));
  const count = Math.max(...items.map(({ layer }) => layer)) + 1;
  const unordered = Array.from({ length: count }, (_, layer) =>
    items.flatMap((item, index) => (item.layer === layer ? [index] : [])),
  );
  const layers = orderLayers(unordered, arcs);
  const distances = layers.map((layer) =>
    layer.slice(1).map((right, at) => distance(items[layer[at]], items[right], spacing)),
  );
  layers.forEach((layer, index) => {
    spacedApart(
      layer.map(() => 0),
      distances[index],
    ).forEach((x, at) => (items[layer[at]].x = x));
  });
  for (let round = 0; round < 60; round += 1) {
    const order = round % 2 === 0 ? [...layers.keys()] : [...layers.keys()].toReversed();
    for (const index of order) {
      const wanted = layers[index].map((node) => wantedPlace(items, arcs, node));
      spacedApart(wanted, distances[index]).forEach((x, at) => (items[layers[index][at]].x = x));
    }
  }
}

function wantedPlace(items: readonly Item[], arcs: readonly Arc[], node: number): number {
  let sum = 0;
  let weight = 0;
  for (const { from, to } of arcs) {
    if (from !== node && to !== node) continue;
    const other = items[from === node ? to : from];
    // A line is kept straight rather than a box in the middle of its lines.
    const pull = other.kind === 'box' || items[node].kind === 'box' ? 1 : 8;
    sum += pull * lineX(other);
    weight += pull;
  }
  const { kind, width } = items[node];
  const centre = weight === 0 ? items[node].x : sum / weight;
  return kind === 'label' ? centre + width / 2 - 4 : centre;
}

/** Where a line passes an item: left of a label's text, else in its middle. */
function lineX({ kind, x, width }: Item): number {
  return kind === 'label' ? x - width / 2 + 4 : x;
}

function distance(left: Item, right: Item, spacing: Spacing): number {
  const areBoxes = left.kind === 'box' && right.kind === 'box';
  const gap = areBoxes ? spacing.box : left.kind === 'label' ? spacing.label : spacing.line;
  return (left.width + right.width) / 2 + gap;
}

interface Band {
  top: number;
  bottom: number;
}

function bandsOf(items: readonly Item[], spacing: Spacing): Band[] {
  const bands: Band[] = [];
  const count = Math.max(...items.map(({ layer }) => layer)) + 1;
  for (let layer = 0, top = 0; layer < count; layer += 1) {
    const height = Math.max(0, ...items.filter((item) => item.layer === layer).map((item) => item.height));
    bands.push({ top, bottom: top + height });
    top += height + spacing.layer;
  }
  return bands;
}

/** Where each line meets its boxes: side by side along the edge, in the order in which the lines come. */
function portPlaces(items: readonly Item[], chains: readonly number[][]): Map<string, number> {
  const places = new Map<string, number>();
  items.forEach(({ kind, x }, node) => {
    if (kind !== 'box') return;
    for (const side of ['below', 'above'] as const) {
      const ends = chains.flatMap((chain, edge) => {
        const isEnd = (side === 'below' ? chain[0] : chain.at(-1)) === node;
        const next = side === 'below' ? chain[1] : chain.at(-2)!;
        return isEnd ? [{ edge, at: lineX(items[next]) }] : [];
      });
      ends
        .toSorted((a, b) => a.at - b.at)
        .forEach(({ edge }, index) => {
          places.set(`${side} ${edge}`, x + (index - (ends.length - 1) / 2) * box.portGap);
        });
    }
  });
  return places;
}

function edgeOf(
  { source, target, labels }: GraphEdge,
  chain: readonly number[],
  items: readonly Item[],
  bands: readonly Band[],
  ports: ReadonlyMap<string, number>,
  edge: number,
  isTurned: boolean,
): PlacedEdge {
  const points: [number, number][] = [];
  const placed: PlacedLabel[] = [];
  chain.forEach((index, at) => {
    const item = items[index];
    const { top, bottom } = bands[item.layer];
    const middle = (top + bottom) / 2;
    if (at === 0) {
      const x = ports.get(`below ${edge}`)!;
      // A flatter box leaves room below it, in which the line goes straight on.
      points.push([x, middle + item.height / 2], [x, bottom + straight]);
    }
    if (at === chain.length - 1) {
      const x = ports.get(`above ${edge}`)!;
      points.push([x, top - straight], [x, middle - item.height / 2]);
    }
    if (at === 0 || at === chain.length - 1) return;
    points.push([lineX(item), top], [lineX(item), bottom]);
    if (item.kind !== 'label') return;
    labels.forEach((label, line) => {
      const y = middle - item.height / 2 + (line + 1) * labelSize.lineHeight - 4;
      placed.push({ ...label, x: lineX(item) + 7, y, width: item.width - 12 });
    });
  });
  const distinct = points.filter(([x, y], at) => at === 0 || x !== points[at - 1][0] || y !== points[at - 1][1]);
  return { source, target, points: isTurned ? distinct.toReversed() : distinct, labels: placed };
}

function addBox(
  layout: ChartLayout,
  { id, parent, ...place }: { id: string; parent: string; x: number; y: number; width: number; height: number },
  chart: Chart,
  inner: ChartLayout | undefined,
): void {
  const isAny = id === ANY;
  const name = isAny ? 'any state' : (chart.states.find((state) => state.id === id)?.name ?? id);
  const kind = isAny ? 'any' : inner === undefined ? 'state' : 'around';
  layout.states.push({ id: isAny && parent !== '' ? `${parent}.${ANY}` : id, name, kind, ...place });
  if (inner === undefined) return;
  const [dx, dy] = [place.x + (place.width - inner.width) / 2, place.y + around.head];
  layout.states.push(...inner.states.map((state) => ({ ...state, x: state.x + dx, y: state.y + dy })));
  layout.edges.push(...inner.edges.map((edge) => movedEdge(edge, dx, dy)));
}

function movedEdge(edge: PlacedEdge, dx: number, dy: number): PlacedEdge {
  return {
    ...edge,
    points: edge.points.map(([x, y]) => [x + dx, y + dy]),
    labels: edge.labels.map((label) => ({ ...label, x: label.x + dx, y: label.y + dy })),
  };
}

/** Moves everything so that it begins at 0, and says how wide it is. */
function shifted(layout: ChartLayout): ChartLayout {
  const lefts = layout.states.map(({ x }) => x).concat(layout.edges.flatMap(({ points }) => points.map(([x]) => x)));
  const rights = layout.states
    .map(({ x, width }) => x + width)
    .concat(
      layout.edges.flatMap(({ points, labels }) => [...points.map(([x]) => x), ...labels.map((it) => it.x + it.width)]),
    );
  const left = Math.min(...lefts);
  return {
    width: Math.max(0, ...rights.map((right) => right - left)),
    height: layout.height,
    states: layout.states.map((state) => ({ ...state, x: state.x - left })),
    edges: layout.edges.map((edge) => movedEdge(edge, -left, 0)),
  };
}
