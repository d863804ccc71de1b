import { producerWords } from './counters';
import type { Flight, FlightDeck } from './flights';
import { axisOf, axisX } from './offset-axis';
import type { Painter } from './painter';
import { dimmed, type Scene } from './scene';
import { textWidth } from './text-width';
import { unansweredHues } from './unanswered';

const packetSize = 9;
const replicaSize = 6;
/** Distance of the records of one message, px. */
const spacing = 11;
const inLineSpacing = 12;
const tailShare = 0.13;
/** How long a dead message is marked, virtual µs. */
const crossMicros = 2_000_000;

/** Draws every record in motion, and crosses where messages died. */
export function paintPackets(painter: Painter, scene: Scene, deck: FlightDeck, isStepped: boolean): void {
  deck.eachCurrent((flight) => {
    const passed = (scene.view.timeMicros - flight.sentMicros) / flight.transitMicros;
    // With reduced motion a record stands at the end of its link until it arrives.
    const share = isStepped ? 1 : passed;
    if (scene.lit !== null) painter.fade(isLit(scene, flight) ? 1 : dimmed);
    if (flight.kind === 'replicate') placeReplicas(painter, scene, flight, share);
    else if (flight.curve !== null) placeTrain(painter, scene, flight, share, !isStepped);
  });
  painter.fade(1);
  if (scene.layout.form === 'narrow') paintInLine(painter, scene);
  painter.flushMotion();
  paintCrosses(painter, scene, deck);
}

function isLit({ lit }: Scene, flight: Flight): boolean {
  if (lit === null) return true;
  const isClientLit =
    flight.kind === 'replicate' || (flight.kind === 'produce' ? lit.producers : lit.members).has(flight.client);
  return isClientLit && lit.hasLog(flight.partition, flight.broker);
}

/** The records of a message follow each other along the link, the first in front. */
function placeTrain(painter: Painter, scene: Scene, flight: Flight, share: number, hasTail: boolean): void {
  const curve = flight.curve!;
  const step = spacing / Math.max(1, curve.length);
  let last = share;
  for (let i = 0; i < flight.hues.length; i++) {
    const at = share - i * step;
    if (at < 0) break;
    last = at;
    painter.packet(curve.xAt(at), curve.yAt(at), packetSize, flight.hues[i]!);
  }
  if (!hasTail || (scene.lit !== null && !isLit(scene, flight))) return;
  const from = Math.max(0, last - tailShare);
  const middle = (from + last) / 2;
  painter.tail(
    [curve.xAt(from), curve.yAt(from), curve.xAt(middle), curve.yAt(middle), curve.xAt(last), curve.yAt(last)],
    flight.hues[Math.max(0, flight.hues.length - 1)] ?? 0,
  );
}

/** Between brokers a record goes straight up or down: its offset is the same on both. */
function placeReplicas(painter: Painter, scene: Scene, flight: Flight, share: number): void {
  const axis = axisOf(scene.axis, flight.partition);
  const { fromLog, toLog } = flight;
  if (fromLog === null || toLog === null) return;
  const fromY = fromLog.cellY + fromLog.cellHeight / 2;
  const toY = toLog.cellY + toLog.cellHeight / 2;
  for (let i = 0; i < flight.hues.length; i++) {
    const offset = flight.firstOffset + i;
    if (offset < axis.from || offset >= axis.to) continue;
    const startX = axisX(axis, offset) + axis.pitch / 2 - 0.75;
    const x = toLog.stripX >= 0 ? startX + (toLog.stripX + 25 - startX) * share : startX;
    painter.packet(x, fromY + (toY - fromY) * share, replicaSize, flight.hues[i]!);
  }
}

/** On a narrow screen the records that wait for an answer stand behind their producer's name. */
function paintInLine(painter: Painter, { view, layout, lit }: Scene): void {
  for (const { shape, x, y, width } of layout.producers) {
    const words = textWidth(shape.name, 'bold', 12) + 9 + textWidth(producerWords(view, shape.actor), 'sans', 11);
    const left = x + 2 + words + 14;
    const room = Math.floor((x + width - 8 - left) / inLineSpacing) + 1;
    painter.fade(lit?.producers.has(shape.actor) === false ? dimmed : 1);
    unansweredHues(view, shape.actor, room).forEach((hue, place) => {
      painter.packet(left + place * inLineSpacing, y + 14, packetSize, hue);
    });
  }
  painter.fade(1);
}

function paintCrosses(painter: Painter, scene: Scene, deck: FlightDeck): void {
  const { view } = scene;
  const seen = new Set<string>();
  view.eachLostMessage(view.timeMicros - crossMicros, (message, lostAtMicros) => {
    for (const flight of deck.unroll(message)) {
      if (flight.curve === null) continue;
      const key = `${flight.client}/${flight.broker}/${flight.partition}`;
      if (seen.has(key)) continue;
      seen.add(key);
      painter.broken(flight.curve.points());
      const passed = (lostAtMicros - flight.sentMicros) / flight.transitMicros;
      const share = Math.max(0.35, Math.min(0.62, passed));
      painter.cross(flight.curve.xAt(share), flight.curve.yAt(share));
    }
  });
}
