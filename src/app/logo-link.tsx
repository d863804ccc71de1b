import type { ReactElement } from 'react';
import { Logo } from '../design/icon';

/** The fragment that names nothing is the start page. */
const homeFragment = '#';

/** The mark at the left end of every bar: to the start page. */
export function LogoLink({ isCurrent = false }: { isCurrent?: boolean }): ReactElement {
  return (
    <a
      className="logo"
      href={homeFragment}
      aria-label="Tidemark, start page"
      aria-current={isCurrent ? 'page' : undefined}
    >
      <Logo />
      <span>Tidemark</span>
    </a>
  );
}
