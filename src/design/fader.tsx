import * as Radix from '@radix-ui/react-slider';
import { useId, useState } from 'react';
import type { ReactElement } from 'react';

/** How a value lies on the track: `position` from 0 to 1 and back. */
export interface FaderScale {
  position: (value: number) => number;
  value: (position: number) => number;
}

interface FaderProps {
  label: string;
  unit: string;
  value: number;
  /** What it was before anyone touched it; marked by a small triangle. */
  usual?: number;
  scale: FaderScale;
  /** The number as it stands in the field. */
  format: (value: number) => string;
  disabled?: boolean;
  onChange: (value: number) => void;
  /** The drag, or the key, is over. */
  onCommit: () => void;
}

const STEPS = 200;

/** A slider drawn as an instrument's fader, with its number as a field and a mark at the usual value. */
export function Fader(props: FaderProps): ReactElement {
  const { label, unit, value, usual, scale, format, disabled, onChange, onCommit } = props;
  const id = useId();
  const position = Math.round(scale.position(value) * STEPS);
  return (
    <fieldset className="fader" aria-labelledby={`${id}-label`}>
      <label id={`${id}-label`} htmlFor={id}>
        {label}
      </label>
      <FaderNumber id={id} {...props} />
      <Radix.Root
        className="fader-track"
        min={0}
        max={STEPS}
        step={1}
        disabled={disabled}
        value={[position]}
        onValueChange={([next]) => onChange(scale.value(next / STEPS))}
        onValueCommit={onCommit}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {usual === undefined ? null : (
          <span className="fader-default" style={{ left: `${scale.position(usual) * 100}%` }} aria-hidden="true" />
        )}
        <Radix.Track className="fader-line">
          <Radix.Range className="fader-fill" />
        </Radix.Track>
        <span className="fader-ticks" aria-hidden="true" />
        <Radix.Thumb className="fader-knob" aria-label={label} aria-valuetext={`${format(value)} ${unit}`} />
      </Radix.Root>
    </fieldset>
  );
}

/** The number beside the label: it can be typed. What cannot be read is put back. */
function FaderNumber({
  id,
  value,
  unit,
  format,
  disabled,
  onChange,
  onCommit,
}: FaderProps & { id: string }): ReactElement {
  const shown = format(value);
  const [text, setText] = useState<string>();
  const take = (): void => {
    setText(undefined);
    const typed = Number(text?.replace(',', '.'));
    if (text === undefined || text.trim() === '' || text === shown || !(typed >= 0) || typed === Infinity) return;
    onChange(typed);
    onCommit();
  };
  return (
    <span className="fader-value">
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={text ?? shown}
        disabled={disabled}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setText(undefined);
        }}
      />
      <span>{unit}</span>
    </span>
  );
}
