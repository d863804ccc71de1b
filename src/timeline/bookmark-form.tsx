import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../design/button';
import { renamed, useSession, withoutBookmark } from '../app';
import type { Bookmark } from '../app';
import { exactMoment } from './axis-ticks';
import { Popover } from './popover';
import { useTimeline } from './use-timeline';

/** A bookmark's name, and what can be done with it. */
export function BookmarkForm({
  bookmark,
  anchorOf,
  onClose,
}: {
  bookmark: Bookmark;
  anchorOf: () => HTMLElement | null;
  onClose: () => void;
}): ReactElement {
  const session = useSession();
  const timeline = useTimeline();
  const id = useId();
  const { atMicros, name } = bookmark;
  const [text, setText] = useState(name);
  const rename = (): void => session.bookmark(renamed(session.view.get().bookmarks, atMicros, text));
  return (
    <Popover label={`Bookmark ${name}`} anchorOf={anchorOf} onClose={onClose}>
      <div className="popover-field">
        <label htmlFor={id}>Bookmark at {exactMoment(atMicros)}</label>
        <input
          id={id}
          className="input"
          maxLength={60}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={rename}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            rename();
            onClose();
            anchorOf()?.focus();
          }}
        />
      </div>
      <div className="popover-buttons">
        <Button
          onClick={() => {
            session.visit(atMicros);
            onClose();
          }}
        >
          Go to this moment
        </Button>
        <Button
          onClick={() => {
            session.bookmark(withoutBookmark(session.view.get().bookmarks, atMicros));
            timeline.say(`${name} removed.`);
            onClose();
          }}
        >
          Remove
        </Button>
      </div>
    </Popover>
  );
}
