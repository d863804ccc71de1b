import { Suspense, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { onDemand } from '../design/on-demand';
import { useSession, useView, withoutBookmark } from '../app';
import type { Bookmark } from '../app';
import { exactMoment } from './axis-ticks';
import type { TimeScale } from './time-scale';
import { useTimeline } from './use-timeline';

const BookmarkForm = onDemand(() => import('./bookmark-form').then((module) => module.BookmarkForm), {
  name: "The bookmark's form",
  place: 'over',
});

/** Bookmarks as flags on the axis. Pressed they are gone to; F2 or a second press opens their form. */
export function BookmarkFlags({ scale }: { scale: TimeScale }): ReactElement | null {
  const bookmarks = useView((view) => view.bookmarks);
  const [opened, setOpened] = useState<number>();
  const list = useRef<HTMLUListElement>(null);
  const shown = bookmarks.filter(({ atMicros }) => scale.shows(atMicros));
  const open = bookmarks.find(({ atMicros }) => atMicros === opened);
  if (bookmarks.length === 0) return null;
  return (
    <>
      <ul className="bookmarks" aria-label="Bookmarks" ref={list}>
        {shown.map((bookmark) => (
          <Flag
            key={bookmark.atMicros}
            bookmark={bookmark}
            x={scale.x(bookmark.atMicros)}
            isOpen={bookmark === open}
            onOpen={() => setOpened(bookmark.atMicros)}
          />
        ))}
      </ul>
      {open === undefined ? null : (
        <Suspense>
          <BookmarkForm
            bookmark={open}
            anchorOf={() => list.current?.querySelector<HTMLElement>(`[data-at="${open.atMicros}"]`) ?? null}
            onClose={() => setOpened(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}

function Flag({
  bookmark,
  x,
  isOpen,
  onOpen,
}: {
  bookmark: Bookmark;
  x: number;
  isOpen: boolean;
  onOpen: () => void;
}): ReactElement {
  const session = useSession();
  const timeline = useTimeline();
  const { atMicros, name } = bookmark;
  const words = `${name}, ${exactMoment(atMicros)}`;
  const remove = (): void => {
    session.bookmark(withoutBookmark(session.view.get().bookmarks, atMicros));
    timeline.say(`${name} removed.`);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'F2') onOpen();
    else if (event.key === 'Delete' || event.key === 'Backspace') remove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const press = (): void => {
    // There already: what else could be meant than the bookmark itself?
    if (Math.round(session.playhead.timeMicros) === atMicros) return onOpen();
    session.visit(atMicros);
    return undefined;
  };
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const { current } = button;
    return () => {
      // Removed while it had the focus: the moment on screen is next to it.
      if (document.activeElement === current) {
        setTimeout(() => document.querySelector<HTMLElement>('.timeline-head')?.focus());
      }
    };
  }, []);
  return (
    <li>
      <button
        ref={button}
        type="button"
        className="bookmark"
        data-at={atMicros}
        aria-label={words}
        // oxlint-disable-next-line jsx-a11y/role-supports-aria-props
        aria-description="Press to go there, once more or F2 to rename, Delete to remove."
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={`${words}. F2 renames.`}
        style={{ left: x }}
        onClick={press}
        onDoubleClick={onOpen}
        onKeyDown={keys}
      >
        <svg width="9" height="14" viewBox="0 0 9 14" aria-hidden="true">
          <path
            d="M.75 14V.75h7.5L6 3.5l2.25 2.75H.75"
            fill="var(--surface-3)"
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </svg>
      </button>
    </li>
  );
}
