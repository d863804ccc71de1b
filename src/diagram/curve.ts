type Point = readonly [number, number];

const steps = 32;

/** The path of a link as SVG writes it: leaves and arrives level. */
export function curvePath(from: Point, to: Point): string {
  const [fromX, fromY, toX, toY] = [...from, ...to].map((number) => Math.round(number * 10) / 10);
  const middle = Math.round((from[0] + to[0]) * 5) / 10;
  return `M${fromX},${fromY}C${middle},${fromY},${middle},${toY},${toX},${toY}`;
}

/** The same curve as a table of points at equal distances, so that what travels it keeps its speed. */
export class Curve {
  readonly length: number;
  private readonly xs = new Float32Array(steps + 1);
  private readonly ys = new Float32Array(steps + 1);

  constructor(from: Point, to: Point) {
    const middle = (from[0] + to[0]) / 2;
    const fine = steps * 4;
    const along = new Float64Array(fine + 1);
    const px = new Float64Array(fine + 1);
    const py = new Float64Array(fine + 1);
    for (let i = 0; i <= fine; i++) {
      const t = i / fine;
      const u = 1 - t;
      px[i] = u * u * u * from[0] + 3 * u * u * t * middle + 3 * u * t * t * middle + t * t * t * to[0];
      py[i] = (u * u * u + 3 * u * u * t) * from[1] + (3 * u * t * t + t * t * t) * to[1];
      if (i > 0) along[i] = along[i - 1]! + Math.sqrt((px[i]! - px[i - 1]!) ** 2 + (py[i]! - py[i - 1]!) ** 2);
    }
    this.length = along[fine]!;
    for (let step = 0, i = 0; step <= steps; step++) {
      const wanted = (step / steps) * this.length;
      while (i < fine && along[i]! < wanted) i++;
      this.xs[step] = px[i]!;
      this.ys[step] = py[i]!;
    }
  }

  /** The whole way: x, y, x, y ... */
  points(): number[] {
    return Array.from(this.xs).flatMap((x, index) => [x, this.ys[index]!]);
  }

  /** Position at a share of the way, 0 to 1. */
  xAt(share: number): number {
    return between(this.xs, share);
  }

  yAt(share: number): number {
    return between(this.ys, share);
  }
}

function between(table: Float32Array, share: number): number {
  const place = Math.max(0, Math.min(1, share)) * steps;
  const low = Math.floor(place);
  if (low >= steps) return table[steps]!;
  return table[low]! + (table[low + 1]! - table[low]!) * (place - low);
}
