import { growInt32, type Arena, type Growable } from '../kernel';

/**
 * Messages on the wire and the entries they carry, in pools of slots. A request keeps its slot until its client has had
 * the outcome and its server is done with it (two holders); the answer travels in the slot of its request.
 */
export class Messages {
  /** Columns of one message, {@link MESSAGE_WORDS} apart. Read anew after {@link create}. */
  readonly words: Growable<Int32Array>;
  /** Columns of one entry, {@link ENTRY_WORDS} apart. Read anew after {@link addEntry}. */
  readonly entries: Growable<Int32Array>;
  /** 0: free messages, 1: messages ever made, 2: free entries, 3: entries ever made. */
  private readonly heads: Int32Array;

  constructor(arena: Arena) {
    this.words = arena.growableInt32(64 * MESSAGE_WORDS);
    this.entries = arena.growableInt32(256 * ENTRY_WORDS);
    this.heads = arena.int32(4, -1);
    this.heads[1] = 0;
    this.heads[3] = 0;
  }

  /** A new message of `api` on `connection`, without entries and with two holders. */
  create(api: number, connection: number): number {
    const heads = this.heads;
    let message = heads[0]!;
    if (message >= 0) heads[0] = this.words.array[message * MESSAGE_WORDS + M_NEXT]!;
    else {
      message = heads[1]!++;
      growInt32(this.words, (message + 1) * MESSAGE_WORDS);
    }
    const words = this.words.array;
    const base = message * MESSAGE_WORDS;
    words.fill(0, base, base + MESSAGE_WORDS);
    words[base + M_API] = api;
    words[base + M_CONNECTION] = connection;
    words[base + M_HOLDERS] = 2;
    words[base + M_NEXT] = -1;
    words[base + M_FIRST] = -1;
    words[base + M_LAST] = -1;
    words[base + M_OP] = -1;
    words[base + M_ROW] = -1;
    return message;
  }

  /** Appends an entry and returns the index of its first word; words 1 to 9 are the caller's. */
  addEntry(message: number): number {
    const heads = this.heads;
    let entry = heads[2]!;
    if (entry >= 0) heads[2] = this.entries.array[entry * ENTRY_WORDS]!;
    else {
      entry = heads[3]!++;
      growInt32(this.entries, (entry + 1) * ENTRY_WORDS);
    }
    const entries = this.entries.array;
    const place = entry * ENTRY_WORDS;
    entries[place] = -1;
    const words = this.words.array;
    const base = message * MESSAGE_WORDS;
    const last = words[base + M_LAST]!;
    if (last < 0) words[base + M_FIRST] = entry;
    else entries[last * ENTRY_WORDS] = entry;
    words[base + M_LAST] = entry;
    words[base + M_COUNT]!++;
    return place;
  }

  /** Frees the entries of a message, so that the answer can carry its own. */
  clearEntries(message: number): void {
    const words = this.words.array;
    const base = message * MESSAGE_WORDS;
    const last = words[base + M_LAST]!;
    if (last < 0) return;
    this.entries.array[last * ENTRY_WORDS] = this.heads[2]!;
    this.heads[2] = words[base + M_FIRST]!;
    words[base + M_FIRST] = -1;
    words[base + M_LAST] = -1;
    words[base + M_COUNT] = 0;
  }

  /** One holder is done; the slot is free once both are. */
  release(message: number): void {
    const words = this.words.array;
    const base = message * MESSAGE_WORDS;
    if (--words[base + M_HOLDERS]! > 0) return;
    this.clearEntries(message);
    words[base + M_NEXT] = this.heads[0]!;
    this.heads[0] = message;
  }
}

export const MESSAGE_WORDS = 24;
export const ENTRY_WORDS = 10;
/** Next message of whatever list the message stands in (in flight, inbox). */
export const M_NEXT = 0;
export const M_API = 1;
export const M_CONNECTION = 2;
/** Epoch of the connection when the request was sent. */
export const M_EPOCH = 3;
export const M_HOLDERS = 4;
export const M_FIRST = 5;
export const M_LAST = 6;
export const M_COUNT = 7;
/** Error of the answer as a whole. */
export const M_ERROR = 8;
/** Pairs invoke and completion in the history, -1: none. */
export const M_OP = 9;
/** Virtual ms at which the client gives the request up (its place in the timeout lane). */
export const M_DEADLINE = 10;
/** 1: no answer is expected (acks=0). */
export const M_ONE_WAY = 11;
/** Error that the server is to answer without executing, set by the action `refuse`; 0: none. */
export const M_REFUSE = 12;
/** 1 while the server has taken it and not answered. */
export const M_TAKEN = 13;
/** Seven words of the api's own. */
export const M_A = 14;
export const M_B = 15;
export const M_C = 16;
export const M_D = 17;
export const M_E = 18;
export const M_F = 19;
export const M_G = 20;
/** Next message in the server's inbox, or among those that a cut link holds. */
export const M_INBOX_NEXT = 21;
/** Row of the message on the wire (recording level `full`), -1: none. */
export const M_ROW = 22;
/** 1: its answer is lost, and every later one of the connection, set by the action `loseAnswer`. */
export const M_LOSE_ANSWER = 23;
