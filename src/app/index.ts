export type { NewAction, SettingChange } from './edits';
export { fromStart, placeOf } from './edits';
export { actionVerb, describeAction, formatMs } from './action-words';
export { withEvents } from './own-events';
export type { Session } from './session';
export { SessionProvider, useAtMoment, useMoment, useSession, useView } from './session-context';
export type { PanelId, RunView, SessionView } from './session-view';
export { sentenceOf, wordsOf } from './sentences';
export { formatMoment, formatSpan, formatSpeed, formatTime } from './times';
