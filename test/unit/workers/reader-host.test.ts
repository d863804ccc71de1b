import { describe, expect, test, vi } from 'vitest';
import { previewEvents } from '../../../workers/event-preview';
import type { EventProgress } from '../../../workers/protocol';
import { readerHost } from '../../../workers/reader-host';

describe('the reader worker', () => {
  test('reads a file with progress and its digest', async () => {
    const text = [
      'key,value,eventTime',
      ...Array.from({ length: 1000 }, (_, row) => `k${row % 7},${row},${1_700_000_000_000 + row}`),
    ].join('\n');
    const progress = vi.fn<(progress: EventProgress) => void>();
    const file = await readerHost.read(new Blob([text]), { name: 'e.csv', format: 'csv', map: {} }, progress);
    expect(file).toMatchObject({ name: 'e.csv', problemCount: 0, columns: { count: 1000 } });
    expect(file.columns.keys.slice(0, 3)).toEqual(['k0', 'k1', 'k2']);
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(progress).toHaveBeenLastCalledWith({
      readBytes: text.length,
      totalBytes: text.length,
      rows: expect.any(Number) as number,
    });
  });

  test('knows the digest of nothing', async () => {
    const file = await readerHost.read(new Blob([]), { name: 'e.ndjson', format: 'ndjson', map: {} }, () => undefined);
    expect(file).toMatchObject({
      columns: { count: 0 },
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });

  test('says where a line cannot be read', async () => {
    const text = '{"key":"a","value":1}\n{"key":\n{"key":"b"}\n';
    const file = await readerHost.read(
      new Blob([text]),
      { name: 'e.ndjson', format: 'ndjson', map: {} },
      () => undefined,
    );
    expect(file.problemCount).toBe(1);
    expect(file.problems[0]).toMatchObject({ line: 2 });
  });

  test('refuses what is no text', async () => {
    const bytes = new Blob([new Uint8Array([0x6b, 0x65, 0x79, 0x0a, 0xff, 0xfe])]);
    await expect(readerHost.read(bytes, { name: 'x.csv', format: 'csv', map: {} }, () => undefined)).rejects.toThrow(
      /x\.csv: not UTF-8 text/,
    );
  });
});

describe('the first look at a file', () => {
  test('CSV: columns, rows, and what they probably are', () => {
    expect(previewEvents('user,ts,amount\nu1,2024-01-01T00:00:00Z,"1,5"\n', 'orders.csv')).toEqual({
      format: 'csv',
      fields: ['user', 'ts', 'amount'],
      rows: [['u1', '2024-01-01T00:00:00Z', '1,5']],
      suggested: { eventTime: 'ts', key: 'user', value: 'amount' },
    });
  });

  test('NDJSON: nested fields by their path', () => {
    const { format, fields, suggested } = previewEvents('{"user":{"id":7},"eventTime":1,"key":"k"}\n', 'stream');
    expect(format).toBe('ndjson');
    expect(fields).toEqual(['user.id', 'eventTime', 'key']);
    expect(suggested).toEqual({});
  });

  test('a broken line is left to the reader', () => {
    expect(previewEvents('{"a":1}\n{oops\n', 'x.ndjson').rows).toEqual([['1']]);
  });
});
