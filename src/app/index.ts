export type { NewAction, SettingChange } from './edits';
export { describeAction } from './action-words';
export { findingKey } from './marks';
export { withEvents } from './own-events';
export type { Session } from './session';
export { useAtMoment, useMoment, useSession, useView } from './session-context';
export type { PanelId, RunView, SessionView } from './session-view';
export { sentenceOf, wordsOf } from './sentences';
export { formatMoment, formatSpan, formatSpeed, formatTime } from './times';
