/** Runs one command; resolves to the exit code: 0 done, 1 the answer is "no", 2 bad input. */
export async function main(argv: readonly string[]): Promise<number> {
  process.stderr.write(`tidemark: unknown command ${argv[0] ?? ''}\n`);
  return 2;
}
