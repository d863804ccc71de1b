import { memo, type ReactElement, type ReactNode } from 'react';

/** The marks of this page, or the words of the record that is pointed at. */
export const Legend = memo(function Legend({
  said,
  hasDuplicates,
  isReadOnly,
}: {
  said: string;
  hasDuplicates: boolean;
  isReadOnly: boolean;
}): ReactElement {
  return (
    <div className="diagram-legend">
      <output className="diagram-said">{said}</output>
      {said === '' ? <Marks {...{ hasDuplicates, isReadOnly }} /> : null}
    </div>
  );
});

function Marks({ hasDuplicates, isReadOnly }: { hasDuplicates: boolean; isReadOnly: boolean }): ReactElement {
  return (
    <>
      <span className="third legend-title">Marks on this page</span>
      <Entry words="replicated">
        <rect x="0.5" y="1" width="15" height="16" rx="2" className="legend-key" />
      </Entry>
      <Entry words="not yet replicated">
        <rect x="1.25" y="1.75" width="13.5" height="14.5" rx="2" className="legend-hollow" />
      </Entry>
      <Entry words="lost after ack">
        <rect x="1.25" y="1.75" width="13.5" height="14.5" rx="2" className="legend-lost" />
      </Entry>
      {hasDuplicates ? (
        <Entry words="duplicate">
          <rect x="3" y="3" width="10" height="12" rx="2" className="legend-key" />
          <rect x="1" y="1" width="14" height="16" rx="3" className="legend-duplicate" />
        </Entry>
      ) : null}
      <Entry words="high watermark">
        <path d="M8 0V18" className="line-watermark" />
      </Entry>
      <Entry words="committed offset of a group">
        <path d="M8 4l5 9h-10z" className="fill-blue" />
      </Entry>
      {isReadOnly ? null : <span className="third legend-hint">Click a broker to kill it</span>}
    </>
  );
}

function Entry({ words, children }: { words: string; children: ReactNode }): ReactElement {
  return (
    <span className="legend-entry">
      <svg width="16" height="18" viewBox="0 0 16 18" aria-hidden="true">
        {children}
      </svg>
      {words}
    </span>
  );
}
