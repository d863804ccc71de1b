export * from './cluster-view/index';
export * from './steps';
