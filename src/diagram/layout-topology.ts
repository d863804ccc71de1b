import { narrowDensities, wideDensities, type Density } from './density';
import { brokersHeight, layoutBrokers } from './layout-brokers';
import { layoutGroups, layoutProducers } from './layout-clients';
import type { BrokerBox, GroupBox, Layout, LinkBox, LogBox, ProducerBox } from './layout-types';
import { textWidth } from './text-width';
import type { Topology } from './topology';

/** Below this width the drawing is one column. */
export const narrowBelow = 700;
/** Below this width the members of a group fold into one box. */
const foldedBelow = 900;
const brokersTop = 44;
/** On a narrow screen: room for the words about offsets that are not shown. */
const wordsHeight = 8;

/**
 * Places everything on a surface of the given size. Pure: the same boxes and the same size give the same numbers.
 * The result may be taller than asked for where even the tightest rows do not fit; never wider.
 */
export function layoutTopology(topology: Topology, size: { width: number; height: number }): Layout {
  return size.width < narrowBelow ? layoutNarrow(topology, size) : layoutWide(topology, size);
}

function layoutWide(topology: Topology, { width, height }: { width: number; height: number }): Layout {
  const isFolded = width < foldedBelow;
  const left = isFolded ? 12 : 20;
  const right = isFolded ? 12 : 18;
  const producerWidth = isFolded ? 112 : 132;
  const groupWidth = Math.round(Math.max(128, Math.min(176, width * 0.1335)));
  const brokerX = left + producerWidth + (isFolded ? 44 : 84);
  const groupX = width - right - groupWidth;
  const brokerWidth = groupX - (isFolded ? 40 : 62) - brokerX;
  const density = pick(wideDensities, topology, height - brokersTop - 10);
  const logX = brokerX + labelWidth(topology, density, brokerWidth);
  const brokers = layoutBrokers(topology.brokers, density, { x: brokerX, y: brokersTop, width: brokerWidth, logX });
  const bottom = bottomOf(brokers, brokersTop);
  const clients = { y: brokersTop, height: Math.max(bottom, height - 10) - brokersTop };
  const producers = layoutProducers(topology.producers, {
    x: left,
    y: brokersTop,
    width: producerWidth,
    height: Math.max(bottom - brokersTop, Math.min(height - brokersTop, topology.producers.length * 76)),
  });
  const groups = layoutGroups(topology, { x: groupX, width: groupWidth, ...clients }, isFolded);
  const tallest = Math.max(bottom, bottomOf(groups, 0), bottomOf(producers, 0)) + 10;
  return {
    form: 'wide',
    density,
    width,
    height: Math.max(height, tallest),
    axis: {
      x: logX,
      width: brokerX + brokerWidth - density.endWidth - logX,
      labelY: 29,
      top: 33,
      bottom: Math.max(bottom + 11, 60),
    },
    brokers,
    racks: racksOf(brokers),
    producers,
    groups,
    links: linksBetween(producers, brokers, groups),
    logs: allLogs(brokers),
  };
}

/** One column: producers in words, brokers, groups in small boxes. */
function layoutNarrow(topology: Topology, { width, height }: { width: number; height: number }): Layout {
  const x = 10;
  const column = width - 2 * x;
  const producerRows = Math.ceil(topology.producers.length / 2);
  const top = 4 + producerRows * 28;
  const groupRows = Math.ceil(topology.groups.length / 3);
  const groupsHeight = groupRows * 38;
  const density = pick(narrowDensities, topology, height - top - groupsHeight - wordsHeight - 6);
  const logX = x + labelWidth(topology, density, column);
  const brokers = layoutBrokers(topology.brokers, density, { x, y: top, width: column, logX });
  const bottom = bottomOf(brokers, top);
  const half = column / 2;
  const producers: ProducerBox[] = topology.producers.map((shape, index) => ({
    shape,
    x: x + (index % 2) * half,
    y: 2 + Math.floor(index / 2) * 28,
    width: topology.producers.length === 1 ? column : half,
    height: 28,
    lines: 1,
  }));
  const third = (column - 10) / 3;
  const groups: GroupBox[] = topology.groups.map((shape, index) => ({
    shape,
    x: x + (index % 3) * (third + 5),
    y: bottom + 10 + wordsHeight + Math.floor(index / 3) * 38,
    width: third,
    height: 30,
    members: [],
  }));
  return {
    form: 'narrow',
    density,
    width,
    height: Math.max(height, bottomOf(groups, bottom) + 6),
    axis: { x: logX, width: x + column - density.endWidth - logX, labelY: -1, top, bottom: bottom },
    brokers,
    racks: racksOf(brokers),
    producers,
    groups,
    links: [],
    logs: allLogs(brokers),
  };
}

function pick(densities: readonly Density[], topology: Topology, height: number): Density {
  return densities.find((density) => brokersHeight(topology.brokers, density) <= height) ?? densities.at(-1)!;
}

/** Room for the longest partition name beside its log, as long as most of the box stays for records. */
function labelWidth(topology: Topology, density: Density, boxWidth: number): number {
  const names = topology.brokers.flatMap((broker) => broker.logs.map((log) => log.name));
  const longest = Math.max(0, ...names.map((name) => textWidth(name, 'mono', 12)));
  const least = density.name.startsWith('narrow') ? 86 : 100;
  return Math.round(Math.max(least, Math.min(0.36 * boxWidth, 14 + longest + 14)));
}

function bottomOf(boxes: readonly { y: number; height: number }[], least: number): number {
  return boxes.reduce((bottom, box) => Math.max(bottom, box.y + box.height), least);
}

function allLogs(brokers: readonly BrokerBox[]): LogBox[] {
  return brokers.flatMap((broker) => broker.logs);
}

/** Brokers that stand together because they share a rack with another. */
function racksOf(brokers: readonly BrokerBox[]): Layout['racks'] {
  const names = [...new Set(brokers.map(({ shape }) => shape.rack))].filter((name) => name !== '');
  return names.flatMap((name) => {
    const boxes = brokers.filter(({ shape }) => shape.rack === name);
    const y = boxes[0]!.y;
    return boxes.length < 2 ? [] : [{ name, y, height: bottomOf(boxes, 0) - y }];
  });
}

/** Where records enter and leave a log. */
export function logPorts(log: LogBox): { left: [number, number]; right: [number, number] } {
  const y = log.cellY + log.cellHeight / 2;
  return { left: [log.x, y], right: [log.x + log.width, y] };
}

function linksBetween(
  producers: readonly ProducerBox[],
  brokers: readonly BrokerBox[],
  groups: readonly GroupBox[],
): LinkBox[] {
  const led = allLogs(brokers).filter((log) => log.shape.kind === 'leader');
  const produce = producers.flatMap((producer) =>
    led
      .filter((log) => producer.shape.partitions.includes(log.shape.partition))
      .map((log): LinkBox => {
        const from = [producer.x + producer.width, producer.y + producer.height / 2] as const;
        return {
          kind: 'produce',
          actor: producer.shape.actor,
          broker: log.broker,
          partition: log.shape.partition,
          from,
          to: logPorts(log).left,
        };
      }),
  );
  const fetch = groups
    .flatMap((group) => group.members)
    .flatMap((member) =>
      led
        .filter((log) => member.shape.held.includes(log.shape.partition))
        .map((log): LinkBox => {
          const to = [member.x, member.y + member.height / 2] as const;
          return {
            kind: 'fetch',
            actor: member.shape.actor,
            broker: log.broker,
            partition: log.shape.partition,
            from: logPorts(log).right,
            to,
          };
        }),
    );
  return [...produce, ...fetch];
}
