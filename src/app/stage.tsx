import type { ReactElement } from 'react';
import { useView } from './session-context';

/** The diagram, or why there is none. */
export function Stage(): ReactElement {
  const phase = useView((view) => view.phase);
  const failure = useView((view) => view.failure);
  if (phase === 'failed') {
    return (
      <section className="stage" aria-label="Diagram">
        <p className="stage-note">
          <b>Nothing is running.</b> {failure ?? 'The scenario was refused; its problems stand above.'}
        </p>
      </section>
    );
  }
  return <section className="stage" aria-label="Diagram" />;
}
