import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sections from './fidelity-rules.json';

/**
 * How close the simulator is to Kafka, rule by rule, as a page. A rule is modelled if a test cites it; what is said of it
 * beside that (simplified, absent) stands in `fidelity-rules.json`.
 */

interface Rule {
  id: string;
  about: string;
  simplified?: string;
  absent?: string;
}

const tests = join(import.meta.dirname, '..');
const rules = (sections as { rules: Rule[] }[]).flatMap((section) => section.rules);

/** The rules that tests cite, in their names or in the rules of a recorded run that they repeat. */
export function citedRules(): Set<string> {
  const cited = new Set<string>();
  for (const file of readdirSync(tests, { recursive: true, encoding: 'utf8' })) {
    if (!/\.test\.tsx?$/.test(file)) continue;
    const code = readFileSync(join(tests, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    for (const id of idsIn(code)) cited.add(id);
  }
  const recorded = join(tests, 'reference', 'recorded', 'kafka-cluster');
  for (const file of readdirSync(recorded)) {
    const { rules: held = [] } = JSON.parse(readFileSync(join(recorded, file), 'utf8')) as { rules?: string[] };
    if (isRepeated(file)) for (const id of held) cited.add(id);
  }
  return cited;
}

/** Recorded runs of what is not in this build yet are kept, and not repeated. */
export function isRepeated(recordedFile: string): boolean {
  return !/^(assign-848-|txn-|compaction)|-txn-/.test(recordedFile);
}

/** Ids in a text, ranges taken apart: "K-REP-2, -4 to -6" and "K-REP-4 to K-REP-6". */
export function idsIn(text: string): string[] {
  const found: string[] = [];
  const pattern = /K-([A-Z]+)-(\d+[a-z]?)((?:(?:,| and| to) -\d+[a-z]?| to K-\1-\d+[a-z]?)*)/g;
  for (const [, family, first, more] of text.matchAll(pattern)) {
    let last = `K-${family}-${first}`;
    found.push(last);
    for (const [, word, number] of more!.matchAll(/(,| and| to) (?:K-[A-Z]+)?-(\d+[a-z]?)/g)) {
      const next = `K-${family}-${number}`;
      found.push(...(word === ' to' ? between(last, next) : []), next);
      last = next;
    }
  }
  return found;
}

function between(from: string, to: string): string[] {
  const ids = rules.map(({ id }) => id);
  const [start, end] = [ids.indexOf(from), ids.indexOf(to)];
  const family = from.slice(0, from.lastIndexOf('-') + 1);
  return start < 0 || end < start ? [] : ids.slice(start + 1, end).filter((id) => id.startsWith(family));
}

type Standing = 'modelled' | 'simplified' | 'absent' | 'untested';

function standingOf(rule: Rule, cited: ReadonlySet<string>): Standing {
  if (rule.absent !== undefined) return 'absent';
  if (!cited.has(rule.id)) return 'untested';
  return rule.simplified === undefined ? 'modelled' : 'simplified';
}

const words: Readonly<Record<Standing, string>> = {
  modelled: 'modelled',
  simplified: 'simplified',
  absent: 'absent',
  untested: 'modelled, cited by no test yet',
};

/** The page `docs/fidelity.md`. */
export function fidelityPage(): string {
  const cited = citedRules();
  const count = (standing: Standing): number => rules.filter((rule) => standingOf(rule, cited) === standing).length;
  const tables = (sections as { section: string; rules: Rule[] }[]).map(({ section, rules: of }) => {
    const rows = of.map((rule) => {
      const standing = standingOf(rule, cited);
      const more = rule.absent ?? rule.simplified;
      return `| ${rule.id} | ${rule.about} | ${words[standing]}${more === undefined ? '' : `: ${more}`} |`;
    });
    return [`## ${section}`, '', '| rule | what it is about | here |', '| --- | --- | --- |', ...rows].join('\n');
  });
  return `${[heading(count), ...tables].join('\n\n')}\n`;
}

function heading(count: (standing: Standing) => number): string {
  return [
    '# Fidelity',
    '',
    'What of Apache Kafka 4.2.1 the simulator models, rule by rule. `npm run golden` writes this page: a rule is modelled',
    'if a test cites it by its number; the tests stand in `test/`, among them runs of a real cluster and of its own',
    'classes in `test/reference/`. The rules of what this build does not simulate at all (transactions, the consumer group',
    'protocol, share groups) are not listed.',
    '',
    'Simplified throughout: sizes are those of uncompressed batches; connections have no bandwidth and no encryption; of the',
    'offsets topic only the partitions exist that a group uses; the controller commits after its whole append linger.',
    '',
    `Modelled: ${count('modelled')} · simplified: ${count('simplified')} · absent: ${count('absent')} · modelled but cited by no test yet: ${count('untested')}`,
  ].join('\n');
}
