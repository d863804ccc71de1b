import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { Button, IconButton } from '../../design/button';
import { useFailure } from '../../design/use-failure';
import { loadCheck } from '../../editor';
import { useSession, useView } from '../../app';
import { draftsOf } from '../config/config-drafts';
import { configTabs } from '../config/config-tabs';
import type { ConfigTab } from '../config/config-tabs';
import type { Incoming } from './incoming';

interface ReadSettings {
  kind: ConfigTab['kind'];
  count: number;
  /** As .properties, whatever it was. */
  text: string;
  syntax: string | undefined;
}

const kindWords: Readonly<Record<ConfigTab['kind'], string>> = {
  producer: 'a producer',
  consumer: 'a consumer',
  'share-consumer': 'a consumer',
  topic: 'a topic',
  broker: 'the brokers',
  group: 'a group',
  admin: 'an admin client',
};

/** Settings that came as a file or a paste: whose they are to be. */
export function ApplySettings({
  incoming,
  onClose,
}: {
  incoming: Extract<Incoming, { kind: 'settings' }>;
  onClose: () => void;
}): ReactElement | null {
  const session = useSession();
  const run = useView((view) => view.run);
  const [read, setRead] = useState<ReadSettings>();
  const fail = useFailure();
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    let isGone = false;
    readSettings(incoming.text, incoming.name).then((settings) => !isGone && setRead(settings), fail);
    return () => {
      isGone = true;
    };
  }, [incoming, fail]);
  if (read === undefined || run === undefined) return null;
  const tabs = configTabs(run.scenario).filter(
    ({ kind }) => kind === (read.kind === 'share-consumer' ? 'consumer' : read.kind),
  );
  const tab = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  const apply = (): void => {
    if (tab === undefined) return;
    const drafts = draftsOf(session);
    drafts.of(tab, session.playhead.timeMicros);
    drafts.type(tab, read.text);
    void drafts.apply(tab);
    session.showConfig(tab.id);
    onClose();
  };
  return (
    <form
      className="action-form"
      aria-label="Apply settings"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <header>
        <h2>{incoming.name}</h2>
        <IconButton label="Close, Escape" icon="close" onClick={onClose} />
      </header>
      <div className="action-fields">
        {read.syntax === undefined ? (
          <p className="second">
            {read.count} {read.count === 1 ? 'setting' : 'settings'} of {kindWords[read.kind]}.
          </p>
        ) : (
          <p className="problem" role="alert">
            <span className="mono">{read.syntax}</span>
          </p>
        )}
        {tab === undefined ? (
          <p className="problem">This scenario has nothing that takes the settings of {kindWords[read.kind]}.</p>
        ) : (
          <label className="field">
            They are to be the settings of
            <select className="input" value={tab.id} onChange={(event) => setChosen(event.target.value)}>
              {tabs.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <footer>
        <Button kind="primary" type="submit" disabled={tab === undefined}>
          Apply
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </footer>
    </form>
  );
}

async function readSettings(text: string, name: string): Promise<ReadSettings> {
  const { lintFile, printProperties } = await loadCheck();
  const { kind, format, config, findings } = lintFile(text, { fileName: name });
  const syntax = findings.find(({ rule }) => rule === 'syntax');
  const flat = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : String(value ?? '')]),
  );
  return {
    kind: kind ?? 'producer',
    count: Object.keys(config).length,
    text: format === 'properties' ? text : printProperties(flat),
    syntax: syntax?.message,
  };
}
