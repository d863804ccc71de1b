import type { ConfigFinding, ConfigKind } from '../../editor';
import { loadCheck } from '../../editor';

/** A config as it was pasted, read as Kafka would read it. */
export interface PastedConfig {
  kind: ConfigKind;
  /** As text, the last of equal keys; what the simulation does not know is among them. */
  config: Readonly<Record<string, string>>;
  findings: readonly ConfigFinding[];
  /** Lines, from 1, whose setting changes nothing in a run. */
  notSimulated: readonly number[];
}

/** Reads properties, YAML, JSON, or what kafka-configs prints and takes. Undefined: there is nothing to read. */
export async function readPasted(text: string, fileName?: string): Promise<PastedConfig | undefined> {
  if (text.trim() === '') return undefined;
  const { lintFile, checkText, printProperties } = await loadCheck();
  const told = fromKafkaConfigs(text);
  const source = told?.text ?? text;
  const report = lintFile(source, told === undefined ? { fileName } : { format: 'properties', as: told.kind });
  const kind = report.kind ?? 'producer';
  const config = Object.fromEntries(
    Object.entries(report.config).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(',') : String(value ?? ''),
    ]),
  );
  const { notModelled } = checkText(kind, printProperties(config));
  const silent = new Set(notModelled.map((pair) => pair.slice(0, pair.indexOf('='))));
  return { kind, config, findings: report.findings, notSimulated: linesOf(source, silent) };
}

/** What kafka-configs prints ("Dynamic configs for topic orders are:") or is given (--add-config), line by line. */
export function fromKafkaConfigs(text: string): { text: string; kind: ConfigKind } | undefined {
  const isPrinted = /^\s*(Dynamic|Default|All|Quota) configs? for \S+/m.test(text) || /\ssynonyms=\{/.test(text);
  const added = /--add-config[= ]+(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(text);
  if (!isPrinted && added === null) return undefined;
  const kind = kindSaid(text);
  if (!isPrinted) {
    const pairs = added![1] ?? added![2] ?? added![3] ?? '';
    return { text: splitPairs(pairs).join('\n'), kind };
  }
  const lines = text.split('\n').map((line) => {
    const pair = /^\s*([a-z][\w.-]*=.*?)(?:\s+sensitive=\w+.*)?$/.exec(line);
    return pair === null ? `# ${line.trim()}` : pair[1];
  });
  return { text: lines.join('\n'), kind };
}

/** `a=1,b=[x,y]`: commas between pairs, not inside of brackets. */
function splitPairs(pairs: string): string[] {
  return (pairs.match(/[^,[]+(?:\[[^\]]*\])?/g) ?? []).map((pair) => pair.replace(/\[([^\]]*)\]/, '$1').trim());
}

function kindSaid(text: string): ConfigKind {
  if (/for topic|--topic\b|entity-type\s+topics/.test(text)) return 'topic';
  if (/for group|--group\b|entity-type\s+groups/.test(text)) return 'group';
  return 'broker';
}

function linesOf(text: string, keys: ReadonlySet<string>): number[] {
  return text.split('\n').flatMap((line, index) => {
    const key = /^\s*"?([A-Za-z][\w.-]*)"?\s*[=:]/.exec(line)?.[1];
    return key !== undefined && keys.has(key) ? [index + 1] : [];
  });
}
