import { memo } from 'react';
import type { ReactElement } from 'react';
import { IconButton } from '../../design/button';
import { useSession, useView } from '../session-context';
import type { Card } from './cards';
import { homeState } from './home-state';
import { LiveMiniature } from './live-miniature';
import { Miniature } from './miniature';

/** A scenario's card: its picture, what it is about, what it comes to. The whole of it is a link. */
export const CardLink = memo(function CardLink({
  card,
  isLive,
  isEntry,
  onLook,
}: {
  card: Card;
  /** Its picture is drawn from the run that goes on. */
  isLive: boolean;
  /** Tab comes to this one; the arrows to the others. */
  isEntry: boolean;
  onLook: (card: Card) => void;
}): ReactElement {
  const { id, name, description, outcome, durationMs, picture } = card;
  return (
    <div className="card-place">
      <a
        className="card"
        href={`#scenario=${id}`}
        data-card={id}
        data-live={isLive || undefined}
        tabIndex={isEntry ? 0 : -1}
        onPointerEnter={() => onLook(card)}
        onFocus={() => {
          homeState.set({ current: id });
          onLook(card);
        }}
        onClick={() => homeState.set({ current: id, isReturning: true })}
      >
        <span className="card-picture">
          {isLive ? <LiveMiniature card={card} /> : <Miniature picture={picture} durationMs={durationMs} />}
        </span>
        <span className="card-text">
          <b>{name}</b>
          <span className="card-description">{description}</span>
          <span className="card-line">
            <span className="third">{card.gallery.track}</span>
            <span className="card-outcome" data-tone={outcome.tone}>
              {outcome.label}
            </span>
          </span>
        </span>
      </a>
      {isLive ? <PauseButton name={name} /> : null}
    </div>
  );
});

/** What moves by itself can be stopped. */
function PauseButton({ name }: { name: string }): ReactElement {
  const session = useSession();
  const isPlaying = useView((view) => view.phase === 'playing');
  return (
    <span className="card-pause">
      <IconButton
        label={`${isPlaying ? 'Pause' : 'Play'} ${name}`}
        icon={isPlaying ? 'pause' : 'play'}
        onClick={() => session.toggle()}
      />
    </span>
  );
}
