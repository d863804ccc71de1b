import type { ReactElement } from 'react';

/** Nearer, further and everything; the keys +, - and 0 do the same. */
export function ZoomButtons({
  onZoom,
  onFit,
}: {
  onZoom: (direction: 1 | -1) => void;
  onFit: () => void;
}): ReactElement {
  return (
    <fieldset className="diagram-zoom" aria-label="Zoom">
      <button type="button" className="button" title="Further, -" aria-label="Further" onClick={() => onZoom(-1)}>
        −
      </button>
      <button type="button" className="button" title="Nearer, +" aria-label="Nearer" onClick={() => onZoom(1)}>
        +
      </button>
      <button type="button" className="button" title="Everything, 0" onClick={onFit}>
        Fit
      </button>
    </fieldset>
  );
}
