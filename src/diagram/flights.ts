import {
  CHUNK_ROWS,
  ROW_WORDS,
  logBatchHolding,
  recordAt,
  rowIncarnation,
  rowTime,
  rowWord,
} from '../../simulations/kernel';
import type { ClusterView } from '../../simulations/history';
import { Curve } from './curve';
import { hueOf } from './key-glyphs';
import type { Layout, LogBox, MemberBox, ProducerBox } from './layout-types';
import { logPorts } from './layout-topology';

/** Records of one message that are drawn at most; more are a train that is cut off at its end. */
const mostRecords = 24;

/** What one message carries of one partition, on its way. */
export interface Flight {
  kind: 'produce' | 'fetch' | 'replicate';
  sentMicros: number;
  transitMicros: number;
  partition: number;
  /** The producer or member; -1 between brokers. */
  client: number;
  broker: number;
  hues: Uint8Array;
  /** Absent between brokers, where records go straight from place to place of the axis, and on a narrow screen. */
  curve: Curve | null;
  /** Between brokers. */
  firstOffset: number;
  fromLog: LogBox | null;
  toLog: LogBox | null;
}

/**
 * The flights of the messages in motion. What a message carries is unrolled once, when it first appears, and forgotten
 * when it has arrived.
 */
export class FlightDeck {
  private rows = new Int32Array(4096);
  private readonly flights = new Map<number, Flight[]>();
  private readonly curves = new Map<string, Curve>();

  constructor(
    private readonly view: ClusterView,
    private readonly layout: Layout,
  ) {}

  /** Calls back for each flight in the air now. */
  eachCurrent(seen: (flight: Flight) => void): void {
    let count = this.view.messagesInFlight(this.rows);
    if (count > this.rows.length) {
      this.rows = new Int32Array(count * 2);
      count = this.view.messagesInFlight(this.rows);
    }
    for (let i = 0; i < count; i++) {
      const row = this.rows[i]!;
      let flights = this.flights.get(row);
      if (flights === undefined) this.flights.set(row, (flights = this.unroll(row)));
      for (const flight of flights) seen(flight);
    }
    if (this.flights.size > 2 * count + 256) this.forgetLanded(count);
  }

  private forgetLanded(count: number): void {
    const still = new Set(this.rows.subarray(0, count));
    for (const row of this.flights.keys()) if (!still.has(row)) this.flights.delete(row);
  }

  /** The flights of one message, whether or not it is in the air. */
  unroll(row: number): Flight[] {
    const { messages, facts } = this.view.trace;
    const actorOf = (word0: number): number => facts.incarnations.actor[rowIncarnation(word0)]!;
    const from = actorOf(rowWord(messages, row, 0));
    const to = rowWord(messages, row, 1);
    const carries = rowWord(messages, row, 5);
    const flights: Flight[] = [];
    for (let carried = row + 1; carried <= row + carries && carried < messages.length; carried++) {
      const words = messages.chunks[Math.floor(carried / CHUNK_ROWS)]!.words;
      const at = (carried % CHUNK_ROWS) * ROW_WORDS;
      const flight = this.flight(from, to, words.subarray(at, at + ROW_WORDS));
      if (flight === null) continue;
      flight.sentMicros = rowTime(messages, row);
      flight.transitMicros = Math.max(1, rowWord(messages, row, 3));
      flights.push(flight);
    }
    return flights;
  }

  private flight(from: number, to: number, carries: Int32Array): Flight | null {
    const brokers = this.view.columns.brokerCount;
    const partition = carries[1]!;
    if (partition >= this.view.names.userPartitionCount) return null;
    const kind = from >= brokers ? 'produce' : to >= brokers ? 'fetch' : 'replicate';
    const client = kind === 'produce' ? from : kind === 'fetch' ? to : -1;
    const broker = kind === 'produce' ? to : from;
    const fromLog = kind === 'replicate' ? this.logAt(partition, from) : null;
    const toLog = kind === 'replicate' ? this.logAt(partition, to) : null;
    const curve = kind === 'replicate' ? null : this.curveBetween(client, partition, broker, kind);
    const isInLine = kind === 'produce' && this.layout.form === 'narrow';
    if (curve === null && !isInLine && (fromLog === null || toLog === null)) return null;
    const hues = this.huesOf(carries);
    return {
      kind,
      sentMicros: 0,
      transitMicros: 1,
      partition,
      client,
      broker,
      hues,
      curve,
      firstOffset: carries[3]!,
      fromLog,
      toLog,
    };
  }

  private huesOf(carries: Int32Array): Uint8Array {
    const { facts } = this.view.trace;
    const { keys } = this.view.names;
    const [, , batch, from, to, tip] = carries as unknown as [number, number, number, number, number, number];
    const count = Math.min(mostRecords, Math.max(0, to - from));
    const hues = new Uint8Array(count);
    let node = -1;
    for (let i = 0; i < count; i++) {
      let record = -1;
      if (batch >= 0) {
        record = facts.batches.recordAt[facts.batches.firstSlot[batch]! + from + i]!;
      } else {
        if (node < 0 || facts.logBatches.endOffset[node]! <= from + i)
          node = logBatchHolding(facts.logBatches, tip, from + i);
        record = node < 0 ? -1 : recordAt(facts, node, from + i);
      }
      hues[i] = hueOf(keys, record < 0 ? -1 : facts.records.key[record]!);
    }
    return hues;
  }

  private logAt(partition: number, broker: number): LogBox | null {
    return this.layout.logs.find((log) => log.broker === broker && log.shape.partition === partition) ?? null;
  }

  private curveBetween(client: number, partition: number, broker: number, kind: 'produce' | 'fetch'): Curve | null {
    const key = `${client}/${partition}/${broker}`;
    const known = this.curves.get(key);
    if (known !== undefined) return known;
    const log = this.logAt(partition, broker);
    if (log === null || this.layout.form === 'narrow') return null;
    const curve = kind === 'produce' ? this.produceCurve(client, log) : this.fetchCurve(client, log);
    if (curve !== null) this.curves.set(key, curve);
    return curve;
  }

  private produceCurve(client: number, log: LogBox): Curve | null {
    const box = this.layout.producers.find((it: ProducerBox) => it.shape.actor === client);
    if (box === undefined) return null;
    return new Curve([box.x + box.width, box.y + box.height / 2], logPorts(log).left);
  }

  private fetchCurve(client: number, log: LogBox): Curve | null {
    const members = this.layout.groups.flatMap((group) => group.members);
    const box = members.find((it: MemberBox) => it.actors.includes(client));
    return box === undefined ? null : new Curve(logPorts(log).right, [box.x, box.y + box.height / 2]);
  }
}
