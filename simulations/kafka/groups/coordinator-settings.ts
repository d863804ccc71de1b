import type { Arena } from '../../kernel';
import type { Effective } from '../cluster/settings';

/** Settings of brokers as coordinators of classic groups, as columns. */
export class CoordinatorSettings {
  readonly initialDelayMicros: Float64Array;
  readonly minSessionMicros: Float64Array;
  readonly maxSessionMicros: Float64Array;
  readonly maxGroupSize: Float64Array;
  readonly commitTimeoutMs: Int32Array;

  constructor(arena: Arena, brokerCount: number) {
    this.initialDelayMicros = arena.float64(brokerCount);
    this.minSessionMicros = arena.float64(brokerCount);
    this.maxSessionMicros = arena.float64(brokerCount);
    this.maxGroupSize = arena.float64(brokerCount);
    this.commitTimeoutMs = arena.int32(brokerCount);
  }

  /** Takes over the effective settings of one broker. */
  load(broker: number, settings: Effective): void {
    this.initialDelayMicros[broker] = Number(settings['group.initial.rebalance.delay.ms']) * 1000;
    this.minSessionMicros[broker] = Number(settings['group.min.session.timeout.ms']) * 1000;
    this.maxSessionMicros[broker] = Number(settings['group.max.session.timeout.ms']) * 1000;
    this.maxGroupSize[broker] = Number(settings['group.max.size']);
    this.commitTimeoutMs[broker] = Number(settings['offsets.commit.timeout.ms']);
  }
}
