import { M_API, MESSAGE_WORDS } from '../../network';
import type { ClientMetadata } from '../client/client-metadata';
import {
  API_FETCH,
  API_FIND_COORDINATOR,
  API_HEARTBEAT,
  API_JOIN_GROUP,
  API_LEAVE_GROUP,
  API_LIST_OFFSETS,
  API_METADATA,
  API_OFFSET_COMMIT,
  API_OFFSET_FETCH,
  API_OFFSET_FOR_LEADER_EPOCH,
  API_SYNC_GROUP,
} from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import type { Commits } from './commits';
import type { Fetcher } from './fetcher';
import type { Heartbeats } from './heartbeats';
import type { MemberLink } from './member-link';
import type { Membership } from './membership';
import type { PollLoop } from './poll-loop';
import type { Positions } from './positions';

/** Parts of a client that send requests. */
export interface RequestingParts {
  readonly link: MemberLink;
  readonly fetcher: Fetcher;
  readonly positions: Positions;
  readonly commits: Commits;
  readonly heartbeats: Heartbeats;
  readonly membership: Membership;
  readonly loop: PollLoop;
}

/** Brings answers, and the news that there will be none, to the part of the client that asked. */
export class MemberAnswers {
  constructor(
    private readonly cluster: Cluster,
    private readonly metadata: ClientMetadata,
    private readonly parts: RequestingParts,
  ) {}

  onAnswer(message: number, broker: number, member: number): void {
    const { fetcher, commits, positions, link, heartbeats, membership, loop } = this.parts;
    switch (this.apiOf(message)) {
      case API_FETCH:
        return fetcher.onAnswer(message, member, broker);
      case API_OFFSET_COMMIT:
        return commits.onAnswer(message, member);
      case API_METADATA:
        return this.metadata.onAnswer(message, link.clientOf(member));
      case API_LIST_OFFSETS:
        return positions.onListed(message, member);
      case API_OFFSET_FOR_LEADER_EPOCH:
        return positions.onEpochEnds(message, member);
      case API_OFFSET_FETCH:
        return positions.onOffsets(message, member);
      case API_FIND_COORDINATOR:
        return link.onFindAnswer(message, member);
      case API_HEARTBEAT:
        return heartbeats.onAnswer(message, member);
      case API_JOIN_GROUP:
        return membership.onJoinAnswer(message, member);
      case API_SYNC_GROUP:
        return membership.onSyncAnswer(message, member);
      case API_LEAVE_GROUP:
        return loop.left(member);
    }
  }

  /** The connection to `broker` broke with the request in flight. */
  onLost(message: number, broker: number, member: number): void {
    const { fetcher, commits, positions, link, heartbeats, membership, loop } = this.parts;
    switch (this.apiOf(message)) {
      case API_FETCH:
        return fetcher.onBroken(member, broker);
      case API_OFFSET_COMMIT:
        return commits.onBroken(message, member);
      case API_METADATA:
        return this.metadata.onBroken(link.clientOf(member), true);
      case API_LIST_OFFSETS:
      case API_OFFSET_FOR_LEADER_EPOCH:
        return positions.onBroken(message, member);
      case API_OFFSET_FETCH:
        return positions.onOffsetsBroken(member);
      case API_FIND_COORDINATOR:
        return link.onFindBroken(member);
      case API_HEARTBEAT:
        return heartbeats.onBroken(member);
      case API_JOIN_GROUP:
      case API_SYNC_GROUP:
        return membership.onJoinBroken(member);
      case API_LEAVE_GROUP:
        return loop.left(member);
    }
  }

  private apiOf(message: number): number {
    return this.cluster.messages.words.array[message * MESSAGE_WORDS + M_API]!;
  }
}
