import type { ReactElement } from 'react';
import { Segmented } from '../../design/segmented';
import { ZoomButtons } from '../zoom-buttons';
import type { ClusterCounts } from './broker-rows';
import type { PartitionSort } from './partition-order';

const sorts = [
  { id: 'leader', label: 'leader' },
  { id: 'lag', label: 'lag' },
  { id: 'topic', label: 'topic' },
] as const;
const parts = [
  { id: 'brokers', label: 'Brokers' },
  { id: 'heat', label: 'Lag' },
  { id: 'list', label: 'Partitions' },
] as const;

/** A part of the drawing; where there is little room, one is shown at a time. */
export type ScalePart = (typeof parts)[number]['id'];

interface ScaleHeadProps {
  counts: ClusterCounts;
  part: ScalePart;
  onPart: (part: ScalePart) => void;
  sort: PartitionSort;
  onSort: (sort: PartitionSort) => void;
  onZoom: (direction: 1 | -1) => void;
  onFit: () => void;
}

/** What is true of the whole cluster, and how it is looked at. */
export function ScaleHead({ counts, part, onPart, sort, onSort, onZoom, onFit }: ScaleHeadProps): ReactElement {
  const { up, brokers, partitions, underReplicated, offline } = counts;
  return (
    <div className="scale-head">
      <p>
        <b>{up}</b> of {brokers} brokers up · <b>{partitions.toLocaleString('en')}</b> partitions ·{' '}
        <b className={underReplicated > 0 ? 'amber' : undefined}>{underReplicated.toLocaleString('en')}</b>{' '}
        under-replicated · <b className={offline > 0 ? 'red' : undefined}>{offline.toLocaleString('en')}</b> offline
      </p>
      <div className="scale-parts">
        <Segmented label="Show" choices={parts} selected={part} onSelect={onPart} />
      </div>
      <span className="scale-sort">
        <span className="third">Sort by</span>
        <Segmented label="Sort partitions by" choices={sorts} selected={sort} onSelect={onSort} />
      </span>
      <ZoomButtons onZoom={onZoom} onFit={onFit} />
    </div>
  );
}
