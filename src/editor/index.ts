export type { CheckedText, ConfigFinding, ConfigKind, KeyNote } from './check';
export { ConfigEditor } from './config-editor';
export { checksMissing, loadCheck } from './load';
