import type { ConfigMap, Problem } from '../../../simulations/scenario';
import type { CheckedText } from '../../editor';
import { checksMissing, loadCheck } from '../../editor';
import { typedTexts } from '../../app';
import type { Session } from '../../app';
import { configAt, difference } from './config-tabs';
import type { ConfigTab } from './config-tabs';
import { followed, textOf } from './config-text';

/** Wall time after the last key until an edit acts. */
const SETTLE_MS = 600;

/** Edits that follow each other this closely are one change of the run. */
const BURST_MS = 6000;

export type ActsFrom = 'now' | 'start';

/** What stands in one file, and what is wrong with it. */
export interface Draft {
  text: string;
  /** The settings that the text was last seen to stand for. */
  settled: string;
  /** It has been typed in and does not act yet. */
  isPending: boolean;
  checked?: CheckedText;
  /** What the simulator refused although the text could be read. */
  problems: readonly Problem[];
}

interface Burst {
  number: number;
  tab: string;
  set: ConfigMap;
  lastMs: number;
  atMicros: number;
}

/**
 * The texts of a session's files. They outlive the panel and the editor: what was typed stays, whether it is valid or
 * not, until the person or the scenario changes it.
 */
export class ConfigDrafts {
  private readonly drafts = new Map<string, Draft>();
  private readonly listeners = new Set<() => void>();
  private timer = 0;
  private burst: Burst | undefined;
  private burstCount = 0;
  actsFrom: ActsFrom = 'now';
  /** Texts that were kept over a reload, by tab; each becomes its tab's draft when that is looked at. */
  private kept: Readonly<Record<string, string>> = {};
  private opened: unknown;

  constructor(private readonly session: Session) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The draft of a tab at a moment; it follows the scenario while nobody is typing. */
  of(tab: ConfigTab, atMicros: number): Draft {
    this.follow();
    const scenario = this.session.view.get().run?.scenario;
    const draft = this.drafts.get(tab.id);
    if (scenario === undefined) return draft ?? { text: '', settled: '', isPending: false, problems: [] };
    const config = configAt(scenario, tab, atMicros / 1000 + 0.001);
    const settled = JSON.stringify(config);
    if (draft === undefined) {
      const { [tab.id]: kept, ...rest } = this.kept;
      this.kept = rest;
      const text = kept ?? textOf(tab, config);
      return this.put(tab, { text, settled, isPending: kept !== undefined, problems: [] });
    }
    if (draft.settled === settled || draft.isPending) return draft;
    return this.put(tab, { ...draft, text: followed(draft.text, config), settled, checked: undefined });
  }

