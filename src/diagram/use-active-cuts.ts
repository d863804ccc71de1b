import { useCallback, useState } from 'react';
import type { ClusterView } from '../../simulations/history';
import type { DiagramCutSpan } from './diagram-types';

const none: ReadonlySet<string> = new Set();

/** The links that are cut at the moment on screen, by {@link linkKey}; the function is told of every moment. */
export function useActiveCuts(
  { names }: ClusterView,
  spans: readonly DiagramCutSpan[] | undefined,
): { cut: ReadonlySet<string>; noteMoment: (timeMicros: number) => void } {
  const [key, setKey] = useState('');
  const noteMoment = useCallback(
    (timeMicros: number) => {
      if (spans === undefined) return;
      const active = spans.filter(({ fromMicros, toMicros }) => fromMicros <= timeMicros && timeMicros < toMicros);
      const links = active.map(({ client, broker }) =>
        linkKey(names.actors.indexOf(client), names.actors.indexOf(broker)),
      );
      setKey(links.join(' '));
    },
    [spans, names],
  );
  return { cut: key === '' ? none : new Set(key.split(' ')), noteMoment };
}

/** A link by the actor numbers of its ends. */
export function linkKey(client: number, broker: number): string {
  return `${client}/${broker}`;
}
