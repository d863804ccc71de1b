import { Suspense, useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { onDemand } from '../../design/on-demand';
import { Button } from '../../design/button';
import { useSession } from '../session-context';
import { shareLink } from './share-link';

const SharePanel = onDemand(() => import('./share-panel').then((module) => module.SharePanel), {
  name: 'The share panel',
  place: 'over',
});

/** How long the panel says what was done. */
const SAID_MS = 2000;

/** One press copies the link, and shows every other form in which the run can be handed on. */
export function ShareButton(): ReactElement {
  const session = useSession();
  const [said, setSaid] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const timer = useRef(0);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const say = (words: string): void => {
    setSaid(words);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setSaid(undefined), SAID_MS);
  };
  const press = async (): Promise<void> => {
    if (isOpen) return setOpen(false);
    say(await shareLink(session));
    setOpen(true);
  };
  const close = (returnsFocus: boolean): void => {
    setOpen(false);
    if (returnsFocus) button.current?.focus();
  };
  return (
    <>
      <Button
        ref={button}
        icon="share"
        className="button bar-share"
        aria-label="Share"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => void press()}
      >
        <span>Share</span>
      </Button>
      <output className="hidden-text">{said}</output>
      {isOpen ? (
        <Suspense>
          <SharePanel button={button} said={said} onSay={say} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}
