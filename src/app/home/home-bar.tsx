import type { ReactElement } from 'react';
import { Button } from '../../design/button';
import { LogoLink } from '../logo-link';
import { openPalette, paletteKey } from '../palette-state';
import { ThemeMenu } from '../theme-menu';

/** The bar of the start page. */
export function HomeBar(): ReactElement {
  return (
    <header className="bar">
      <LogoLink isCurrent />
      <span className="bar-space" />
      <span className="home-bar-note small third">Kafka 4.2; everything runs in this tab</span>
      <Button kind="quiet" className="button home-commands" onClick={openPalette} aria-keyshortcuts="Control+K Meta+K">
        Commands <kbd className="key-cap">{paletteKey}</kbd>
      </Button>
      <ThemeMenu />
    </header>
  );
}
