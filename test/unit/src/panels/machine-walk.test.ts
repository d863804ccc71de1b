import { describe, expect, test } from 'vitest';
import * as definitions from '../../../../simulations/kafka/machines';
import type { Sighting } from '../../../../simulations/history';
import { chartOf } from '../../../../src/panels/machine/chart';
import { transitionsOf } from '../../../../src/panels/machine/walk';

function seen(atMicros: number, state: string, events: string[] = [], isNew = false): Sighting {
  return { atMicros, row: atMicros, state, events, isNew };
}

const group = chartOf(definitions.classicGroup);
const member = chartOf(definitions.classicMember);
const registration = chartOf(definitions.brokerRegistration);

describe('the steps between two states that were seen', () => {
  test('are the transition of the definition, with its event', () => {
    const steps = transitionsOf(group, [
      seen(0, 'Stable', [], true),
      seen(5, 'PreparingRebalance.Joining', ['MemberRemoved']),
    ]);
    expect(steps).toMatchObject([
      { atMicros: 5, row: 5, from: 'Stable', to: 'PreparingRebalance.Joining', via: { event: 'MemberRemoved' } },
    ]);
    expect(group.transitions).toContain(steps[0].via);
  });

  test('are filled in where a machine only passes through', () => {
    const steps = transitionsOf(member, [
      seen(0, 'RejoinNeeded', [], true),
      seen(7, 'Joining.WithoutId', ['MemberIdRequired', 'JoinPrepared', 'Polled']),
    ]);
    expect(steps.map(({ to, isBetween, via }) => [to, isBetween, via?.event])).toEqual([
      ['PreparingJoin', true, 'Polled'],
      ['Joining.WithoutId', false, 'JoinPrepared'],
    ]);
  });

  test('are one step rather than two, if the events allow both', () => {
    const steps = transitionsOf(registration, [
      seen(0, 'Active', [], true),
      seen(9, 'Fenced', ['ShutdownDone', 'SessionExpired']),
    ]);
    expect(steps.map(({ via }) => via?.event)).toEqual(['SessionExpired']);
  });

  test('an eventless one is named by its guard', () => {
    const [step] = transitionsOf(group, [
      seen(0, 'PreparingRebalance.Joining', [], true),
      seen(3, 'CompletingRebalance', ['']),
    ]);
    expect(step.via).toMatchObject({ event: '', guard: 'haveAllJoined' });
  });

  test('a machine that begins anew did not come from where it was', () => {
    const steps = transitionsOf(member, [
      seen(0, 'Stable', [], true),
      seen(2, ''),
      seen(4, 'Unjoined', [], true),
      seen(4, 'Unjoined'),
    ]);
    expect(steps.map(({ from, to, via, isNew }) => [from, to, via, isNew])).toEqual([
      ['Stable', '', undefined, true],
      ['', 'Unjoined', undefined, true],
    ]);
  });
});
