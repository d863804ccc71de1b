export { BatchState, ClusterColumns, ProcessState, ReplicaRole } from './cluster-columns';
export { ClusterView } from './cluster-view';
