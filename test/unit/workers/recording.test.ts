import { describe, expect, test } from 'vitest';
import { check, hash, runUntil } from '../../../simulations';
import type { Run, Verdict } from '../../../simulations';
import { expand, printText, readHistory, writeNdjson, writeTmtrace } from '../../../simulations/history';
import type { HistoryHeader } from '../../../simulations/history';
import { traceHash } from '../../../simulations/kernel';
import { TraceMirror } from '../../../src/app/trace-mirror';
import { RecordedRuns, readOnly, withRecordings } from '../../../workers/recorded-runs-client';
import { Recordings } from '../../../workers/recording-host';
import type { RecordingReader } from '../../../workers/recording-client';
import type { SimulationClient } from '../../../workers/simulation-client';
import { presetRun } from '../../golden/run-preset';

const run = presetRun('acknowledged-and-gone', { level: 'full' });
runUntil(run, run.endMicros);
const header = headerOf(run);
const tmtrace = new Blob([...writeTmtrace({ header, names: run.names, trace: run.trace })] as BlobPart[]);
const events = [...expand({ scenario: run.scenario, names: run.names, trace: run.trace })];
const ndjson = new Blob([...writeNdjson(header, events)]);
const {
  strip: _strip,
  untilMicros: _untilMicros,
  ...verdict
} = check({ scenario: run.scenario, settings: run.settings, names: run.names, audited: false }, run.trace);

describe('a recording', () => {
  test.each([
    ['.tmtrace', tmtrace],
    ['history/1', ndjson],
  ])('%s: is handed over whole, and judged as the command line judges it', async (name, file) => {
    const host = new Recordings();
    const opened = await host.open(file, name, () => undefined);
    if (!opened.ok) throw new Error(opened.problems[0]?.message);
    expect(opened.recording).toMatchObject({ name, source: 'simulated', carriesScenario: true });
    const mirror = TraceMirror.empty(opened.names);
    let slice = host.next();
    let last = 0;
    for (; ; slice = host.next()) {
      mirror.write(slice.range);
      expect(slice.nowMicros).toBeGreaterThanOrEqual(last);
      last = slice.nowMicros;
      if (slice.state === 'done') break;
    }
    expect(last).toBe(opened.endMicros);
    expect(host.traceHash()).toBe(traceHash(mirror));
    expect(mirror.names.keys.toSorted()).toEqual([...run.names.keys].toSorted());
    expect(host.verdict()).toEqual(checked(new Uint8Array(await file.arrayBuffer())));
    expect(host.verdict().counts).toEqual(verdict.counts);
  });

  test('.tmtrace: comes to the hash of its run', async () => {
    const host = new Recordings();
    await host.open(tmtrace, 'a.tmtrace', () => undefined);
    expect(host.traceHash()).toBe(hash(run));
  });

  test('compact text has no scenario of its own, and still everything that its events name', async () => {
    const host = new Recordings();
    const opened = await host.open(new Blob([printText(events)]), 'a.txt', () => undefined);
    if (!opened.ok) throw new Error(opened.problems[0]?.message);
    expect(opened.recording.carriesScenario).toBe(false);
    expect(Object.keys(opened.scenario.producers)).toEqual(['checkout']);
  });

  test.each([
    ['an empty file', new Blob([]), 'it is empty'],
    ['a cut one', tmtrace.slice(0, tmtrace.size - 1000), 'it ends at byte'],
    ['another version', new Blob(['TMTRACE9', tmtrace.slice(8)]), '"TMTRACE9" is another version'],
    ['a picture', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0])]), 'neither a .tmtrace nor text'],
    ['a broken line', new Blob([ndjson.slice(0, ndjson.size - 5)]), 'line '],
  ])('is refused with its name and the place: %s', async (_, file, message) => {
    const opened = await new Recordings().open(file, '<b>x</b>.tmtrace', () => undefined);
    expect(opened).toMatchObject({ ok: false });
    if (!opened.ok) expect(opened.problems[0]?.message).toMatch(new RegExp(`^<b>x</b>\\.tmtrace: .*${message}`));
  });

  test('more than a page can hold is refused before it is read', async () => {
    const huge = { size: 2_147_483_648 } as Blob;
    const opened = await new Recordings().open(huge, 'huge.tmtrace', () => undefined);
    expect(opened).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining('2147 MB') as string }] });
  });
});

describe('recordings among runs', () => {
  test('are opened, looked at and closed like runs, and nothing of them can be changed', async () => {
    let stopped = 0;
    const client = withRecordings(
      {} as SimulationClient,
      new RecordedRuns(() => Promise.resolve(reader(() => (stopped += 1)))),
    );
    const opened = await client.open({ source: { recording: tmtrace, name: 'a.tmtrace' } });
    if (!opened.ok) throw new Error('refused');
    expect(opened.handle).toBeLessThan(0);
    let slice = await client.advance(opened.handle, { wallMs: 5 });
    expect(slice).toMatchObject({ state: 'running', isUnjudged: true });
    while (slice.state === 'running') slice = await client.advance(opened.handle, { wallMs: 5 });
    expect(slice.isUnjudged).toBe(false);
    expect((await client.verdict(opened.handle)).counts).toEqual(verdict.counts);
    expect(await client.edit(opened.handle, {}, 0)).toMatchObject({ ok: false, problems: [{ message: readOnly }] });
    await expect(client.traceHash(opened.handle, 0)).rejects.toThrow('seek to its end');
    expect(await client.traceHash(opened.handle, opened.endMicros)).toBe(hash(run));
    expect(await client.result(opened.handle, 0)).toEqual({
      traceHash: hash(run),
      verdict: expect.objectContaining({ counts: verdict.counts }) as object,
    });
    await client.close(opened.handle);
    expect(stopped).toBe(1);
    await expect(client.verdict(opened.handle)).rejects.toThrow('closed');
  });

  test('a file that is refused leaves no worker behind', async () => {
    let stopped = 0;
    const runs = new RecordedRuns(() => Promise.resolve(reader(() => (stopped += 1))));
    expect(await runs.open({ recording: new Blob([]), name: 'a' })).toMatchObject({ ok: false });
    expect(stopped).toBe(1);
  });
});

/** What `check` of the command line judges. */
function checked(bytes: Uint8Array): Verdict {
  const { header: found, names, trace, witness } = readHistory(bytes);
  const { scenario, settings, audited = false } = found;
  return check({ scenario, settings, names, audited, witness }, trace);
}

function headerOf({ scenario, settings }: Run): HistoryHeader {
  return {
    format: 'history/1',
    system: { name: 'kafka', source: 'simulated' },
    scenario,
    settings: settings as HistoryHeader['settings'],
    simulatorDigest: null,
    audited: false,
  };
}

/** The reader without a worker around it. */
function reader(stop: () => void): RecordingReader {
  const host = new Recordings();
  return {
    open: (file, name, progress) => host.open(file, name, progress),
    next: async () => host.next(),
    verdict: async () => host.verdict(),
    traceHash: async () => host.traceHash(),
    stop,
  };
}