  /** A key was pressed. The text acts a moment after the last one. */
  type(tab: ConfigTab, text: string): void {
    const draft = this.drafts.get(tab.id);
    if (draft === undefined || draft.text === text) return;
    this.change(tab, { text, isPending: true, problems: [] });
    typedTexts(this.session).touch();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.apply(tab), SETTLE_MS);
  }

  /** Checks a text and lets it act, if Kafka would take it. */
  async apply(tab: ConfigTab): Promise<void> {
    window.clearTimeout(this.timer);
    const checks = await loadCheck().catch(() => undefined);
    if (checks === undefined) return this.change(tab, { problems: [checksMissing] });
    const draft = this.drafts.get(tab.id);
    const scenario = this.session.view.get().run?.scenario;
    if (draft === undefined || scenario === undefined) return;
    const checked = checks.checkText(tab.kind, draft.text);
    this.change(tab, { checked });
    if (checked.findings.some(({ severity }) => severity === 'error') || isHalfTyped(checked, draft.text)) return;
    const before = configAt(scenario, tab, this.session.playhead.timeMicros / 1000);
    const set = difference(this.actsFrom === 'now' ? before : configAt(scenario, tab, -1), checked.config);
    const problems = Object.keys(set).length === 0 ? [] : await this.act(tab, set);
    const now = this.session.view.get().run?.scenario;
    const settled =
      now === undefined
        ? draft.settled
        : JSON.stringify(configAt(now, tab, this.session.playhead.timeMicros / 1000 + 0.001));
    const isSame = this.drafts.get(tab.id)?.text === draft.text;
    this.change(tab, { problems, settled, isPending: problems.length > 0 || !isSame });
  }

  /** Only looks: for the notes beside a text that nobody has touched yet. */
  async check(tab: ConfigTab): Promise<void> {
    const checks = await loadCheck().catch(() => undefined);
    const draft = this.drafts.get(tab.id);
    if (checks !== undefined && draft !== undefined && draft.checked === undefined)
      this.change(tab, { checked: checks.checkText(tab.kind, draft.text) });
  }

  /** Another scenario has files of its own; those of one that is brought back come with what was typed in them. */
  private follow(): void {
    const { asked, undo } = this.session.view.get();
    if (asked === this.opened) return;
    this.opened = asked;
    const kept = typedTexts(this.session).keep('config', () => this.unfinished());
    if (kept === undefined && undo.length > 0) return;
    this.drafts.clear();
    this.burst = undefined;
    this.kept = textsIn(kept);
  }

  /** What stands in files and does not act. */
  private unfinished(): Record<string, string> | undefined {
    const typed: Record<string, string> = { ...this.kept };
    for (const [id, { text, isPending }] of this.drafts) if (isPending) typed[id] = text;
    return Object.keys(typed).length === 0 ? undefined : typed;
  }

  setActsFrom(actsFrom: ActsFrom): void {
    this.actsFrom = actsFrom;
    this.tell();
  }

  private async act(tab: ConfigTab, set: ConfigMap): Promise<readonly Problem[]> {
    const targets = tab.id === 'brokers' && this.actsFrom === 'now' ? this.brokers() : [tab.target];
    if (this.actsFrom === 'start') return this.session.set({ target: tab.target, config: set }, 'start');
    const burst = this.joined(tab, set);
    const actions = targets.map((target) => ({ do: 'config', target, set: burst.set }));
    const problems = await this.session.act(actions, `config:${burst.number}`);
    this.session.dismissRefused();
    return relocated(problems, tab);
  }

  /** Typing a word is many edits and one change: all of a burst is set at its first moment. */
  private joined(tab: ConfigTab, set: ConfigMap): Burst {
    const now = performance.now();
    const { burst } = this;
    const at = this.session.playhead.timeMicros;
    const isOne = burst !== undefined && burst.tab === tab.id && now - burst.lastMs < BURST_MS && at >= burst.atMicros;
    this.burst = isOne
      ? { ...burst, set: { ...burst.set, ...set }, lastMs: now }
      : { number: this.burstCount++, tab: tab.id, set, lastMs: now, atMicros: at };
    return this.burst;
  }

  private brokers(): string[] {
    const count = this.session.view.get().run?.scenario.brokers.count ?? 0;
    return Array.from({ length: count }, (_, index) => `broker-${index + 1}`);
  }

  private change(tab: ConfigTab, change: Partial<Draft>): void {
    const draft = this.drafts.get(tab.id);
    if (draft === undefined) return;
    this.drafts.set(tab.id, { ...draft, ...change });
    this.tell();
  }

  private put(tab: ConfigTab, draft: Draft): Draft {
    this.drafts.set(tab.id, draft);
    return draft;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** A word that is no setting and has no value yet is one that is still being typed. */
function isHalfTyped({ findings }: CheckedText, text: string): boolean {
  const lines = text.split('\n');
  return findings.some(({ unknown, line }) => unknown === true && !/[=:]/.test(lines[line - 1] ?? ''));
}

/** A refusal of the action is a refusal of the setting: it is named where the person wrote it. */
function relocated(problems: readonly Problem[], tab: ConfigTab): Problem[] {
  return problems.map((problem) => ({ ...problem, path: problem.path.replace(/^actions\[\d+\]\.set/, tab.path) }));
}

/** What was kept may have been written by anybody. */
function textsIn(kept: unknown): Record<string, string> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const draftsOfSession = new WeakMap<Session, ConfigDrafts>();

/** The texts of a session; made when they are first asked for. */
export function draftsOf(session: Session): ConfigDrafts {
  const drafts = draftsOfSession.get(session) ?? new ConfigDrafts(session);
  draftsOfSession.set(session, drafts);
  return drafts;
}
