import { expect, test } from 'vitest';
import { runUntil } from '../../../simulations';
import { ClusterView, writeTmtrace } from '../../../simulations/history';
import { Moments } from '../../../src/app/moments';
import { sentenceOf } from '../../../src/app/sentences';
import { TraceMirror } from '../../../src/app/trace-mirror';
import { Recordings } from '../../../workers/recording-host';
import { presetRun } from '../../golden/run-preset';

const ROUNDS = 300;

test('a recording with a bit turned over is refused, or shown without breaking the page', async () => {
  const run = presetRun('acknowledged-and-gone', { level: 'full' });
  runUntil(run, 9_000_000);
  const { scenario, settings, names, trace } = run;
  const system = { name: 'kafka', source: 'simulated' as const };
  const header = { format: 'history/1' as const, system, scenario, settings: settings as never, simulatorDigest: null };
  const whole = new Uint8Array(Buffer.concat([...writeTmtrace({ header, names, trace })]));
  let shown = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const spoilt = whole.slice();
    spoilt[16 + ((round * 7919 + 104_729) % (spoilt.length - 16))]! ^= 1 << (round % 8);
    const host = new Recordings();
    const opened = await host.open(new Blob([spoilt]), 'spoilt.tmtrace', () => undefined);
    if (!opened.ok) continue;
    shown += 1;
    const mirror = TraceMirror.empty(opened.names);
    for (let slice = host.next(); ; slice = host.next()) {
      mirror.write(slice.range);
      if (slice.state === 'done') break;
    }
    const view = new ClusterView(mirror.names, mirror);
    view.advanceTo(opened.endMicros);
    view.prepare();
    view.messagesInFlight(new Int32Array(64));
    view.advanceTo(1_000_000);
    const moments = new Moments(mirror, mirror.names);
    for (const row of moments.rows) sentenceOf({ trace: mirror, names: mirror.names, scenario: opened.scenario }, row);
  }
  expect(shown).toBeGreaterThan(ROUNDS / 4);
});
