import type { ReactElement, ReactNode } from 'react';

/** The whole page takes files that are dropped on it. */
export function DropTarget({ children }: { children: ReactNode }): ReactElement {
  return <div className="app">{children}</div>;
}
