import { Suspense, type ReactElement } from 'react';
import { onDemand } from '../design/on-demand';
import type { DiagramProps } from './diagram-props';
import { LogDiagram } from './log-diagram';
import { isLarge } from './scale/is-large';
import './diagram.css';

const ScaleDiagram = onDemand(() => import('./scale/scale-diagram').then((module) => module.ScaleDiagram), {
  name: 'The diagram',
});

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
