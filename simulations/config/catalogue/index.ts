/**
 * The catalogue with its texts, and the linter of real files: for the editor and the command line. A run imports the
 * room's own index instead, which leaves all of this out.
 */
export { inferFormat, lintFile } from '../lint/lint-file';
export type { FileFormat, LintOptions, LintReport, LocatedFinding } from '../lint/lint-file';
export { inferKind } from '../lint/kind';
export { printProperties } from '../lint/properties';
export { findRisks } from '../lint/risks';
export { configOf, configs } from './configs';
export { completions, describeKey, valueCompletions } from './describe';
export type { KeyDescription } from './describe';
export type { CatalogueRow, CrossFieldRule, Modelled } from './row';
