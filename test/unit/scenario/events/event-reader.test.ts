import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clockOf,
  createEventReader,
  eventFormatOf,
  formatProblem,
  normalise,
  scriptOf,
  sendTimes,
} from '../../../../simulations/scenario';
import type { EventFieldMap, EventFormat, EventReading } from '../../../../simulations/scenario';

function read(format: EventFormat, text: string, map?: EventFieldMap, chunkLength = text.length): EventReading {
  const reader = createEventReader({ format, map });
  for (let start = 0; start < text.length; start += Math.max(1, chunkLength)) {
    reader.push(text.slice(start, start + Math.max(1, chunkLength)));
  }
  return reader.finish();
}

const problemsOf = (reading: EventReading) => reading.problems.map(formatProblem);

describe('NDJSON', () => {
  test('keys, values and times by their own names', () => {
    const { columns, problems } = read(
      'ndjson',
      '{"key":"a","value":5,"eventTime":1700000000000,"processingTime":"2023-11-14T22:13:21Z"}\r\n\n' +
        '{"key":7,"value":"x","eventTime":1700000000500,"processingTime":1700000002000}',
    );
    expect(problems).toEqual([]);
    expect(columns).toMatchObject({ count: 2, keys: ['a', '7'], values: ['5', 'x'] });
    expect([...columns.eventTime]).toEqual([1_700_000_000_000, 1_700_000_000_500]);
    expect([...columns.processingTime!]).toEqual([1_700_000_001_000, 1_700_000_002_000]);
  });

  test('fields by JSON paths; without a value the row itself is the value', () => {
    const map = { key: '$.user.id', eventTime: "meta['at.ms']" };
    const { columns } = read('ndjson', '{"user":{"id":"u1"},"meta":{"at.ms":5}}\n', map);
    expect(columns).toMatchObject({
      keys: ['u1'],
      values: ['{"user":{"id":"u1"},"meta":{"at.ms":5}}'],
      processingTime: null,
    });
    expect([...columns.eventTime]).toEqual([5]);
  });

  test('a byte order mark and a null key', () => {
    const { columns, problems } = read('ndjson', '\uFEFF{"key":null,"value":"v"}');
    expect(problems).toEqual([]);
    expect(columns).toMatchObject({ keys: [null], values: ['v'] });
    expect([...columns.eventTime]).toEqual([Number.NaN]);
  });

  test('bad rows are skipped and said, each with its line', () => {
    const text = [
      '{"key":"a","value":1}',
      '{"key":"b",}',
      '[1]',
      '{"value":1}',
      '{"key":{"id":1}}',
      '{"key":"c","value":2}',
    ];
    const { columns, problems, problemCount } = read('ndjson', text.join('\n'), { key: 'key' });
    expect(columns.keys).toEqual(['a', 'c']);
    expect(problemCount).toBe(4);
    expect(problems.map(formatProblem)).toEqual([
      'line 2, column 11: a comma before "}"; take it away',
      'line 3: expected a JSON object, got a list; a file has one JSON object a line',
      'line 4: key: this row has no key',
      'line 5: key: expected text or a number, got an object; name a field inside of it, such as user.id',
    ]);
  });

  test.each([
    [
      'a time that is none',
      '{"eventTime":"soon"}',
      'line 1: eventTime: expected epoch milliseconds or an ISO date, got "soon"; such as 2026-03-01T12:00:00Z',
    ],
    [
      'nanoseconds',
      '{"eventTime":1700000000000000000}',
      'line 1: eventTime: expected epoch milliseconds, got 1700000000000000000; microseconds and nanoseconds must be divided',
    ],
    [
      'a day that is none',
      '{"eventTime":"2023-02-29"}',
      /^line 1: eventTime: expected epoch milliseconds or an ISO date/,
    ],
    [
      'send times that go back',
      '{"processingTime":5}\n{"processingTime":4}',
      'line 2: processingTime: earlier than the row before; sort the file by the time of sending',
    ],
    [
      'a send time now and then',
      '{"processingTime":5}\n{}',
      /^line 2: processingTime: missing, but rows before this one have it/,
    ],
  ])('%s', (_, text, message) => {
    const [found] = problemsOf(read('ndjson', text));
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
  });

  test('a path that is none', () => {
    expect(problemsOf(read('ndjson', '{}', { key: 'a[b' }))[0]).toMatch(
      /^line 1: map\.key: expected a JSON path such as/,
    );
  });
});

