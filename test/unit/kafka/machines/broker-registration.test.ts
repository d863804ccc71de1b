import { describe, expect, test } from 'vitest';
import {
  brokerRegistration,
  type BrokerRegistrationEvent,
} from '../../../../simulations/kafka/machines/broker-registration';
import { walk } from './walk';

function registers(brokerEpoch: number, facts: Partial<BrokerRegistrationEvent> = {}): BrokerRegistrationEvent {
  const usual = { isSessionValid: false, isCleanRestart: false, hasEligibleLeaderReplicas: true };
  return { type: 'RegistrationReceived', brokerEpoch, ...usual, ...facts } as BrokerRegistrationEvent;
}

const active: BrokerRegistrationEvent[] = [registers(10), { type: 'HeartbeatReceived', isCaughtUp: true }];

describe('a broker as the controller sees it', () => {
  test('K-CTL-2: registered brokers start fenced and are unfenced once caught up', () => {
    expect(walk(brokerRegistration, [registers(10)])).toMatchObject({
      state: 'Fenced',
      effects: ['recordRegistration'],
      context: { brokerEpoch: 10 },
    });
    const behind = walk(brokerRegistration, [registers(10), { type: 'HeartbeatReceived', isCaughtUp: false }]);
    expect(behind).toMatchObject({ state: 'Fenced', effects: ['touchSession'] });
    expect(walk(brokerRegistration, active)).toMatchObject({ state: 'Active', effects: ['touchSession', 'unfence'] });
  });

  test('K-CTL-2: a second incarnation is refused while the session of the first is valid', () => {
    const refused = walk(brokerRegistration, [...active, registers(20, { isSessionValid: true })]);
    expect(refused).toMatchObject({ state: 'Active', effects: ['refuseDuplicate'], context: { brokerEpoch: 10 } });
  });

  test('K-CTL-2a: an unclean restart is repaired out of ISR and ELR, a clean one or one without ELR is fenced', () => {
    const repair = (facts: Partial<BrokerRegistrationEvent>) =>
      walk(brokerRegistration, [...active, { type: 'SessionExpired' }, registers(20, facts)]);
    expect(repair({}).effects).toEqual(['forgetSession', 'repairUnclean', 'recordRegistration']);
    expect(repair({ isCleanRestart: true }).effects).toEqual(['forgetSession', 'repairClean', 'recordRegistration']);
    expect(repair({ hasEligibleLeaderReplicas: false }).effects[1]).toBe('repairClean');
    expect(repair({})).toMatchObject({ state: 'Fenced', context: { brokerEpoch: 20 } });
  });

  test('K-CTL-3: a session that ends fences the broker; a fenced one loses only its session', () => {
    const fenced = walk(brokerRegistration, [...active, { type: 'SessionExpired' }]);
    expect(fenced).toMatchObject({ state: 'Fenced', effects: ['forgetSession', 'fence'] });
    const again = walk(brokerRegistration, [...active, { type: 'SessionExpired' }, { type: 'SessionExpired' }]);
    expect(again).toMatchObject({ state: 'Fenced', effects: ['forgetSession'] });
  });

  test('K-REP-40: a leader moves its partitions away before it may stop, another stops at once', () => {
    const wanted: BrokerRegistrationEvent[] = [...active, { type: 'ShutdownWanted', leadsAny: true }];
    expect(walk(brokerRegistration, wanted)).toMatchObject({
      state: 'InControlledShutdown',
      effects: ['touchSession', 'startControlledShutdown'],
    });
    expect(walk(brokerRegistration, [...wanted, { type: 'ShutdownDone' }])).toMatchObject({
      state: 'Fenced',
      effects: ['forgetSession', 'fence', 'allowShutdown'],
    });
    const idle = walk(brokerRegistration, [...active, { type: 'ShutdownWanted', leadsAny: false }]);
    expect(idle).toMatchObject({ state: 'Fenced', effects: ['forgetSession', 'fence', 'allowShutdown'] });
    const fenced = walk(brokerRegistration, [registers(10), { type: 'ShutdownWanted', leadsAny: true }]);
    expect(fenced).toMatchObject({ state: 'Fenced', effects: ['forgetSession', 'allowShutdown'] });
  });

  test('near miss: an unknown broker has no session to lose', () => {
    expect(walk(brokerRegistration, [{ type: 'SessionExpired' }])).toMatchObject({
      state: 'Unregistered',
      effects: [],
    });
  });
});
