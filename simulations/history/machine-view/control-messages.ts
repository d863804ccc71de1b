import { MESSAGE, MESSAGE_LOST, rowIncarnation, rowKind, rowTime, rowWord } from '../../kernel/index';
import type { MachineSource } from './sighting';

/** The numbers of Kafka's requests in message rows that tell of machines; they are part of the trace. */
export const ControlApi = {
  joinGroup: 7,
  heartbeat: 8,
  leaveGroup: 9,
  syncGroup: 10,
  initProducerId: 11,
  brokerRegistration: 14,
  metadataFetch: 16,
} as const;

/** A message of one actor's control plane. */
export interface ControlMessage {
  readonly api: number;
  readonly isAnswer: boolean;
  readonly sender: number;
  readonly receiver: number;
  readonly sentMicros: number;
  /** When it reaches the receiver; Infinity for one that died on its way. */
  readonly arrivesMicros: number;
}

/** The messages of the given APIs that an actor sends or is sent, in the order of sending. */
export function controlMessages(
  { trace }: MachineSource,
  actor: number,
  apis: readonly number[],
): readonly ControlMessage[] {
  const { messages, facts } = trace;
  const actorOf = facts.incarnations.actor;
  const found = new Map<number, ControlMessage>();
  for (let row = 0; row < messages.length; row++) {
    const word = rowWord(messages, row, 0);
    const kind = rowKind(word);
    if (kind === MESSAGE_LOST) {
      const lost = rowWord(messages, row, 2);
      const message = found.get(lost);
      if (message !== undefined) found.set(lost, { ...message, arrivesMicros: Infinity });
      continue;
    }
    if (kind !== MESSAGE || !apis.includes(rowWord(messages, row, 2))) continue;
    const sender = actorOf[rowIncarnation(word)]!;
    const receiver = rowWord(messages, row, 1);
    if (sender !== actor && receiver !== actor) continue;
    const sentMicros = rowTime(messages, row);
    found.set(row, {
      api: rowWord(messages, row, 2),
      isAnswer: rowWord(messages, row, 7) === 1,
      sender,
      receiver,
      sentMicros,
      arrivesMicros: sentMicros + rowWord(messages, row, 3),
    });
  }
  return [...found.values()];
}

/** When an actor hears what was written at `sinceMicros`: the first arrival of an answer that left then or later. */
export function answerAfter(messages: readonly ControlMessage[], actor: number, sinceMicros: number): number {
  let first = Infinity;
  for (const { isAnswer, receiver, sentMicros, arrivesMicros } of messages) {
    if (isAnswer && receiver === actor && sentMicros >= sinceMicros) first = Math.min(first, arrivesMicros);
  }
  return first;
}
