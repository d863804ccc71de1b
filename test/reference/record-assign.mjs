// Records answers of the Java client's assignor classes where racks matter, as lines of recorded/assign-racks.ndjson.
//
//   node test/reference/record-assign.mjs CLASSPATH [COUNT] [SEED] > lines.ndjson
//
// CLASSPATH names the jars of kafka-clients 4.2.1 and slf4j-api; a JDK of 17 or newer is needed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [classpath, count = '150', seed = '1'] = process.argv.slice(2);
const source = join(import.meta.dirname, 'recorder/org/apache/kafka/clients/consumer/AssignRecorder.java');
const classes = mkdtempSync(join(tmpdir(), 'assign-recorder-'));
execFileSync('javac', ['-cp', classpath, '-d', classes, source]);

let state = Number(seed);
/** A whole number below n: mulberry32. */
function below(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
}
const some = (list, oneIn) => list.filter(() => below(oneIn) > 0);
const pick = (list) => list[below(list.length)];

function randomCase() {
  const names = some(['orders', 'payments', 'Aa', 'BB', '0'], 3);
  const topics = Object.fromEntries((names.length > 0 ? names : ['orders']).map((name) => [name, 1 + below(8)]));
  const partitions = Object.entries(topics).flatMap(([topic, n]) =>
    Array.from({ length: n }, (_, i) => `${topic}-${i}`),
  );
  const partitionRacks = Object.fromEntries(
    Object.entries(topics).map(([topic, n]) => [topic, Array.from({ length: n }, () => randomRacks())]),
  );
  const alike = below(2) === 0 ? some(Object.keys(topics), 4) : null;
  const members = {};
  for (let i = 0, n = 2 + below(5); i < n; i++) {
    const member = { topics: alike ?? some(Object.keys(topics), 3) };
    if (below(3) > 0) Object.assign(member, { owned: some(partitions, 2).slice(0, 6), generation: 1 + below(3) });
    if (below(4) === 0) member.instanceId = `i${i}`;
    if (below(5) > 0) member.rack = pick(['a', 'b', 'c']);
    members[`${pick(['m', 'Aa', 'BB', 'zulu'])}${i}`] = member;
  }
  return { assignor: pick(['range', 'sticky', 'cooperative-sticky']), input: { topics, members, partitionRacks } };
}

function randomRacks() {
  const first = below(3);
  return ['a', 'b', 'c', 'a'].slice(first, first + 1 + below(2));
}

function asked({ assignor, input }) {
  const topics = Object.entries(input.topics).map(([topic, n]) => {
    return ['topic', topic, n, input.partitionRacks[topic].map((racks) => racks.join(',')).join('|')];
  });
  const members = Object.entries(input.members).map(
    ([id, { topics: wanted, owned = [], generation = 1, instanceId, rack }]) => {
      return ['member', id, generation, instanceId ?? '', rack ?? '', wanted.join(','), owned.join(',')];
    },
  );
  return [['case', assignor], ...topics, ...members, ['end']].map((words) => `${words.join('\t')}\n`).join('');
}

const cases = Array.from({ length: Number(count) }, randomCase);
const answers = execFileSync(
  'java',
  ['-cp', `${classes}:${classpath}`, 'org.apache.kafka.clients.consumer.AssignRecorder'],
  {
    input: cases.map(asked).join(''),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  },
);
answers
  .trimEnd()
  .split('\n')
  .forEach((answer, i) => {
    if (answer === 'error') return;
    const output = Object.fromEntries(
      answer.split('\t').map((word) => {
        const equals = word.indexOf('=');
        return [
          word.slice(0, equals),
          word
            .slice(equals + 1)
            .split(',')
            .filter((name) => name !== ''),
        ];
      }),
    );
    console.log(JSON.stringify({ ...cases[i], output }));
  });
