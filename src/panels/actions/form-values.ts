import type { ActionSpec, FieldSpec, NormalisedScenario } from '../../../simulations/scenario';
import { targetsOf } from '../../../simulations/scenario';
import type { NewAction } from '../../app';

/** What stands in the fields of a form, as text, by path: "target", "set.rate". */
export type FormValues = Readonly<Record<string, string>>;

/** The form as it opens: defaults, and the chosen node as the target. */
export function initialValues(spec: ActionSpec, scenario: NormalisedScenario, chosen: string | undefined): FormValues {
  const values: Record<string, string> = {};
  const fill = (path: string, field: FieldSpec): void => {
    if (field.kind === 'set') {
      for (const [name, inner] of Object.entries(field.fields)) fill(`${path}.${name}`, inner);
    } else if (field.kind === 'target') {
      const targets = targetsOf(scenario, field.of);
      const wanted = path === 'target' ? targets.find((target) => isNamed(target, chosen)) : undefined;
      values[path] = wanted ?? (field.optional === true ? '' : (targets[0] ?? ''));
    } else if (field.kind === 'pair' && field.optional !== true) {
      values[path] = targetsOf(scenario, field.of).slice(0, 2).join(', ');
    } else if ('default' in field && field.default !== undefined) values[path] = String(field.default);
  };
  for (const [name, field] of Object.entries(spec.fields)) fill(name, field);
  return values;
}

/** "member:invoice/invoice-0" is named by that, and by its last part. */
function isNamed(target: string, chosen: string | undefined): boolean {
  return target === chosen || target.endsWith(`:${chosen}`) || target.endsWith(`/${chosen}`);
}

/** The action that a form says; what is empty is left out. The worker checks the rest. */
export function actionOf(spec: ActionSpec, values: FormValues): NewAction {
  const action: NewAction = { do: spec.do };
  for (const [name, field] of Object.entries(spec.fields)) {
    const value = valueOf(name, field, values);
    if (value !== undefined) action[name] = value;
  }
  return action;
}

function valueOf(path: string, field: FieldSpec, values: FormValues): unknown {
  if (field.kind === 'set') {
    const entries = Object.entries(field.fields).map(
      ([name, inner]) => [name, valueOf(`${path}.${name}`, inner, values)] as const,
    );
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  const text = (values[path] ?? '').trim();
  if (text === '') return undefined;
  switch (field.kind) {
    case 'targets':
    case 'pair':
      return text.split(/\s*,\s*/).filter((part) => part !== '');
    case 'brokers':
      return text.split(/[\s,]+/).flatMap((part) => (part === '' ? [] : [numberOrText(part)]));
    case 'number':
    case 'partition-count':
      // Text that is no number goes to the worker as it is, which names the place and the mend.
      return numberOrText(text);
    case 'duration':
    case 'lateness':
      return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'config':
      return Object.fromEntries(
        text.split('\n').flatMap((line) => {
          const equals = line.indexOf('=');
          return equals < 0 ? [] : [[line.slice(0, equals).trim(), line.slice(equals + 1).trim()]];
        }),
      );
    default:
      return text;
  }
}

function numberOrText(text: string): number | string {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
