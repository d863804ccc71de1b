import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { onThemeChange } from '../../design/canvas-palette';
import type { ClusterView } from '../../../simulations/history';
import { brokerLines, clusterCounts, type BrokerLine, type ClusterCounts } from './broker-rows';
import { cellsCapacity, clampBrush, detailRows, type Brush, type DetailRows } from './detail-level';
import { partitionsPerRow } from './heat-stage';
import type { LagHistory } from './lag-history';
import { ScaleStages } from './scale-stages';
import { orderPartitions, type PartitionSort } from './partition-order';
import { useLagHistory } from './use-lag-history';

/** The elements that are drawn on, and the boxes that they fill. */
export interface ScaleSurfaces {
  root: RefObject<HTMLElement | null>;
  brokers: RefObject<HTMLCanvasElement | null>;
  heat: RefObject<HTMLCanvasElement | null>;
  playhead: RefObject<HTMLDivElement | null>;
  list: RefObject<HTMLCanvasElement | null>;
  labels: RefObject<SVGGElement | null>;
}

interface Size {
  width: number;
  height: number;
}

export interface ScaleInputs {
  view: ClusterView;
  racks: readonly string[];
  endMicros: number;
  sort: PartitionSort;
  group: number;
  /** Null: as many as stand as records. */
  brush: Brush | null;
  sizes: { brokers: Size; heat: Size; list: Size };
  /** Parts that are on screen: what is not is not drawn. */
  shown: { brokers: boolean; list: boolean };
  /** The partition whose replicas alone are lit, -1: all. */
  lit: number;
}

export interface ScaleStanding {
  lines: readonly BrokerLine[];
  counts: ClusterCounts;
  order: Int32Array;
  brush: Brush;
  rows: DetailRows;
  /** Partitions of one row of the picture of the run. */
  each: number;
  history: LagHistory;
  /** Shows the view's moment `timeMicros`. Costs the same at the beginning of a trace as at its end. */
  draw: (timeMicros: number) => void;
  /** The partition at x of a broker's bars, -1: none. */
  barAt: (broker: number, x: number) => number;
}

/** Holds what draws a large cluster; React is asked only where a line of words did change. */
export function useScale(surfaces: ScaleSurfaces, inputs: ScaleInputs): ScaleStanding {
  const { view, racks, endMicros, sort, group, sizes, shown, lit } = inputs;
  const [stamp, setStamp] = useState(-1);
  const [second, setSecond] = useState(0);
  const theme = useThemeCount();
  const stages = useRef<ScaleStages | null>(null);
  const total = view.names.userPartitionCount;
  const orderKey = `${sort} ${sort === 'lag' ? second : 0} ${group}`;
  const order = useMemo(
    () => orderPartitions(view, sort, group, racks),
    // The order by lag follows the lag once a virtual second.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [view, orderKey, racks],
  );
  const brush = clampBrush(inputs.brush ?? { from: 0, count: Math.min(12, cellsCapacity(sizes.list.height)) }, total);
  const rows = useMemo(() => detailRows(brush.count, sizes.list.height), [brush.count, sizes.list.height]);
  const lines = useMemo(
    () => brokerLines(view, racks, sizes.brokers.height),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [view, racks, sizes.brokers.height, stamp],
  );
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const counts = useMemo(() => clusterCounts(view), [view, stamp]);
  const grown = useCallback(() => stages.current?.drawHeat(), []);
  const { history, told } = useLagHistory(view, endMicros, grown);

  const draw = useCallback(
    (timeMicros: number): void => {
      view.advanceTo(timeMicros);
      if (view.topologyStamp !== stamp) setStamp(view.topologyStamp);
      if (sort === 'lag' && Math.floor(timeMicros / 1e6) !== second) setSecond(Math.floor(timeMicros / 1e6));
      if (shown.brokers) stages.current?.drawBrokers();
      if (shown.list) stages.current?.drawList();
      const { current: playhead } = surfaces.playhead;
      if (playhead !== null)
        playhead.style.translate = `${(Math.min(1, timeMicros / endMicros) * sizes.heat.width).toFixed(1)}px`;
    },
    [view, stamp, sort, second, surfaces, endMicros, sizes.heat.width, shown.brokers, shown.list],
  );

  useEffect(() => {
    const { brokers, heat, list, labels } = surfaces;
    if (!brokers.current || !heat.current || !list.current || !labels.current) return;
    const canvases = { brokers: brokers.current, heat: heat.current, list: list.current, labels: labels.current };
    stages.current = ScaleStages.on(canvases, view);
  }, [surfaces, view]);
  const { from, count } = brush;
  useEffect(() => {
    const bars = surfaces.root.current?.querySelector('.scale-bars')?.clientWidth ?? 0;
    stages.current?.stand({
      ...{ lines, order, orderKey, rows, group, lit, history, endMicros },
      brush: { from, count },
      sizes: { bars, heat: sizes.heat, list: sizes.list },
    });
    draw(Math.max(0, view.timeMicros));
    // Drawn again in other colours too, and when more of the past is known.
  }, [
    surfaces,
    view,
    lines,
    order,
    orderKey,
    from,
    count,
    rows,
    group,
    history,
    sizes,
    lit,
    theme,
    endMicros,
    draw,
    told,
  ]);

  const barAt = useCallback((broker: number, x: number) => stages.current?.barAt(broker, x) ?? -1, []);
  return { lines, counts, order, brush, rows, each: partitionsPerRow(total, sizes.heat.height), history, draw, barAt };
}

/** Changes when colours or fonts do. */
function useThemeCount(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const change = (): void => setCount((before) => before + 1);
    void document.fonts?.ready.then(change);
    return onThemeChange(change);
  }, []);
  return count;
}
