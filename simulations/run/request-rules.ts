import type { Arena } from '../kernel';
import type { RequestRules } from '../network';

interface Rule {
  readonly actor: number;
  readonly api: number;
  readonly nth: number;
  /** 0: the answer is lost. */
  readonly error: number;
  readonly waits: boolean;
}

/** Requests that `loseAnswer` and `refuse` single out. The list is short and changes only when an action arms one. */
export class ArmedRules implements RequestRules {
  private readonly rules: { value: readonly Rule[] };

  constructor(arena: Arena) {
    this.rules = arena.cell<readonly Rule[]>([]);
  }

  arm(rule: Rule): void {
    this.rules.value = [...this.rules.value, rule];
  }

  refusal(actor: number, api: number, nth: number): number {
    if (this.rules.value.length === 0) return 0;
    return this.find(actor, api, nth, (rule) => rule.error !== 0)?.error ?? 0;
  }

  refusalWaits(actor: number, api: number, nth: number): boolean {
    return this.find(actor, api, nth, (rule) => rule.error !== 0)?.waits ?? false;
  }

  losesAnswer(actor: number, api: number, nth: number): boolean {
    if (this.rules.value.length === 0) return false;
    return this.find(actor, api, nth, (rule) => rule.error === 0) !== undefined;
  }

  private find(actor: number, api: number, nth: number, fits: (rule: Rule) => boolean): Rule | undefined {
    return this.rules.value.find((rule) => rule.actor === actor && rule.api === api && rule.nth === nth && fits(rule));
  }
}
