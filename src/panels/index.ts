import { onDemand } from '../design/on-demand';
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
export const LagPanel = onDemand(() => import('./lag/lag-panel').then((module) => module.LagPanel), {
  name: 'The lag table',
});
export const LagStage = onDemand(() => import('./lag/lag-stage').then((module) => module.LagStage), {
  name: 'The lag table',
});
export const LogPanel = onDemand(() => import('./log/log-panel').then((module) => module.LogPanel), {
  name: 'The log',
});
export const MachinePanel = onDemand(() => import('./machine/machine-panel').then((module) => module.MachinePanel), {
  name: 'The state machine',
});
export const MachineStage = onDemand(() => import('./machine/machine-stage').then((module) => module.MachineStage), {
  name: 'The state machine',
});
