import { useLayoutEffect, useRef, type RefObject } from 'react';
import { chipMoves } from './chip-moves';
import type { Layout } from './layout-types';

/** As the tokens have --d-explain and --e-in-out. */
const motion = { duration: 0.48, ease: [0.6, 0, 0.2, 1] } as const;

/** A chip that changes its member goes there in view, unless people asked for calm. */
export function useChipMotion(root: RefObject<HTMLElement | null>, layout: Layout | null, isCalm: boolean): void {
  const before = useRef<Layout | null>(null);
  useLayoutEffect(() => {
    const last = before.current;
    before.current = layout;
    const isSameFrame = last?.width === layout?.width && last?.height === layout?.height;
    if (isCalm || last === null || layout === null || !isSameFrame) return;
    const moves = chipMoves(last, layout);
    if (moves.length === 0) return;
    void import('./chip-motion').then(({ animate }) => {
      for (const { key, dx, dy } of moves) {
        for (const element of root.current?.querySelectorAll(`[data-chip="${key}"]`) ?? []) {
          animate(element, { x: [dx, 0], y: [dy, 0] }, motion);
        }
      }
    });
  }, [root, layout, isCalm]);
}
