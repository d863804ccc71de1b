export { BatchState, ProcessState, ReplicaRole } from './cluster-columns';
export { ClusterView } from './cluster-view';
