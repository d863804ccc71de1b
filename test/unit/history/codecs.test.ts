import { describe, expect, test } from 'vitest';
import { check } from '../../../simulations/checker/index';
import {
  HistoryError,
  expand,
  parseText,
  printText,
  readHistory,
  readNdjson,
  readTmtrace,
  traceOfEvents,
  writeNdjson,
  writeTmtrace,
} from '../../../simulations/history/index';
import { traceHash } from '../../../simulations/kernel/index';
import { leaderKilled, recordedRun } from './recorded-run';

const recording = recordedRun(leaderKilled);
const { header, names, trace } = recording;
const events = [...expand({ scenario: header.scenario, names, trace })];
const lines = [...writeNdjson(header, events)];
const binary = joined([...writeTmtrace(recording)]);

function joined(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    bytes.set(part, at);
    return at + part.length;
  }, 0);
  return bytes;
}

function verdictOf(text: string) {
  const read = readHistory(new TextEncoder().encode(text));
  return check({ ...read.header, names: read.names, audited: false, witness: read.witness }, read.trace);
}

describe('events of a trace (spec/checker.md 2.1)', () => {
  test('seq is dense, time never runs back, a cause stands before its effect', () => {
    events.forEach((event, index) => {
      expect(event.seq).toBe(index);
      expect(event.at).toBeGreaterThanOrEqual(events[Math.max(0, index - 1)].at);
      if (event.cause !== undefined) expect(event.cause).toBeLessThan(index);
    });
  });

  test('every record has its send, its appends and its ack', () => {
    const of = (kind: string) => new Set(events.filter((event) => event.kind === kind).map((event) => event.recordId));
    const { length } = trace.facts.records;
    expect(of('send.invoke').size).toBe(length);
    expect(of('append').size).toBe(length);
    expect(of('send.ok').size).toBe(length);
  });

  test('a second life has a name of its own', () => {
    const restarted = recordedRun({
      ...leaderKilled,
      actions: [{ at: '3s', do: 'kill', target: 'broker-1', for: '2s' }],
    });
    const names = [...expand({ scenario: restarted.header.scenario, ...restarted })].map(({ actor }) => actor);
    expect(names).toContain('broker-1~2');
  });

  test('is cut at a moment', () => {
    const until = [...expand({ scenario: header.scenario, names, trace, untilMicros: 2_000_000 })];
    expect(until).toEqual(events.filter(({ at }) => at <= 2_000_000));
  });
});

describe('NDJSON', () => {
  test('reads back what it wrote', () => {
    const read = readNdjson(lines.join(''));
    expect(read.events).toEqual(JSON.parse(JSON.stringify(events)));
    expect(read.header.scenario).toEqual(header.scenario);
  });

  test('the same detectors find the same in an exported history', () => {
    const original = check({ ...header, names, audited: false }, trace);
    const exported = verdictOf(lines.join(''));
    expect(original.counts['lost-write']).toBeGreaterThan(0);
    expect(exported.counts).toEqual(original.counts);
    expect(exported.pending).toEqual(original.pending);
    expect(exported.anomalies.map(({ kind, at, decidedAt, offsets }) => ({ kind, at, decidedAt, offsets }))).toEqual(
      original.anomalies.map(({ kind, at, decidedAt, offsets }) => ({ kind, at, decidedAt, offsets })),
    );
  });

  test('renaming actors changes nothing (C-TEST-3)', () => {
    const renamed = lines.map((line) =>
      line.replaceAll('broker-', 'node-').replaceAll('checkout', 'till').replaceAll('invoice', 'bill'),
    );
    expect(verdictOf(renamed.join('')).counts).toEqual(verdictOf(lines.join('')).counts);
  });

  const first = lines[0];
  const event = { at: 0, kind: 'append', actor: 'broker-1', broker: 'broker-1', partition: 'orders-0', offset: 0 };
  test.each([
    ['', 0, 'it is empty: the first line must be the header'],
    ['{"format":"history/2"}', 1, 'header: format: expected "history/1", got "history/2"'],
    [`${first.replace('"groups"', '"gruppen"')}`, 1, 'header: scenario.groups: expected an object'],
    [`${first}{"seq":0,`, 2, 'not a JSON object'],
    [`${first}[]`, 2, 'an event is an object'],
    [`${first}${JSON.stringify({ ...event, kind: 'explode' })}`, 2, 'kind: unknown event "explode"'],
    [`${first}${JSON.stringify({ ...event, offset: -4 })}`, 2, 'offset: expected a whole number from 0 to 2147483646'],
    [`${first}${JSON.stringify({ ...event, partition: 7 })}`, 2, 'partition: expected a text'],
    [`${first}${JSON.stringify({ ...event, broker: undefined })}`, 2, 'broker: append needs it'],
    [`${first}${JSON.stringify({ ...event, cause: 3 })}`, 2, 'cause: expected the seq of an earlier event'],
    [
      `${first}${JSON.stringify({ ...event, at: 5 })}\n${JSON.stringify(event)}`,
      3,
      'at: 0 lies before 5: events stand in order of time',
    ],
  ])('names the line of what it cannot read (%#)', (text, line, message) => {
    let problem: unknown;
    try {
      readNdjson(text);
    } catch (error) {
      problem = (error as HistoryError).problem;
    }
    expect(problem).toMatchObject({ line, message });
  });
});

