import type { ActorRef } from '../kernel';
import type { FieldSpec, NormalisedAction, TargetKind } from '../scenario';
import type { Acting, AnyAction } from './definition';

/**
 * What a target is at this moment, by full names: a role's present holder, a rack's brokers. Nobody: an empty list.
 * `isEach`: the processes behind it, without a target all brokers.
 */
export type Resolve = (target: string | undefined, of: readonly TargetKind[], isEach: boolean) => readonly ActorRef[];

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
    if (written === undefined && !(field.kind === 'target' && field.each)) continue;
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
  if (field.kind === 'target') {
    const target = written === undefined ? undefined : String(written);
    return oneOf(target ?? 'there', resolve(target, field.of, field.each === true));
  }
  if (field.kind !== 'targets' && field.kind !== 'pair') return undefined;
  const actors: ActorRef[] = [];
  for (const text of written as readonly string[]) {
    const found = oneOf(text, resolve(text, field.of, false));
    if ('skipped' in found) return found;
    actors.push(...found.actors);
  }
  return { actors };
}

function oneOf(text: string, actors: readonly ActorRef[]): Found {
  return actors.length > 0 ? { actors } : { skipped: `nobody is ${text} at this moment` };
}
