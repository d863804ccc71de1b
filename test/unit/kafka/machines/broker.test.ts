import { describe, expect, test } from 'vitest';
import { broker, type BrokerEvent } from '../../../../simulations/kafka/machines/broker';
import { walk } from './walk';

const started: BrokerEvent[] = [{ type: 'ProcessStarted' }, { type: 'LogsRecovered' }];
const running: BrokerEvent[] = [...started, { type: 'Registered', brokerEpoch: 40 }, { type: 'Unfenced' }];

describe('a broker process', () => {
  test('K-CTL-2: recovers its logs, registers, and is fenced until it has caught up', () => {
    expect(walk(broker, started.slice(0, 1))).toMatchObject({ state: 'Starting', effects: ['recoverLogs'] });
    expect(walk(broker, started)).toMatchObject({ state: 'Registering', effects: ['sendRegistration'] });
    expect(walk(broker, running.slice(0, 3))).toMatchObject({ state: 'Fenced', effects: ['startHeartbeats'] });
    expect(walk(broker, running)).toMatchObject({ state: 'Running', context: { brokerEpoch: 40 } });
  });

  test('K-CTL-2: keeps asking while the session of its last incarnation is valid', () => {
    const refused = walk(broker, [...started, { type: 'RegistrationRefused' }]);
    expect(refused).toMatchObject({ state: 'Registering', effects: ['retryRegistration'] });
    const again = walk(broker, [...started, { type: 'RegistrationRefused' }, { type: 'RegistrationDue' }]);
    expect(again).toMatchObject({ state: 'Registering', effects: ['sendRegistration'] });
  });

  test('K-CTL-5: is fenced only by the metadata that reaches it', () => {
    expect(walk(broker, [...running, { type: 'Fenced' }]).state).toBe('Fenced');
  });

  test('K-REP-40: a controlled shutdown waits for leave, flushes and notes its broker epoch', () => {
    const asked: BrokerEvent[] = [...running, { type: 'ShutdownRequested', isControlled: true }];
    expect(walk(broker, asked)).toMatchObject({ state: 'PendingControlledShutdown', effects: ['askForShutdown'] });
    expect(walk(broker, [...asked, { type: 'ShutdownAllowed' }])).toEqual({
      state: 'Down',
      context: { brokerEpoch: -1, cleanShutdownEpoch: 40, isHostUp: true, isPaused: false },
      effects: ['flushLogs', 'resetConnections'],
    });
    const uncontrolled = walk(broker, [...running, { type: 'ShutdownRequested', isControlled: false }]);
    expect(uncontrolled).toMatchObject({ state: 'Down', context: { cleanShutdownEpoch: 40 } });
  });

  test('K-REP-41: a killed process resets its connections and keeps what was written', () => {
    const killed = walk(broker, [...running, { type: 'Killed' }]);
    expect(killed).toMatchObject({ state: 'Down', effects: ['resetConnections'] });
    expect(killed.context).toEqual({ brokerEpoch: -1, cleanShutdownEpoch: -1, isHostUp: true, isPaused: false });
  });

  test('K-REP-42: a machine without power is silent and loses what it had not flushed, even after the process died', () => {
    const lost = walk(broker, [...running, { type: 'PowerLost' }]);
    expect(lost).toMatchObject({ state: 'Down', effects: ['destroyUnflushed', 'silenceConnections'] });
    const later = walk(broker, [...running, { type: 'Killed' }, { type: 'PowerLost' }]);
    expect(later).toMatchObject({ effects: ['destroyUnflushed', 'silenceConnections'], context: { isHostUp: false } });
    expect(walk(broker, [{ type: 'PowerLost' }, { type: 'ProcessStarted' }]).context.isHostUp).toBe(true);
  });

  test('K-REP-43: a pause changes nothing but that the broker stands still', () => {
    const paused = walk(broker, [...running, { type: 'Paused' }]);
    expect(paused).toMatchObject({
      state: 'Running',
      effects: ['freeze'],
      context: { brokerEpoch: 40, isPaused: true },
    });
    const resumed = walk(broker, [...running, { type: 'Paused' }, { type: 'Resumed' }]);
    expect(resumed).toMatchObject({ state: 'Running', effects: ['thaw'], context: { isPaused: false } });
    expect(walk(broker, [{ type: 'Paused' }]).effects).toEqual([]);
  });

  test('K-CTL-2a: the clean-shutdown epoch is gone once the next incarnation is registered', () => {
    const cycle: BrokerEvent[] = [
      ...running,
      { type: 'ShutdownRequested', isControlled: true },
      { type: 'ShutdownAllowed' },
    ];
    const again = walk(broker, [...cycle, ...started, { type: 'Registered', brokerEpoch: 77 }]);
    expect(again.context).toMatchObject({ brokerEpoch: 77, cleanShutdownEpoch: -1 });
  });
});
