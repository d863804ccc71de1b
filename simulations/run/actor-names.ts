import type { ActorRef } from '../kernel';
import type { CompiledScenario } from './compile-plan';

/** The actor number of a full or plain name (`broker-2`, `producer:checkout`, `invoice-0`), -1: no process. */
export function actorNumber(reference: ActorRef, compiled: CompiledScenario): number {
  const { shape } = compiled;
  if (reference.startsWith('controller-')) return shape.controllers[Number(reference.slice(11)) - 1] ?? -1;
  if (reference.startsWith('producer:')) {
    const name = reference.slice('producer:'.length);
    const index = compiled.kafka.producers.findIndex((producer) => producer.name === name);
    return index < 0 ? -1 : shape.firstProducer + index;
  }
  if (reference.startsWith('member:')) {
    const [group, name] = reference.slice('member:'.length).split('/');
    const index = compiled.members.findIndex((member) => member.group === group && member.name === name);
    return index < 0 ? -1 : shape.firstMember + index;
  }
  return shape.names.actors.indexOf(reference);
}
