import { ErrorCode, GroupStateCode, LeaveReason, RowKind } from '../../kernel/index';
import { ControlApi, controlMessages, type ControlMessage } from './control-messages';
import { eachTold, SightingList, type MachineSource, type Sighting } from './sighting';

/** What happens to a member, from rows and messages, in one order of time. */
interface Happening {
  readonly atMicros: number;
  readonly row: number;
  readonly what:
    | 'join'
    | 'joinAnswer'
    | 'sync'
    | 'syncAnswer'
    | 'rebalanceHeard'
    | 'leave'
    | 'assigned'
    | 'revoked'
    | 'refused'
    | 'closed'
    | 'crashed'
    | 'started';
  /** Of a refusal its error; of a leave its reason. */
  readonly code: number;
}

const apis = [ControlApi.joinGroup, ControlApi.syncGroup, ControlApi.leaveGroup, ControlApi.heartbeat];

/**
 * A member of a group, as its own client sees it. Its requests tell when it joins and syncs; that a heartbeat told it
 * of a rebalance is told by the state of the group when the answer left.
 */
export function memberSightings(source: MachineSource, member: number): Sighting[] {
  const happenings = happeningsOf(source, member);
  const fold = new MemberFold(happenings);
  for (let index = 0; index < happenings.length; index++) fold.step(index);
  return fold.list.sorted();
}

class MemberFold {
  readonly list = new SightingList();
  private state = 'Unjoined';
  private hasId = false;

  constructor(private readonly happenings: readonly Happening[]) {
    this.list.add(0, -1, 'Unjoined', [], true);
  }

  step(index: number): void {
    const happening = this.happenings[index]!;
    const { what, code } = happening;
    const isJoined = this.state === 'Stable' || this.state === 'RejoinNeeded';
    switch (what) {
      case 'join':
        if (this.state === 'Joining.WithoutId') this.hasId = true;
        return this.join(happening);
      case 'joinAnswer':
        if (this.state.startsWith('Joining') && !this.follows(index, 'join', 'sync')) {
          this.go(happening, 'JoinDue', ['JoinFailed', 'RebalanceNoticed', 'MemberUnknown']);
        }
        return;
      case 'sync':
        this.hasId = true;
        return this.go(happening, 'Syncing', ['JoinAnswered']);
      case 'syncAnswer':
        if (this.state !== 'Syncing') return;
        return this.nextIs(index, 'assigned')
          ? this.go(happening, 'Stable', ['SyncAnswered'])
          : this.go(happening, 'JoinDue', ['RebalanceNoticed', 'JoinFailed']);
      case 'rebalanceHeard':
        return this.state === 'Stable' ? this.go(happening, 'RejoinNeeded', ['RebalanceNoticed']) : undefined;
      case 'revoked':
        if (!isJoined) return;
        return this.follows(index, 'assigned')
          ? this.go(happening, 'RejoinNeeded', ['RejoinWanted'])
          : this.go(happening, 'PreparingJoin', ['Polled']);
      case 'refused':
        return this.refuse(happening, code);
      case 'leave':
        this.hasId = false;
        return code === LeaveReason.pollTimeout
          ? this.go(happening, 'Unjoined', ['PollIntervalExceeded'])
          : this.go(happening, 'Left', ['Closed']);
      case 'closed':
        return this.state === 'Left' ? undefined : this.go(happening, 'Left', ['Closed']);
      case 'crashed':
        return this.go(happening, '', []);
      case 'started':
        this.hasId = false;
        return this.go(happening, 'Unjoined', [], true);
      default:
    }
  }

  private join(happening: Happening): void {
    this.go(happening, this.hasId ? 'Joining.WithId' : 'Joining.WithoutId', [
      'MemberIdRequired',
      'JoinPrepared',
      'Polled',
    ]);
  }

  private refuse(happening: Happening, error: number): void {
    if (error === ErrorCode.FENCED_INSTANCE_ID) return this.go(happening, 'Fenced', ['InstanceFenced']);
    if (error === ErrorCode.UNKNOWN_MEMBER_ID) this.hasId = false;
    else if (error !== ErrorCode.ILLEGAL_GENERATION) return;
    const event = error === ErrorCode.UNKNOWN_MEMBER_ID ? 'MemberUnknown' : 'GenerationRefused';
    const isJoining = this.state.startsWith('Joining') || this.state === 'Syncing';
    if (isJoining) this.go(happening, 'JoinDue', [event]);
    else if (['Stable', 'RejoinNeeded', 'PreparingJoin'].includes(this.state)) this.go(happening, 'Unjoined', [event]);
  }

  private go({ atMicros, row }: Happening, state: string, events: readonly string[], isNew = false): void {
    this.state = state;
    this.list.add(atMicros, row, state, events, isNew);
  }

