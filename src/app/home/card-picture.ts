/**
 * What the small picture on a card shows: few enough numbers to be kept for every scenario, and exact enough to be
 * drawn with the marks of the large diagram. One character is one cell: a letter from a to h is the hue of its key, `-`
 * a record without a key, `!` one that was acknowledged and is lost.
 */
export type CardPicture = LogsPicture | LanesPicture | LagPicture | KeysPicture;

/** Ends of logs: the replicas of one partition, or the leaders of several. */
export interface LogsPicture {
  kind: 'logs';
  rows: LogRow[];
}

export interface LogRow {
  /** The offset at the left edge; replicas of one partition share it. */
  from: number;
  cells: string;
  /** The offset of its first cell, if the log begins behind the left edge. */
  start?: number;
  /** A follower's cells are paler. */
  isFollower?: boolean;
  /** What its process is doing, of a replica. */
  state?: 'up' | 'down' | 'paused';
  /** Of a leader: cells from here on are on no other replica. */
  highWatermark?: number;
  /** Committed offsets of the groups that read it. */
  committed?: number[];
}

/** Who had what over time: the owners or leaders of partitions. */
export interface LanesPicture {
  kind: 'lanes';
  /** ms of virtual time at the right edge. */
  untilMs: number;
  /** Lanes of one group stand together. */
  groups: Lane[][];
}

/** Turns of ms and owner: from that time on that one has it. {@link nobody} has it, or it has not begun. */
export type Lane = number[];

export const nobody = -1;
export const notYet = -2;

/** How far a group was behind, in equal steps of time. */
export interface LagPicture {
  kind: 'lag';
  /** Records, one number a step; a step that is still to come is missing. */
  steps: number[];
  most: number;
}

/** What arrived of late, stacked by partition. */
export interface KeysPicture {
  kind: 'keys';
  stacks: string[];
}

/** Cells of a row. */
export const cellCount = 24;

/** Steps of a picture of lag. */
export const lagSteps = 40;

/** Blocks of the tallest stack. */
export const stackHeight = 14;
