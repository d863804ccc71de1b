import { panBrush, zoomBrush, type Brush } from './detail-level';

/** The ways to look at other partitions, or at more or fewer of them. */
export interface BrushMoves {
  zoom: (direction: 1 | -1) => void;
  fit: () => void;
  /** On (above 0) or back by so many partitions. */
  pan: (by: number) => void;
  /** Does what a key asks for; returns whether the key was one of these. */
  keyed: (key: string) => boolean;
}

/** Moves of `brush` among `total` partitions; `set` takes the new one. */
export function brushMoves(brush: Brush, total: number, set: (brush: Brush) => void): BrushMoves {
  const zoom = (direction: 1 | -1): void => set(zoomBrush(brush, total, direction));
  const fit = (): void => set({ from: 0, count: total });
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(1),
    '=': () => zoom(1),
    '-': () => zoom(-1),
    '0': fit,
    PageUp: () => set(panBrush(brush, total, -brush.count)),
    PageDown: () => set(panBrush(brush, total, brush.count)),
  };
  return {
    zoom,
    fit,
    pan: (by) => set(panBrush(brush, total, by)),
    keyed: (key) => {
      keys[key]?.();
      return keys[key] !== undefined;
    },
  };
}
