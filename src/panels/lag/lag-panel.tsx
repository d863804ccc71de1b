import { useState } from 'react';
import type { ReactElement } from 'react';
import { useSession, useView } from '../../app';
import type { RunView } from '../../app';
import { groupLag, spanWords } from './lag-rows';
import type { GroupLag } from './lag-rows';
import { LagHeat } from './lag-heat';
import { LagNow, WhenChoice } from './lag-stage';
import type { LagShown } from './lag-stage';
import { useLagSource, useShownGroup } from './use-lag';
import './lag.css';

/** Every group in a few lines; a click shows its partitions. */
export function LagPanel({ hasTable = false }: { hasTable?: boolean }): ReactElement {
  const run = useView((view) => view.run);
  return (
    <section className="lag-panel" aria-label="Groups">
      {run === undefined ? null : <Groups run={run} hasTable={hasTable} />}
    </section>
  );
}

function Groups({ run, hasTable }: { run: RunView; hasTable: boolean }): ReactElement {
  const source = useLagSource(run);
  const shown = useShownGroup(run);
  const [when, setWhen] = useState<LagShown>('now');
  const [onlyWithLag, setOnlyWithLag] = useState(false);
  const groups = run.trace.names.groups.map((_, group) => groupLag(source, group));
  if (groups.length === 0) return <p className="lag-empty">No group reads in this scenario.</p>;
  return (
    <>
      <ul className="lag-groups">
        {groups.map((group) => (
          <GroupCard key={group.name} group={group} isShown={group.group === shown} />
        ))}
      </ul>
      {hasTable ? (
        <>
          <div className="lag-tools">
            <label className="lag-only">
              <input type="checkbox" checked={onlyWithLag} onChange={(event) => setOnlyWithLag(event.target.checked)} />{' '}
              only with lag
            </label>
            <WhenChoice shown={when} onShow={setWhen} />
          </div>
          {when === 'now' ? (
            <LagNow run={run} group={shown} onlyWithLag={onlyWithLag} />
          ) : (
            <LagHeat key={`${shown} ${run.handle}`} run={run} group={shown} onlyWithLag={onlyWithLag} />
          )}
        </>
      ) : null}
    </>
  );
}

function GroupCard({ group, isShown }: { group: GroupLag; isShown: boolean }): ReactElement {
  const session = useSession();
  const { name, state, protocol, coordinator, generationId, memberCount, lag, largest, trend, clearsInMicros } = group;
  return (
    <li data-trend={lag > 0 ? trend : undefined}>
      <button
        type="button"
        className="lag-group"
        aria-pressed={isShown}
        onClick={() => session.select({ kind: 'group', group: group.group })}
      >
        <b className="mono">{name}</b>
        <span className="lag-total mono">
          {lag} <span className="third">{lag === 1 ? 'record' : 'records'}</span>
        </span>
      </button>
      <dl>
        <dt>state</dt>
        <dd data-bad={state.startsWith('unknown') || undefined}>{state}</dd>
        <dt>protocol</dt>
        <dd>{protocol}</dd>
        <dt>coordinator</dt>
        <dd data-bad={coordinator === 'none' || undefined}>{coordinator}</dd>
        <dt>members</dt>
        <dd className="mono">
          {memberCount}
          {generationId < 0 ? '' : `, generation ${generationId}`}
        </dd>
        <dt>largest lag of a partition</dt>
        <dd className="mono">{largest}</dd>
        <dt>trend</dt>
        <dd className="lag-trend">{lag === 0 ? 'clear' : trend}</dd>
        <dt>clear in</dt>
        <dd className="mono">{lag === 0 ? 'clear' : spanWords(clearsInMicros, 'not at this pace')}</dd>
      </dl>
    </li>
  );
}
