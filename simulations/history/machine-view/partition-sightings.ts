import { ElectionFlag, RowKind, TruncateReason } from '../../kernel/index';
import { answerAfter, ControlApi, controlMessages } from './control-messages';
import { eachTold, SightingList, type MachineSource, type Sighting } from './sighting';

const registrationKinds = new Set<number>([RowKind.leaderElected, RowKind.leaderNone, RowKind.isrChanged]);

/** The controller's view of a partition. A new leader recovers until the in-sync set that it leads is confirmed. */
export function partitionSightings(source: MachineSource, partition: number): Sighting[] {
  const list = new SightingList();
  const setsWithElection = new Set<number>();
  let recovering = '';
  let electedAt = -1;
  eachTold(source, registrationKinds, ({ row, timeMicros, kind, flags, subject, a, b }) => {
    if (subject !== partition) return;
    if (kind === RowKind.leaderNone) {
      recovering = '';
      setsWithElection.add(row + 1);
      list.add(timeMicros, row, 'Leaderless', ['BrokersChanged']);
    } else if (kind === RowKind.leaderElected) {
      const isUnclean = (flags & ElectionFlag.unclean) !== 0;
      const isFirst = (flags & ElectionFlag.initial) !== 0;
      const event = isFirst ? 'Created' : flags & ElectionFlag.preferred ? 'PreferredElectionDue' : 'BrokersChanged';
      setsWithElection.add(row + 1);
      electedAt = row;
      recovering = isUnclean ? `${1 << a} 0` : '';
      list.add(timeMicros, row, isUnclean ? 'Led.Recovering' : 'Led.Recovered', [event], isFirst);
    } else if (recovering !== '' && !setsWithElection.has(row) && row > electedAt) {
      // Only the leader's own report confirms a set that is the same, or that has grown.
      const [before] = recovering.split(' ').map(Number);
      if ((a & before!) === before) {
        list.add(timeMicros, row, 'Led.Recovered', ['AlterRequested']);
        recovering = '';
      } else recovering = `${a} ${b}`;
    }
  });
  return list.sorted();
}

const replicaKinds = new Set<number>([
  RowKind.leaderStarted,
  RowKind.followerStarted,
  RowKind.leaderElected,
  RowKind.leaderNone,
  RowKind.truncate,
  RowKind.actorCrashed,
  RowKind.actorStarted,
]);

/** Cuts that a follower makes while it fetches; the others happen while its broker is away. */
const cutsOfFollowers: ReadonlySet<number> = new Set([
  TruncateReason.epochMismatch,
  TruncateReason.uncleanLeader,
  TruncateReason.leaderLogEnd,
]);

/** One replica, as its broker has been told. That a follower backs off after a refused fetch is told nowhere. */
export function replicaSightings(source: MachineSource, partition: number, broker: number): Sighting[] {
  const list = new SightingList();
  const metadata = controlMessages(source, broker, [ControlApi.metadataFetch]);
  let isUp = true;
  let leaderless = -1;
  const hear = (row: number, sinceMicros: number): void => {
    const at = answerAfter(metadata, broker, sinceMicros);
    if (at < Infinity) list.add(at, row, 'NoLeader', ['LeaderVanished']);
  };
  list.add(0, -1, 'Offline', [], true);
  eachTold(source, replicaKinds, ({ row, timeMicros, kind, actor, subject, c }) => {
    if (kind === RowKind.actorCrashed) {
      if (actor === broker) list.add(timeMicros, row, 'Offline', ['BrokerStopped']);
      if (actor === broker) isUp = false;
    } else if (kind === RowKind.actorStarted) {
      if (actor !== broker) return;
      isUp = true;
      // What it reads of the metadata first is that nobody leads.
      if (leaderless >= 0) hear(leaderless, timeMicros);
    } else if (subject !== partition) return;
    else if (kind === RowKind.leaderElected) leaderless = -1;
    else if (kind === RowKind.leaderNone) {
      leaderless = row;
      if (isUp) hear(row, timeMicros);
    } else if (actor !== broker) return;
    else if (kind === RowKind.leaderStarted) {
      isUp = true;
      list.add(timeMicros, row, 'Leader', ['BecameLeader']);
    } else if (kind === RowKind.followerStarted) {
      isUp = true;
      list.add(timeMicros, row, 'Follower.Fetching', ['BecameFollower']);
    } else if (cutsOfFollowers.has(c)) {
      const event = c === TruncateReason.leaderLogEnd ? 'OffsetOutOfRange' : 'DivergenceFound';
      list.add(timeMicros, row, 'Follower.Truncating', [event]);
      list.add(timeMicros, row, 'Follower.Fetching', ['LogTruncated']);
    }
  });
  return list.sorted();
}
