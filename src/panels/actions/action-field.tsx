import type { ReactElement } from 'react';
import type { FieldSpec, NormalisedScenario, TargetKind } from '../../../simulations/scenario';
import { targetsOf } from '../../../simulations/scenario';
import type { FormValues } from './form-values';

interface FieldProps {
  /** "set.rate" */
  name: string;
  field: FieldSpec;
  scenario: NormalisedScenario;
  values: FormValues;
  onChange: (name: string, value: string) => void;
}

/** One field of an action, by its kind. */
export function ActionField({ name, field, scenario, values, onChange }: FieldProps): ReactElement {
  if (field.kind === 'set') {
    return (
      <>
        {Object.entries(field.fields).map(([inner, spec]) => (
          <ActionField
            key={inner}
            name={`${name}.${inner}`}
            field={spec}
            scenario={scenario}
            values={values}
            onChange={onChange}
          />
        ))}
      </>
    );
  }
  const label = name.replace(/^set\./, '');
  const value = values[name] ?? '';
  return (
    <label className="field">
      <span>
        <span className="mono">{label}</span>
        {field.title === undefined ? null : <span className="third"> {field.title}</span>}
      </span>
      {field.kind === 'target' || field.kind === 'choice' ? (
        <select className="input" value={value} onChange={(event) => onChange(name, event.target.value)}>
          {field.optional === true ? <option value="">not given</option> : null}
          {optionsOf(field, scenario).map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : field.kind === 'config' ? (
        <textarea
          className="input mono"
          rows={3}
          placeholder="acks=1"
          value={value}
          onChange={(event) => onChange(name, event.target.value)}
        />
      ) : (
        <input
          className="input mono"
          autoComplete="off"
          placeholder={placeholderOf(field)}
          value={value}
          onChange={(event) => onChange(name, event.target.value)}
        />
      )}
    </label>
  );
}

function optionsOf(field: FieldSpec, scenario: NormalisedScenario): readonly string[] {
  if (field.kind === 'choice') return field.values;
  if (field.kind !== 'target') return [];
  return [...targetsOf(scenario, field.of), ...rolesOf(scenario, field.of)];
}

/** Who holds a role is looked up when the action fires. */
function rolesOf(scenario: NormalisedScenario, of: readonly TargetKind[]): string[] {
  const partitions = Object.entries(scenario.topics).flatMap(([topic, { partitions: count }]) =>
    Array.from({ length: Math.min(count, 12) }, (_, index) => `${topic}-${index}`),
  );
  return [
    ...(of.includes('broker') ? partitions.map((partition) => `leader(${partition})`) : []),
    ...(of.includes('controller') ? ['controller'] : []),
    ...(of.includes('broker') ? Object.keys(scenario.groups).map((group) => `coordinator(${group})`) : []),
  ];
}

const placeholders: Partial<Record<FieldSpec['kind'], string>> = {
  duration: '3s',
  slowdown: '40ms or 4x',
  lateness: '2s',
  targets: 'broker-1, broker-2',
  pair: 'broker-1, broker-2',
  brokers: '2, 3, 1',
};

function placeholderOf(field: FieldSpec): string {
  const usual = placeholders[field.kind] ?? '';
  return field.optional === true ? `${usual === '' ? 'value' : usual}, or nothing` : usual;
}
