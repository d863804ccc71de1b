import type { ReactElement } from 'react';
import type { Problem } from '../../simulations/scenario';
import { formatProblem } from '../../simulations/scenario';
import { checksMissing } from '../editor';

/** More than this many lines help nobody. */
const SHOWN_MAX = 8;

/** What is wrong, each with its place and its mend. */
export function ProblemList({
  problems,
  title,
}: {
  problems: readonly Problem[];
  title?: string;
}): ReactElement | null {
  if (problems.length === 0) return null;
  return (
    <div className="problem" role="alert">
      <strong>{problems.includes(checksMissing) ? 'Not checked' : (title ?? countOf(problems))}</strong>
      {problems.slice(0, SHOWN_MAX).map((problem) => (
        <div key={`${problem.path} ${problem.message}`} className="mono">
          {formatProblem(problem)}
        </div>
      ))}
      {problems.length > SHOWN_MAX ? <div>and {problems.length - SHOWN_MAX} more</div> : null}
    </div>
  );
}

function countOf({ length }: readonly Problem[]): string {
  return length === 1 ? 'One value is not valid' : `${length} values are not valid`;
}