describe('CSV', () => {
  test('quoted fields hold commas, quotes and line breaks', () => {
    const { columns, problems } = read('csv', 'key,value,note\r\n"a,b","say ""hi""","two\r\nlines"\r\nc,d,e\r\n');
    expect(problems).toEqual([]);
    expect(columns).toMatchObject({ count: 2, keys: ['a,b', 'c'], values: ['say "hi"', 'd'] });
  });

  test('columns by name; without a value the row is the value', () => {
    const { columns } = read('csv', 'user;ts\nu1;2023-11-14 22:13:20\n', { key: 'user', eventTime: 'ts' });
    expect(columns).toMatchObject({ keys: ['u1'], values: ['{"user":"u1","ts":"2023-11-14 22:13:20"}'] });
    expect([...columns.eventTime]).toEqual([1_700_000_000_000]);
  });

  test.each([
    ['too few fields', 'key,value\na\n', /^line 2, column 1: expected 2 fields as in the header, got 1/],
    ['an open quote', 'key,value\na,"b\nc,d\n', /^line 2, column 3: a quoted field without its closing quote/],
    ['a quote in the middle', 'key,value\na,b"c\n', /^line 2, column 4: a quote inside of a field without quotes/],
    ['text behind a quote', 'key,value\n"a"b,c\n', /^line 2, column 4: "b" behind a closing quote/],
    ['a column twice', 'key,key\na,b\n', 'line 1, column 5: the column "key" stands here twice'],
    ['a time that is none', 'key,eventTime\na,x\n', /^line 2, column 3: eventTime: expected epoch milliseconds/],
    ['the line after a field with line breaks', 'key,eventTime\n"a\nb",1\nc,x\n', /^line 4, column 3: eventTime/],
  ])('%s', (_, text, message) => {
    const [found] = problemsOf(read('csv', text));
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
  });

  test('a mapped column that is not there names the nearest', () => {
    expect(problemsOf(read('csv', 'user,ts\na,1\n', { key: 'usr' }))).toEqual([
      'line 1, column 1: map.key: there is no column "usr"; did you mean user?',
    ]);
  });
});

test('the pieces in which a file arrives make no difference', () => {
  const rows = fc.array(fc.record({ key: fc.string(), value: fc.string() }), { maxLength: 8 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 40 }), fc.boolean(), (events, chunkLength, isCsv) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = isCsv
        ? `key,value\r\n${events.map((event) => `${quoted(event.key)},${quoted(event.value)}\r\n`).join('')}`
        : events.map((event) => `${JSON.stringify(event)}\n`).join('');
      const reading = read(isCsv ? 'csv' : 'ndjson', text, undefined, chunkLength);
      expect(reading.problems).toEqual([]);
      expect(reading.columns.keys).toEqual(events.map((event) => event.key));
      expect(reading.columns.values).toEqual(events.map((event) => event.value));
    }),
  );
});

test('send times keep the distances of the file, or follow the rate', () => {
  const timed = read('ndjson', '{"processingTime":5000}\n{"processingTime":5250}').columns;
  expect([...sendTimes(timed, { rate: 10, start: 100 })]).toEqual([100, 350]);
  expect(clockOf(timed)).toBe(5000);
  const untimed = read('ndjson', '{"eventTime":9}\n{"eventTime":7}\n{}').columns;
  expect([...sendTimes(untimed, { rate: 10, start: 0 })]).toEqual([0, 100, 200]);
  expect(clockOf(untimed)).toBe(9);
  expect(clockOf(read('ndjson', '{}').columns)).toBeUndefined();
});

test('a short file may travel as a script', () => {
  const { columns } = read('csv', 'key,value,eventTime\na,1,1700000000000\nb,2,\n');
  const workload = scriptOf(columns, { rate: 10, start: 0 });
  expect(workload).toEqual({
    script: [
      { at: 0, op: 'send', key: 'a', value: '1', timestamp: 1_700_000_000_000 },
      { at: 100, op: 'send', key: 'b', value: '2' },
    ],
  });
  const scenario = { version: 1, topics: { t: {} }, producers: { p: { topic: 't', workload } } };
  expect(normalise(scenario, { actions: [] }).ok).toBe(true);
  expect(scriptOf(read('ndjson', '{}\n'.repeat(201)).columns, { rate: 10, start: 0 })).toBeUndefined();
});

test('the ending of a file says its format', () => {
  expect(['a.csv', 'b.NDJSON', 'c.jsonl', 'd.parquet'].map(eventFormatOf)).toEqual([
    'csv',
    'ndjson',
    'ndjson',
    undefined,
  ]);
});

test('more rows than fit are refused once, and the rest is not read', () => {
  const reader = createEventReader({ format: 'ndjson', rowsMax: 2 });
  reader.push('{}\n{}\n{}\n{}\n');
  reader.push('{}\n');
  expect(reader.count).toBe(2);
  expect(problemsOf(reader.finish())).toEqual(['line 3: expected at most 2 rows; take a part of the file']);
});
