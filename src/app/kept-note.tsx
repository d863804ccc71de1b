import { createContext, use } from 'react';
import type { ReactElement } from 'react';
import { IconButton, TextButton } from '../design/button';
import type { KeptWork } from './kept-works';
import type { Place } from './place';
import { changesIn } from './saved-work';
import type { WorkKeeper } from './saved-work';
import { useStore } from './store';

/** What the pages need of where they are and of work that was kept. */
export interface Keeping {
  place: Place;
  keeper: WorkKeeper;
  resume: (kept: KeptWork) => void;
}

const KeepingContext = createContext<Keeping | undefined>(undefined);

export const KeepingProvider = KeepingContext.Provider;

export function useKeeping(): Keeping {
  const keeping = use(KeepingContext);
  if (keeping === undefined) throw new Error('A component that speaks of kept work stands outside of a page.');
  return keeping;
}

export function usePlace(): Place {
  return useKeeping().place;
}

/** A line in the playground: what is back, what one can go on with, or why something is not kept. */
export function KeptNote(): ReactElement | null {
  const { keeper, resume } = useKeeping();
  const { offers, restored, note } = useStore(keeper.view, (view) => view);
  const [offer] = offers;
  if (restored === undefined && offer === undefined && note === undefined) return null;
  return (
    <div className="note-line kept-note">
      <output>
        {restored === undefined ? null : <>Back where you were, with {changesIn(restored)}. </>}
        {offer === undefined ? null : <>You worked on this before: {changesIn(offer)}. </>}
        {note}
      </output>
      {restored === undefined || restored.saved.undo.length === 0 ? null : (
        <TextButton onClick={() => void keeper.startOver()}>Take them all back</TextButton>
      )}
      {offer === undefined ? null : <TextButton onClick={() => resume(offer)}>Go on with it</TextButton>}
      <IconButton label="Dismiss" icon="close" onClick={() => keeper.dismiss()} />
    </div>
  );
}
