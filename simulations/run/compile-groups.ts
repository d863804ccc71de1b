import type { Arena } from '../kernel';
import type { GroupSide, KafkaSystem } from '../kafka';
import type { NormalisedScenario } from '../scenario';
import type { CompiledScenario } from './compile-plan';

/** The groups of a scenario: coordinators and members. */
export function makeGroups(
  _system: KafkaSystem,
  _arena: Arena,
  _scenario: NormalisedScenario,
  _compiled: CompiledScenario,
): GroupSide {
  const nothing = (): void => {};
  return {
    handle: nothing,
    onReplicated: nothing,
    wake: nothing,
    onApplied: nothing,
    forget: nothing,
    start: nothing,
    dispatch: nothing,
    onAnswer: nothing,
    onConnected: nothing,
    onBroken: nothing,
    onMetadata: nothing,
    requestTimeoutMs: () => 30000,
    reconnectBackoffMs: () => 50,
    reconnectBackoffMaxMs: () => 1000,
    retryBackoffMicros: () => 100000,
    metadataMaxAgeMicros: () => 300000000,
    ownerOf: () => -1,
    kill: () => false,
    close: () => false,
    restart: () => false,
    configure: () => false,
    setProcessing: nothing,
    rebalance: () => false,
    viewOf: () => null,
    committedOf: () => new Map(),
  };
}
