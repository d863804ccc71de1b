import type { WrappedScenario } from '../scenario';
import acknowledgedAndGone from './acknowledged-and-gone.json';
import autoCommitLoses from './auto-commit-loses.json';
import firstEvent from './first-event.json';
import hotKey from './hot-key.json';
import killTheLeaderMidWrite from './kill-the-leader-mid-write.json';
import rebalanceStormFromSlowPolls from './rebalance-storm-from-slow-polls.json';
import retryWithoutIdempotenceReorders from './retry-without-idempotence-reorders.json';
import twoGroupsOneLog from './two-groups-one-log.json';

/** A scenario of the gallery; its name is the file's. */
export interface NamedScenario extends WrappedScenario {
  name: string;
  /** One sentence: what to watch for. */
  watch: string;
}

/** Every scenario of the gallery, by name. A file that is not here fails a test. */
export const scenarios: readonly NamedScenario[] = [
  preset('acknowledged-and-gone', acknowledgedAndGone),
  preset('auto-commit-loses', autoCommitLoses),
  preset('first-event', firstEvent),
  preset('hot-key', hotKey),
  preset('kill-the-leader-mid-write', killTheLeaderMidWrite),
  preset('rebalance-storm-from-slow-polls', rebalanceStormFromSlowPolls),
  preset('retry-without-idempotence-reorders', retryWithoutIdempotenceReorders),
  preset('two-groups-one-log', twoGroupsOneLog),
];

/** What the page shows first. */
export const firstScenario = 'first-event';

/** The compiler knows a JSON file's `version` as some number; a test holds every file to the format itself. */
function preset(name: string, file: unknown): NamedScenario {
  return { name, ...(file as Omit<NamedScenario, 'name'>) };
}
