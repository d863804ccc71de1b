import { lazy, Suspense, type ReactElement } from 'react';
import type { DiagramProps } from './diagram-props';
import { LogDiagram } from './log-diagram';
import { isLarge } from './scale/is-large';
import './diagram.css';

const ScaleDiagram = lazy(() => import('./scale/scale-diagram'));

/** The cluster at one moment, in the form that fits its size. */
export function Diagram(props: DiagramProps): ReactElement {
  return isLarge(props.view.names) ? (
    <Suspense fallback={<section className="diagram" aria-label={props.label ?? 'Diagram'} aria-busy="true" />}>
      <ScaleDiagram {...props} />
    </Suspense>
  ) : (
    <LogDiagram {...props} />
  );
}
