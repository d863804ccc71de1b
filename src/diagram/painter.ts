/** How a cell is drawn (design: one meaning, one mark). */
export type CellMode = 'leader' | 'follower' | 'gone' | 'goneLeader' | 'hollow' | 'lost' | 'folded';

/** What logs and records in motion are drawn with: a canvas on screen, a string in tests. Sizes in px. */
export interface Painter {
  /** A record: `hue` 0 to 7, or 8 for one without a key; `letter` "" where it would not fit. */
  cell(x: number, y: number, width: number, height: number, hue: number, mode: CellMode, letter: string): void;
  /** The doubled outline of a duplicate, around a cell. */
  duplicate(x: number, y: number, width: number, height: number): void;
  /** A stretch of a log whose records are too narrow to draw one by one. */
  bar(x: number, y: number, width: number, height: number, mode: CellMode): void;
  /** A record in motion, its middle at (x, y). What moves may be held back until {@link flushMotion}. */
  packet(x: number, y: number, size: number, hue: number): void;
  /** The short tail behind a record in motion: points x, y, x, y ... */
  tail(points: readonly number[], hue: number): void;
  /** The way of a message that died: points x, y, x, y ... */
  broken(points: readonly number[]): void;
  /** Where a message died. */
  cross(x: number, y: number): void;
  /** Everything that moves is there now: tails below records. */
  flushMotion(): void;
  /** Opacity of what follows, 0 to 1. */
  fade(opacity: number): void;
}
