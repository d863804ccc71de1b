import type { Terminal } from './terminal';

const SHOWN_AFTER_MS = 1_000;
const REDRAWN_EVERY_MS = 100;
const WIDTH = 30;

/** A bar on standard error, if that is a terminal and the work takes more than a second. */
export class Progress {
  private readonly stderr: Terminal['stderr'];
  private readonly label: string;
  private nextAt: number;
  private isDrawn = false;

  constructor(terminal: Terminal, label: string) {
    this.stderr = terminal.stderr;
    this.label = label;
    this.nextAt = Date.now() + SHOWN_AFTER_MS;
  }

  /** @param share of the work that is done, from 0 to 1 */
  show(share: number): void {
    const now = Date.now();
    if (!this.stderr.isTTY || now < this.nextAt) return;
    this.nextAt = now + REDRAWN_EVERY_MS;
    this.isDrawn = true;
    const done = Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
    const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
    this.stderr.write(`\r${this.label} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.isDrawn) this.stderr.write('\r\u001b[K');
    this.isDrawn = false;
  }
}
