import { useId } from 'react';
import type { ReactElement } from 'react';
import { IconButton } from '../../design/button';
import { LISTED_MAX, namesIn } from './target-choices';

interface PickerProps {
  /** What is picked, for those who do not see the field's place. */
  label: string;
  value: string;
  choices: readonly string[];
  isOptional: boolean;
  onPick: (value: string) => void;
}

/** One target: a list to choose from, or, where there are many, a field that offers the names that fit. */
export function TargetPicker({ label, value, choices, isOptional, onPick }: PickerProps): ReactElement {
  const list = useId();
  if (choices.length <= LISTED_MAX) {
    const known = value === '' || choices.includes(value) ? choices : [value, ...choices];
    return (
      <select className="input" aria-label={label} value={value} onChange={(event) => onPick(event.target.value)}>
        {isOptional || value === '' ? <option value="">not given</option> : null}
        {known.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  return (
    <>
      <input
        className="input mono"
        aria-label={label}
        list={list}
        autoComplete="off"
        placeholder={isOptional ? 'a name, or nothing' : 'a name'}
        value={value}
        onChange={(event) => onPick(event.target.value)}
      />
      <datalist id={list}>
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </datalist>
    </>
  );
}

/** The two ends of a link. */
export function PairPicker({ label, value, choices, isOptional, onPick }: PickerProps): ReactElement {
  const [one = '', other = ''] = value.split(/\s*,\s*/);
  const pick = (first: string, second: string): void =>
    onPick(first === '' && second === '' ? '' : `${first}, ${second}`);
  return (
    <span className="target-pair">
      <TargetPicker
        label={`${label}, one end`}
        value={one}
        choices={choices}
        isOptional={isOptional}
        onPick={(name) => pick(name, other)}
      />
      <TargetPicker
        label={`${label}, other end`}
        value={other}
        choices={choices}
        isOptional={isOptional}
        onPick={(name) => pick(one, name)}
      />
    </span>
  );
}

/** Any number of targets: those that are picked, each with a way to take it out, and a list to add from. */
export function TargetsPicker({ label, value, choices, isOptional, onPick }: PickerProps): ReactElement {
  const names = namesIn(value);
  const left = choices.filter((choice) => !names.includes(choice));
  return (
    <span className="target-list">
      {names.map((name) => (
        <span key={name} className="target-picked mono">
          {name}
          <IconButton
            label={`Take ${name} out`}
            icon="close"
            onClick={() => onPick(names.filter((it) => it !== name).join(', '))}
          />
        </span>
      ))}
      <select
        className="input"
        aria-label={`Add to ${label}`}
        value=""
        onChange={(event) => onPick([...names, event.target.value].join(', '))}
      >
        <option value="">{names.length > 0 ? 'add another' : isOptional ? 'not given' : 'add one'}</option>
        {left.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    </span>
  );
}
