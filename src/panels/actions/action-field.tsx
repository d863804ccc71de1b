import type { ReactElement } from 'react';
import type { FieldSpec, NormalisedScenario } from '../../../simulations/scenario';
import type { FormValues } from './form-values';
import { targetChoices } from './target-choices';
import { PairPicker, TargetPicker, TargetsPicker } from './target-picker';

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
  const caption = (
    <span>
      <span className="mono">{label}</span>
      {field.title === undefined ? null : <span className="third"> {field.title}</span>}
    </span>
  );
  if (field.kind === 'target' || field.kind === 'targets' || field.kind === 'pair') {
    const Picker = pickers[field.kind];
    return (
      <div className="field">
        {caption}
        <Picker
          label={`${label}${field.title === undefined ? '' : `, ${field.title}`}`}
          value={value}
          choices={targetChoices(scenario, field.of)}
          isOptional={field.optional === true}
          onPick={(picked) => onChange(name, picked)}
        />
      </div>
    );
  }
  return (
    <label className="field">
      {caption}
      {field.kind === 'choice' ? (
        <select className="input" value={value} onChange={(event) => onChange(name, event.target.value)}>
          {field.optional === true ? <option value="">not given</option> : null}
          {field.values.map((option) => (
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

const pickers = { target: TargetPicker, targets: TargetsPicker, pair: PairPicker };

const placeholders: Partial<Record<FieldSpec['kind'], string>> = {
  duration: '3s',
  slowdown: '40ms or 4x',
  lateness: '2s',
  brokers: '2, 3, 1',
};

function placeholderOf(field: FieldSpec): string {
  const usual = placeholders[field.kind] ?? '';
  return field.optional === true ? `${usual === '' ? 'value' : usual}, or nothing` : usual;
}
