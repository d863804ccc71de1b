import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { commands } from '../../../simulations/cli/commands';
import { main } from '../../../simulations/cli/main';
import { tidemark } from './terminal-double';

describe('the command line', () => {
  test('--help prints the usage of every command', async () => {
    const { exit, stdout } = await tidemark(['--help']);
    expect(exit).toBe(0);
    for (const entry of Object.values(commands)) expect(stdout).toContain(entry.usage);
  });

  test.each(Object.keys(commands))('%s --help prints its flags', async (name) => {
    const { exit, stdout } = await tidemark([name, '--help']);
    expect(exit).toBe(0);
    expect(stdout).toContain('--out FILE');
    const { command } = await commands[name].load();
    for (const flag of Object.keys(command.flags)) expect(stdout).toContain(`--${flag}`);
  });

  test('commands are listed alphabetically', () => {
    expect(Object.keys(commands)).toEqual(Object.keys(commands).toSorted());
  });

  test.each([
    [[], '', 'usage: tidemark'],
    [['frobnicate'], 'unknown command "frobnicate"; it has actions, assign', ''],
    [['asign'], 'unknown command "asign"; did you mean assign?', ''],
    [['search', 'x'], 'search: not in this build', ''],
    [['__proto__'], 'unknown command "__proto__"', ''],
    [['partition', '--partitons', '3'], 'unknown flag --partitons; did you mean --partitions?', ''],
    [['partition', '-x'], 'unknown flag -x', ''],
    [['partition', '--partitions'], '--partitions is missing its value', ''],
    [['partition', '--partitions', '3', '--partitions=4'], '--partitions is given twice', ''],
    [['partition', '--help=yes'], '--help takes no value', ''],
  ])('%j is refused', async (argv, stderr, stdout) => {
    const answer = await tidemark(argv);
    expect(answer.exit).toBe(2);
    expect(answer.stderr).toContain(stderr);
    expect(answer.stdout).toContain(stdout);
  });

  test('--out writes the answer to a file, and not before there is one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-'));
    const file = join(folder, 'answer.ndjson');
    await tidemark(['partition', '--partitions', '0', 'a', '--out', file]);
    expect(existsSync(file)).toBe(false);
    const { exit, stdout } = await tidemark(['partition', '--partitions', '3', 'a', '--out', file]);
    expect([exit, stdout]).toEqual([0, '']);
    expect(readFileSync(file, 'utf8')).toBe('{"key":"a","partition":1}\n');
  });

  test('a file that cannot be written is bad input', async () => {
    const { exit, stderr } = await tidemark([
      'partition',
      '--partitions=3',
      'a',
      '--out',
      join(tmpdir(), 'no/such/folder/x'),
    ]);
    expect(exit).toBe(2);
    expect(stderr).toContain('no such file or folder');
  });

  test('a reader that goes away ends the command', async () => {
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    const stdin = (async function* (): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.from('"key"\n'.repeat(1000));
    })();
    const { Readable } = await import('node:stream');
    const terminal = { stdin: Readable.from(stdin), stdout, stderr: new Writable({ write: (_c, _e, done) => done() }) };
    expect(await main(['partition', '--partitions', '3', '--keys', '-'], terminal)).toBe(2);
  });

  test('runs as a program', () => {
    const program = join(import.meta.dirname, '../../../simulations/cli/bin.mjs');
    const ran = spawnSync(process.execPath, [program, 'partition', '--partitions', '3', 'a'], { encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stdout: '{"key":"a","partition":1}\n', stderr: '' });
  }, 30_000);
});
