import type { Json, Scenario } from '../../../simulations/scenario';
import { formatDuration } from '../../../simulations/scenario';

/** What every text of a run at a moment is made from. */
export interface Shared {
  /** The scenario's name, as somebody wrote it: it may hold anything. */
  name: string;
  /** What was found, in one sentence. */
  sentence: string;
  /** A preset's name, if the scenario is one, unchanged. */
  preset: string | undefined;
  /** `#s=…`, of the scenario alone. */
  fragment: string;
  scenario: Scenario;
  /** A recording without a scenario: nothing but its picture can be handed on. */
  isPictureOnly: boolean;
  atMs: number;
  theme: 'dark' | 'light' | 'auto';
  /** The folder that the pages lie in, with a slash at its end. */
  base: string;
}

/** What an author chooses for a diagram in a page of their own. */
export interface EmbedChoice {
  controls: readonly string[];
  /** Virtual ms; undefined where the run's own start or end stands. */
  fromMs: number | undefined;
  toMs: number | undefined;
  /** The file of the picture that stands where frames are forbidden; undefined: words alone. */
  picture: { file: string; width: number; height: number } | undefined;
}

/** Text between tags, and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The whole address of the playground. */
export function linkOf(shared: Shared): string {
  const { base, fragment, preset, atMs, theme } = shared;
  const scenario = preset === undefined ? fragment : `#scenario=${preset}`;
  return `${base}index.html${scenario}&t=${formatDuration(atMs)}${theme === 'auto' ? '' : `&theme=${theme}`}`;
}

export function iframeOf(shared: Shared, choice: EmbedChoice): string {
  const { base, fragment, preset, name } = shared;
  const scenario = preset === undefined ? fragment : `#scenario=${preset}`;
  const parts = Object.entries(partsOf(shared, choice)).map(([part, value]) => `&${part}=${escapedPart(value)}`);
  const address = `${base}embed.html${scenario}${parts.join('')}`;
  return [
    `<iframe`,
    `  src="${escapeHtml(address)}"`,
    `  title="${attribute(name)}"`,
    `  width="640" height="360" loading="lazy" style="border: 0"`,
    `></iframe>`,
  ].join('\n');
}

/** `<tidemark-diagram>`, the script that defines it, and what stands there where frames are forbidden. */
export function elementOf(shared: Shared, choice: EmbedChoice): string {
  const { base, fragment, preset, name, sentence } = shared;
  const { t, ...rest } = partsOf(shared, choice);
  const given = preset === undefined ? { link: fragment } : { scenario: preset };
  const attributes = Object.entries({ ...given, at: t, ...rest, title: name });
  const { picture } = choice;
  const words = escapeHtml(oneLine(`${name}: ${sentence}`));
  const fallback =
    picture === undefined
      ? words
      : `<img src="${escapeHtml(picture.file)}" alt="${words}" width="${picture.width}" height="${picture.height}">`;
  return [
    `<script type="module" src="${escapeHtml(base)}embed.js"></script>`,
    `<tidemark-diagram`,
    ...attributes.map(([key, value]) => `  ${key}="${attribute(value)}"`),
    `>`,
    `  <a href="${escapeHtml(linkOf(shared))}">${fallback}</a>`,
    `</tidemark-diagram>`,
  ].join('\n');
}

/** A link whose words are what was found. */
export function markdownOf(shared: Shared): string {
  const words = oneLine(`${shared.name}: ${shared.sentence}`).replaceAll(/[\\[\]*_`<>!&~|#]/g, '\\$&');
  return `[${words}](${linkOf(shared).replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** The same run from a command line; a scenario of one's own is handed to it as it is written. */
export function commandOf({ preset, scenario, atMs }: Shared): string {
  const until = `--until ${formatDuration(atMs)}`;
  if (preset !== undefined) return `npx tidemark run ${preset} ${until}`;
  // No line of JSON can be the word that ends it: words of JSON stand in quotes.
  return `npx tidemark run - ${until} <<'SCENARIO'\n${jsonOf(scenario)}\nSCENARIO`;
}

export function jsonOf(scenario: Scenario): string {
  return JSON.stringify(scenario as unknown as Json, null, 2);
}

/** The parts of an embedded diagram's address beside its scenario. */
function partsOf({ atMs, theme }: Shared, { controls, fromMs, toMs }: EmbedChoice): Record<string, string> {
  const clamped = Math.min(toMs ?? Infinity, Math.max(fromMs ?? 0, atMs));
  return {
    t: formatDuration(clamped),
    ...(fromMs === undefined ? {} : { from: formatDuration(fromMs) }),
    ...(toMs === undefined ? {} : { to: formatDuration(toMs) }),
    controls: controls.join(','),
    ...(theme === 'auto' ? {} : { theme }),
  };
}

/** Commas and colons, which part the controls, may stand in an address as they are. */
function escapedPart(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':');
}

function attribute(text: string): string {
  return escapeHtml(oneLine(text));
}

/** Without line breaks, controls and marks that turn the direction of what follows. */
function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
}
