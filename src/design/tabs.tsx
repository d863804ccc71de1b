import { useRef } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';

export interface Tab<Id extends string> {
  id: Id;
  label: ReactNode;
}

interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly Tab<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  kind?: 'panels' | 'files';
  /** Ids of tabs and their panel begin with this. */
  prefix: string;
}

/** A row of tabs; arrows move within it and select. The panel it belongs to is `panelOf(prefix)`. */
export function Tabs<Id extends string>({
  label,
  tabs,
  selected,
  onSelect,
  kind = 'panels',
  prefix,
}: TabsProps<Id>): ReactElement {
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const index = tabs.findIndex(({ id }) => id === selected);
    const last = tabs.length - 1;
    const next = {
      ArrowLeft: index === 0 ? last : index - 1,
      ArrowRight: index === last ? 0 : index + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(tabs[next].id);
    row.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div ref={row} className="tabs" data-kind={kind} role="tablist" aria-label={label} onKeyDown={move} tabIndex={-1}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${prefix}-tab-${tab.id}`}
          aria-selected={tab.id === selected}
          aria-controls={panelIdOf(prefix)}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

/** Id of the panel that a row of tabs controls. */
export function panelIdOf(prefix: string): string {
  return `${prefix}-panel`;
}
