import { LazyMotion, m, useDragControls } from 'framer-motion';
import type { PanInfo } from 'framer-motion';
import { useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { loadMotion } from './load-motion';

export type SheetHeight = 'peek' | 'half' | 'full';

const heights: Record<SheetHeight, number> = { peek: 0.2, half: 0.52, full: 0.92 };
const order: readonly SheetHeight[] = ['peek', 'half', 'full'];

/** A phone's panel. It is dragged by its grip, or stepped by a press on it, between three heights. */
export function Sheet({
  label,
  height,
  onHeight,
  head,
  children,
}: {
  label: string;
  height: SheetHeight;
  onHeight: (height: SheetHeight) => void;
  head: ReactNode;
  children: ReactNode;
}): ReactElement {
  const controls = useDragControls();
  const dragged = useRef(false);
  const settle = (_: unknown, { offset, velocity }: PanInfo): void => {
    const now = heights[height] * window.innerHeight - offset.y - velocity.y * 0.15;
    const distance = (name: SheetHeight): number => Math.abs(heights[name] * window.innerHeight - now);
    onHeight(order.toSorted((a, b) => distance(a) - distance(b))[0]);
  };
  return (
    <LazyMotion features={loadMotion}>
      <m.section
        className="sheet"
        aria-label={label}
        style={{ height: '92dvh' }}
        initial={false}
        animate={{ y: `${(1 - heights[height] / heights.full) * 100}%` }}
        transition={{ duration: 0.24, ease: [0.2, 0.7, 0.2, 1] }}
        drag="y"
        dragControls={controls}
        dragListener={false}
        dragMomentum={false}
        dragElastic={0.05}
        onDragStart={() => (dragged.current = true)}
        onDragEnd={settle}
      >
        <button
          type="button"
          className="sheet-grip"
          aria-label={height === 'full' ? 'Make the panel smaller' : 'Make the panel larger'}
          onPointerDown={(event) => {
            dragged.current = false;
            controls.start(event);
          }}
          onClick={() => {
            if (!dragged.current) onHeight(height === 'full' ? 'peek' : order[order.indexOf(height) + 1]);
          }}
        />
        {head}
        <div className="sheet-body" style={{ maxHeight: `calc(${heights[height] * 100}dvh - 64px)` }}>
          {children}
        </div>
      </m.section>
    </LazyMotion>
  );
}
