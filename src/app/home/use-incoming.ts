import { useCallback } from 'react';
import { incomingFile } from '../../panels';
import type { Incoming } from '../../panels';
import { usePlace } from '../kept-note';
import { openRecording } from '../recording';
import { goTo } from '../place';
import { useSession } from '../session-context';
import { homeState } from './home-state';

/** Own events are sent by the producers of this scenario, until one chooses another. */
const eventsPreset = 'first-event';

/** What a file or a paste means at the start page: a config to try, a scenario to open, events to send. */
export function useIncoming(): { take: (incoming: Incoming) => void; takeFile: (file: File) => void } {
  const session = useSession();
  const place = usePlace();
  const take = useCallback(
    (incoming: Incoming): void => {
      const { name } = incoming;
      if (incoming.kind === 'settings') homeState.set({ config: incoming.text, configName: name });
      else if (incoming.kind === 'recording') void place.enter(() => openRecording(session, incoming.file, name));
      else if (incoming.kind === 'scenario') {
        void place.enter(() => session.open({ text: incoming.text }, { what: name }));
      } else {
        // The form that asks which field is what stands in the playground.
        const stop = place.subscribe(() => {
          if (place.get().name !== 'playground') return;
          stop();
          session.receive(new File([incoming.file], name));
        });
        goTo(`scenario=${eventsPreset}`);
      }
    },
    [session, place],
  );
  const takeFile = useCallback(
    (file: File): void => {
      incomingFile(file).then(take, (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        session.refuse(file.name, [{ path: '', message, keys: [] }]);
      });
    },
    [session, take],
  );
  return { take, takeFile };
}
