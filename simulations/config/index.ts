/**
 * Real configurations, read and judged as Kafka does. This face is what a run and the scenario need; texts, units and
 * the linter stand behind catalogue/, which only the editor and the command line load.
 */
export { checkConfig } from './check-config';
export { maxLong } from './definition';
export type { ConfigValue, KeyDefinition, KeyTable, KeyType, ValuesOf } from './definition';
export { durationMillis } from './duration';
export { effectiveConfig } from './effective-config';
export type { EffectiveConfig } from './effective-config';
export { effectiveValues } from './effective-values';
export type { EffectiveValues } from './effective-values';
export type { ConfigKind, ConfigScope, Finding, RefusalClass, Severity, Surroundings, Written } from './finding';
export { findUnsimulated, unsimulatedKeys } from './not-simulated';
export { keysByScope, knownKeys, scopeOf } from './scopes';
export type { KeysByScope } from './scopes';
