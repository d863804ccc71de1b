import { ProcessState, type ClusterView } from '../../simulations/history';

/** Virtual time as the page writes it: "12.400 s". */
export function seconds(timeMicros: number): string {
  return `${(timeMicros / 1e6).toFixed(3)} s`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** A broker's name as it is said: "broker-2" is broker 2. */
export function brokerName(name: string): string {
  return name.replace(/^broker-(\d+)$/, 'broker $1');
}

/** The number by which a broker is listed in sets: that of its name, else its place. */
export function brokerNumber(view: ClusterView, broker: number): string {
  return /(\d+)$/.exec(view.names.actors[broker]!)?.[1] ?? String(broker + 1);
}

/** An in-sync set as the tools print it, the leader first: "3 1". */
export function replicaSet(view: ClusterView, mask: number, leader: number): string {
  const brokers = Array.from({ length: view.columns.brokerCount }, (_, broker) => broker);
  const inSet = brokers.filter((broker) => mask & (1 << broker));
  inSet.sort((left, right) => Number(right === leader) - Number(left === leader) || left - right);
  return inSet.map((broker) => brokerNumber(view, broker)).join(' ');
}

/** What a broker is doing, and since when. `short` leaves out what a narrow screen has no room for. */
export function brokerWords(view: ClusterView, broker: number, isController: boolean, short = false): string {
  const { processState, processSinceMicros, isFenced, fencedSinceMicros } = view.columns;
  const at = short ? '' : 'at ';
  const since = seconds(processSinceMicros[broker]!);
  const fenced = isFenced[broker] ? `fenced ${at}${seconds(fencedSinceMicros[broker]!)}` : '';
  // Until the controller notices, the metadata still names a dead broker as leader, and clients turn to it.
  const leads = leadsWords(view, broker);
  const still = leads === 'leads nothing' ? leads : `still ${leads}`;
  switch (processState[broker]) {
    case ProcessState.killed:
      return joined(`killed ${at}${since}`, fenced, short ? '' : still);
    case ProcessState.stopped:
      return joined(`stopped ${at}${since}`, fenced, short ? '' : still);
    case ProcessState.paused:
      return joined(`paused since ${since}`, fenced, short ? '' : still);
    case ProcessState.starting:
      return joined(`restarting since ${since}`, short ? '' : still);
    default:
      return joined(isController ? 'controller' : '', fenced, leads);
  }
}

/** Which partitions the metadata gives to a broker. */
export function leadsWords(view: ClusterView, broker: number): string {
  const { leader } = view.columns;
  const { partitions, userPartitionCount } = view.names;
  const led = partitions.slice(0, userPartitionCount).filter((_, partition) => leader[partition] === broker);
  if (led.length === 0) return 'leads nothing';
  return `leads ${led.length <= 3 ? list(led) : `${led.length} of ${userPartitionCount} partitions`}`;
}

/** What a client's process is doing, if it is not simply running. */
export function clientWords(view: ClusterView, actor: number): string {
  const since = seconds(view.columns.processSinceMicros[actor]!);
  switch (view.columns.processState[actor]) {
    case ProcessState.killed:
      return `killed at ${since}`;
    case ProcessState.stopped:
      return `left at ${since}`;
    case ProcessState.paused:
      return `paused since ${since}`;
    case ProcessState.absent:
      return 'not started';
    default:
      return '';
  }
}

const groupStates = ['empty', 'rebalancing', 'rebalancing', 'stable', 'dead'];

/** A group's generation and state: "gen 3", "rebalancing since 2.000 s". */
export function groupWords(view: ClusterView, group: number): string {
  const { generationId, groupState, groupSinceMicros } = view.columns;
  const state = groupStates[groupState[group]!]!;
  if (state === 'rebalancing') return `rebalancing since ${seconds(groupSinceMicros[group]!)}`;
  const generation = generationId[group]! < 0 ? '' : `gen ${generationId[group]}`;
  return joined(generation, state === 'stable' || generation === '' ? '' : state);
}

/** Partition numbers in runs: "0–3, 8". */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length;) {
    let end = i;
    while (end + 1 < numbers.length && numbers[end + 1] === numbers[end]! + 1) end++;
    parts.push(end > i + 1 ? `${numbers[i]}–${numbers[end]}` : numbers.slice(i, end + 1).join(', '));
    i = end + 1;
  }
  return parts.join(', ');
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
