/**
 * Input that a command refuses: it ends with exit code 2 and these lines on standard error. Each line names its place
 * (a path, a line and column or a flag) and, where one can say, the mend.
 */
export class InputError extends Error {
  readonly lines: readonly string[];

  constructor(lines: string | readonly string[]) {
    const all = typeof lines === 'string' ? [lines] : lines;
    super(all.join('\n'));
    this.name = 'InputError';
    this.lines = all;
  }
}
