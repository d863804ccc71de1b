import './panels.css';

export { AddAction, FormingAction, useActionSection } from './actions/action-controls';
export { ConfigPanel } from './config/config-panel';
export { DropTarget } from './events/drop-target';
export { InjectPanel } from './inject/inject-panel';
export { LogPanel } from './log/log-panel';
export { RefusedInput } from './refused-input';
export { countSpecs, findingsAt } from './verdict/counts';
export { VerdictStrip } from './verdict/verdict-strip';
export { WhyPanel } from './verdict/why-panel';
