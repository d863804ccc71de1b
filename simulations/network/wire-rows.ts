import { CARRIES, MESSAGE, MESSAGE_LOST, type Kernel } from '../kernel';
import { M_API, M_CONNECTION, M_ROW, MESSAGE_WORDS, type Messages } from './messages';

/** Writes down what is on the wire, at recording level `full`: messages, what they carry, and those that die. */
export class WireRows {
  constructor(
    private readonly kernel: Kernel,
    private readonly messages: Messages,
  ) {}

  /** A message was sent and arrives at `arrival` µs. */
  sent(message: number, from: number, to: number, arrival: number, isAnswer: number): void {
    const { kernel } = this;
    if (!kernel.trace.recordsMessages) return;
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const now = kernel.now;
    words[base + M_ROW] = kernel.trace.messages.append(
      now,
      MESSAGE,
      kernel.incarnation[from]!,
      0,
      to,
      words[base + M_API]!,
      arrival - now,
      words[base + M_CONNECTION]!,
      0,
      kernel.cause,
      isAnswer,
    );
  }

  /** The message sent last, or named by its slot, carries offsets [from, to) of a partition. */
  carries(partition: number, batch: number, from: number, to: number, tip: number): void {
    const { kernel } = this;
    if (!kernel.trace.recordsMessages) return;
    kernel.trace.messages.append(kernel.now, CARRIES, 0, 0, partition, batch, from, to, tip, kernel.cause, -1);
  }

  /** The message will not be delivered. */
  lost(message: number): void {
    const { kernel } = this;
    if (!kernel.trace.recordsMessages) return;
    const row = this.messages.words.array[message * MESSAGE_WORDS + M_ROW]!;
    kernel.trace.messages.append(kernel.now, MESSAGE_LOST, 0, 0, -1, row, 0, 0, 0, kernel.cause, -1);
  }
}
