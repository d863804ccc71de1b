import { Curve } from './curve';
import type { Layout, LinkBox } from './layout-types';

/** All curves between one client and one broker: in the network they are one link. */
export interface LinkPair {
  kind: LinkBox['kind'];
  client: number;
  broker: number;
  curves: readonly LinkBox[];
  /** A point on the link that no other link of its client lies on, px. */
  x: number;
  y: number;
}

type Point = readonly [number, number];

/** Share of the way from the client at which a link is taken hold of. */
const gripShare = 0.62;

/** The links of a drawing, those of producers first, from the top down. */
export function linkPairs({ links }: Layout): LinkPair[] {
  const pairs = new Map<string, LinkBox[]>();
  for (const link of links) {
    const key = `${link.kind} ${link.actor} ${link.broker}`;
    pairs.set(key, [...(pairs.get(key) ?? []), link]);
  }
  return [...pairs.values()].map((curves) => {
    const { kind, actor, broker, from, to } = curves[0]!;
    const curve = new Curve(from, to);
    const share = kind === 'produce' ? gripShare : 1 - gripShare;
    return { kind, client: actor, broker, curves, x: curve.xAt(share), y: curve.yAt(share) };
  });
}

/** The links that a stroke crosses. `stroke` is the way of the pointer, px. */
export function crossedLinks(pairs: readonly LinkPair[], stroke: readonly Point[]): LinkPair[] {
  return pairs.filter(({ curves }) => curves.some((link) => crosses(new Curve(link.from, link.to).points(), stroke)));
}

function crosses(points: readonly number[], stroke: readonly Point[]): boolean {
  for (let i = 0; i + 3 < points.length; i += 2) {
    for (let k = 0; k + 1 < stroke.length; k++) {
      const one: [Point, Point] = [
        [points[i]!, points[i + 1]!],
        [points[i + 2]!, points[i + 3]!],
      ];
      if (segmentsCross(one, [stroke[k]!, stroke[k + 1]!])) return true;
    }
  }
  return false;
}

function segmentsCross([a, b]: [Point, Point], [c, d]: [Point, Point]): boolean {
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

/** On which side of the line from `from` to `to` a point lies. */
function side(from: Point, to: Point, point: Point): boolean {
  return (to[0] - from[0]) * (point[1] - from[1]) > (to[1] - from[1]) * (point[0] - from[0]);
}
