import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Segmented } from '../../design/segmented';
import { TextButton } from '../../design/button';
import { formatMoment, formatTime, useAtMoment, useSession, useView, wordsOf } from '../../app';
import type { RunView } from '../../app';
import { useWindow } from '../use-window';
import { LogLines, logKinds } from './log-lines';
import type { LogFilter, LogScope } from './log-lines';
import './log.css';

/** The least height of a line: what is not drawn takes so much room. */
const LINE_HEIGHT = 27;
/** More new lines than this are not read out. */
const SPOKEN_MAX = 3;

/** What happened up to the moment on screen, in words, the latest first; by kind, actor and text. */
export function LogPanel(): ReactElement {
  const run = useView((view) => view.run);
  const [filter, setFilter] = useState<LogFilter>({ scope: 'changed', kind: '', actor: -1, text: '' });
  const change = (part: Partial<LogFilter>): void => setFilter((before) => ({ ...before, ...part }));
  return (
    <section className="log" aria-label="Log">
      <div className="log-head">
        <Segmented<LogScope>
          label="What is shown"
          choices={[
            { id: 'changed', label: 'What changed' },
            { id: 'told', label: 'More' },
            { id: 'every', label: 'Every row' },
          ]}
          selected={filter.scope}
          onSelect={(scope) => change({ scope })}
        />
        <select
          className="input"
          aria-label="Kind"
          value={filter.kind}
          onChange={(event) => change({ kind: event.target.value })}
        >
          <option value="">all kinds</option>
          {logKinds.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
        <select
          className="input"
          aria-label="Actor"
          value={filter.actor}
          onChange={(event) => change({ actor: Number(event.target.value) })}
        >
          <option value={-1}>all actors</option>
          {run?.trace.names.actors.map((name, actor) => (
            <option key={name} value={actor}>
              {wordsOf(name)}
            </option>
          ))}
        </select>
        <input
          className="input"
          type="search"
          aria-label="Text"
          placeholder="with these words"
          autoComplete="off"
          value={filter.text}
          onChange={(event) => change({ text: event.target.value })}
        />
      </div>
      {run === undefined ? null : <Lines run={run} filter={filter} />}
    </section>
  );
}

function Lines({ run, filter }: { run: RunView; filter: LogFilter }): ReactElement {
  const text = useDeferredValue(filter.text);
  const { scope, kind, actor } = filter;
  const lines = useMemo(() => new LogLines(run, { scope, kind, actor, text }), [run, scope, kind, actor, text]);
  const count = useAtMoment((at) => lines.countUntil(at));
  const { scroller, onScroll, from, to } = useWindow<HTMLElement>(count, LINE_HEIGHT);
  const isFiltered = kind !== '' || actor >= 0 || text !== '';
  const shown = Array.from({ length: Math.max(0, to - from) }, (_, index) => lines.rows[count - 1 - from - index]);
  return (
    <>
      <p className="log-count small third" aria-hidden={count === 0 || undefined}>
        {count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}, the latest first`}
      </p>
      {count === 0 ? (
        <p className="log-empty">
          {isFiltered ? 'Nothing of that kind has happened yet.' : 'Nothing worth telling has happened yet.'}
        </p>
      ) : null}
      {/* A region that scrolls must be reachable by the keyboard. */}
      <section
        className="log-scroll"
        ref={scroller}
        onScroll={onScroll}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Lines of the log"
      >
        <ol className="log-lines" style={{ paddingTop: from * LINE_HEIGHT, paddingBottom: (count - to) * LINE_HEIGHT }}>
          {shown.map((row, index) => (
            <Line key={row} run={run} lines={lines} row={row} place={from + index + 1} count={count} />
          ))}
        </ol>
      </section>
      {isFiltered ? <Spoken lines={lines} count={count} /> : null}
    </>
  );
}

interface LineProps {
  run: RunView;
  lines: LogLines;
  row: number;
  place: number;
  count: number;
}

function Line({ run, lines, row, place, count }: LineProps): ReactElement {
  const session = useSession();
  const at = run.moments.timeMicros(row);
  return (
    <li data-weight={run.moments.weight(row)} aria-posinset={place} aria-setsize={count}>
      <TextButton
        aria-label={`Go to ${formatMoment(at)}`}
        onClick={() => {
          session.visit(at);
        }}
      >
        {formatTime(at)}
      </TextButton>
      <span>{lines.sentence(row)}</span>
    </li>
  );
}

/**
 * Reads out what comes in, once a second, if somebody has narrowed the log down and it is little. Without a filter the
 * page's own announcements say what matters.
 */
function Spoken({ lines, count }: { lines: LogLines; count: number }): ReactElement {
  const [text, setText] = useState('');
  const latest = useRef(count);
  useEffect(() => {
    latest.current = count;
  }, [count]);
  useEffect(() => {
    let told = latest.current;
    const timer = window.setInterval(() => {
      const added = latest.current - told;
      const rows = lines.rows.slice(told, latest.current);
      told = latest.current;
      if (added <= 0) return;
      setText(added > SPOKEN_MAX ? `${added} new lines.` : rows.map((row) => `${lines.sentence(row)}.`).join(' '));
    }, 1000);
    return () => window.clearInterval(timer);
  }, [lines]);
  return (
    <output className="hidden-text" aria-live="polite">
      {text}
    </output>
  );
}
