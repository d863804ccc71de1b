import { MachineInstances, RowKind } from '../../kernel';
import type { Arena } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { compiledReplica } from '../cluster/replicas';
import type { replica as replicaMachine } from '../machines/replica';
import type { FollowerFetchers } from './follower-fetcher';
import type { PartitionLeader } from './partition-leader';

const BECAME_LEADER = compiledReplica.eventId('BecameLeader');
const BECAME_FOLLOWER = compiledReplica.eventId('BecameFollower');
const LEADER_VANISHED = compiledReplica.eventId('LeaderVanished');
const DIVERGENCE_FOUND = compiledReplica.eventId('DivergenceFound');
const OFFSET_OUT_OF_RANGE = compiledReplica.eventId('OffsetOutOfRange');
const LOG_TRUNCATED = compiledReplica.eventId('LogTruncated');
const FETCH_REFUSED = compiledReplica.eventId('FetchRefused');
const BACKOFF_ENDED = compiledReplica.eventId('BackoffEnded');
const REPLICA_REMOVED = compiledReplica.eventId('ReplicaRemoved');
const BROKER_STOPPED = compiledReplica.eventId('BrokerStopped');
const START_LEADER_EPOCH = compiledReplica.effectId('startLeaderEpoch');
const APPLY_CHANGE = compiledReplica.effectId('applyPartitionChange');
const FAIL_WAITING = compiledReplica.effectId('failWaitingRequests');
const START_FETCHING = compiledReplica.effectId('startFetching');
const STOP_FETCHING = compiledReplica.effectId('stopFetching');
const TRUNCATE = compiledReplica.effectId('truncateToDivergence');
const MOVE_INTO_RANGE = compiledReplica.effectId('moveIntoLeaderRange');
const DELAY_FETCHING = compiledReplica.effectId('delayFetching');

/**
 * The replica machines: what metadata and fetch answers make of each replica, and what the leader's and the follower's
 * half of replication do about it (K-REP-1 to K-REP-6, K-REP-30, K-REP-31, K-REP-38).
 */
export class ReplicaRoles {
  readonly instances: MachineInstances<typeof replicaMachine>;
  /** What the effects of the present event work with. */
  private state = -1;
  private leaderEpoch = -1;
  private leaderEnd = 0;
  private leaderStart = 0;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly leader: PartitionLeader,
    private readonly fetchers: FollowerFetchers,
  ) {
    const { replicas, shape } = cluster;
    this.instances = new MachineInstances(compiledReplica, shape.replicaCount, arena, (effect, replica) =>
      this.perform(effect, replica),
    );
    replicas.role = this.instances.stateColumn;
    replicas.leaderEpoch = this.instances.columns.leaderEpoch;
    for (let replica = 0; replica < shape.replicaCount; replica++) this.instances.reset(replica);
  }

  /** The broker of `replica` applies metadata row `state` of its partition. */
  apply(replica: number, state: number): void {
    const { metadata, shape } = this.cluster;
    const leader = metadata.leader(state);
    const leaderEpoch = metadata.leaderEpoch(state);
    this.state = state;
    if (leader === shape.replicaBroker[replica]) {
      this.instances.send(replica, BECAME_LEADER, { type: 'BecameLeader', leaderEpoch });
    } else if (leader >= 0) {
      this.instances.send(replica, BECAME_FOLLOWER, { type: 'BecameFollower', leaderEpoch });
    } else {
      this.instances.send(replica, LEADER_VANISHED, { type: 'LeaderVanished', leaderEpoch });
    }
  }

  /** The broker no longer has the replica: its copy is deleted (K-REA-5). */
  remove(replica: number): void {
    this.instances.sendPlain(replica, REPLICA_REMOVED);
    this.fetchers.deleteLog(replica);
  }

  /** A fetch answer named a diverging epoch and its end at the leader (K-REP-30). */
  diverged(replica: number, leaderEpoch: number, leaderEnd: number): void {
    this.leaderEpoch = leaderEpoch;
    this.leaderEnd = leaderEnd;
    if (this.instances.sendPlain(replica, DIVERGENCE_FOUND)) this.instances.sendPlain(replica, LOG_TRUNCATED);
  }

  /** The fetch offset lies outside the leader's log [leaderStart, leaderEnd] (K-REP-31). */
  outOfRange(replica: number, leaderStart: number, leaderEnd: number): void {
    this.leaderStart = leaderStart;
    this.leaderEnd = leaderEnd;
    if (this.instances.sendPlain(replica, OFFSET_OUT_OF_RANGE)) this.instances.sendPlain(replica, LOG_TRUNCATED);
  }

  /** The leader answered this partition with an error: it backs off. */
  refused(replica: number): void {
    this.instances.sendPlain(replica, FETCH_REFUSED);
  }

  /** The backoff of a refused fetch is over. */
  backoffEnded(replica: number): void {
    this.instances.sendPlain(replica, BACKOFF_ENDED);
  }

  /** The broker's process ended. */
  stopped(broker: number): void {
    const { shape } = this.cluster;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      if (replica >= 0) this.instances.sendPlain(replica, BROKER_STOPPED);
    }
  }

  private perform(effect: number, replica: number): void {
    switch (effect) {
      case START_LEADER_EPOCH:
        this.leader.lead(replica, this.state, true);
        break;
      case APPLY_CHANGE:
        this.applyChange(replica);
        break;
      case FAIL_WAITING:
        this.leader.resign(replica);
        break;
      case START_FETCHING:
        this.startFetching(replica);
        break;
      case STOP_FETCHING:
        this.cluster.replicas.fetchesFrom[replica] = -1;
        break;
      case TRUNCATE:
        this.fetchers.truncateToEpoch(replica, this.leaderEpoch, this.leaderEnd);
        break;
      case MOVE_INTO_RANGE:
        this.fetchers.moveIntoRange(replica, this.leaderStart, this.leaderEnd);
        break;
      case DELAY_FETCHING:
        this.fetchers.backOff(replica);
        break;
    }
  }

  /** Metadata of the epoch it knows already: a changed in-sync set, of which only the leader takes note. */
  private applyChange(replica: number): void {
    const { metadata, shape } = this.cluster;
    if (metadata.leader(this.state) === shape.replicaBroker[replica]) this.leader.lead(replica, this.state, false);
  }

  private startFetching(replica: number): void {
    const { replicas, metadata, shape, kernel } = this.cluster;
    const partition = shape.replicaPartition[replica]!;
    const broker = shape.replicaBroker[replica]!;
    const applied = this.cluster.metadata.stateAt(partition, this.cluster.brokers.applied[broker]!);
    const leader = metadata.leader(applied);
    replicas.fetchRetryAt[replica] = 0;
    if (replicas.fetchesFrom[replica] === leader) return;
    replicas.fetchesFrom[replica] = leader;
    kernel.row(RowKind.followerStarted, broker, 0, partition, metadata.leaderEpoch(applied), leader, 0, 0);
  }
}
