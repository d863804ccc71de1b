import { CommitMode, PositionReason, RowKind, errorName } from '../../simulations/kernel';
import type { TraceNames } from '../../simulations/kernel';

/** A row as these sentences read it. */
interface Row {
  actor: string;
  subject: number;
  a: number;
  b: number;
  c: number;
}

const positions: Readonly<Record<number, string>> = {
  [PositionReason.assigned]: 'as committed',
  [PositionReason.seek]: 'by seek',
  [PositionReason.reset]: 'by auto.offset.reset',
  [PositionReason.rewind]: 'again, after a failure',
  [PositionReason.restored]: 'as restored',
};

const modes: Readonly<Record<number, string>> = {
  [CommitMode.auto]: 'by itself',
  [CommitMode.sync]: 'and waits',
  [CommitMode.async]: 'and goes on',
};

/** The everyday rows in words: what nobody calls news, for those who read every row. Undefined: none of them. */
export function sayEveryday(names: TraceNames, kind: number, { actor, subject, a, b, c }: Row): string | undefined {
  const partition = names.partitions[subject] ?? 'no partition';
  const other = (names.actors[a] ?? 'nobody').replace(/^(broker|controller)-(\d+)$/, '$1 $2');
  switch (kind) {
    case RowKind.runStart:
      return 'the run begins';
    case RowKind.runEnd:
      return 'the run ends';
    case RowKind.phase:
      return ['faults come', 'faults are over', 'what is on its way comes in', 'everything is read once more'][a];
    case RowKind.actorPaused:
      return `${actor} stands still`;
    case RowKind.actorResumed:
      return `${actor} goes on`;
    case RowKind.brokerRegistered:
      return `${(names.actors[subject] ?? '').replace('-', ' ')} is registered, broker epoch ${a}`;
    case RowKind.producerIdAssigned:
      return `${actor} has producer id ${a}, epoch ${b}`;
    case RowKind.flush:
      return `${actor} has ${partition} on disk below ${a}`;
    case RowKind.logStart:
      return `${actor} has ${partition} from offset ${a} on`;
    case RowKind.leaderStarted:
      return `${actor} knows that it leads ${partition}, epoch ${a}`;
    case RowKind.followerStarted:
      return `${actor} follows ${(names.actors[b] ?? 'nobody').replace('-', ' ')} for ${partition}, epoch ${a}`;
    case RowKind.positionSet:
      return `${actor} reads ${partition} from ${a}, ${positions[b] ?? 'as told'}`;
    case RowKind.commitInvoke:
      return `${actor} asks to commit ${partition} at ${a}${modes[c] === undefined ? '' : ` ${modes[c]}`}`;
    case RowKind.commitInfo:
      return `${actor} does not know whether ${partition} is committed at ${a}`;
    case RowKind.partitionAssigned:
      return subject < 0 ? `${actor} is assigned nothing` : `${actor} is assigned ${partition}, generation ${a}`;
    case RowKind.partitionRevoked:
      return subject < 0 ? `${actor} gives up nothing` : `${actor} gives up ${partition}, generation ${a}`;
    case RowKind.ownership:
      return a < 0 ? `${partition} is given to nobody` : `${partition} is given to ${other}, generation ${b}`;
    case RowKind.processBegin:
      return `${actor} begins to process ${partition} ${b - a <= 1 ? `offset ${a}` : `offsets ${a} to ${b - 1}`}`;
    case RowKind.processEnd:
      return `${actor} has processed ${partition} ${b - a <= 1 ? `offset ${a}` : `offsets ${a} to ${b - 1}`}`;
    case RowKind.effectIgnored:
      return `the sink knew ${partition} offset ${a} already`;
    case RowKind.alterRefused:
      return `the controller refuses in-sync replicas of ${names.partitions[a] ?? 'a partition'}: ${errorName(b)}`;
    default:
      return undefined;
  }
}
