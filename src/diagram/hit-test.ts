import type { ClusterView } from '../../simulations/history';
import type { DiagramTarget } from './diagram-types';
import type { Box, Layout, LogBox } from './layout-types';
import { axisOf, hasCells, offsetAt, type OffsetAxis } from './offset-axis';

/** What lies under a point of the drawing, the smallest thing first: a record, a log, a node. */
export function targetAt(
  view: ClusterView,
  layout: Layout,
  axis: OffsetAxis | null,
  x: number,
  y: number,
): DiagramTarget | null {
  for (const broker of layout.brokers) {
    if (!contains(broker, x, y)) continue;
    const log = broker.logs.find((it) => isOn(it, x, y));
    if (log === undefined) return { kind: 'broker', actor: broker.shape.actor };
    return recordAtPoint(view, log, axis, x, y) ?? { kind: 'log', partition: log.shape.partition, broker: log.broker };
  }
  const producer = layout.producers.find((box) => contains(box, x, y));
  if (producer !== undefined) return { kind: 'producer', actor: producer.shape.actor };
  for (const group of layout.groups) {
    const member = group.members.find((box) => contains(box, x, y));
    if (member !== undefined && member.form !== 'folded') return { kind: 'member', actor: member.shape.actor };
    if (contains(group, x, y)) return { kind: 'group', group: group.shape.group };
  }
  return null;
}

function isOn(log: LogBox, x: number, y: number): boolean {
  if (log.stripX < 0) return y >= log.y && y < log.y + log.height;
  return y >= log.y && y < log.y + log.height && x >= log.stripX && x < log.stripX + 34;
}

/** Cells are small: the gaps beside them and a few px above and below count as theirs. */
function recordAtPoint(
  view: ClusterView,
  log: LogBox,
  axis: OffsetAxis | null,
  x: number,
  y: number,
): DiagramTarget | null {
  if (axis === null || log.stripX >= 0 || !hasCells(axis) || x < axis.x) return null;
  if (y < log.cellY - 3 || y > log.cellY + log.cellHeight + 3) return null;
  const offset = offsetAt(axisOf(axis, log.shape.partition), x);
  const { columns } = view;
  const replica = columns.replicaAt(log.shape.partition, log.broker);
  if (offset < columns.logStartOffset[replica]! || offset >= columns.logEndOffset[replica]!) return null;
  return { kind: 'record', partition: log.shape.partition, broker: log.broker, offset };
}

function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}
