import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import './popover.css';

interface PopoverProps {
  label: string;
  anchorOf: () => Element | null;
  onClose: () => void;
  children: ReactNode;
}

const MARGIN = 12;

/** A small form above what it belongs to. Not modal: the run plays on behind it; Escape and a click beside it close it. */
export function Popover({ label, anchorOf, onClose, children }: PopoverProps): ReactElement {
  const box = useRef<HTMLDialogElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number }>();
  const [cameFrom] = useState(() => document.activeElement);
  useLayoutEffect(() => {
    const { current } = box;
    const anchor = anchorOf();
    if (current === null || anchor === null) return;
    const at = anchor.getBoundingClientRect();
    const { width, height } = current.getBoundingClientRect();
    const left = Math.max(MARGIN, Math.min(at.left, window.innerWidth - width - MARGIN));
    const above = at.top - height - 6;
    setPlace({
      left,
      top: above >= MARGIN ? above : Math.max(MARGIN, Math.min(at.bottom + 6, window.innerHeight - height - MARGIN)),
    });
    // It stays where it was opened, though its chip may move.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input:not([disabled]), button')?.focus();
  }, []);
  useEffect(() => {
    const press = (event: PointerEvent): void => {
      const at = event.target as Node;
      if (box.current?.contains(at) !== true && anchorOf()?.contains(at) !== true) onClose();
    };
    document.addEventListener('pointerdown', press, true);
    return () => document.removeEventListener('pointerdown', press, true);
  }, [anchorOf, onClose]);
  return createPortal(
    // Escape closes it from any of its fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      open
      ref={box}
      className="popover"
      aria-label={label}
      style={place ?? { visibility: 'hidden' }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape') return;
        onClose();
        if (cameFrom instanceof HTMLElement) cameFrom.focus();
      }}
      onBlur={(event) => {
        const next = event.relatedTarget;
        if (next instanceof Node && !event.currentTarget.contains(next) && anchorOf()?.contains(next) !== true)
          onClose();
      }}
    >
      {children}
    </dialog>,
    document.body,
  );
}
