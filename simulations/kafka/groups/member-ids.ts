import { draw, Purpose, type Arena } from '../../kernel';
import { PayloadTable } from './payloads';

interface MemberId {
  readonly text: string;
  readonly member: number;
  readonly instanceId: string | null;
}

/** Member ids by number: client id (or instance id), a hyphen, a UUID (K-GRP-10). Their text decides orders (K-ASG-2). */
export class MemberIds {
  private readonly ids: PayloadTable<MemberId>;
  /** Ids that each member was given so far. */
  private readonly issued: Int32Array;

  constructor(
    arena: Arena,
    memberCount: number,
    private readonly seed: number,
  ) {
    this.ids = new PayloadTable(arena);
    this.issued = arena.int32(memberCount);
  }

  /** A new id for `member` (0 …). */
  issue(member: number, clientId: string, instanceId: string | null): number {
    const ordinal = this.issued[member]!++;
    const text = `${instanceId ?? clientId}-${this.uuid(member, ordinal)}`;
    return this.ids.add({ text, member, instanceId });
  }

  textOf(id: number): string {
    return this.ids.get(id).text;
  }

  memberOf(id: number): number {
    return this.ids.get(id).member;
  }

  instanceOf(id: number): string | null {
    return this.ids.get(id).instanceId;
  }

  private uuid(member: number, ordinal: number): string {
    let hex = '';
    for (let part = 0; part < 4; part++) {
      hex += draw(this.seed, Purpose.memberId, member, ordinal * 4 + part)
        .toString(16)
        .padStart(8, '0');
    }
    const variant = '89ab'[parseInt(hex[16]!, 16) & 3]!;
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
