import type { Density, RowSize } from './density';
import type { BrokerBox, LogBox } from './layout-types';
import type { BrokerShape, LogShape } from './topology';

/** Height of all broker boxes and the gaps between them, px. */
export function brokersHeight(brokers: readonly BrokerShape[], density: Density): number {
  return brokers.reduce((sum, broker) => sum + brokerHeight(broker, density) + density.gap, -density.gap);
}

/** Stacks the broker boxes from `y` down. */
export function layoutBrokers(
  brokers: readonly BrokerShape[],
  density: Density,
  column: { x: number; y: number; width: number; logX: number },
): BrokerBox[] {
  let y = column.y;
  return brokers.map((shape) => {
    const height = brokerHeight(shape, density);
    const box: BrokerBox = { shape, x: column.x, y, width: column.width, height, logs: [] };
    box.logs = layoutLogs(box, density, column.logX);
    y += height + density.gap;
    return box;
  });
}

/** Logs that stand in a row of their own; the others share the strip. */
function isRow(log: LogShape, density: Density): boolean {
  return density.stripHeight === 0 || log.kind !== 'follower';
}

function rowSize(log: LogShape, density: Density): RowSize {
  if (log.kind === 'follower') return density.follower;
  return log.kind === 'was' ? density.was : density.leader;
}

function brokerHeight(broker: BrokerShape, density: Density): number {
  const rows = broker.logs.filter((log) => isRow(log, density));
  const strip = rows.length < broker.logs.length ? density.stripHeight : 0;
  return density.head + rows.reduce((sum, log) => sum + rowSize(log, density).height, 0) + strip + density.bottom;
}

function layoutLogs(box: BrokerBox, density: Density, logX: number): LogBox[] {
  let y = box.y + density.head;
  const logs: LogBox[] = [];
  for (const shape of box.shape.logs) {
    if (!isRow(shape, density)) continue;
    logs.push(rowBox(box, shape, rowSize(shape, density), y, density));
    y += rowSize(shape, density).height;
  }
  const followers = box.shape.logs.filter((log) => !isRow(log, density));
  const slot = Math.min(34, (box.x + box.width - 8 - logX) / Math.max(1, followers.length));
  followers.forEach((shape, index) => {
    const row = rowBox(
      box,
      shape,
      { height: density.stripHeight, cellTop: 2, cellHeight: density.stripHeight - 5 },
      y,
      density,
    );
    logs.push({ ...row, stripX: logX + index * slot });
  });
  return logs;
}

function rowBox(box: BrokerBox, shape: LogShape, size: RowSize, y: number, density: Density): LogBox {
  const cellY = y + size.cellTop;
  const middle = cellY + size.cellHeight / 2;
  const hasNote = density.hasNotes && shape.note !== '';
  return {
    shape,
    broker: box.shape.actor,
    x: box.x,
    y,
    width: box.width,
    height: size.height,
    cellY,
    cellHeight: size.cellHeight,
    nameY:
      shape.kind === 'follower' && density.stripHeight === 0 ? y + size.height / 2 + 4 : middle + (hasNote ? -1 : 4),
    noteY: hasNote ? middle + 12 : -1,
    stripX: -1,
  };
}
