import type { ReactElement } from 'react';
import { Logo } from '../design/icon';
import { goTo } from './place';

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
      onClick={(event) => {
        // A recording has no address: where it is on screen, the page's own one stands in the bar already.
        if (isCurrent || location.hash !== '') return;
        event.preventDefault();
        goTo('');
      }}
    >
      <Logo />
      <span>Tidemark</span>
    </a>
  );
}
