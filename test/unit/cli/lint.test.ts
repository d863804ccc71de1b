import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tidemark } from './terminal-double';

interface Report {
  kind: string;
  findings: { rule: string; severity: string; keys: string[]; line: number; exception?: string; reason?: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'tidemark-'));

async function lint(name: string, text: string, ...flags: string[]): Promise<{ exit: number; report: Report }> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const { exit, stdout } = await tidemark(['lint', file, ...flags]);
  return { exit, report: JSON.parse(stdout) as Report };
}

describe('lint', () => {
  test('what the client refuses is an error with its class and words, and the answer is no', async () => {
    const { exit, report } = await lint('producer.properties', 'bootstrap.servers=a:1\nlinger.ms=5\nacks=2\n');
    expect([exit, report.kind]).toEqual([1, 'producer']);
    expect(report.findings[0]).toMatchObject({
      severity: 'error',
      keys: ['acks'],
      line: 3,
      exception: 'ConfigException',
    });
  });

  test('risks and unknown keys are told, and the answer is not no', async () => {
    const { exit, report } = await lint('producer.properties', 'bootstrap.servers=a:1\nacks=1\nunknown.thing=1\n');
    expect(exit).toBe(0);
    expect(report.findings.map((finding) => finding.severity)).not.toContain('error');
    expect(report.findings.find((finding) => finding.rule === 'unknown-key')).toMatchObject({
      keys: ['unknown.thing'],
      line: 3,
    });
  });

  test('--as says what the file is, of standard input too', async () => {
    const { exit, stdout } = await tidemark(
      ['lint', '-', '--as', 'topic', '--client', 'java'],
      'cleanup.policy=shrink\n',
    );
    expect(exit).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'topic', findings: [{ keys: ['cleanup.policy'], line: 1 }] });
  });

  test('a file that cannot be read names its place', async () => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{"acks":\n}');
    const { exit, stderr } = await tidemark(['lint', file]);
    expect(exit).toBe(2);
    expect(stderr).toContain('broken.json:2:1: ');
  });

  test.each([
    [['lint'], 'no file: name one'],
    [['lint', 'no-such-file'], 'no-such-file: no such file or folder'],
    [['lint', '-', '--as', 'producr'], '--as: unknown kind "producr"; did you mean producer?'],
    [['lint', '-', '--client', 'java,spring'], '--client: spring is not in this build'],
    [['lint', '-', '--client', 'go'], '--client: unknown client "go"'],
  ])('%j is refused', async (argv, message) => {
    const { exit, stderr } = await tidemark(argv);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
