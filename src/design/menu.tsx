import * as Radix from '@radix-ui/react-dropdown-menu';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';

export interface MenuItem {
  id: string;
  label: ReactNode;
  /** At the right edge: a key, a time, the default. */
  note?: ReactNode;
  /** A second line. */
  body?: ReactNode;
  disabled?: boolean;
  checked?: boolean;
  onSelect: () => void;
}

export interface MenuSection {
  title?: string;
  items: readonly MenuItem[];
}

interface MenuProps {
  /** The element that opens it; it must take a ref and spread its props. */
  trigger: ReactElement;
  sections: readonly MenuSection[];
  align?: 'start' | 'end';
  label?: string;
}

/** A menu below its button. Not modal: the run plays on behind it. */
export function Menu({ trigger, sections, align = 'start', label }: MenuProps): ReactElement {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <MenuContent sections={sections} align={align} label={label} />
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A menu at a point of the page, for a node of a drawing. */
export function MenuAt({
  at,
  onClose,
  sections,
  label,
}: {
  at: { x: number; y: number };
  onClose: () => void;
  sections: readonly MenuSection[];
  label: string;
}): ReactElement {
  const [cameFrom] = useState(() => document.activeElement);
  return (
    <Radix.Root modal={false} open onOpenChange={(open) => !open && onClose()}>
      <Radix.Trigger asChild>
        <span aria-hidden="true" style={{ position: 'fixed', left: at.x, top: at.y, width: 1, height: 1 }} />
      </Radix.Trigger>
      <Radix.Portal>
        <MenuContent sections={sections} align="start" label={label} returnTo={cameFrom} />
      </Radix.Portal>
    </Radix.Root>
  );
}

function MenuContent({
  sections,
  align,
  label,
  returnTo,
}: {
  sections: readonly MenuSection[];
  align: 'start' | 'end';
  label?: string;
  returnTo?: Element | null;
}): ReactElement {
  return (
    <Radix.Content
      className="menu"
      align={align}
      sideOffset={5}
      collisionPadding={12}
      {...(label === undefined ? {} : { 'aria-label': label, 'aria-labelledby': undefined })}
      onCloseAutoFocus={(event) => {
        if (!(returnTo instanceof HTMLElement || returnTo instanceof SVGElement)) return;
        event.preventDefault();
        returnTo.focus();
      }}
    >
      {sections.map(({ title, items }, index) => (
        <Radix.Group key={title ?? index}>
          {index > 0 ? <Radix.Separator className="menu-line" /> : null}
          {title === undefined ? null : <Radix.Label className="menu-title">{title}</Radix.Label>}
          {items.map((item) => (
            <MenuLine key={item.id} item={item} />
          ))}
        </Radix.Group>
      ))}
    </Radix.Content>
  );
}

function MenuLine({ item }: { item: MenuItem }): ReactElement {
  const content = (
    <>
      <span>
        {item.label}
        {item.body === undefined ? null : <span className="menu-body">{item.body}</span>}
      </span>
      {item.note === undefined ? null : <span className="menu-note mono">{item.note}</span>}
    </>
  );
  if (item.checked === undefined) {
    return (
      <Radix.Item disabled={item.disabled} onSelect={item.onSelect}>
        {content}
      </Radix.Item>
    );
  }
  return (
    <Radix.CheckboxItem checked={item.checked} disabled={item.disabled} onSelect={item.onSelect}>
      {content}
    </Radix.CheckboxItem>
  );
}
