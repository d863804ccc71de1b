import { useState } from 'react';
import type { ReactElement } from 'react';
import { IconButton } from '../../design/button';
import { Segmented } from '../../design/segmented';
import { formatMoment, useSession, useView } from '../../app';
import type { RunView } from '../../app';
import { LagHeat } from './lag-heat';
import { lagRows } from './lag-rows';
import { LagTable } from './lag-table';
import { useLagSource, useShownGroup } from './use-lag';
import './lag.css';

/** How far a group is behind in each partition, in the place of the diagram: now as a table, or over the whole run. */
export function LagStage(): ReactElement {
  const session = useSession();
  const run = useView((view) => view.run);
  return (
    <section className="lag-stage" aria-label="Lag">
      {run === undefined || run.trace.names.groups.length === 0 ? (
        <p className="lag-empty">
          No group reads in this scenario.{' '}
          <IconButton label="Back to the diagram" icon="close" onClick={() => session.showPanel('config')} />
        </p>
      ) : (
        <Stage run={run} />
      )}
    </section>
  );
}

export type LagShown = 'now' | 'time';

export function WhenChoice({ shown, onShow }: { shown: LagShown; onShow: (shown: LagShown) => void }): ReactElement {
  return (
    <Segmented<LagShown>
      label="When"
      choices={[
        { id: 'now', label: 'Now' },
        { id: 'time', label: 'Over time' },
      ]}
      selected={shown}
      onSelect={onShow}
    />
  );
}

function Stage({ run }: { run: RunView }): ReactElement {
  const session = useSession();
  const group = useShownGroup(run);
  const [shown, setShown] = useState<LagShown>(run.trace.names.userPartitionCount > 100 ? 'time' : 'now');
  const [onlyWithLag, setOnlyWithLag] = useState(false);
  const name = run.trace.names.groups[group];
  return (
    <>
      <header className="lag-head">
        <h2>
          Lag of <b className="mono">{name}</b>
        </h2>
        {run.trace.names.groups.length < 2 ? null : (
          <select
            className="input"
            aria-label="Group"
            value={group}
            onChange={(event) => session.select({ kind: 'group', group: Number(event.target.value) })}
          >
            {run.trace.names.groups.map((it, number) => (
              <option key={it} value={number}>
                {it}
              </option>
            ))}
          </select>
        )}
        <label className="lag-only">
          <input type="checkbox" checked={onlyWithLag} onChange={(event) => setOnlyWithLag(event.target.checked)} />{' '}
          only with lag
        </label>
        <WhenChoice shown={shown} onShow={setShown} />
        <IconButton label="Back to the diagram" icon="close" onClick={() => session.showPanel('config')} />
      </header>
      {shown === 'now' ? (
        <LagNow run={run} group={group} onlyWithLag={onlyWithLag} />
      ) : (
        <LagHeat key={`${group} ${run.handle}`} run={run} group={group} onlyWithLag={onlyWithLag} />
      )}
    </>
  );
}

/** The table at the moment on screen. */
export function LagNow({
  run,
  group,
  onlyWithLag,
}: {
  run: RunView;
  group: number;
  onlyWithLag: boolean;
}): ReactElement {
  const source = useLagSource(run);
  const all = lagRows(source, group);
  const rows = onlyWithLag ? all.filter(({ lag }) => lag > 0) : all;
  const hasNever = rows.some(({ committedOffset, lag }) => committedOffset < 0 && lag > 0);
  const name = run.trace.names.groups[group];
  return (
    <>
      <LagTable
        rows={rows}
        group={name}
        empty={
          all.length === 0
            ? `${name} reads no partition.`
            : `${name} has no lag at ${formatMoment(source.now.timeMicros)}.`
        }
      />
      <p className="lag-foot small third">
        Lag: high watermark − committed offset. Behind: how long ago the next record was stamped. Trend: against 2 s
        earlier.{hasNever ? ' * never committed, which is not 0: counted from the start of the log.' : ''}
      </p>
    </>
  );
}
