import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readEventFiles } from '../../../simulations/cli/event-files';
import { checkScenario } from '../../../simulations/cli/scenario-file';
import type { EventColumns } from '../../../simulations/scenario';

const folder = mkdtempSync(join(tmpdir(), 'tidemark-'));
const csv = 'user,ts,amount\na,2026-01-01T00:00:00Z,5\nb,2026-01-01T00:00:01Z,6\n';

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function read(producers: Record<string, object>, given: string[]): Promise<Record<string, EventColumns>> {
  const entries = Object.entries(producers).map(([name, events]) => [name, { topic: 't', workload: { events } }]);
  const text = JSON.stringify({ version: 1, topics: { t: {} }, producers: Object.fromEntries(entries) as object });
  const { scenario } = checkScenario(text, 'scenario', () => undefined);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  return readEventFiles({ stdin: Readable.from([]), stdout: silent, stderr: silent }, scenario, given);
}

const map = { key: 'user', eventTime: 'ts', value: 'amount' };

describe('--events', () => {
  test('one file for the one producer that wants one', async () => {
    const file = written('orders.csv', csv);
    const sha256 = createHash('sha256').update(csv).digest('hex');
    const { app } = await read({ app: { file: 'orders.csv', sha256, count: 2, map } }, [file]);
    expect(app).toMatchObject({ count: 2, keys: ['a', 'b'], values: ['5', '6'] });
  });

  test('a file for each of several', async () => {
    const file = written('orders.csv', csv);
    const lines = written('a=b.ndjson', '{"key":"k","value":1}\n');
    const columns = await read({ app: { file: 'x', map }, web: { file: 'y' } }, [`app=${file}`, `web=${lines}`]);
    expect([columns.app.count, columns.web.count]).toEqual([2, 1]);
  });

  test.each([
    [
      'no file',
      { app: { file: 'orders.csv' } },
      [],
      'producers.app.workload.events.file: orders.csv is needed; give it with --events app=FILE',
    ],
    ['nobody to send it', {}, ['x.csv'], '--events x.csv: no producer of the scenario sends events of a file'],
    [
      'two to send it',
      { a: { file: 'x' }, b: { file: 'y' } },
      ['x.csv'],
      'write NAME=FILE; producers with a file of events are a, b',
    ],
    ['two files for one', { a: { file: 'x' } }, ['x.csv', 'a=y.csv'], '--events a=y.csv: a has a file already'],
    ['no such file', { a: { file: 'x' } }, [join(folder, 'none.csv')], 'none.csv: no such file or folder'],
    [
      'another file',
      { a: { file: 'x', sha256: '0'.repeat(64), map } },
      [written('other.csv', csv)],
      'not the file of the scenario: expected sha256 000',
    ],
    [
      'a shorter file',
      { a: { file: 'x', count: 3, map } },
      [written('short.csv', csv)],
      'expected 3 rows as the scenario says, got 2',
    ],
    ['a broken row', { a: { file: 'x' } }, [written('bad.ndjson', '{"key":"k","value":1}\n{"key":\n')], 'bad.ndjson:2'],
    [
      'no text',
      { a: { file: 'x' } },
      [written('bytes.ndjson', Buffer.from([0xff, 0xfe]))],
      'bytes.ndjson: not UTF-8 text, near row 1',
    ],
  ])('%s is refused', async (_, producers, given, message) => {
    await expect(read(producers, given)).rejects.toThrow(message);
  });
});
