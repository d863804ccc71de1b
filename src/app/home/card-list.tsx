import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import type { Track } from '../../../simulations/scenarios';
import { KeyCap, TextButton } from '../../design/button';
import { Icon } from '../../design/icon';
import { Segmented } from '../../design/segmented';
import { useStore } from '../store';
import { CardLink } from './card-link';
import { cardsFor } from './cards';
import { gallery } from './gallery';
import { homeState } from './home-state';
import { useLiveCard } from './use-live-card';
import './cards.css';

const trackNames: Readonly<Record<Track, string>> = {
  basics: 'Basics',
  durability: 'Durability',
  groups: 'Groups',
  load: 'Load',
  operations: 'Operations',
};

const trackChoices = [{ id: 'all', label: 'All' }, ...Object.entries(trackNames).map(([id, label]) => ({ id, label }))];

/** The scenarios: searched by whatever one remembers of them, sorted into tracks. */
export function Cards(): ReactElement {
  const { query, track, current } = useStore(homeState, (state) => state);
  const found = cardsFor(gallery.cards, query, track);
  const list = useRef<HTMLUListElement>(null);
  const { live, lookAt } = useLiveCard(list, found.map(({ id }) => id).join(' '));
  useReturn(list);
  const entry = found.find(({ id }) => id === current) ?? found[0];
  return (
    <section className="home-right" aria-label="Scenarios">
      <div className="home-tools">
        <Search />
        <Segmented
          label="Tracks"
          choices={trackChoices}
          selected={track ?? 'all'}
          onSelect={(id) => homeState.set({ track: id === 'all' ? undefined : (id as Track) })}
        />
      </div>
      <output className="hidden-text">
        {query === '' && track === undefined ? '' : `${found.length} of ${gallery.cards.length} scenarios`}
      </output>
      {found.length === 0 ? <NothingFound query={query} /> : null}
      {/* The arrows move between the links; each link is reached and opened as any other. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul className="cards" ref={list} onKeyDown={moveAmongCards}>
        {found.map((card) => (
          <li key={card.id}>
            <CardLink card={card} isLive={live === card.id} isEntry={card.id === entry?.id} onLook={lookAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Search(): ReactElement {
  const query = useStore(homeState, (state) => state.query);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      const isTyping = (event.target as Element | null)?.closest?.(
        'input, textarea, select, [role=menu], [role=dialog]',
      );
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <search className="home-search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label="Search scenarios"
        aria-keyshortcuts="/"
        placeholder={`Search ${gallery.cards.length} scenarios: a symptom, a key, an error code`}
        value={query}
        onChange={(event) => homeState.set({ query: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') homeState.set({ query: '' });
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            document.querySelector<HTMLElement>('.cards a')?.focus();
          }
        }}
      />
      {query === '' ? <KeyCap>/</KeyCap> : null}
    </search>
  );
}

function NothingFound({ query }: { query: string }): ReactElement {
  return (
    <div className="home-nothing">
      <p>
        <b>No scenario has “{query}”</b> in its name, settings, actions or errors. A setting such as{' '}
        <span className="mono">acks</span> or an error such as <span className="mono">NOT_ENOUGH_REPLICAS</span> finds
        some.
      </p>
      <TextButton onClick={() => homeState.set({ query: '', track: undefined })}>Show all scenarios</TextButton>
    </div>
  );
}

/** Left and right to the next card, up and down to the one that lies there. */
function moveAmongCards(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')];
  const index = links.indexOf(document.activeElement as HTMLElement);
  if (index < 0) return;
  const top = links[0].getBoundingClientRect().top;
  const columns = Math.max(1, links.filter((link) => Math.abs(link.getBoundingClientRect().top - top) < 2).length);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -index,
    End: links.length - 1 - index,
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  links[index + step]?.focus();
}

/** Who comes back from a scenario finds its card under the finger. */
function useReturn(list: React.RefObject<HTMLUListElement | null>): void {
  useEffect(() => {
    const { current, isReturning } = homeState.get();
    if (!isReturning || current === undefined) return;
    homeState.set({ isReturning: false });
    list.current?.querySelector<HTMLElement>(`a[data-card="${CSS.escape(current)}"]`)?.focus();
  }, [list]);
}
