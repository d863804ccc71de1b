/** How a row of a log is divided, px. */
export interface RowSize {
  height: number;
  cellTop: number;
  cellHeight: number;
}

/** How much of a broker is drawn. Chosen by the room there is, never by a setting. */
export interface Density {
  name: 'full' | 'compact' | 'tight' | 'strip' | 'small-strip' | 'narrow' | 'narrow-strip';
  head: number;
  leader: RowSize;
  was: RowSize;
  follower: RowSize;
  /** Followers stand as bars side by side in one row of this height, 0: in rows of their own. */
  stripHeight: number;
  bottom: number;
  gap: number;
  /** The high watermark's number stands above its line, else in the words at the log's end. */
  hasMarkLabels: boolean;
  /** Pointers of committed offsets are named. */
  hasPointerNames: boolean;
  /** The label of a leader has a second line. */
  hasNotes: boolean;
  /** Room behind the cells for the words at a log's end. */
  endWidth: number;
}

const full: Density = {
  name: 'full',
  head: 30,
  leader: { height: 60, cellTop: 18, cellHeight: 20 },
  was: { height: 42, cellTop: 12, cellHeight: 20 },
  follower: { height: 19, cellTop: 5, cellHeight: 9 },
  stripHeight: 0,
  bottom: 8,
  gap: 13,
  hasMarkLabels: true,
  hasPointerNames: true,
  hasNotes: true,
  endWidth: 60,
};

const compact: Density = {
  ...full,
  name: 'compact',
  head: 28,
  leader: { height: 50, cellTop: 18, cellHeight: 15 },
  was: { height: 36, cellTop: 11, cellHeight: 15 },
  follower: { height: 14, cellTop: 4, cellHeight: 6 },
  bottom: 6,
  gap: 8,
};

const tight: Density = {
  ...compact,
  name: 'tight',
  head: 26,
  leader: { height: 26, cellTop: 4, cellHeight: 13 },
  was: { height: 26, cellTop: 4, cellHeight: 13 },
  follower: { height: 13, cellTop: 3, cellHeight: 6 },
  hasMarkLabels: false,
  hasPointerNames: false,
  hasNotes: false,
  endWidth: 112,
};

const strip: Density = {
  ...tight,
  name: 'strip',
  leader: { height: 24, cellTop: 3, cellHeight: 13 },
  was: { height: 24, cellTop: 3, cellHeight: 13 },
  stripHeight: 21,
  bottom: 4,
  gap: 8,
};

const smallStrip: Density = {
  ...strip,
  name: 'small-strip',
  head: 22,
  leader: { height: 16, cellTop: 3, cellHeight: 8 },
  was: { height: 16, cellTop: 3, cellHeight: 8 },
  stripHeight: 17,
  bottom: 2,
  gap: 5,
};

const narrow: Density = {
  ...compact,
  name: 'narrow',
  head: 27,
  leader: { height: 43, cellTop: 17, cellHeight: 14 },
  was: { height: 24, cellTop: 5, cellHeight: 14 },
  follower: { height: 14, cellTop: 4, cellHeight: 6 },
  hasPointerNames: false,
  hasNotes: false,
  endWidth: 40,
};

const narrowStrip: Density = { ...smallStrip, name: 'narrow-strip', head: 26, gap: 8, endWidth: 98 };

/** From the most to the least that can be shown. */
export const wideDensities: readonly Density[] = [full, compact, tight, strip, smallStrip];
export const narrowDensities: readonly Density[] = [narrow, narrowStrip];
