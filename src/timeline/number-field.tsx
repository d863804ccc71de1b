import { useId, useState } from 'react';
import type { ReactElement } from 'react';

interface NumberFieldProps {
  label: string;
  unit: string;
  /** In the unit; undefined: nothing. */
  value: number | undefined;
  min: number;
  max: number;
  /** What an empty field means; absent: a number must stand there. */
  empty?: string;
  disabled?: boolean;
  onTake: (value: number | undefined) => void;
}

/** An exact number that can be typed. It is taken on Enter or when the field is left; what cannot be read is named. */
export function NumberField(props: NumberFieldProps): ReactElement {
  const { label, unit, value, min, max, empty, disabled, onTake } = props;
  const id = useId();
  const [text, setText] = useState<string>();
  const [fault, setFault] = useState<string>();
  const shown = value === undefined ? '' : String(Number(value.toFixed(6)));
  const take = (): void => {
    if (text === undefined || text === shown) return setText(undefined);
    const typed = Number(text.trim().replace(',', '.'));
    if (text.trim() === '' && empty !== undefined) {
      setText(undefined);
      setFault(undefined);
      return onTake(undefined);
    }
    if (text.trim() === '' || !(typed >= min && typed <= max)) {
      return setFault(
        `Expected ${Number(min.toFixed(6))} to ${Number(max.toFixed(6))} ${unit}, got ${text.trim() || 'nothing'}.`,
      );
    }
    setText(undefined);
    setFault(undefined);
    return onTake(typed);
  };
  return (
    <div className="popover-field">
      <label htmlFor={id}>{label}</label>
      <span>
        <input
          id={id}
          className="input mono"
          inputMode="decimal"
          autoComplete="off"
          value={text ?? shown}
          placeholder={empty}
          disabled={disabled}
          aria-invalid={fault === undefined ? undefined : true}
          aria-describedby={fault === undefined ? undefined : `${id}-fault`}
          onChange={(event) => setText(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
          }}
        />
        <span className="third">{unit}</span>
      </span>
      {fault === undefined ? null : (
        <p className="popover-fault red" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
