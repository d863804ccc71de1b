import type { CSSProperties } from 'react';
import type { DiagramTarget } from './diagram-types';
import type { Layout } from './layout-types';
import { axisOf, axisX, hasCells, type OffsetAxis } from './offset-axis';

const cardWidth = 288;
/** Room that a card may need below its record, px. */
const cardRoom = 250;

/** Where the card of a record stands: below its cell, above it where there is no room; null: it is not on screen. */
export function cardPlace(
  layout: Layout,
  axis: OffsetAxis | null,
  target: Extract<DiagramTarget, { kind: 'record' }>,
  height: number,
): CSSProperties | null {
  const log = layout.logs.find((it) => it.broker === target.broker && it.shape.partition === target.partition);
  if (log === undefined || axis === null || !hasCells(axis) || log.stripX >= 0) return null;
  const own = axisOf(axis, target.partition);
  if (target.offset < own.from || target.offset >= own.to) return null;
  const x = axisX(own, target.offset) - 20;
  const left = Math.max(8, Math.min(x, layout.width - cardWidth - 8));
  const below = log.cellY + log.cellHeight + 14;
  const isAbove = below + cardRoom > height && log.cellY > height / 2;
  return isAbove ? { left, bottom: height - log.cellY + 12 } : { left, top: below };
}
