import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../design/tokens.css';
import '../design/fonts.css';
import '../design/base.css';
import '../design/controls.css';
import '../design/overlays.css';
import { startSimulation } from '../../workers/simulation-client';
import { Session, SessionProvider, applyTheme, themeOf, tidemarkOf } from '../app';
import { offerOf } from './controls';
import { Embed } from './embed';
import { tellHost } from './frame-events';
import { listenToHost } from './host-messages';
import type { FrameMessage } from './host-messages';
import { pauseOffScreen } from './pause-off-screen';

/** What an address that names no scenario shows. */
const firstPreset = 'first-event';

applyTheme(themeOf(location.hash));
const { client, failed } = startSimulation();
const session = new Session(client, undefined, false);
void failed.then((error) => session.broke(error));

const open = async (): Promise<void> => {
  const hasScenario = /(?:^#?|&)(?:s|scenario)=/.test(location.hash);
  const fragment = hasScenario ? location.hash : `${location.hash || '#'}&scenario=${firstPreset}`;
  await session.open({ fragment }, { what: 'the link', isConfined: true });
  await session.loadCatalogue();
};
const ready = open();
window.addEventListener('hashchange', () => void open());
const stayPaused = pauseOffScreen(document.documentElement, session);
const tidemark = tidemarkOf(session, ready);
window.tidemark = {
  ...tidemark,
  pause() {
    stayPaused();
    return tidemark.pause();
  },
  step() {
    stayPaused();
    return tidemark.step();
  },
};

// The host page may lie anywhere; nothing that is said to it is a secret.
const say = (message: FrameMessage): void => window.parent.postMessage(message, '*');
listenToHost(window, { tidemark: window.tidemark, offer: () => offerOf(session.view.get().asked?.controls), say });
if (window.parent !== window) tellHost(session, ready, say);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <SessionProvider value={session}>
      <Embed />
    </SessionProvider>
  </StrictMode>,
);
