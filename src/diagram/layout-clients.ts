import type { ChipBox, GroupBox, MemberBox, ProducerBox } from './layout-types';
import { textWidth } from './text-width';
import type { GroupShape, MemberShape, ProducerShape, Topology } from './topology';
import { ranges } from './words';

interface Column {
  x: number;
  y: number;
  width: number;
  height: number;
}

const producerHeights = [
  { lines: 3, height: 64 },
  { lines: 2, height: 46 },
  { lines: 1, height: 28 },
] as const;

/** Spreads the producers over the height of the brokers. */
export function layoutProducers(producers: readonly ProducerShape[], column: Column): ProducerBox[] {
  const room = column.height / Math.max(1, producers.length);
  const { lines, height } = producerHeights.find((it) => it.height + 10 <= room) ?? producerHeights[2];
  return producers.map((shape, index) => {
    const middle = ((index + 0.8) / (producers.length + 0.6)) * column.height;
    const y = Math.round(column.y + middle - height / 2);
    return { shape, x: column.x, y, width: column.width, height, lines };
  });
}

interface GroupSizes {
  form: MemberBox['form'];
  memberHeight: number;
  pitch: number;
  chipTop: number;
  chipHeight: number;
}

const header = 24;
const groupSizes: readonly GroupSizes[] = [
  { form: 'box', memberHeight: 70, pitch: 82, chipTop: 34, chipHeight: 22 },
  { form: 'box', memberHeight: 52, pitch: 59, chipTop: 27, chipHeight: 19 },
  { form: 'small', memberHeight: 38, pitch: 43, chipTop: 19, chipHeight: 16 },
];
const foldedSizes: GroupSizes = { form: 'folded', memberHeight: 52, pitch: 60, chipTop: 27, chipHeight: 19 };

/** Stacks the groups; their members shrink, then fold into one box, where there is less room. */
export function layoutGroups(topology: Topology, column: Column, isFolded: boolean): GroupBox[] {
  const { groups } = topology;
  const heightWith = (sizes: GroupSizes): number => groups.reduce((sum, group) => sum + groupHeight(group, sizes), 0);
  const fitting = groupSizes.find((sizes) => heightWith(sizes) + 12 * (groups.length - 1) <= column.height);
  const sizes = isFolded ? foldedSizes : (fitting ?? foldedSizes);
  const spare = column.height - heightWith(sizes);
  const gap = Math.max(10, Math.min(46, spare / Math.max(1, groups.length - 1)));
  let y = column.y;
  return groups.map((shape) => {
    const height = groupHeight(shape, sizes);
    const box: GroupBox = { shape, x: column.x, y, width: column.width, height, members: [] };
    box.members = layoutMembers(shape, box, sizes, topology);
    y += height + gap;
    return box;
  });
}

function groupHeight(group: GroupShape, sizes: GroupSizes): number {
  const boxes = sizes.form === 'folded' ? 1 : Math.max(1, group.members.length);
  return header + (boxes - 1) * sizes.pitch + sizes.memberHeight;
}

function layoutMembers(group: GroupShape, box: GroupBox, sizes: GroupSizes, topology: Topology): MemberBox[] {
  const shapes = sizes.form === 'folded' ? [foldedMember(group)] : group.members;
  return shapes.map((shape, index) => {
    const member: MemberBox = {
      shape,
      actors: sizes.form === 'folded' ? group.members.map((it) => it.actor) : [shape.actor],
      form: sizes.form,
      x: box.x,
      y: box.y + header + index * sizes.pitch,
      width: box.width,
      height: sizes.memberHeight,
      chips: [],
    };
    member.chips = layoutChips(member, group.group, sizes, topology);
    return member;
  });
}

/** All members of a group as one. */
function foldedMember(group: GroupShape): MemberShape {
  const present = group.members.filter((member) => member.absence === '').length;
  return {
    actor: group.members[0]?.actor ?? -1,
    name: `${present} of ${group.members.length}`,
    absence: '',
    held: group.members.flatMap((member) => member.held).sort((a, b) => a - b),
    waitedFor: group.members.flatMap((member) => member.waitedFor).sort((a, b) => a - b),
  };
}

function layoutChips(member: MemberBox, group: number, sizes: GroupSizes, topology: Topology): ChipBox[] {
  const { held, waitedFor } = member.shape;
  const isSmall = sizes.form === 'small';
  const left = member.x + 11;
  const right = member.x + member.width - 11;
  const y = member.y + sizes.chipTop;
  const each = [
    ...held.map((it) => ({ it, isWaitedFor: false })),
    ...waitedFor.map((it) => ({ it, isWaitedFor: true })),
  ];
  const pitch = isSmall ? 32 : 38;
  if (topology.isOneTopic && left + each.length * pitch - 5 <= right) {
    return each.map(({ it, isWaitedFor }, index) => ({
      x: left + index * pitch,
      y,
      width: pitch - (isSmall ? 4 : 5),
      height: sizes.chipHeight,
      text: `P${it}`,
      key: `${group}/${it}`,
      isWaitedFor,
    }));
  }
  if (each.length === 0) return [];
  const text = `P${ranges(each.map(({ it }) => it).sort((a, b) => a - b))}`;
  const width = Math.min(right - left, textWidth(text, 'mono', 11) + 14);
  return [{ x: left, y, width, height: sizes.chipHeight, text, key: '', isWaitedFor: false }];
}
