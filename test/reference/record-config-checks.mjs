// Records what Kafka's own checks say to configurations, as lines of recorded/config-checks-more.ndjson.
//
//   node test/reference/record-config-checks.mjs CLASSPATH < cases.ndjson > lines.ndjson
//
// A case is a line {"as":"producer","config":{"acks":"2"}}; `unknown`, the keys that are no settings, is kept as it
// stands. CLASSPATH names the jars of kafka_2.13 4.2.1 with everything they need; a JDK of 17 or newer is needed.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const [classpath] = process.argv.slice(2);
const classes = mkdtempSync(join(tmpdir(), 'config-recorder-'));
const source = join(import.meta.dirname, 'recorder/ConfigRecorder.java');
execFileSync('javac', ['-cp', classpath, '-d', classes, source]);
const path = `${classpath}${delimiter}${classes}`;
const recorder = spawn('java', ['-cp', path, 'ConfigRecorder'], { stdio: ['inherit', 'inherit', 'ignore'] });
recorder.on('exit', (code) => process.exit(code ?? 1));
