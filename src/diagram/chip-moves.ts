import type { Layout } from './layout-types';

/** A chip that stands in another member's box than before: where it comes from, px from where it is. */
export interface ChipMove {
  key: string;
  dx: number;
  dy: number;
}

/** The chips that moved from one member to another between two drawings. */
export function chipMoves(before: Layout, after: Layout): ChipMove[] {
  const stood = placesOf(before);
  return [...placesOf(after)].flatMap(([key, place]) => {
    const from = stood.get(key);
    if (from === undefined || from.actor === place.actor) return [];
    return [{ key, dx: from.x - place.x, dy: from.y - place.y }];
  });
}

function placesOf({ groups }: Layout): Map<string, { actor: number; x: number; y: number }> {
  const places = new Map<string, { actor: number; x: number; y: number }>();
  for (const member of groups.flatMap((group) => group.members)) {
    for (const { key, x, y, isWaitedFor } of member.chips) {
      // While it waits for its member, a chip is still where it was.
      if (key !== '' && !isWaitedFor) places.set(key, { actor: member.shape.actor, x, y });
    }
  }
  return places;
}
