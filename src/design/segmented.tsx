import type { ReactElement } from 'react';

/** One of two or three, all of them visible. */
export function Segmented<Id extends string>({
  label,
  choices,
  selected,
  onSelect,
}: {
  label: string;
  choices: readonly { id: Id; label: string }[];
  selected: Id;
  onSelect: (id: Id) => void;
}): ReactElement {
  return (
    <fieldset className="segmented" aria-label={label}>
      {choices.map((choice) => (
        <button key={choice.id} type="button" aria-pressed={choice.id === selected} onClick={() => onSelect(choice.id)}>
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
