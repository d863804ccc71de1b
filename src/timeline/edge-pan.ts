/** This near to an edge of the window a held chip means to go on, in pixels. */
const ZONE = 28;
/** Spans of the window per second, at the zone's beginning and a zone beyond the edge. */
const SLOWEST = 0.15;
const FASTEST = 1.2;

/**
 * How fast the window moves while something is held at `x` pixels of its `width`, in spans per second: negative towards
 * the beginning, 0 away from the edges.
 */
export function edgePan(x: number, width: number): number {
  const zone = Math.min(ZONE, width / 4);
  if (x < zone) return -speed((zone - x) / zone);
  if (x > width - zone) return speed((x - (width - zone)) / zone);
  return 0;
}

function speed(depth: number): number {
  return SLOWEST + (FASTEST - SLOWEST) * Math.min(1, depth / 2);
}
