import type { Arena } from '../kernel';
import type { RequestRules } from './endpoints';
import { M_LOSE_ANSWER, M_REFUSE, M_TAKEN, MESSAGE_WORDS, type Messages } from './messages';

/** In {@link M_TAKEN} of a request that was not taken yet: its refusal waits for the next request. */
export const REFUSAL_WAITS = 2;

/** Numbers the requests of each actor by api and marks those that a rule singles out. */
export class RequestCounts {
  private readonly counts: Int32Array;

  constructor(
    arena: Arena,
    actorCount: number,
    private readonly apiCount: number,
    private readonly messages: Messages,
    private readonly rules: RequestRules,
  ) {
    this.counts = arena.int32(actorCount * apiCount);
  }

  /** Counts a request of `client` and marks in its slot what rules say of it. */
  mark(message: number, client: number, api: number): void {
    const { rules } = this;
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const nth = ++this.counts[client * this.apiCount + api]!;
    const refusal = rules.refusal(client, api, nth);
    words[base + M_REFUSE] = refusal;
    if (refusal !== 0 && rules.refusalWaits(client, api, nth)) words[base + M_TAKEN] = REFUSAL_WAITS;
    if (rules.losesAnswer(client, api, nth)) words[base + M_LOSE_ANSWER] = 1;
  }
}