  /** Whether one of these happens later in the same moment. */
  private follows(index: number, ...wanted: readonly Happening['what'][]): boolean {
    const { atMicros } = this.happenings[index]!;
    for (let next = index + 1; this.happenings[next]?.atMicros === atMicros; next++) {
      if (wanted.includes(this.happenings[next]!.what)) return true;
    }
    return false;
  }

  /** Whether this comes before the member joins again, leaves or ends. */
  private nextIs(index: number, wanted: Happening['what']): boolean {
    const others = ['join', 'leave', 'crashed', 'closed', 'refused'];
    const next = this.happenings.slice(index + 1).find(({ what }) => what === wanted || others.includes(what));
    return next === undefined || next.what === wanted;
  }
}

const kinds = new Set<number>([
  RowKind.partitionAssigned,
  RowKind.partitionRevoked,
  RowKind.groupState,
  RowKind.memberLeft,
  RowKind.memberFenced,
  RowKind.clientClosed,
  RowKind.actorCrashed,
  RowKind.actorStarted,
]);

const plain: Readonly<Record<number, Happening['what']>> = {
  [RowKind.partitionAssigned]: 'assigned',
  [RowKind.partitionRevoked]: 'revoked',
  [RowKind.clientClosed]: 'closed',
  [RowKind.actorCrashed]: 'crashed',
  [RowKind.actorStarted]: 'started',
};

function happeningsOf(source: MachineSource, member: number): Happening[] {
  const group = source.names.actorGroup[member]!;
  const messages = controlMessages(source, member, apis);
  const found: Happening[] = [];
  const states: { atMicros: number; code: number; row: number }[] = [];
  const leaves: { atMicros: number; reason: number; row: number }[] = [];
  eachTold(source, kinds, ({ row, timeMicros, kind, actor, subject, a, b }) => {
    if (kind === RowKind.groupState) {
      if (subject === group) states.push({ atMicros: timeMicros, code: a, row });
    } else if (kind === RowKind.memberLeft) {
      if (a === member) leaves.push({ atMicros: timeMicros, reason: b, row });
    } else if (kind === RowKind.memberFenced) {
      const answer = messages.find((it) => it.isAnswer && it.receiver === member && it.sentMicros >= timeMicros);
      if (a === member && answer !== undefined && answer.arrivesMicros < Infinity) {
        found.push({ atMicros: answer.arrivesMicros, row, what: 'refused', code: b });
      }
    } else if (actor === member) found.push({ atMicros: timeMicros, row, what: plain[kind]!, code: 0 });
  });
  for (const message of messages) {
    const told = fromMessage(message, member, states, leaves);
    if (told !== undefined) found.push(told);
  }
  return found
    .map((it, order) => ({ it, order }))
    .toSorted(byTime)
    .map(({ it }) => it);
}

/** Of one moment, an answer comes before what it leads to. */
function byTime(left: { it: Happening; order: number }, right: { it: Happening; order: number }): number {
  return left.it.atMicros - right.it.atMicros || rank(left.it) - rank(right.it) || left.order - right.order;
}

function rank({ what }: Happening): number {
  if (what === 'joinAnswer' || what === 'syncAnswer' || what === 'rebalanceHeard') return 0;
  return what === 'join' || what === 'sync' || what === 'leave' ? 2 : 1;
}

function fromMessage(
  { api, isAnswer, sender, sentMicros, arrivesMicros }: ControlMessage,
  member: number,
  states: readonly { atMicros: number; code: number; row: number }[],
  leaves: readonly { atMicros: number; reason: number; row: number }[],
): Happening | undefined {
  if (!isAnswer) {
    if (sender !== member) return undefined;
    const leave = leaves.find(({ atMicros }) => atMicros >= sentMicros);
    const sent = { atMicros: sentMicros, row: -1, code: 0 };
    if (api === ControlApi.joinGroup) return { ...sent, what: 'join' };
    if (api === ControlApi.syncGroup) return { ...sent, what: 'sync' };
    if (api !== ControlApi.leaveGroup) return undefined;
    return { ...sent, row: leave?.row ?? -1, what: 'leave', code: leave?.reason ?? LeaveReason.left };
  }
  if (arrivesMicros === Infinity) return undefined;
  const answer = { atMicros: arrivesMicros, row: -1, code: 0 };
  if (api === ControlApi.joinGroup) return { ...answer, what: 'joinAnswer' };
  if (api === ControlApi.syncGroup) return { ...answer, what: 'syncAnswer' };
  if (api !== ControlApi.heartbeat) return undefined;
  const state = states.findLast(({ atMicros }) => atMicros <= sentMicros);
  if (state?.code !== GroupStateCode.PreparingRebalance) return undefined;
  return { ...answer, row: state.row, what: 'rebalanceHeard' };
}
