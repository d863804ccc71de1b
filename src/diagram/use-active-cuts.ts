import { useCallback, useState } from 'react';
import type { ClusterView } from '../../simulations/history';
import type { TraceNames } from '../../simulations/kernel';
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
      setKey(cutLinksAt(names, spans, timeMicros).join(' '));
    },
    [spans, names],
  );
  return { cut: key === '' ? none : new Set(key.split(' ')), noteMoment };
}

/** The links that are cut at a moment. */
export function cutLinksAt(names: TraceNames, spans: readonly DiagramCutSpan[], timeMicros: number): string[] {
  return spans
    .filter(({ fromMicros, toMicros }) => fromMicros <= timeMicros && timeMicros < toMicros)
    .map(({ client, broker }) => linkKey(names.actors.indexOf(client), names.actors.indexOf(broker)));
}

/** A link by the actor numbers of its ends. */
export function linkKey(client: number, broker: number): string {
  return `${client}/${broker}`;
}
