import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/tokens.css';
import './design/fonts.css';
import './design/base.css';
import './design/controls.css';
import './design/overlays.css';
import { startSimulation } from '../workers/simulation-client';
import { App } from './app/app';
import { registerOffline } from './app/offline';
import { openFromAddress } from './app/open-from-address';
import { Session } from './app/session';
import { SessionProvider } from './app/session-context';
import { applyTheme, themeOf } from './app/theme';
import { installTidemark } from './app/window-tidemark';

applyTheme(themeOf(location.hash));
const { client, failed } = startSimulation();
const session = new Session(client);
void failed.then((error) => session.broke(error));
installTidemark(session, openFromAddress(session));

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <SessionProvider value={session}>
      <App />
    </SessionProvider>
  </StrictMode>,
);
registerOffline();
