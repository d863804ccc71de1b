/** Every machine of Kafka's control plane runs compiled as it runs in XState, over random lives. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { compileMachine } from '../../../../simulations/kernel/machine/compiled-machine';
import { broker } from '../../../../simulations/kafka/machines/broker';
import { brokerRegistration } from '../../../../simulations/kafka/machines/broker-registration';
import { classicGroup } from '../../../../simulations/kafka/machines/classic-group';
import { classicMember } from '../../../../simulations/kafka/machines/classic-member';
import { partitionRegistration } from '../../../../simulations/kafka/machines/partition-registration';
import { producer } from '../../../../simulations/kafka/machines/producer';
import { replica } from '../../../../simulations/kafka/machines/replica';
import { compiledSteps, pureSteps, type AnyEvent } from '../../kernel/machine/both-ways';

const RUNS = Number(process.env['TIDEMARK_MACHINES'] ?? 250);
const yes = fc.boolean();
const few = fc.nat(3);
const brokerId = fc.integer({ min: -1, max: 3 });

/** What the events of each machine may carry; an event that is not named carries nothing. */
const machines: [machine: AnyStateMachine, facts: Record<string, Record<string, fc.Arbitrary<unknown>>>][] = [
  [broker, { Registered: { brokerEpoch: fc.nat() }, ShutdownRequested: { isControlled: yes } }],
  [
    brokerRegistration,
    {
      RegistrationReceived: {
        brokerEpoch: fc.nat(),
        isSessionValid: yes,
        isCleanRestart: yes,
        hasEligibleLeaderReplicas: yes,
      },
      HeartbeatReceived: { isCaughtUp: yes },
      ShutdownWanted: { leadsAny: yes },
    },
  ],
  [
    classicGroup,
    {
      GroupLoaded: { generationId: few, memberCount: few },
      NewMemberJoined: { hadIssuedId: yes },
      KnownMemberJoined: { isWaiting: yes, isLeader: yes, hasNewMetadata: yes },
      StaticMemberReplaced: { isWaiting: yes, keepsProtocol: yes },
      MemberRemoved: { wasWaiting: yes },
      InitialDelayEnded: { canExtend: yes },
      JoinPhaseTimedOut: { absentDynamicCount: few },
      SyncReceived: { isLeader: yes },
      AssignmentStored: { generationId: few },
      AssignmentNotStored: { generationId: few },
      SyncPhaseTimedOut: { absentCount: few },
    },
  ],
  [classicMember, { JoinAnswered: { generationId: few, isLeader: yes } }],
  [
    partitionRegistration,
    {
      Created: { leader: few },
      BrokersChanged: {
        isLeaderValid: yes,
        hasNewInSync: yes,
        remembersLeader: yes,
        inSync: brokerId,
        eligible: brokerId,
        lastKnown: brokerId,
        unclean: brokerId,
      },
      AlterRequested: {
        leader: few,
        leaderEpoch: few,
        partitionEpoch: few,
        inSyncCount: few,
        hasLeader: yes,
        areEligible: yes,
        isRecovered: yes,
        reassignedLeader: brokerId,
      },
      ReplicasChanged: { leader: few, removesReplica: yes },
      PreferredElectionDue: { preferred: brokerId },
    },
  ],
  [producer, { ProducerIdReceived: { producerId: fc.nat(), producerEpoch: fc.constantFrom(0, 32766, 32767) } }],
  [
    replica,
    {
      BecameLeader: { leaderEpoch: fc.nat(9) },
      BecameFollower: { leaderEpoch: fc.nat(9) },
      LeaderVanished: { leaderEpoch: fc.nat(9) },
    },
  ],
];

describe.each(machines.map(([machine, facts]) => ({ id: machine.id, machine, facts })))('$id', ({ machine, facts }) => {
  const names = compileMachine(machine).events;

  test('carries facts that belong to events of the machine', () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(facts)));
  });

  test('lives the same life compiled and pure', () => {
    const event = fc.oneof(...names.map((type) => fc.record({ type: fc.constant(type), ...facts[type] })));
    const life = fc.array(event as fc.Arbitrary<AnyEvent>, { maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(life, (events) => {
        expect(compiledSteps(machine, events)).toEqual(pureSteps(machine, events));
      }),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });
});
