import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createEventReader, eventFormatOf } from '../scenario';
import type { EventColumns, EventsWorkload, NormalisedScenario } from '../scenario';
import { InputError } from './input-error';
import { Progress } from './progress';
import { sayProblem } from './scenario-file';
import { unreadable } from './terminal';
import type { Terminal } from './terminal';

/**
 * Reads the files of events that a scenario's producers send.
 *
 * @param given values of --events: FILE, or NAME=FILE with the name of a producer
 * @returns columns by producer
 * @throws InputError if a file is missing, is another than the scenario says, or has rows that cannot be read
 */
export async function readEventFiles(
  terminal: Terminal,
  scenario: NormalisedScenario,
  given: readonly string[],
): Promise<Record<string, EventColumns>> {
  const wanted = Object.entries(scenario.producers).flatMap(([name, { workload }]) =>
    workload.events === undefined ? [] : [{ name, workload }],
  );
  const files = matchFiles(
    wanted.map(({ name }) => name),
    given,
  );
  const columns: [string, EventColumns][] = [];
  for (const { name, workload } of wanted) {
    const file = files.get(name);
    if (file === undefined) {
      const path = `producers.${name}.workload.events.file`;
      throw new InputError(`${path}: ${workload.events.file} is needed; give it with --events ${name}=FILE`);
    }
    columns.push([name, await readEventFile(terminal, file, workload)]);
  }
  return Object.fromEntries(columns);
}

function matchFiles(producers: readonly string[], given: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const word of given) {
    const equals = word.indexOf('=');
    const name = producers.includes(word.slice(0, equals)) ? word.slice(0, equals) : undefined;
    if (name === undefined && producers.length !== 1)
      throw new InputError(`--events ${word}: ${whichProducer(producers)}`);
    const producer = name ?? producers[0];
    if (files.has(producer)) throw new InputError(`--events ${word}: ${producer} has a file already`);
    files.set(producer, name === undefined ? word : word.slice(equals + 1));
  }
  return files;
}

function whichProducer(producers: readonly string[]): string {
  if (producers.length === 0) return 'no producer of the scenario sends events of a file';
  return `write NAME=FILE; producers with a file of events are ${producers.join(', ')}`;
}

async function readEventFile(terminal: Terminal, file: string, { events }: EventsWorkload): Promise<EventColumns> {
  const reader = createEventReader({
    format: eventFormatOf(file) ?? eventFormatOf(events.file) ?? 'ndjson',
    map: events.map,
  });
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const progress = new Progress(terminal, file);
  let read = 0;
  try {
    const { size } = await stat(file);
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      reader.push(decoder.decode(chunk, { stream: true }));
      read += chunk.length;
      progress.show(read / size);
    }
    reader.push(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError) throw new InputError(`${file}: not UTF-8 text, near row ${reader.count + 1}`);
    throw unreadable(file, error);
  } finally {
    progress.end();
  }
  const { columns, problems, problemCount } = reader.finish();
  if (problemCount > 0) {
    const more = problemCount > problems.length ? [`${file}: ${problemCount - problems.length} more like these`] : [];
    throw new InputError([...problems.map((problem) => sayProblem(problem, file)), ...more]);
  }
  const digest = hash.digest('hex');
  if (events.sha256 !== undefined && events.sha256.toLowerCase() !== digest) {
    throw new InputError(`${file}: not the file of the scenario: expected sha256 ${events.sha256}, got ${digest}`);
  }
  if (events.count !== undefined && events.count !== columns.count) {
    throw new InputError(`${file}: expected ${events.count} rows as the scenario says, got ${columns.count}`);
  }
  return columns;
}
