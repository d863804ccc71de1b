import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/tokens.css';
import './design/fonts.css';
import './design/base.css';
import './design/controls.css';
import './design/overlays.css';
import { RecordedRuns, withRecordings } from '../workers/recorded-runs-client';
import { startSimulation } from '../workers/simulation-client';
import { registerOffline } from './app/offline';
import { openFromAddress } from './app/open-from-address';
import { Page } from './app/page';
import { preload } from './app/pages';
import { Place, placeOf } from './app/place';
import { WorkKeeper } from './app/saved-work';
import { Session } from './app/session';
import { applyTheme, themeOf } from './app/theme';
import { installTidemark } from './app/window-tidemark';

applyTheme(themeOf(location.hash));
preload(placeOf(location.hash));
const { client, failed } = startSimulation();
const readers = new RecordedRuns(async () => (await import('../workers/recording-client')).startRecordingReader());
const session = new Session(withRecordings(client, readers));
void failed.then((error) => session.broke(error));
const keeper = new WorkKeeper(session);
const place = new Place(session, () => keeper.beginOwn());
const page = { session, place, keeper };
const opened = openFromAddress(page);
let hasFailed = false;
let settle: { shown: () => void; failed: (error: Error) => void };
const shown = new Promise<void>((resolve, reject) => (settle = { shown: resolve, failed: reject }));
const ready = opened.then(() => shown);
// Who waits for it is told; nobody has to.
ready.catch(() => undefined);
installTidemark(session, ready);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Page page={page} onShown={onShown} onFailed={onFailed} />
  </StrictMode>,
);
registerOffline();

function onShown(): void {
  settle.shown();
  // A promise that was broken stays so; whoever comes now finds a page that listens.
  if (hasFailed) installTidemark(session, opened);
  hasFailed = false;
}

function onFailed(error: Error): void {
  hasFailed = true;
  settle.failed(new Error(`The page could not be shown: ${error.message}`));
}
