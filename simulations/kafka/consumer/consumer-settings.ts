import type { Arena, Cell } from '../../kernel';
import { clientAssignorOf, rebalanceProtocolOf, type ClientAssignor } from '../assignors';
import type { Effective } from '../cluster/settings';

/** `auto.offset.reset`. */
export const RESET_EARLIEST = 0;
export const RESET_LATEST = 1;
export const RESET_NONE = 2;
export const RESET_BY_DURATION = 3;

/** What of a consumer's settings is text. */
export interface ConsumerNames {
  readonly clientId: string;
  /** null: a dynamic member. */
  readonly instanceId: string | null;
  readonly rack: string;
  readonly assignors: readonly ClientAssignor[];
}

const number = (settings: Effective, key: string): number => Number(settings[key]);
const bytes = (settings: Effective, key: string): number => Math.min(2 ** 31 - 1, number(settings, key));
const text = (settings: Effective, key: string): string => String(settings[key] ?? '');

/** Settings of every member as columns (spec/kafka.md G.2); a config action loads a row anew. */
export class ConsumerSettings {
  readonly autoCommits: Uint8Array;
  readonly autoCommitMicros: Float64Array;
  readonly reset: Uint8Array;
  readonly resetDurationMs: Float64Array;
  readonly fetchMaxBytes: Int32Array;
  readonly fetchMinBytes: Int32Array;
  readonly fetchWaitMs: Int32Array;
  readonly partitionFetchBytes: Int32Array;
  readonly maxPollRecords: Int32Array;
  readonly maxPollMicros: Float64Array;
  readonly heartbeatMicros: Float64Array;
  readonly sessionMicros: Float64Array;
  readonly requestTimeoutMs: Int32Array;
  readonly apiTimeoutMicros: Float64Array;
  readonly retryBackoffMs: Int32Array;
  readonly retryBackoffMaxMs: Int32Array;
  readonly reconnectBackoffMs: Int32Array;
  readonly reconnectBackoffMaxMs: Int32Array;
  readonly metadataMaxAgeMicros: Float64Array;
  readonly isCooperative: Uint8Array;
  readonly names: readonly Cell<ConsumerNames>[];

  constructor(arena: Arena, count: number) {
    this.autoCommits = arena.uint8(count);
    this.autoCommitMicros = arena.float64(count);
    this.reset = arena.uint8(count);
    this.resetDurationMs = arena.float64(count);
    this.fetchMaxBytes = arena.int32(count);
    this.fetchMinBytes = arena.int32(count);
    this.fetchWaitMs = arena.int32(count);
    this.partitionFetchBytes = arena.int32(count);
    this.maxPollRecords = arena.int32(count);
    this.maxPollMicros = arena.float64(count);
    this.heartbeatMicros = arena.float64(count);
    this.sessionMicros = arena.float64(count);
    this.requestTimeoutMs = arena.int32(count);
    this.apiTimeoutMicros = arena.float64(count);
    this.retryBackoffMs = arena.int32(count);
    this.retryBackoffMaxMs = arena.int32(count);
    this.reconnectBackoffMs = arena.int32(count);
    this.reconnectBackoffMaxMs = arena.int32(count);
    this.metadataMaxAgeMicros = arena.float64(count);
    this.isCooperative = arena.uint8(count);
    const nobody: ConsumerNames = { clientId: '', instanceId: null, rack: '', assignors: [] };
    this.names = Array.from({ length: count }, () => arena.cell(nobody));
  }

  /** Takes over the effective settings of one member; `name` is its client id unless the settings give one. */
  load(member: number, settings: Effective, name: string): void {
    this.autoCommits[member] = String(settings['enable.auto.commit']) === 'true' ? 1 : 0;
    this.autoCommitMicros[member] = number(settings, 'auto.commit.interval.ms') * 1000;
    this.loadReset(member, text(settings, 'auto.offset.reset'));
    this.fetchMaxBytes[member] = bytes(settings, 'fetch.max.bytes');
    this.fetchMinBytes[member] = bytes(settings, 'fetch.min.bytes');
    this.fetchWaitMs[member] = number(settings, 'fetch.max.wait.ms');
    this.partitionFetchBytes[member] = bytes(settings, 'max.partition.fetch.bytes');
    this.maxPollRecords[member] = number(settings, 'max.poll.records');
    this.maxPollMicros[member] = number(settings, 'max.poll.interval.ms') * 1000;
    this.heartbeatMicros[member] = number(settings, 'heartbeat.interval.ms') * 1000;
    this.sessionMicros[member] = number(settings, 'session.timeout.ms') * 1000;
    this.requestTimeoutMs[member] = number(settings, 'request.timeout.ms');
    this.apiTimeoutMicros[member] = number(settings, 'default.api.timeout.ms') * 1000;
    this.retryBackoffMs[member] = number(settings, 'retry.backoff.ms');
    this.retryBackoffMaxMs[member] = number(settings, 'retry.backoff.max.ms');
    this.reconnectBackoffMs[member] = number(settings, 'reconnect.backoff.ms');
    this.reconnectBackoffMaxMs[member] = number(settings, 'reconnect.backoff.max.ms');
    this.metadataMaxAgeMicros[member] = number(settings, 'metadata.max.age.ms') * 1000;
    const listed = settings['partition.assignment.strategy'];
    const classes = Array.isArray(listed) ? listed.map(String) : String(listed ?? '').split(',');
    const assignors = classes.map((one) => clientAssignorOf(one.trim())).filter((one) => one !== undefined);
    this.isCooperative[member] = rebalanceProtocolOf(assignors) === 'COOPERATIVE' ? 1 : 0;
    this.names[member]!.value = {
      clientId: text(settings, 'client.id') || name,
      instanceId: text(settings, 'group.instance.id') || null,
      rack: text(settings, 'client.rack'),
      assignors,
    };
  }

  private loadReset(member: number, policy: string): void {
    this.resetDurationMs[member] = 0;
    if (policy.startsWith('by_duration:')) {
      this.reset[member] = RESET_BY_DURATION;
      this.resetDurationMs[member] = isoDurationMs(policy.slice('by_duration:'.length));
    } else if (policy === 'earliest') this.reset[member] = RESET_EARLIEST;
    else this.reset[member] = policy === 'none' ? RESET_NONE : RESET_LATEST;
  }
}

const ISO_DURATION =
  /^([+-]?)P(?:([+-]?\d+)D)?(?:T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+)(?:[.,](\d{0,9}))?S)?)?$/i;

/** Milliseconds of what java.time.Duration.parse takes (K-CON-30b); the settings have been checked before. */
export function isoDurationMs(duration: string): number {
  const [, sign, days, hours, minutes, seconds, decimals] = ISO_DURATION.exec(duration.trim()) ?? [];
  const fraction = Number(`0.${decimals || '0'}`) * (seconds?.startsWith('-') ? -1 : 1);
  const whole =
    Number(days ?? 0) * 86_400 +
    Number(hours ?? 0) * 3600 +
    Number(minutes ?? 0) * 60 +
    Number(seconds ?? 0) +
    fraction;
  return Math.floor(whole * 1000) * (sign === '-' ? -1 : 1);
}
