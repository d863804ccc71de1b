import type { WrappedScenario } from '../scenario';
import aSlowFollower from './a-slow-follower.json';
import acknowledgedAndGone from './acknowledged-and-gone.json';
import acks0 from './acks-0.json';
import autoCommitLoses from './auto-commit-loses.json';
import catchingUpAfterAnOutage from './catching-up-after-an-outage.json';
import consumerPauseAndZombie from './consumer-pause-and-zombie.json';
import cooperativeAgainstEager from './cooperative-against-eager.json';
import firstEvent from './first-event.json';
import hotKey from './hot-key.json';
import hotPartition from './hot-partition.json';
import isolateOneWay from './isolate-one-way.json';
import killTheLeaderMidWrite from './kill-the-leader-mid-write.json';
import minInsyncReplicasAboveWhatLives from './min-insync-replicas-above-what-lives.json';
import rebalanceStormFromSlowPolls from './rebalance-storm-from-slow-polls.json';
import retentionEatsTheUnread from './retention-eats-the-unread.json';
import retryWithoutIdempotenceReorders from './retry-without-idempotence-reorders.json';
import rollingRestartWithPreferredLeaders from './rolling-restart-with-preferred-leaders.json';
import rollingRestartWithoutPreferredLeaders from './rolling-restart-without-preferred-leaders.json';
import theIsrOfOne from './the-isr-of-one.json';
import twoGroupsOneLog from './two-groups-one-log.json';
import uncleanElection from './unclean-election.json';

/** What a card of the gallery draws: logs of one partition's replicas or of every partition, who owned or led what, how far a group was behind, or which keys arrived. */
export type PictureKind = 'replicas' | 'logs' | 'owners' | 'leaders' | 'lag' | 'keys';

/** Where the gallery puts a scenario, and which picture of its run stands on the card. */
export interface GalleryEntry {
  track: Track;
  picture: PictureKind;
  /** The partition that is drawn; absent: all of them, or the first. */
  of?: string;
  /** The moment that is drawn, ms; absent: when the first promise broke, or a while after the first action. */
  at?: number;
  /** Lower ones stand first; without it a scenario stands behind those with one. */
  rank?: number;
}

/** What a scenario is about, for the tabs of the gallery. */
export const tracks = ['basics', 'durability', 'groups', 'load', 'operations'] as const;

export type Track = (typeof tracks)[number];

/** A scenario of the gallery; its name is the file's. */
export interface NamedScenario extends WrappedScenario {
  name: string;
  /** One sentence: what to watch for. */
  watch: string;
  gallery: GalleryEntry;
}

/** Every scenario of the gallery, by name. A file that is not here fails a test. */
export const scenarios: readonly NamedScenario[] = [
  preset('a-slow-follower', aSlowFollower),
  preset('acknowledged-and-gone', acknowledgedAndGone),
  preset('acks-0', acks0),
  preset('auto-commit-loses', autoCommitLoses),
  preset('catching-up-after-an-outage', catchingUpAfterAnOutage),
  preset('consumer-pause-and-zombie', consumerPauseAndZombie),
  preset('cooperative-against-eager', cooperativeAgainstEager),
  preset('first-event', firstEvent),
  preset('hot-key', hotKey),
  preset('hot-partition', hotPartition),
  preset('isolate-one-way', isolateOneWay),
  preset('kill-the-leader-mid-write', killTheLeaderMidWrite),
  preset('min-insync-replicas-above-what-lives', minInsyncReplicasAboveWhatLives),
  preset('rebalance-storm-from-slow-polls', rebalanceStormFromSlowPolls),
  preset('retention-eats-the-unread', retentionEatsTheUnread),
  preset('retry-without-idempotence-reorders', retryWithoutIdempotenceReorders),
  preset('rolling-restart-with-preferred-leaders', rollingRestartWithPreferredLeaders),
  preset('rolling-restart-without-preferred-leaders', rollingRestartWithoutPreferredLeaders),
  preset('the-isr-of-one', theIsrOfOne),
  preset('two-groups-one-log', twoGroupsOneLog),
  preset('unclean-election', uncleanElection),
];

/** What the page shows first. */
export const firstScenario = 'first-event';

/** The compiler knows a JSON file's `version` as some number; a test holds every file to the format itself. */
function preset(name: string, file: unknown): NamedScenario {
  return { name, ...(file as Omit<NamedScenario, 'name'>) };
}
