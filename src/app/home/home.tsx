import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { DropTarget, RefusedInput } from '../../panels';
import { useKeeping } from '../kept-note';
import { changesIn } from '../saved-work';
import { useStore } from '../store';
import { Cards } from './card-list';
import { gallery } from './gallery';
import { HomeBar } from './home-bar';
import { PasteConfig } from './paste-config';
import { useIncoming } from './use-incoming';
import '../app.css';
import './home.css';

/** The start page: a config of one's own, events of one's own, and every scenario as a card. */
export function Home(): ReactElement {
  useEffect(() => {
    document.title = 'Tidemark';
  }, []);
  const { take, takeFile } = useIncoming();
  return (
    <DropTarget className="home-page" take={take}>
      <div className="home">
        <HomeBar />
        <main className="home-main">
          <div className="home-left">
            <h1 tabIndex={-1}>See what your stream does when something breaks</h1>
            <p className="home-lead">
              Logs, replicas, consumer groups and their failures, simulated event by event. Kill a broker, change one
              line, see why.
            </p>
            <RefusedInput />
            <Continue />
            <PasteConfig onFile={takeFile} />
            <p className="home-drop">
              <b>Drop your events</b> anywhere on this page: NDJSON or CSV, sent by the producers of a scenario.
            </p>
          </div>
          <Cards />
          <Held />
        </main>
      </div>
    </DropTarget>
  );
}

/** Work that was left, to go on with. */
function Continue(): ReactElement | null {
  const { keeper, resume } = useKeeping();
  const { offers, note } = useStore(keeper.view, (view) => view);
  if (offers.length === 0 && note === undefined) return null;
  return (
    <section className="home-continue" aria-label="Continue where you were">
      <h2>Continue where you were</h2>
      {offers.length === 0 ? null : (
        <ul>
          {offers.map((kept) => (
            <li key={kept.id}>
              <button type="button" onClick={() => resume(kept)}>
                <b>{kept.name}</b>
                <span className="small third">{changesIn(kept)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {note === undefined ? null : <p className="small third">{note}</p>}
    </section>
  );
}

/** What stands behind the claims of the page, counted when it was built. */
function Held(): ReactElement {
  const { recordedRuns, modelled, simplified } = gallery.held;
  return (
    <section className="home-held" aria-labelledby="held-title">
      <h2 id="held-title">Held against the real thing</h2>
      <dl>
        <div>
          <dt>{recordedRuns}</dt>
          <dd>recorded runs of Kafka 4.2, repeated in every test</dd>
        </div>
        <div>
          <dt>{modelled}</dt>
          <dd>rules of Kafka modelled</dd>
        </div>
        <div>
          <dt>{simplified}</dt>
          <dd>more, simplified</dd>
        </div>
      </dl>
    </section>
  );
}
