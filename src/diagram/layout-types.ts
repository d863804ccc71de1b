import type { Density } from './density';
import type { BrokerShape, GroupShape, LogShape, MemberShape, ProducerShape } from './topology';

/** A box in px from the top left of the drawing. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A replica's log. Its cells stand on the shared axis from `cellY` on. */
export interface LogBox extends Box {
  shape: LogShape;
  broker: number;
  cellY: number;
  cellHeight: number;
  /** Baselines of the label's lines; the note is left out where there is no room. */
  nameY: number;
  noteY: number;
  /** Where a bar in a strip of followers stands; -1: a row of its own. */
  stripX: number;
}

export interface BrokerBox extends Box {
  shape: BrokerShape;
  logs: LogBox[];
}

export interface ProducerBox extends Box {
  shape: ProducerShape;
  /** Lines of text that fit: name, note, counts. */
  lines: 1 | 2 | 3;
}

export interface ChipBox extends Box {
  text: string;
  /** "group/partition" of a chip for one partition, else "". */
  key: string;
  /** Given by the coordinator, not yet taken by the client. */
  isWaitedFor: boolean;
}

export interface MemberBox extends Box {
  shape: MemberShape;
  /** Of a folded group: all its members. */
  actors: number[];
  chips: ChipBox[];
  form: 'box' | 'small' | 'folded';
}

/** Baseline of a member's name and lag below the top of its box. */
export function memberNameY(member: MemberBox): number {
  if (member.form === 'small') return 14;
  return member.height >= 70 ? 21 : 18;
}

export interface GroupBox extends Box {
  shape: GroupShape;
  members: MemberBox[];
}

/** A curve that records travel: a producer to a log, or a log to a member. */
export interface LinkBox {
  kind: 'produce' | 'fetch';
  actor: number;
  broker: number;
  partition: number;
  from: readonly [number, number];
  to: readonly [number, number];
}

/** The shared ruler of all logs. */
export interface AxisBox {
  x: number;
  /** Room for cells; what is behind it is for the words at a log's end. */
  width: number;
  /** Baseline of the numbers, and the ticks' top; -1: not drawn. */
  labelY: number;
  top: number;
  bottom: number;
}

/** The whole drawing: positions of everything, and nothing that changes with every record. */
export interface Layout {
  form: 'wide' | 'narrow';
  density: Density;
  width: number;
  height: number;
  axis: AxisBox;
  brokers: BrokerBox[];
  /** Racks of more than one broker: where the brokers of each stand. */
  racks: { name: string; y: number; height: number }[];
  producers: ProducerBox[];
  groups: GroupBox[];
  links: LinkBox[];
  /** Every log, rows first in drawing order. */
  logs: LogBox[];
}
