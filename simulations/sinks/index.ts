export * from './outside-sinks';
