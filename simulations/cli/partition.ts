import { javaStringBytes, partitionerOf, partitioners, utf8 } from '../kafka';
import type { Partitioner } from '../kafka';
import { BAD_INPUT, DONE } from './command';
import type { Command, Invocation } from './command';
import { InputError } from './input-error';
import { JsonError, parseJson } from './json-text';
import { didYouMean } from './nearest';
import { placeOf, readLines } from './terminal';

const PARTITIONS_MAX = 0x7fffffff;

/** Prints the partition of each key, one JSON object a line (K-PART-1, K-PART-2, K-PART-8, K-RDK-3). */
export const command: Command = {
  flags: {
    partitions: { kind: 'value', value: 'N', says: 'partitions of the topic' },
    partitioner: { kind: 'value', value: 'NAME', says: `one of ${partitioners.map(({ name }) => name).join(', ')}` },
    keys: { kind: 'value', value: 'FILE', says: 'one JSON string, or {"hex":"00ff"}, a line' },
  },

  async run(invocation: Invocation): Promise<number> {
    const { args, terminal, output } = invocation;
    args.required('partitions', command.flags.partitions);
    const partitions = args.wholeNumber('partitions', 1, PARTITIONS_MAX)!;
    const partitioner = namedPartitioner(args.value('partitioner') ?? 'builtInPartitioner');
    const file = args.value('keys');
    if (file === undefined && args.positionals.length === 0) {
      throw new InputError('no keys: write them behind the flags, or name a file with --keys FILE');
    }
    let ordinal = 0;
    const print = (key: Key): Promise<void> => {
      const partition = partitioner.partitionOf(bytesOf(key, partitioner), partitions, ordinal++);
      return output.print(`${JSON.stringify({ key, partition })}\n`);
    };
    if (file !== undefined) {
      let line = 0;
      for await (const text of readLines(terminal, file)) {
        line++;
        if (text.trim() !== '') await print(readKey(text, placeOf(file), line));
        if (output.isClosed) return BAD_INPUT;
      }
    }
    for (const key of args.positionals) await print(key);
    return DONE;
  },
};

type Key = string | { hex: string };

function namedPartitioner(name: string): Partitioner {
  const partitioner = partitionerOf(name);
  if (partitioner) return partitioner;
  const removed = /(^|\.)(DefaultPartitioner|UniformStickyPartitioner)$/.test(name);
  if (removed)
    throw new InputError(`--partitioner: ${name} is gone since Kafka 4.0; builtInPartitioner took its place`);
  const names = partitioners.map((it) => it.name);
  const hint = didYouMean(name, names) || `; known here: ${names.join(', ')}`;
  throw new InputError(`--partitioner: unknown partitioner ${JSON.stringify(name)}${hint}`);
}

function bytesOf(key: Key, partitioner: Partitioner): Uint8Array {
  if (typeof key !== 'string') return Uint8Array.from(Buffer.from(key.hex, 'hex'));
  return partitioner.client === 'java' ? javaStringBytes(key) : utf8(key);
}

function readKey(text: string, place: string, line: number): Key {
  try {
    const value = parseJson(text);
    if (typeof value === 'string') return value;
    if (isHexKey(value)) return value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new InputError(`${place}:${line}:${error.column}: ${error.message}`);
  }
  throw new InputError(`${place}:${line}: expected a JSON string or {"hex":"00ff"}, got ${text.trim().slice(0, 60)}`);
}

function isHexKey(value: unknown): value is { hex: string } {
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'hex') return false;
  const { hex } = value as { hex: unknown };
  return typeof hex === 'string' && /^(?:[0-9a-fA-F]{2})*$/.test(hex);
}
