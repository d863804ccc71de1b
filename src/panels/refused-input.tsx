import type { ReactElement } from 'react';
import { IconButton } from '../design/button';
import { useSession, useView } from '../app';
import { ProblemList } from './problem-list';

/** What was refused last, and why; what runs goes on. */
export function RefusedInput(): ReactElement | null {
  const session = useSession();
  const refused = useView((view) => view.refused);
  const hasRun = useView((view) => view.run !== undefined);
  const stopped = useView((view) => view.progress.reason);
  if (refused === undefined && stopped === undefined) return null;
  return (
    <div className="refused">
      {refused === undefined ? (
        <output className="problem">{stopped}</output>
      ) : (
        <>
          <ProblemList problems={refused.problems} title={`${capital(refused.what)} was refused`} />
          {hasRun ? <p className="small third">The run on screen is the last valid one.</p> : null}
          <IconButton label="Dismiss" icon="close" onClick={() => session.dismissRefused()} />
        </>
      )}
    </div>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
