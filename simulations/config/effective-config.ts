/** The effective settings together with everything that is to be said about them. */
import { checkConfig } from './check-config';
import { derivedConfig } from './effective-values';
import type { EffectiveValues } from './effective-values';
import type { ConfigScope, Finding, Surroundings, Written } from './finding';

export interface EffectiveConfig<S extends ConfigScope> {
  /** Every key of the scope by its real name. A refused value has left its default here. */
  readonly values: EffectiveValues<S>;
  /** Refusals, unknown keys, and the derivations. */
  readonly findings: readonly Finding[];
  /** What was changed behind the writer's back. */
  readonly derivations: readonly Finding[];
}

/** The values of effectiveValues with the findings of checkConfig. Never throws; refusals are of severity error. */
export function effectiveConfig<S extends ConfigScope>(
  scope: S,
  written: Written,
  surroundings: Surroundings = {},
): EffectiveConfig<S> {
  const { values, derivations } = derivedConfig(scope, written, surroundings);
  return { values, derivations, findings: [...checkConfig(scope, written, surroundings), ...derivations] };
}
