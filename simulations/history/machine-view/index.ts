import { brokerSightings, registrationSightings } from './broker-sightings';
import { groupSightings, producerSightings } from './client-sightings';
import { memberSightings } from './member-sightings';
import { partitionSightings, replicaSightings } from './partition-sightings';
import type { MachineSource, MachineSubject, Sighting } from './sighting';

export type { MachineSource, MachineSubject, Sighting } from './sighting';

/**
 * What a trace tells of one machine, in order of time: where it was seen, and by which events it may have come there.
 * States that a machine only passes through may be missing; the definition says what lies between two sightings.
 */
export function sightingsOf(source: MachineSource, subject: MachineSubject): readonly Sighting[] {
  switch (subject.machine) {
    case 'broker':
      return brokerSightings(source, subject.actor);
    case 'brokerRegistration':
      return registrationSightings(source, subject.actor);
    case 'producer':
      return producerSightings(source, subject.actor);
    case 'classicMember':
      return memberSightings(source, subject.actor);
    case 'classicGroup':
      return groupSightings(source, subject.group);
    case 'partitionRegistration':
      return partitionSightings(source, subject.partition);
    case 'replica':
      return replicaSightings(source, subject.partition, subject.broker);
  }
}

/** The state in which a machine was last seen at or before a time; empty: its process is not there. */
export function stateAt(sightings: readonly Sighting[], atMicros: number): string {
  return sightings.findLast((sighting) => sighting.atMicros <= atMicros)?.state ?? '';
}
