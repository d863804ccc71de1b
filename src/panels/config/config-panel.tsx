import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { Segmented } from '../../design/segmented';
import { Tabs, panelIdOf } from '../../design/tabs';
import { ConfigEditor } from '../../editor';
import { addCommands, formatMoment, useMoment, useSession, useView } from '../../app';
import { configCommands } from './config-commands';
import { ConfigNotes } from './config-notes';
import { draftsOf } from './config-drafts';
import type { ActsFrom } from './config-drafts';
import { configTabs } from './config-tabs';
import './config.css';

addCommands(configCommands);

/** The settings of every client, topic and broker as the files that people know. An edit changes the run. */
export function ConfigPanel(): ReactElement {
  const run = useView((view) => view.run);
  const chosen = useView((view) => view.configTab);
  const session = useSession();
  if (run === undefined) return <section className="config" aria-label="Config" />;
  const tabs = configTabs(run.scenario);
  const selected = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  return (
    <section className="config" aria-label="Config">
      <Tabs
        label="Files"
        kind="files"
        prefix="config"
        tabs={tabs.map(({ id, label }) => ({ id, label }))}
        selected={selected.id}
        onSelect={(id) => session.showConfig(id)}
      />
      <div
        className="config-body"
        id={panelIdOf('config')}
        role="tabpanel"
        aria-labelledby={`config-tab-${selected.id}`}
      >
        <ConfigFile key={selected.id} id={selected.id} />
      </div>
    </section>
  );
}

function ConfigFile({ id }: { id: string }): ReactElement | null {
  const session = useSession();
  const drafts = draftsOf(session);
  const run = useView((view) => view.run);
  const at = useMoment(10_000);
  const [, setVersion] = useState(0);
  useEffect(() => drafts.subscribe(() => setVersion((version) => version + 1)), [drafts]);
  const actsFrom = useSyncExternalStore(drafts.subscribe, () => drafts.actsFrom);
  const tab = run === undefined ? undefined : configTabs(run.scenario).find((it) => it.id === id);
  const draft = tab === undefined ? undefined : drafts.of(tab, session.playhead.timeMicros);
  const needsCheck = draft !== undefined && draft.checked === undefined;
  useEffect(() => {
    if (needsCheck && tab !== undefined) void drafts.check(tab);
  }, [needsCheck, tab, drafts]);
  if (tab === undefined || draft === undefined) return null;
  return (
    <>
      <ConfigEditor
        label={`${tab.label}, settings`}
        kind={tab.kind}
        text={draft.text}
        isReadOnly={run?.recording !== undefined}
        findings={draft.checked?.findings ?? []}
        onType={(text) => drafts.type(tab, text)}
        onSubmit={() => void drafts.apply(tab)}
      />
      <ConfigNotes tab={tab} draft={draft} />
      {run?.recording !== undefined ? null : (
        <div className="config-foot">
          <Segmented<ActsFrom>
            label="An edit acts"
            choices={[
              { id: 'now', label: 'From now' },
              { id: 'start', label: 'From the start' },
            ]}
            selected={actsFrom}
            onSelect={(from) => drafts.setActsFrom(from)}
          />
          <span className="small third">
            {draft.isPending
              ? 'not applied yet'
              : actsFrom === 'now'
                ? `an edit acts at ${formatMoment(at)}`
                : 'an edit starts the run anew'}
          </span>
        </div>
      )}
    </>
  );
}
