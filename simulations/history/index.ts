export { bareScenario } from './bare-scenario';
export * from './cluster-view';
export * from './event-kinds';
export * from './header';
export * from './steps';
export { parseText } from './text-parse';
export { printText } from './text-print';
export { traceOfEvents, type ImportedHistory } from './trace-of-events';