describe('.tmtrace', () => {
  test('reads back the same trace, messages and all', () => {
    const read = readTmtrace(binary);
    expect(traceHash(read.trace)).toBe(traceHash(trace));
    expect(read.trace.messages.length).toBe(trace.messages.length);
    expect(read.names).toEqual(JSON.parse(JSON.stringify(names)));
    expect(check({ ...read.header, names: read.names, audited: false }, read.trace)).toEqual(
      check({ ...header, names, audited: false }, trace),
    );
  });

  test.each([
    ['another file', (bytes: Uint8Array) => bytes.fill(65, 0, 4), 'it does not begin with TMTRACE1'],
    ['a cut file', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 100), 'inside a column'],
    ['a cut header', (bytes: Uint8Array) => bytes.subarray(0, 60), 'it ends at byte 60, inside a header'],
    ['a file of ten bytes', (bytes: Uint8Array) => bytes.subarray(0, 10), 'it ends at byte 10, before its header'],
    ['a broken header', (bytes: Uint8Array) => bytes.fill(66, 16, 20), 'its header, from byte 16 on, is not JSON'],
    ['another version', (bytes: Uint8Array) => bytes.fill(50, 7, 8), '"TMTRACE2" is another version than TMTRACE1'],
    ['a header of 4 GB', (bytes: Uint8Array) => bytes.fill(255, 8, 12), 'should reach to 4294967311'],
    ['bytes behind its end', (bytes: Uint8Array) => new Uint8Array([...bytes, 0]), '1 bytes are left over from byte'],
  ])('refuses %s', (_, spoil, message) => {
    expect(() => readTmtrace(spoil(binary.slice()))).toThrow(message);
  });

  test.each(['history', 'messages', 'records', 'batches', 'slots', 'logBatches', 'incarnations'])(
    'refuses %s of a length that no file has, before it makes room for them',
    (table) => {
      for (const claim of [2 ** 28, 2 ** 29, 2 ** 30]) {
        expect(() => readTmtrace(claiming(table, claim))).toThrow(/it ends at byte \d+, inside a column that should/);
      }
      expect(() => readTmtrace(claiming(table, 2 ** 31))).toThrow(`lengths.${table}: expected a count`);
    },
  );

  test('refuses numbers that point at nothing, and never crashes', () => {
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const spoilt = binary.slice();
      const place = 16 + ((round * 7919 + 104_729) % (spoilt.length - 16));
      spoilt[place] ^= 1 << (round % 8);
      try {
        const read = readTmtrace(spoilt);
        if (round % 8 === 0) check({ ...read.header, names: read.names, audited: false }, read.trace);
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(HistoryError);
      }
    }
    expect(refused).toBeGreaterThan(40);
  });
});

/** The binary form with another length in its header than it has. */
function claiming(table: string, length: number): Uint8Array {
  const headLength = new DataView(binary.buffer).getUint32(8, true);
  const head = new TextDecoder().decode(binary.subarray(16, 16 + headLength));
  const claimed = new TextEncoder().encode(
    head.replace(new RegExp(`"${table}":\\d+([,}])(?=[^{]*$)`), `"${table}":${length}$1`),
  );
  const body = binary.subarray(Math.ceil((16 + headLength) / 8) * 8);
  const bodyAt = Math.ceil((16 + claimed.length) / 8) * 8;
  const bytes = new Uint8Array(bodyAt + body.length);
  bytes.set(binary.subarray(0, 16));
  new DataView(bytes.buffer).setUint32(8, claimed.length, true);
  bytes.set(claimed, 16);
  bytes.set(body, bodyAt);
  return bytes;
}

describe('any form', () => {
  test('bytes that are no text are refused as such', () => {
    const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]);
    expect(() => readHistory(picture)).toThrow('neither a .tmtrace nor text: byte 8 is 0');
  });

  test('says whether it carries its scenario', () => {
    expect(readHistory(binary).carriesScenario).toBe(true);
    expect(readHistory(new TextEncoder().encode(lines.join(''))).carriesScenario).toBe(true);
    expect(readHistory(new TextEncoder().encode(printText(events))).carriesScenario).toBe(false);
  });
});

describe('a history without a scenario', () => {
  test('is judged by what its events name', () => {
    const { scenario, names: found, witness } = traceOfEvents(events);
    expect(Object.keys(scenario.topics)).toEqual(['orders']);
    expect(found.actors.slice(0, 3)).toEqual(['broker-1', 'broker-2', 'broker-3']);
    expect(witness).toBe('truth');
  });

  test('of clients alone is judged by the wire detectors', () => {
    const seen = events.filter(({ kind }) => /^(send\.(invoke|ok|fail|info)|poll|commit)/.test(kind));
    expect(traceOfEvents(seen).witness).toBe('wire');
  });
});

describe('a whole run as text', () => {
  test('reads back the same events', () => {
    const plain = (list: typeof events) =>
      list.map(({ op: _op, cause: _cause, ...event }) => JSON.parse(JSON.stringify(event)) as unknown);
    expect(plain(parseText(printText(events)))).toEqual(plain(events));
  });
});
