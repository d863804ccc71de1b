import { actions, createRun, resultOf, runUntil, type Run, type RunResult } from '../../../../simulations';
import { RowKind, type TraceView } from '../../../../simulations/kernel';
import { normalise } from '../../../../simulations/scenario';

/** A row of the history by what a test asks of it. */
export interface PlayedRow {
  readonly row: number;
  readonly kind: number;
  readonly actor: string;
  readonly atMs: number;
  readonly subject: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

export interface Played {
  readonly run: Run;
  readonly result: RunResult;
  rows(kind: number, actor?: string): PlayedRow[];
  /** Offsets that poll() returned, in order, of one partition. */
  delivered(group: string, partition?: string, member?: string): number[];
  processed(group: string, partition?: string, member?: string): number[];
}

/** Three brokers, one topic `orders`, one producer that sends ten records a second; what a scenario adds or changes. */
export function play(changes: Record<string, unknown>): Played {
  const reading = normalise(
    {
      version: 1,
      seed: 3,
      duration: '20s',
      brokers: { count: 3, config: { 'group.initial.rebalance.delay.ms': 0 } },
      topics: { orders: { partitions: 1 } },
      producers: { p: { topic: 'orders', workload: { rate: 10, stop: '10s' } } },
      ...changes,
    } as never,
    { actions },
  );
  if (!reading.ok) throw new Error(reading.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const run = createRun(reading.scenario, { level: 'history' });
  runUntil(run, run.endMicros);
  const result = resultOf(run, { logs: true, internal: false });
  const of =
    (list: 'delivered' | 'processed') =>
    (group: string, partition = 'orders-0', member?: string): number[] =>
      result[list]![group]!.filter(
        (one) => one.partition === partition && (member === undefined || one.member === member),
      ).map((one) => one.offset);
  return {
    run,
    result,
    rows: (kind, actor) =>
      rowsOf(run).filter((row) => row.kind === kind && (actor === undefined || row.actor === actor)),
    delivered: of('delivered'),
    processed: of('processed'),
  };
}

/** A group `g` that reads `orders` from the start and commits by hand, with what a test changes. */
export function group(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { config, ...rest } = changes as { config?: Record<string, unknown> };
  return {
    g: {
      topics: ['orders'],
      members: { 'm-0': {} },
      processing: { commit: 'after' },
      ...rest,
      config: { 'auto.offset.reset': 'earliest', 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 500, ...config },
    },
  };
}

/** `count` numbers from `first` on. */
export function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

function rowsOf(run: Run): PlayedRow[] {
  const { history, facts }: TraceView = run.trace;
  return Array.from({ length: history.length }, (_, index) => {
    const chunk = history.chunks[index >> 14]!;
    const place = index & 16_383;
    const words = chunk.words.subarray(place * 8, place * 8 + 8);
    const incarnation = (words[0]! >>> 8) & 0xffff;
    return {
      row: index,
      kind: words[0]! & 255,
      actor: incarnation === 0xffff ? '' : run.names.actors[facts.incarnations.actor[incarnation]!]!,
      atMs: chunk.timeMicros[place]! / 1000,
      subject: words[1]!,
      a: words[2]!,
      b: words[3]!,
      c: words[4]!,
      d: words[5]!,
    };
  });
}

/** Times of the callbacks of one member: [ms, kind, partitions]. */
export function callbacks({ rows }: Played, member: string): [string, number[]][] {
  const names: Readonly<Record<number, string>> = {
    [RowKind.partitionAssigned]: 'assigned',
    [RowKind.partitionRevoked]: 'revoked',
    [RowKind.partitionLost]: 'lost',
  };
  const calls: { key: string; name: string; partitions: number[] }[] = [];
  const kinds = Object.keys(names).map(Number);
  const all = kinds.flatMap((kind) => rows(kind, member)).toSorted((x, y) => x.row - y.row);
  for (const row of all) {
    const key = `${row.atMs} ${row.kind}`;
    if (calls.at(-1)?.key !== key) calls.push({ key, name: names[row.kind]!, partitions: [] });
    if (row.subject >= 0) calls.at(-1)!.partitions.push(row.subject);
  }
  return calls.map(({ name, partitions }) => [name, partitions]);
}
