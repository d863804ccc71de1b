import { lazy } from 'react';
import './panels.css';

export { AddAction, FormingAction, useActionSection } from './actions/action-controls';
export { ConfigPanel } from './config/config-panel';
export { DropTarget } from './events/drop-target';
export { incomingFile } from './events/incoming';
export type { Incoming } from './events/incoming';
export { InjectPanel } from './inject/inject-panel';
export { ProblemList } from './problem-list';
export { RecordingNote } from './recording/recording-note';
export { RefusedInput } from './refused-input';
export { VerdictStrip } from './verdict/verdict-strip';
export { WhyPanel } from './verdict/why-panel';

// What is not there at first paint is fetched when it is looked at.
export const LagPanel = lazy(() => import('./lag/lag-panel').then((module) => ({ default: module.LagPanel })));
export const LagStage = lazy(() => import('./lag/lag-stage').then((module) => ({ default: module.LagStage })));
export const LogPanel = lazy(() => import('./log/log-panel').then((module) => ({ default: module.LogPanel })));
export const MachinePanel = lazy(() =>
  import('./machine/machine-panel').then((module) => ({ default: module.MachinePanel })),
);
export const MachineStage = lazy(() =>
  import('./machine/machine-stage').then((module) => ({ default: module.MachineStage })),
);
