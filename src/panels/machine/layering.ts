/** An edge between numbered nodes. */
export interface Arc {
  from: number;
  to: number;
}

/**
 * Turns round the arcs that close a cycle, so that all of them go down. Nodes earlier in the list are visited first,
 * which keeps where a machine begins at the top.
 */
export function withoutCycles(count: number, arcs: readonly Arc[]): { arc: Arc; isTurned: boolean }[] {
  const state = new Uint8Array(count);
  const turned = new Set<Arc>();
  const visit = (node: number): void => {
    state[node] = 1;
    for (const arc of arcs) {
      if (arc.from !== node) continue;
      if (state[arc.to] === 1) turned.add(arc);
      else if (state[arc.to] === 0) visit(arc.to);
    }
    state[node] = 2;
  };
  for (let node = 0; node < count; node += 1) if (state[node] === 0) visit(node);
  return arcs.map((arc) => {
    const isTurned = turned.has(arc);
    return { arc: isTurned ? { from: arc.to, to: arc.from } : arc, isTurned };
  });
}

/** The layer of each node: one more than the deepest of those above it; one that nothing leads to stands next to what it leads to. */
export function layersOf(count: number, arcs: readonly Arc[]): Int32Array {
  const layer = new Int32Array(count);
  for (let round = 0; round < count; round += 1) {
    for (const { from, to } of arcs) layer[to] = Math.max(layer[to], layer[from] + 1);
  }
  for (let node = 0; node < count; node += 1) {
    if (arcs.some(({ to }) => to === node)) continue;
    const below = arcs.filter(({ from }) => from === node).map(({ to }) => layer[to]);
    if (below.length > 0) layer[node] = Math.max(0, Math.min(...below) - 1);
  }
  return layer;
}

/** Orders each layer so that few lines cross: barycentres, from above and from below in turn. The best order is kept. */
export function orderLayers(layers: readonly number[][], arcs: readonly Arc[], rounds = 24): number[][] {
  let current = layers.map((layer) => [...layer]);
  let best = current;
  let least = crossingsOf(current, arcs);
  for (let round = 0; round < rounds && least > 0; round += 1) {
    const goesDown = round % 2 === 0;
    const order = goesDown ? current.keys() : [...current.keys()].toReversed();
    const next = current.map((layer) => [...layer]);
    for (const index of order) {
      const reference = next[goesDown ? index - 1 : index + 1] ?? [];
      const place = new Map(reference.map((node, at) => [node, at]));
      next[index] = sortedByNeighbours(next[index], place, arcs, goesDown);
    }
    current = next;
    const crossings = crossingsOf(current, arcs);
    if (crossings < least) [best, least] = [current, crossings];
  }
  return best;
}

function sortedByNeighbours(
  layer: readonly number[],
  place: ReadonlyMap<number, number>,
  arcs: readonly Arc[],
  goesDown: boolean,
): number[] {
  const centre = layer.map((node, at) => {
    const places = arcs
      .filter(({ from, to }) => (goesDown ? to : from) === node)
      .map(({ from, to }) => place.get(goesDown ? from : to))
      .filter((it) => it !== undefined);
    return places.length === 0 ? at : places.reduce((sum, it) => sum + it, 0) / places.length;
  });
  const order = layer.map((node, at) => ({ node, at }));
  return order.toSorted((a, b) => centre[a.at] - centre[b.at] || a.at - b.at).map(({ node }) => node);
}

/** How many pairs of lines between neighbouring layers cross. */
export function crossingsOf(layers: readonly (readonly number[])[], arcs: readonly Arc[]): number {
  let count = 0;
  for (let index = 0; index + 1 < layers.length; index += 1) {
    const upper = new Map(layers[index].map((node, at) => [node, at]));
    const lower = new Map(layers[index + 1].map((node, at) => [node, at]));
    const between = arcs.filter(({ from, to }) => upper.has(from) && lower.has(to));
    between.forEach((one, at) => {
      for (const other of between.slice(at + 1)) {
        const above = upper.get(one.from)! - upper.get(other.from)!;
        const below = lower.get(one.to)! - lower.get(other.to)!;
        if (above * below < 0) count += 1;
      }
    });
  }
  return count;
}

/**
 * Places that keep an order and a distance, as near to the wanted ones as can be (least squares: neighbours that would
 * overlap are moved together, as in isotonic regression).
 */
export function spacedApart(wanted: readonly number[], distances: readonly number[]): number[] {
  let offset = 0;
  const offsets = wanted.map((_, at) => (offset += at === 0 ? 0 : distances[at - 1]));
  const blocks: { sum: number; count: number }[] = [];
  wanted.forEach((value, at) => {
    blocks.push({ sum: value - offsets[at], count: 1 });
    while (blocks.length > 1) {
      const last = blocks.at(-1)!;
      const before = blocks.at(-2)!;
      if (before.sum / before.count <= last.sum / last.count) break;
      blocks.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  });
  const means = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  return means.map((mean, at) => mean + offsets[at]);
}
