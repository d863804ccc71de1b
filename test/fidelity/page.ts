import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const rules = JSON.parse(readFileSync(join(import.meta.dirname, 'rules.json'), 'utf8')) as string[];

/** docs/fidelity.md as the tests say it: which rule of Kafka which tests hold. */
export function fidelityPage(): string {
  const citations = new Map<string, Set<string>>(rules.map((rule) => [rule, new Set<string>()]));
  for (const file of testFiles('test')) {
    for (const [rule] of readFileSync(join(root, file), 'utf8').matchAll(/K-[A-Z0-9]+-\d+[a-z]?/g))
      citations.get(rule)?.add(file);
  }
  const held = rules.filter((rule) => citations.get(rule)!.size > 0);
  const open = rules.filter((rule) => citations.get(rule)!.size === 0);
  return `# How far to trust it

Generated from the rules that tests cite; \`npm run golden\` writes it anew.

## Held by tests

${held.length} of ${rules.length} rules of producers, replication, logs, consumers, classic groups and failures.

| rule | tests |
| --- | --- |
${held.map((rule) => `| ${rule} | ${[...citations.get(rule)!].toSorted().map(shortName).join(', ')} |`).join('\n')}

## Simplified

- Partitions of internal topics that no group uses are not simulated.
- A metadata change is committed after the whole append linger of the controller, never sooner.
- Pages are written out by the system after 30 s at the latest; a loss of power takes what is younger.
- Compression, connections' security and disk bandwidth do not exist; sizes are those of uncompressed batches.

## Absent

Transactions, quotas, reassignment, share groups, the consumer protocol of KIP-848, compaction, and every rule that no test cites:

${open.join(' \u00b7 ')}
`;
}

function testFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name) || name.endsWith('kafka-cluster.test.ts'))
    .map((name) => join(folder, name))
    .toSorted();
}

function shortName(file: string): string {
  return file.replace('test/', '').replace(/\.test\.tsx?$/, '');
}
