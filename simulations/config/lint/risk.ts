/** The shape of a remark about a configuration that Kafka accepts. */
import type { Finding, Severity } from '../finding';

export function remark(severity: Severity, rule: string, keys: readonly string[], message: string): Finding {
  return { rule, severity, keys, message };
}

/** Milliseconds for reading: `45000 ms` stays, longer ones get their unit. */
export function spell(millis: number): string {
  if (millis < 60_000 || millis % 60_000 !== 0) return millis % 1000 === 0 ? `${millis / 1000} s` : `${millis} ms`;
  return `${millis / 60_000} min`;
}
