import { CrashFlag, RowKind } from '../../kernel/index';
import { answerAfter, ControlApi, controlMessages } from './control-messages';
import { eachTold, SightingList, type MachineSource, type Sighting } from './sighting';

const registrationKinds = new Set<number>([
  RowKind.brokerRegistered,
  RowKind.brokerFenced,
  RowKind.brokerUnfenced,
  RowKind.brokerShutdown,
]);

/** The controller's view of a broker: every change of it is a row. A run begins with all brokers registered. */
export function registrationSightings(source: MachineSource, broker: number): Sighting[] {
  const list = new SightingList();
  list.add(0, -1, 'Active', ['HeartbeatReceived'], true);
  eachTold(source, registrationKinds, ({ row, timeMicros, kind, subject }) => {
    if (subject !== broker) return;
    if (kind === RowKind.brokerRegistered) list.add(timeMicros, row, 'Fenced', ['RegistrationReceived']);
    else if (kind === RowKind.brokerUnfenced) list.add(timeMicros, row, 'Active', ['HeartbeatReceived']);
    else if (kind === RowKind.brokerShutdown) list.add(timeMicros, row, 'InControlledShutdown', ['ShutdownWanted']);
    else list.add(timeMicros, row, 'Fenced', ['ShutdownDone', 'SessionExpired']);
  });
  return list.sorted();
}

const processKinds = new Set<number>([
  ...registrationKinds,
  RowKind.actionBegin,
  RowKind.actorStarted,
  RowKind.actorCrashed,
]);

/**
 * A broker's process. When it hears of its registration and of its own fencing is told by the answers that it gets:
 * the first that leaves the controller once the record is written. After a cut that may be told a round trip too soon.
 */
export function brokerSightings(source: MachineSource, broker: number): Sighting[] {
  const list = new SightingList();
  const answers = controlMessages(source, broker, [ControlApi.brokerRegistration, ControlApi.metadataFetch]);
  const registrations = answers.filter(({ api }) => api === ControlApi.brokerRegistration);
  const metadata = answers.filter(({ api }) => api === ControlApi.metadataFetch);
  const crashes = crashTimes(source, broker);
  let isUp = true;
  const heard = (at: number, since: number): number => (crashes.some((it) => it > since && it <= at) ? Infinity : at);
  const tell = (at: number, row: number, state: string, event: string): void => {
    if (at < Infinity) list.add(at, row, state, [event]);
  };
  list.add(0, -1, 'Running', ['Unfenced'], true);
  eachTold(source, processKinds, (told) => {
    const { row, timeMicros, kind, actor, subject, a, flags } = told;
    if (kind === RowKind.actorStarted && actor === broker) {
      isUp = true;
      // No row tells of the start itself, but it always takes the same time until the process answers.
      list.add(timeMicros - source.restartMicros, row, 'Starting', ['ProcessStarted']);
      list.add(timeMicros, row, 'Registering', ['LogsRecovered']);
    } else if (kind === RowKind.actorCrashed && actor === broker) {
      isUp = false;
      list.add(timeMicros, row, 'Down', endingsOf(flags));
    } else if (registrationKinds.has(kind)) {
      if (subject !== broker || !isUp) return;
      const by = kind === RowKind.brokerRegistered ? registrations : metadata;
      const at = heard(answerAfter(by, broker, timeMicros), timeMicros);
      if (kind === RowKind.brokerRegistered) tell(at, row, 'Fenced', 'Registered');
      else if (kind === RowKind.brokerUnfenced) tell(at, row, 'Running', 'Unfenced');
      else if (kind === RowKind.brokerShutdown) tell(timeMicros, row, 'PendingControlledShutdown', 'ShutdownRequested');
      else tell(at, row, 'Fenced', 'Fenced');
    } else if (a === broker && isUp && source.actionWords[subject] === 'stop') {
      list.add(timeMicros, row, 'PendingControlledShutdown', ['ShutdownRequested']);
    }
  });
  return withoutLateFencing(list.sorted());
}

function crashTimes(source: MachineSource, broker: number): number[] {
  const times: number[] = [];
  eachTold(source, new Set([RowKind.actorCrashed]), ({ actor, timeMicros }) => {
    if (actor === broker) times.push(timeMicros);
  });
  return times;
}

function endingsOf(flags: number): string[] {
  if (flags & CrashFlag.powerLost) return ['PowerLost'];
  if (flags & CrashFlag.clean) return ['ShutdownAllowed', 'ShutdownRequested', 'ShutdownTimedOut'];
  return ['Killed', 'ShutdownRequested', 'RegistrationTimedOut'];
}

/** One that stops, or is down, takes no notice of being fenced. */
function withoutLateFencing(sightings: readonly Sighting[]): Sighting[] {
  let state = '';
  return sightings.filter((sighting) => {
    const isIgnored =
      (sighting.events[0] === 'Fenced' && state !== 'Running') ||
      (sighting.events[0] === 'Unfenced' && sighting.row >= 0 && state !== 'Fenced');
    if (!isIgnored) state = sighting.state;
    return !isIgnored;
  });
}
