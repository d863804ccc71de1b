import { CARRIES, CHUNK_ROWS, MESSAGE, MESSAGE_LOST, ROW_WORDS, rowKind, type RowView } from '../../kernel/index';

const BLOCK_ROWS = 512;

/**
 * Which messages are on the wire at a virtual time (sent <= t < arrival), found without reading the whole table.
 *
 * Rows stand in the order of sending, and their arrival is known at sending; so the latest arrival of each block of
 * rows says whether the block can be passed over. Messages without records (heartbeats, empty answers) are left out.
 */
export class MessagesInFlight {
  private latestArrival = new Float64Array(64);
  private indexed = 0;
  /** Row of a message that died -> when. */
  private readonly lostAtMicros = new Map<number, number>();

  constructor(private readonly rows: RowView) {}

  /**
   * Puts the row numbers of the messages in flight at `timeMicros` into `into`, oldest first, and returns how many
   * there are, which may be more than fit.
   */
  at(timeMicros: number, into: Int32Array): number {
    this.index();
    const { rows, latestArrival, lostAtMicros } = this;
    let count = 0;
    for (let block = 0, first = 0; first < this.indexed; block++, first += BLOCK_ROWS) {
      if (latestArrival[block]! <= timeMicros) continue;
      const end = Math.min(first + BLOCK_ROWS, this.indexed);
      for (let row = first; row < end; row++) {
        const chunk = rows.chunks[Math.floor(row / CHUNK_ROWS)]!;
        const place = row % CHUNK_ROWS;
        const sentMicros = chunk.timeMicros[place]!;
        if (sentMicros > timeMicros) return count;
        const at = place * ROW_WORDS;
        if (rowKind(chunk.words[at]!) !== MESSAGE || chunk.words[at + 5]! === 0) continue;
        if (sentMicros + chunk.words[at + 3]! <= timeMicros) continue;
        if (lostAtMicros.size > 0 && (lostAtMicros.get(row) ?? Infinity) <= timeMicros) continue;
        if (count < into.length) into[count] = row;
        count++;
      }
    }
    return count;
  }

  /** Calls back for each message that died in (sinceMicros, timeMicros]: its row and when. */
  eachLost(sinceMicros: number, timeMicros: number, seen: (message: number, lostAtMicros: number) => void): void {
    this.index();
    for (const [message, at] of this.lostAtMicros) if (at > sinceMicros && at <= timeMicros) seen(message, at);
  }

  /** Reads what is new, at most `rowsMax` rows of it. True while there is more. */
  index(rowsMax = Infinity): boolean {
    const { rows } = this;
    if (this.indexed === rows.length) return false;
    // The last block may have been half full: it is read again from its first row.
    let row = Math.floor(this.indexed / BLOCK_ROWS) * BLOCK_ROWS;
    const length = Math.min(rows.length, row + rowsMax);
    const blocks = Math.ceil(length / BLOCK_ROWS);
    if (blocks > this.latestArrival.length) this.latestArrival = doubled(this.latestArrival, blocks);
    for (let block = row / BLOCK_ROWS; block < blocks; block++) {
      let latest = -1;
      const end = Math.min((block + 1) * BLOCK_ROWS, length);
      for (; row < end; row++) {
        const chunk = rows.chunks[Math.floor(row / CHUNK_ROWS)]!;
        const at = (row % CHUNK_ROWS) * ROW_WORDS;
        const kind = rowKind(chunk.words[at]!);
        if (kind === CARRIES) continue;
        const timeMicros = chunk.timeMicros[row % CHUNK_ROWS]!;
        if (kind === MESSAGE_LOST) this.lostAtMicros.set(chunk.words[at + 2]!, timeMicros);
        else if (chunk.words[at + 5]! > 0) latest = Math.max(latest, timeMicros + chunk.words[at + 3]!);
      }
      this.latestArrival[block] = latest;
    }
    this.indexed = length;
    return length < rows.length;
  }
}

function doubled(column: Float64Array<ArrayBuffer>, atLeast: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(Math.max(atLeast, column.length * 2));
  next.set(column);
  return next;
}
