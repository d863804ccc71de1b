import { shownName } from './shown-name';

/** A file or a paste, by what is in it. */
export type Incoming =
  | { kind: 'scenario'; name: string; text: string }
  | { kind: 'settings'; name: string; text: string }
  | { kind: 'events'; name: string; file: Blob }
  /** A recorded history, in any of its forms. */
  | { kind: 'recording'; name: string; file: Blob };

/** Enough of a file to tell what it is. */
const HEAD_BYTES = 65_536;

/** A recording says in its first line that it is one. */
const START_BYTES = 512;

/** A scenario or a file of settings is never larger. */
const TEXT_BYTES_MAX = 4_000_000;

/** What a file is: its name says it, else its content. */
export async function incomingFile(file: File): Promise<Incoming> {
  const name = shownName(file.name);
  if (/\.tmtrace$/i.test(name)) return { kind: 'recording', name, file };
  const start = await file.slice(0, START_BYTES).text();
  if (isRecording(start)) return { kind: 'recording', name, file };
  if (/\.(csv|tsv|ndjson|jsonl)$/i.test(name)) return { kind: 'events', name, file };
  const head = await file.slice(0, HEAD_BYTES).text();
  if (looksLikeEvents(head) || file.size > TEXT_BYTES_MAX) return { kind: 'events', name, file };
  return incomingText(await file.text(), name);
}

/** What a text is: a scenario, settings, or rows of events. */
export function incomingText(text: string, name: string): Incoming {
  if (isRecording(text.slice(0, START_BYTES))) return { kind: 'recording', name, file: new Blob([text]) };
  if (looksLikeEvents(text)) return { kind: 'events', name, file: new Blob([text]) };
  return { kind: isScenario(text) ? 'scenario' : 'settings', name, text };
}

/** Whether a text that was pasted onto the page is meant for it. */
export function isForThePage(text: string): boolean {
  return isRecording(text) || isScenario(text) || looksLikeEvents(text) || /^\s*[a-z][\w.]*\s*[=:]\s*\S/m.test(text);
}

/** The binary form by its first bytes, history/1 by its header, the compact text by the verbs that a history begins with. */
function isRecording(text: string): boolean {
  if (/^TMTRACE\d/.test(text) || /^\s*\{"format":"history\//.test(text)) return true;
  const first = text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  return /^(?:\+\d+(?:us|ms|s) )?(?:action|append|joined|leader|phase|register|send|start|group\.state) [^=]*$/.test(
    first,
  );
}

function isScenario(text: string): boolean {
  return /^\ufeff?\s*\{/.test(text) && /"(version|scenario|producers|brokers)"\s*:/.test(text);
}

/** Two or more JSON objects a line each, or a header and a row with the same number of commas. */
function looksLikeEvents(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return false;
  if (lines.slice(0, 2).every((line) => /^\s*\{.*\}\s*$/.test(line))) return true;
  const commas = (line: string): number => line.split(/[,;\t]/).length;
  return (
    commas(lines[0]) > 1 && commas(lines[0]) === commas(lines[1]) && !lines[0].includes('=') && !lines[0].includes('{')
  );
}
