import type { ActorRef } from '../kernel';
import type { FieldSpec, NormalisedAction, TargetKind } from '../scenario';
import type { Acting, AnyAction } from './definition';

/**
 * What a target is at this moment, by full names: a role's present holder, a rack's brokers. Nobody: an empty list.
 */
export type Resolve = (target: string, of: readonly TargetKind[]) => readonly ActorRef[];

/**
 * The action of a scenario with everything that it is aimed at resolved, ready for `begin`, `end` and `say`; or why
 * it is skipped, where nobody holds a role that it names.
 */
export function resolveAction(
  definition: AnyAction,
  action: NormalisedAction,
  resolve: Resolve,
): Acting | { skipped: string } {
  const resolved: Record<string, unknown> = { ...action, targets: [] };
  delete resolved.target;
  for (const [name, field] of Object.entries(definition.fields)) {
    const written = action[name];
    if (written === undefined) continue;
    const found = resolveField(field, written, resolve);
    if (found === undefined) continue;
    if ('skipped' in found) return found;
    if (name === 'target') resolved.targets = found.actors;
    else resolved[name] = field.kind === 'target' ? found.actors[0] : found.actors;
  }
  return resolved as Acting;
}

type Found = { actors: readonly ActorRef[] } | { skipped: string };

/** Nothing for a field that is aimed at nobody. */
function resolveField(field: FieldSpec, written: unknown, resolve: Resolve): Found | undefined {
  if (field.kind === 'target') return oneOf(String(written), resolve(String(written), field.of));
  if (field.kind !== 'targets' && field.kind !== 'pair') return undefined;
  const actors: ActorRef[] = [];
  for (const text of written as readonly string[]) {
    const found = oneOf(text, resolve(text, field.of));
    if ('skipped' in found) return found;
    actors.push(...found.actors);
  }
  return { actors };
}

function oneOf(text: string, actors: readonly ActorRef[]): Found {
  return actors.length > 0 ? { actors } : { skipped: `nobody is ${text} at this moment` };
}
